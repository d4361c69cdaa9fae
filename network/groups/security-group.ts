import { AddressSet, type Family } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Reference } from "../../stack/stack";
import type { Answer, Value } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import { type Direction, mayDeny, type Order, type Refusal } from "../filters/entry";
import { type Decision, Filter } from "../filters/filter";
import { isPermission, type Rule, type Side } from "./rule";

/** A security group of the stack, one known by its id alone, or one that an unknown id points at. */
export interface SecurityGroup {
  /** The resource that declares or adopts it; undefined for a group outside the stack. */
  readonly resource: Resource | undefined;
  /** What tells it from every other group: its URN, its id, or a name made for one that nothing else points at. */
  readonly key: string;
  /** How to call it in a message. */
  readonly title: string;
  /** What the program, or the cloud, says that it is for. */
  readonly description: Value;
  /** Its rules, inline and standalone, of both directions. */
  readonly rules: readonly Rule[];
  /** What its cloud decides beside its rules, before or after them by rank, such as that everything may leave. */
  readonly defaults: readonly Rule[];
  /** Rules of groups that are not known yet: they may turn out to be its own, and to deny. */
  readonly possibleDenials: readonly Rule[];
  /** The sides of its interfaces that its rules tell apart, each judged by itself. */
  readonly sides: readonly Side[];
  /** Whether its cloud has one quota for all rules of a group, and not one for each direction and family. */
  readonly isCountedWhole: boolean;
  /** The families of addresses that count at its other end, as far as the stack tells. */
  readonly families: readonly Family[];
  /** The addresses of its cloud's own services, such as balancers, which are in no group and may be in no VPC. */
  readonly serviceAddresses: AddressSet;
  /** What the cloud would not take of it and its rules, beside what makes single rules unreadable. */
  readonly refusals: readonly Refusal[];
  /** How its cloud orders the rules of all groups of an interface together. */
  readonly order: Order;
  /** The rules of which resources that list a group's only ones remove them for certain. */
  readonly removals: readonly { readonly by: Resource; readonly rules: readonly Rule[] }[];
  /** Whether the program manages rules of a direction inline; UNKNOWN where the list is unknown as a whole, or the engine showed outputs alone. */
  readonly managesInline: Readonly<Record<Direction, Answer>>;
  /** The directions of which not all of its own rules can be seen yet; undefined where its cloud has no lists of rules. */
  readonly unseenRules?: ReadonlySet<Direction>;
  /** Whether the program gives it no rule at all; UNKNOWN for a group outside the stack and while a list of rules is not known. */
  readonly isClosed: Answer;
  /** Whether it can be known which group it is; not so for one that an unknown id points at. */
  readonly isIdentified: boolean;
  /** Whether a service makes it of what its resource says, so that the program neither names nor attaches it. */
  readonly isMadeByService: boolean;
  /** Whether it is a VPC's default group. */
  readonly isDefault: boolean;
}

/** Of a group that is its rules and nothing else. */
export const RULES_ALONE = {
  defaults: [],
  possibleDenials: [],
  sides: ["both"],
  isCountedWhole: false,
  families: ["IPv4", "IPv6"],
  serviceAddresses: AddressSet.empty,
} as const satisfies Partial<SecurityGroup>;

export function rulesOf(group: SecurityGroup, direction: Direction): Rule[] {
  return group.rules.filter((rule) => rule.direction === direction);
}

/** The rules of a group that allow something for certain. */
export function permissionsOf(group: SecurityGroup, direction: Direction): Rule[] {
  return rulesOf(group, direction).filter(isPermission);
}

/** Which of a group's rules decide on one of its sides. One that the cloud would not take denies nothing. */
export function isOnSide(rule: Rule, side: Side): boolean {
  if (mayDeny(rule) && (rule.problems.length > 0 || rule.side === UNKNOWN)) return rule.problems.length === 0;
  return rule.side === "both" || rule.side === side;
}

/** Those of a group's rules that decide in a direction, with what may deny there once its own is known. */
export function rulesToward(group: SecurityGroup, direction: Direction): Rule[] {
  return group.rules.filter(
    (rule) => rule.direction === direction || (rule.direction === UNKNOWN && mayDeny(rule)),
  );
}

/** Whether a reference may be to a group itself: one resource's inputs do not tell its id, and one yet to be made has none. */
export function mayBeIdOf({ resource }: SecurityGroup, reference: Reference): boolean {
  return reference.kind === "outside" && resource !== undefined && resource.getSettled("id") === undefined;
}

/** All that decides on one side of an interface on a group, each entry in its rank: its rules, and what decides beside them. */
export function decidersOf(group: SecurityGroup, side: Side): Rule[] {
  return [...group.rules, ...besideRulesOf(group)].filter((rule) => isOnSide(rule, side));
}

export function besideRulesOf({ defaults, possibleDenials }: SecurityGroup): Rule[] {
  return [...defaults, ...possibleDenials];
}

/** The side of a group's interfaces that packets of the internet come to. */
export function internetSideOf({ sides }: SecurityGroup): Side {
  return sides.includes("internet") ? "internet" : "both";
}

/**
 * What the groups of an interface let through together for certain, to and from the internet, by the rule that does.
 * @param isComplete whether these are all its groups
 * @param seen a rule of one of them as it is to whoever is at the other end
 */
export function admitted(
  groups: readonly SecurityGroup[],
  direction: Direction,
  isComplete = true,
  seen: (rule: Rule, group: SecurityGroup) => Rule = (rule) => rule,
): readonly Decision<Rule>[] {
  const [first] = groups;
  if (first === undefined) return [];
  return Filter.of(
    groups.flatMap((group) => decidersOf(group, internetSideOf(group)).map((rule) => seen(rule, group))),
    direction,
    first.order,
    isComplete || !first.order.hasDenials,
  ).allowed();
}

/** The rules of a group that allow something for certain and are not denied whole by others of it. */
export function permissionsLeft(group: SecurityGroup, direction: Direction): Rule[] {
  const permissions = permissionsOf(group, direction);
  if (!decidersOf(group, internetSideOf(group)).some(mayDeny)) return permissions;
  const left = new Set(admitted([group], direction).map(({ entry }) => entry));
  return permissions.filter((rule) => left.has(rule));
}

/** The rules of a group that are resources of their own. */
export function standaloneRulesOf(group: SecurityGroup, direction: Direction): Rule[] {
  return rulesOf(group, direction).filter(({ resource }) => resource !== group.resource);
}

/** The groups whose names the stack chooses: those that it declares, for a VPC's default group is always called `default`. */
export function namedSecurityGroups(
  groups: readonly SecurityGroup[],
): (SecurityGroup & { readonly resource: Resource })[] {
  return groups.filter(
    (group): group is SecurityGroup & { readonly resource: Resource } =>
      group.resource !== undefined && !group.isDefault && !group.isMadeByService,
  );
}
