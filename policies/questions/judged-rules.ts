import { type Direction, mayDeny } from "../../network/filters/entry";
import { Filter } from "../../network/filters/filter";
import type { Rule, Side } from "../../network/groups/rule";
import {
  besideRulesOf,
  internetSideOf,
  isOnSide,
  rulesToward,
  type SecurityGroup,
} from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import { rememberedOf } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";

/** Whether a resource may break the policy that asks. */
export type IsExempt = (resource: Resource) => boolean;

/** Rules of one group that are judged together. */
export interface JudgedRules {
  readonly group: SecurityGroup;
  readonly filter: Filter<Rule>;
}

interface Asking {
  readonly network: Network;
  readonly direction: Direction;
  readonly isExempt: IsExempt;
  /** Whether only what packets of the internet meet is asked about, or each side of an interface by itself. */
  readonly ofInternet: boolean;
}

/**
 * What decides in each group, but the permissions of an exempt resource by themselves, beside what denies: they neither add to what the others admit
 * nor hide it. One resource alone does not show what may deny elsewhere.
 */
export function* judgedTogether({ network, direction, isExempt, ofInternet }: Asking): Iterable<JudgedRules> {
  for (const group of network.securityGroups) {
    const beside = besideRulesOf(group);
    const rules = rulesToward(group, direction);
    if (beside.length + rules.length === 0) continue;
    const isComplete = network.isWhole || !group.order.hasDenials;
    for (const side of ofInternet ? [internetSideOf(group)] : group.sides) {
      const decides = (rule: Rule) => isOnSide(rule, side);
      const judged = (some: readonly Rule[]) => ({
        group,
        filter: Filter.of(some, direction, group.order, isComplete),
      });
      const together: Rule[] = beside.filter(decides);
      const apart: Rule[] = [];
      for (const rule of rules.filter(decides)) {
        const isApart = rule.resource !== group.resource && !mayDeny(rule) && isExempt(rule.resource);
        (isApart ? apart : together).push(rule);
      }
      yield apart.length === 0 ? ofWhole(group, direction, side, () => judged(together)) : judged(together);
      for (const rule of apart) yield judged([rule, ...together.filter(mayDeny)]);
    }
  }
}

/** What decides in a group of which nothing is exempt: every policy asks the same then. */
function ofWhole(
  group: SecurityGroup,
  direction: Direction,
  side: Side,
  judged: () => JudgedRules,
): JudgedRules {
  const known = wholesOf(group);
  known[`${direction} ${side}`] ??= judged();
  return known[`${direction} ${side}`] as JudgedRules;
}

const wholesOf = rememberedOf((_: SecurityGroup): Record<string, JudgedRules> => ({}));
