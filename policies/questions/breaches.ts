import type { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Entry } from "../../network/filters/entry";
import type { Decision } from "../../network/filters/filter";
import type { Resource } from "../../stack/resource";
import type { Finding } from "../kit/policy";
import type { Breach } from "../kit/shown-alone";

/** What a breach comes to in a sentence that begins with the resource to change. */
export type BreachText<E extends Entry> = (breach: Breach<E>, resource: Resource) => string;

/**
 * The finding of what entries let through together and should not. It is on the resource that declares the entries, or on the owner where several do.
 * Of a whole stack only the protocols and ports count that no resource by itself has been reported for.
 */
export function breachFinding<E extends Entry>(
  decisions: readonly Decision<E>[],
  owner: Resource | undefined,
  traffic: Traffic<Peers>,
  textOf: BreachText<E>,
): Finding | undefined {
  if (traffic.isEmpty) return undefined;
  const entries = decisions
    .filter((decision) => !decision.traffic.intersect(traffic).isEmpty)
    .map(({ entry }) => entry);
  const [first, ...others] = declaringResources(entries);
  const resource = others.length === 0 ? first : (owner ?? first);
  if (resource === undefined) return undefined;
  return {
    resource,
    message: textOf({ entries, traffic }, resource),
    breach: {
      entries,
      traffic,
      resources: declaringResources(decisions.map(({ entry }) => entry)),
      without(shown) {
        const left = shown.reduce((rest, one) => rest.beside(one.traffic), traffic);
        return breachFinding(decisions, owner, left, textOf);
      },
    },
  };
}

function declaringResources(entries: readonly Entry[]): Resource[] {
  return [...new Set(entries.flatMap(({ resource }) => resource ?? []))];
}
