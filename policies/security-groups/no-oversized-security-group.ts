import type { Family } from "../../algebra/addresses";
import type { Direction, Rule, Source } from "../../network/groups/rule";
import { rulesOf, type SecurityGroup } from "../../network/groups/security-group";
import type { Resource } from "../../stack/resource";
import { byUrn } from "../../stack/resource";
import { count } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A security group must not have more rules than people can keep in mind.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Divide it by purpose, admit security groups or wider blocks in place of single addresses, or gather these in a prefix list.",
  options: {
    maxRules: count(20, "How many rules a group may have in one direction, of one address family."),
    quota: count(60, "How many AWS takes, by the account's quota: more are never passed."),
  },

  *check(network, { maxRules, quota }) {
    for (const group of network.securityGroups) {
      const resource = group.resource ?? firstOf(group.rules);
      const [largest] = countsOf(group).sort((one, other) => other.rules - one.rules);
      if (resource === undefined || largest === undefined) continue;
      const { rules, direction, family } = largest;
      if (rules <= Math.min(maxRules, quota)) continue;
      const limit = rules > quota ? `AWS's quota of ${quota}` : maxRules;
      const owner = group.resource === undefined ? group.title : "it";
      yield finding(resource, `${owner} has ${rules} ${direction} rules for ${family}, more than ${limit}.`);
    }
  },
});

interface Count {
  readonly direction: Direction;
  readonly family: Family;
  readonly rules: number;
}

function countsOf(group: SecurityGroup): Count[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    (["IPv4", "IPv6"] as const).map((family) => ({
      direction,
      family,
      rules: rulesOf(group, direction).reduce((sum, rule) => sum + sizeOf(rule, family), 0),
    })),
  );
}

/**
 * As how many rules AWS counts one at least, whatever its unknown values turn out to be.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
function sizeOf({ sources }: Rule, family: Family): number {
  const certain = sources.reduce((sum, source) => sum + weightOf(source, family), 0);
  const isAmbiguous = sources.some((source) => source.kind === "group" && !source.certain);
  return certain + (isAmbiguous ? 1 : 0);
}

function weightOf(source: Source, family: Family): number {
  switch (source.kind) {
    case "block":
      return source.addresses.of(family).isEmpty ? 0 : 1;
    case "self":
      return 1;
    case "group":
      return source.certain ? 1 : 0;
    case "prefix-list":
      return source.certain && source.list.family !== otherThan(family) ? source.list.weight : 0;
    default:
      return 0;
  }
}

function otherThan(family: Family): Family {
  return family === "IPv4" ? "IPv6" : "IPv4";
}

function firstOf(rules: readonly Rule[]): Resource | undefined {
  return rules.map(({ resource }) => resource).sort(byUrn)[0];
}
