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
    for (const side of ofInternet ? [internetSideOf(group)] : group.sides) {
      const whole = wholeOf(group, direction, side, network.isWhole);
      if (whole === undefined) break;
      if (!whole.exemptible.some(({ resource }) => isExempt(resource))) yield whole;
      else yield* judgedApart(whole, isExempt);
    }
  }
}

function* judgedApart(
  { group, rules, exemptible, filterOf }: Whole,
  isExempt: IsExempt,
): Iterable<JudgedRules> {
  const apart = new Set(exemptible.filter(({ resource }) => isExempt(resource)));
  const together = rules.filter((rule) => !apart.has(rule));
  yield { group, filter: filterOf(together) };
  for (const rule of apart) yield { group, filter: filterOf([rule, ...together.filter(mayDeny)]) };
}

/** All that decides on a side of a group. */
interface Whole extends JudgedRules {
  readonly rules: readonly Rule[];
  /** Those of the rules that exemptions of their own resources may set apart. */
  readonly exemptible: readonly Rule[];
  readonly filterOf: (some: readonly Rule[]) => Filter<Rule>;
}

/** Where nothing of a group is exempt, every policy asks the same. Undefined where nothing decides in it. */
function wholeOf(
  group: SecurityGroup,
  direction: Direction,
  side: Side,
  isWhole: boolean,
): Whole | undefined {
  const known = wholesOf(group);
  const key = `${direction} ${side}`;
  if (!(key in known)) known[key] = readWhole(group, direction, side, isWhole);
  return known[key];
}

const wholesOf = rememberedOf((_: SecurityGroup): Record<string, Whole | undefined> => ({}));

function readWhole(
  group: SecurityGroup,
  direction: Direction,
  side: Side,
  isWhole: boolean,
): Whole | undefined {
  const beside = besideRulesOf(group);
  const rules = rulesToward(group, direction);
  if (beside.length + rules.length === 0) return undefined;
  const decides = (rule: Rule) => isOnSide(rule, side);
  const isComplete = isWhole || !group.order.hasDenials;
  const filterOf = (some: readonly Rule[]) => Filter.of(some, direction, group.order, isComplete);
  const own = rules.filter(decides);
  const all = [...beside.filter(decides), ...own];
  const exemptible = own.filter((rule) => rule.resource !== group.resource && !mayDeny(rule));
  return { group, rules: all, exemptible, filterOf, filter: filterOf(all) };
}
