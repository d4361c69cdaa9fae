import type { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Direction, Rule } from "../../network/groups/rule";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import type { Admission } from "./admissions";
import { type IsExempt, judgedTogether } from "./judged-rules";

/**
 * For each group, the part of its traffic that `breach` picks out where each source is judged by itself, however many others there are: first what
 * each resource lets in, then what several let in together. For a whole stack, only by rules that no resource by itself has been reported.
 * @param trafficOf what counts of a rule; it may name sources that are not known yet by `unknownSource`
 */
export function* admissionsBySource(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
  trafficOf: TrafficOf,
  breach: (admitted: Traffic<Peers>) => Traffic<Peers> = (admitted) => admitted,
): Iterable<Admission> {
  for (const { group, filter } of judgedTogether(network, direction, isExempt)) {
    const decisions = filter.allowed((rule) => trafficOf(rule, network));
    const trafficByRule = new Map(decisions.map(({ entry, traffic }) => [entry, traffic]));
    const rules = [...trafficByRule.keys()];
    const together = (some: readonly Rule[]) =>
      unionAll(
        some.map((rule) => trafficByRule.get(rule) as Traffic<Peers>),
        Traffic.empty<Peers>(),
      );
    if (breach(together(rules)).isEmpty) continue;
    const byResource = rulesByResource(rules);
    const reported = reportedRules(network, byResource, direction, trafficOf, breach);
    const scopes: [Resource | undefined, readonly Rule[]][] = [...byResource];
    if (byResource.size > 1) scopes.push([group.resource, rules]);
    for (const [resource, some] of scopes) {
      const breached = breach(together(some)).subtract(together(some.filter((rule) => reported.has(rule))));
      const involved = some.filter((rule) => !trafficByRule.get(rule)?.intersect(breached).isEmpty);
      const about = resource ?? involved[0]?.resource;
      if (about === undefined || involved.length === 0) continue;
      for (const rule of involved) reported.add(rule);
      yield { resource: about, rules: involved, traffic: breached };
    }
  }
}

type TrafficOf = (rule: Rule, network: Network) => Traffic<Peers>;

/** The rules that resource policies, each seeing one resource alone, have spoken of. */
function reportedRules(
  network: Network,
  byResource: ReadonlyMap<Resource, readonly Rule[]>,
  direction: Direction,
  trafficOf: TrafficOf,
  breach: (admitted: Traffic<Peers>) => Traffic<Peers>,
): Set<Rule> {
  const reported = new Set<Rule>();
  for (const [resource, rules] of byResource) {
    const alone = network.alone(resource);
    if (alone === undefined) continue;
    const paths = new Set(
      [...admissionsBySource(alone, direction, () => false, trafficOf, breach)].flatMap((admission) =>
        admission.rules.map(({ path }) => path),
      ),
    );
    for (const rule of rules) if (paths.has(rule.path)) reported.add(rule);
  }
  return reported;
}

function rulesByResource(rules: readonly Rule[]): Map<Resource, Rule[]> {
  const byResource = new Map<Resource, Rule[]>();
  for (const rule of rules) {
    const known = byResource.get(rule.resource);
    if (known === undefined) byResource.set(rule.resource, [rule]);
    else known.push(rule);
  }
  return byResource;
}
