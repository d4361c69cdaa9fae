import type { Resource } from "../../stack/resource";
import type { Answer, Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";

/** An IAM role of the stack, with what its policies let it do. */
export interface Role {
  readonly resource: Resource;
  readonly title: string;
  /** The ARNs of its managed policies, as far as they are known. */
  readonly managedPolicies: readonly string[];
  /** Its policies whose documents are known, inline and managed. */
  readonly statements: readonly Statement[];
  /** Whether it could have policies, or policies say things, that are not known yet or not to be seen in the stack. */
  readonly mayHaveMore: boolean;
}

/** One statement of a policy; its resources and conditions are not asked about. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** Whether it holds on every condition. */
  readonly isUnconditional: boolean;
  readonly covers: (action: string) => boolean;
}

/**
 * What a machine needs to be managed and reached through Session Manager.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
const SSM_ACTIONS = [
  "ssm:UpdateInstanceInformation",
  "ssmmessages:CreateControlChannel",
  "ssmmessages:CreateDataChannel",
  "ssmmessages:OpenControlChannel",
  "ssmmessages:OpenDataChannel",
];

/** AWS's own policies that allow all of it, in whatever partition: `arn:aws:iam::aws:policy/<this>`. */
const SSM_POLICIES = new Set([
  "AmazonSSMManagedInstanceCore",
  "AmazonSSMManagedEC2InstanceDefaultPolicy",
  "service-role/AmazonEC2RoleforSSM",
  "AWSCloud9SSMInstanceProfile",
  "AdministratorAccess",
  "PowerUserAccess",
]);

/**
 * Whether Systems Manager can manage the machines that have a role.
 * @param role UNKNOWN where it cannot be known which; undefined for none
 */
export function isManagedBySsm(role: Role | Unknown | undefined): Answer {
  if (role === UNKNOWN) return UNKNOWN;
  if (role === undefined) return false;
  const isDenied = (action: string) =>
    role.statements.some((one) => one.effect === "Deny" && one.isUnconditional && one.covers(action));
  if (SSM_ACTIONS.some(isDenied)) return false;
  const isAllowed = (action: string) =>
    role.statements.some((one) => one.effect === "Allow" && one.covers(action));
  if (role.managedPolicies.some(givesSsm) || SSM_ACTIONS.every(isAllowed)) return true;
  return role.mayHaveMore ? UNKNOWN : false;
}

function givesSsm(arn: string): boolean {
  const [, name = ""] = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  return SSM_POLICIES.has(name);
}
