import type { Peers } from "../../algebra/peers";
import { Traffic, united } from "../../algebra/traffic";
import { Filter } from "../../network/filters/filter";
import type { Direction, Rule } from "../../network/groups/rule";
import { rulesOf } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { type IsExempt, judgedTogether } from "./judged-rules";

/** Traffic that rules of one group admit together and should not, and the resource to change. */
export interface Admission {
  readonly resource: Resource;
  readonly rules: readonly Rule[];
  readonly traffic: Traffic<Peers>;
}

/**
 * For each group, the part of what its rules admit together that `breach` picks out. For a whole stack, only on the protocols and ports
 * for which no resource by itself has been reported.
 * @param counts whether a rule is asked about at all
 */
export function* admissions(
  network: Network,
  direction: Direction,
  isExempt: IsExempt,
  breach: (admitted: Traffic<Peers>) => Traffic<Peers>,
  counts: (rule: Rule) => boolean = () => true,
): Iterable<Admission> {
  const trafficOf = (rule: Rule) => (counts(rule) ? rule.certain : Traffic.empty<Peers>());
  for (const { group, filter } of judgedTogether(network, direction, isExempt)) {
    const decisions = filter.allowed(trafficOf);
    let breached = breach(united(decisions));
    for (const resource of breached.isEmpty ? [] : declaringResources(decisions.map(({ entry }) => entry))) {
      for (const reported of network.alone(resource)?.securityGroups ?? []) {
        const rules = rulesOf(reported, direction);
        const alone = Filter.of(rules, direction, reported.order).allowed(trafficOf);
        breached = breached.beside(breach(united(alone)));
      }
    }
    if (breached.isEmpty) continue;
    const involved = decisions
      .filter(({ traffic }) => !traffic.intersect(breached).isEmpty)
      .map(({ entry }) => entry);
    const [first, ...others] = declaringResources(involved);
    const resource = others.length === 0 ? first : (group.resource ?? first);
    if (resource !== undefined) yield { resource, rules: involved, traffic: breached };
  }
}

function declaringResources(rules: readonly Rule[]): Resource[] {
  return [...new Set(rules.map(({ resource }) => resource))];
}
