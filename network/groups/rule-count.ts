import type { Family } from "../../algebra/addresses";
import type { Direction } from "../filters/entry";
import type { Rule, Source } from "./rule";
import { rulesOf, type SecurityGroup } from "./security-group";

/** How many rules of one direction and address family a group has, as AWS counts them. */
interface RuleCount {
  readonly direction: Direction;
  readonly family: Family;
  readonly rules: number;
}

function ruleCountsOf(group: SecurityGroup): RuleCount[] {
  return (["ingress", "egress"] as const).flatMap((direction) =>
    (["IPv4", "IPv6"] as const).map((family) => ({
      direction,
      family,
      rules: rulesOf(group, direction).reduce((sum, rule) => sum + sizeOf(rule, family), 0),
    })),
  );
}

/** How many rules a group may have: in one direction of one family, by the quota for these, by one for the group. */
export interface RuleLimits {
  readonly maxRules: number;
  readonly quota: number;
  readonly groupQuota: number;
}

/** What a group has too many of, and more than what, such as `21 ingress rules for IPv4, more than 20`; undefined where nothing is too many. */
export function excessRulesOf(
  group: SecurityGroup,
  { maxRules, quota, groupQuota }: RuleLimits,
): string | undefined {
  const total = group.isCountedWhole ? ruleTotalOf(group) : 0;
  if (total > groupQuota) return `${total} rules, more than the cloud's quota of ${groupQuota}`;
  const [largest] = ruleCountsOf(group).sort((one, other) => other.rules - one.rules);
  const most = group.isCountedWhole ? maxRules : Math.min(maxRules, quota);
  if (largest === undefined || largest.rules <= most) return undefined;
  const { rules, direction, family } = largest;
  const limit = !group.isCountedWhole && rules > quota ? `AWS's quota of ${quota}` : maxRules;
  return `${rules} ${direction} rules for ${family}, more than ${limit}`;
}

/** How many rules a group has in all, where its cloud counts both directions and families together. */
function ruleTotalOf({ rules }: SecurityGroup): number {
  return rules.reduce((sum, rule) => sum + Math.max(1, sizeOf(rule, "IPv4"), sizeOf(rule, "IPv6")), 0);
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
      return source.addresses.inFamily(family).isEmpty ? 0 : 1;
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
