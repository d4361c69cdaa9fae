import type { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import { type Direction, type Entry, isRanked, mayDeny } from "../../network/filters/entry";
import type { Rule } from "../../network/groups/rule";
import { besideRulesOf, rulesToward, type SecurityGroup } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import { groupBy } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import type { Finding } from "../kit/policy";
import { admissionText } from "./admission-text";
import { type IsExempt, judgedTogether } from "./judged-rules";

/** What is known about a rule that is asked about. */
export interface AskedRule {
  /** Whether the stack is there to tell what lists hold. */
  readonly isWhole: boolean;
  /** Whether sources that are not known yet may all turn out to be denied. */
  readonly mayBeDenied: () => boolean;
}

type BreachOf = (admitted: Traffic<Peers>) => Traffic<Peers>;

/**
 * For each group, the part of its traffic that `breachOf` picks out where each source is judged by itself, however many others there are: first what
 * each resource lets in, then what several let in together. A rule that has been reported once is not reported again.
 * @param trafficOf what counts of a rule; it may name sources that are not known yet by `unknownSource`, where nothing may deny all of them
 */
export function* admissionsBySource(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
  trafficOf: (rule: Rule, asked: AskedRule) => Traffic<Peers>,
  breachOf: BreachOf = (admitted) => admitted,
): Iterable<Finding> {
  for (const { group, filter } of judgedTogether({ network, direction, isExempt, ofInternet: false })) {
    const decisions = filter.allowedOf((rule) =>
      trafficOf(rule, { isWhole: network.isWhole, mayBeDenied: () => mayBeDenied(rule, group, direction) }),
    );
    if (breachOf(united(decisions)).isEmpty) continue;
    const admitted = new Map(decisions.map(({ entry, traffic }) => [entry, traffic]));
    const reported = new Set<string>();
    const byResource = groupBy(admitted, ([{ resource }]) => resource);
    for (const [resource, own] of byResource) {
      const found = findingOf(resource, new Map(own), breachOf, new Set());
      for (const rule of found?.breach?.entries ?? []) reported.add(keyOf(rule));
      if (found !== undefined) yield found;
    }
    // Of one resource, all has been asked.
    const found = byResource.size > 1 && findingOf(group.resource, admitted, breachOf, reported);
    if (found) yield found;
  }
}

/** Whether something that comes no later than a rule may deny what it allows, whoever that is from. */
function mayBeDenied(rule: Rule, group: SecurityGroup, direction: Direction): boolean {
  const { protocols, ports } = rule.possibleServices;
  if (!group.order.hasDenials) return false;
  return [...rulesToward(group, direction), ...besideRulesOf(group)].some(
    (other) =>
      mayDeny(other) &&
      !(isRanked(other) && isRanked(rule) && Number(other.rank) > Number(rule.rank)) &&
      !other.possible.on(protocols, ports).isEmpty,
  );
}

/** @param reported the rules that have been reported already, by their keys */
function findingOf(
  owner: Resource | undefined,
  admitted: ReadonlyMap<Rule, Traffic<Peers>>,
  breachOf: BreachOf,
  reported: ReadonlySet<string>,
): Finding | undefined {
  const isReported = (rule: Rule) => reported.has(keyOf(rule));
  const traffic = breachOf(together(admitted)).subtract(together(admitted, isReported));
  const entries = [...admitted.keys()].filter((rule) => !admitted.get(rule)?.intersect(traffic).isEmpty);
  const resource = owner ?? entries[0]?.resource;
  if (resource === undefined || entries.length === 0) return undefined;
  return {
    resource,
    message: admissionText({ entries, traffic }, resource),
    breach: {
      entries,
      traffic,
      resources: [...new Set([...admitted.keys()].map((rule) => rule.resource))],
      without(shown) {
        const known = shown.flatMap((one) => one.entries.map(keyOf));
        return findingOf(owner, admitted, breachOf, new Set([...reported, ...known]));
      },
    },
  };
}

function together(
  admitted: ReadonlyMap<Rule, Traffic<Peers>>,
  counts: (rule: Rule) => boolean = () => true,
): Traffic<Peers> {
  const counted = [...admitted].flatMap(([rule, traffic]) => (counts(rule) ? [traffic] : []));
  return unionAll(counted, Traffic.empty<Peers>());
}

/** The same for a rule of the stack and for what its resource shows of it by itself. */
function keyOf({ resource, path }: Entry): string {
  return `${resource?.urn} ${path}`;
}
