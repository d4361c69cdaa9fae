import * as alicloud from "@pulumi/alicloud";

/** How a rule is written in the rows of tests: what it does, at which priority, for what and whom. */
export type WrittenRule = Partial<alicloud.ecs.SecurityGroupRuleArgs> & { readonly name?: string };

export const WORLD = "0.0.0.0/0";

/** A VPC and a group in it, with rules that are called `rule`, `rule-2` and so on unless they say otherwise. */
export function groupWith(...rules: readonly WrittenRule[]): () => void {
  return () => {
    inVpc({}, ...rules);
  };
}

/** The same, where the group says more. */
export function inVpc(
  group: Partial<alicloud.ecs.SecurityGroupArgs>,
  ...rules: readonly WrittenRule[]
): alicloud.ecs.SecurityGroup {
  const vpc = new alicloud.vpc.Network("net", { cidrBlock: "10.0.0.0/8" });
  return withRules(new alicloud.ecs.SecurityGroup("web", { vpcId: vpc.id, ...group }), ...rules);
}

export function withRules(
  group: alicloud.ecs.SecurityGroup,
  ...rules: readonly WrittenRule[]
): alicloud.ecs.SecurityGroup {
  for (const [i, { name = i === 0 ? "rule" : `rule-${i + 1}`, ...args }] of rules.entries()) {
    new alicloud.ecs.SecurityGroupRule(name, {
      type: "ingress",
      ipProtocol: "tcp",
      securityGroupId: group.id,
      ...args,
    });
  }
  return group;
}

/** Accepts or drops a range of TCP ports from the world, unless more is said. */
export const accept = (portRange: string, more: WrittenRule = {}): WrittenRule => ({
  portRange,
  ...("sourceSecurityGroupId" in more || "prefixListId" in more || "ipv6CidrIp" in more
    ? {}
    : { cidrIp: WORLD }),
  ...more,
});
export const drop = (portRange: string, more: WrittenRule = {}): WrittenRule =>
  accept(portRange, { policy: "drop", ...more });

/** Every protocol and port. */
export const all = (more: WrittenRule = {}): WrittenRule => accept("-1/-1", { ipProtocol: "all", ...more });
export const dropAll = (more: WrittenRule = {}): WrittenRule => all({ policy: "drop", ...more });
