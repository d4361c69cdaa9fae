import type { Answer, Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import { isUnconditional, type Statement } from "../identity/document";
import { type Grantee, statementsOf } from "../identity/grantee";

/**
 * What a machine needs to be managed and reached through Session Manager.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-create-iam-instance-profile.html
 */
const SSM_ACTIONS = [
  "ssm:updateinstanceinformation",
  "ssmmessages:createcontrolchannel",
  "ssmmessages:createdatachannel",
  "ssmmessages:opencontrolchannel",
  "ssmmessages:opendatachannel",
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
export function isManagedBySsm(role: Grantee | Unknown | undefined): Answer {
  if (role === UNKNOWN) return UNKNOWN;
  if (role === undefined) return false;
  const statements = statementsOf(role);
  const select = (effect: Statement["effect"], action: string) =>
    statements.filter((one) => one.effect === effect && one.actions.includes(action) === true);
  if (SSM_ACTIONS.some((action) => select("Deny", action).some(isUnconditional))) return false;
  const isAllowed = (action: string) => select("Allow", action).length > 0;
  if (role.managedPolicies.some(givesSsm) || SSM_ACTIONS.every(isAllowed)) return true;
  return role.mayHaveMore || statements.some(mayAllowMore) ? UNKNOWN : false;
}

function mayAllowMore({ effect, actions }: Statement): boolean {
  return effect === UNKNOWN || SSM_ACTIONS.some((action) => actions.includes(action) === UNKNOWN);
}

function givesSsm(arn: string): boolean {
  const [, name = ""] = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn) ?? [];
  return SSM_POLICIES.has(name);
}
