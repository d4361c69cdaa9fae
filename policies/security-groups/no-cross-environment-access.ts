import type { SecurityGroup } from "../../network/groups/security-group";
import { environmentOf } from "../../network/names/environment";
import { canBeBoth, type Vocabulary } from "../../network/names/vocabulary";
import type { Network } from "../../network/network";
import { byUrn, type Resource } from "../../stack/resource";
import { UNKNOWN, type Unknown } from "../../stack/value";
import { vocabulary } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { type Crossing, crossingsOf } from "../questions/crossings";
import { witnessesByGroup } from "../questions/witnesses";

export default policy(__filename, {
  description: "Security groups must not join environments, by a rule or by being shared.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Give each environment groups of its own that admit only each other.",
  options: { vocabulary },

  *check(network, options) {
    const words = options.vocabulary;
    const environment = environmentsIn(network, words);
    const findings = [
      ...rulesAcross(network, environment, words),
      ...interfacesAcross(network, environment, words),
    ];
    yield* findings.sort((one, other) => byUrn(one.resource, other.resource));
  },
});

/** The environment of a resource, where it is certain. */
type EnvironmentOf = (resource: Resource | undefined) => string | undefined;

function environmentsIn(network: Network, words: Vocabulary): EnvironmentOf {
  const known = new Map<Resource, string | undefined>();
  return (resource) => {
    if (resource === undefined) return undefined;
    if (!known.has(resource)) known.set(resource, certain(network.environmentOf(resource, words)));
    return known.get(resource);
  };
}

function certain(environment: string | Unknown | undefined): string | undefined {
  return environment === UNKNOWN ? undefined : environment;
}

function* rulesAcross(network: Network, environment: EnvironmentOf, words: Vocabulary): Iterable<Finding> {
  for (const group of network.securityGroups) {
    const own = environment(group.resource);
    if (own === undefined) continue;
    const isAcross = (end: SecurityGroup) => {
      const its = environment(end.resource);
      return its !== undefined && !canBeBoth(its, own, words);
    };
    for (const crossing of crossingsOf(group, isAcross)) {
      const others = crossing.ends.map((end) => `${end.title} (${environment(end.resource)})`);
      yield finding(
        crossing.rule.resource,
        `${wayText(crossing, others.join(" or "))} ${group.title} (${own}).`,
      );
    }
  }
}

/** `ingress[0] opens the way from SecurityGroup app (test) to`. */
function wayText({ rule, paths, possiblePaths }: Crossing, others: string): string {
  const opening = paths.length > 0 ? listText(paths) : `one of ${listText(possiblePaths)}`;
  const [to, from] = rule.direction === "egress" ? ["to", "from"] : ["from", "to"];
  return `${opening} ${paths.length > 1 ? "open" : "opens"} the way ${to} ${others} ${from}`;
}

function* interfacesAcross(
  network: Network,
  environment: EnvironmentOf,
  words: Vocabulary,
): Iterable<Finding> {
  const witnesses = witnessesByGroup(
    network.members,
    ({ tags }) => certain(environmentOf(tags, words)),
    ({ groups }) => groups,
  );
  for (const [group, ordered] of witnesses) {
    const home = ordered.find(([name]) => name === environment(group.resource)) ?? ordered[0];
    for (const [i, [name, { resource }]] of ordered.entries()) {
      if (home === undefined || name === home[0]) continue;
      const other = [home, ...ordered.slice(0, i)].find(([one]) => !canBeBoth(one, name, words));
      if (other === undefined) continue;
      yield finding(resource, `it (${name}) shares ${group.title} with ${other[1].title} (${other[0]}).`);
    }
  }
}
