import { Filter } from "../../network/filters/filter";
import type { Direction, Rule } from "../../network/groups/rule";
import { rulesOf, type SecurityGroup } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";

/** Whether a resource may break the policy that asks. */
export type IsExempt = (resource: Resource) => boolean;

/** Rules of one group that are judged together. */
export interface JudgedRules {
  readonly group: SecurityGroup;
  readonly filter: Filter<Rule>;
}

/** The rules of each group, but those of an exempt resource by themselves: they neither add to what the others admit nor hide it. */
export function* judgedTogether(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
): Iterable<JudgedRules> {
  for (const group of network.securityGroups) {
    const judged = (rules: readonly Rule[]) => ({ group, filter: Filter.of(rules, direction, group.order) });
    const together: Rule[] = [];
    const apart: Rule[] = [];
    for (const rule of rulesOf(group, direction)) {
      const isApart = rule.resource !== group.resource && isExempt(rule.resource);
      (isApart ? apart : together).push(rule);
    }
    yield judged(together);
    for (const rule of apart) yield judged([rule]);
  }
}
