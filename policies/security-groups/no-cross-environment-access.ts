import type { Interface } from "../../network/attachments/interface";
import { type Rule, ruleTitle, type Source } from "../../network/groups/rule";
import type { SecurityGroup } from "../../network/groups/security-group";
import type { Vocabulary } from "../../network/names/environment";
import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { vocabulary } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { listText } from "../questions/admissions";

export default policy(__filename, {
  description: "Security groups must not join environments, by a rule or by being shared.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Give each environment groups of its own that admit only each other.",
  options: { vocabulary },

  *check(network, options) {
    const environment = environments(network, options.vocabulary);
    yield* sorted([...rulesAcross(network, environment), ...interfacesAcross(network, environment)]);
  },
});

/** The environment of a resource, where it is certain. */
type EnvironmentOf = (resource: Resource | undefined) => string | undefined;

function environments(network: Network, words: Vocabulary): EnvironmentOf {
  const known = new Map<Resource, string | undefined>();
  return (resource) => {
    if (resource === undefined) return undefined;
    if (!known.has(resource)) {
      const environment = network.environmentOf(resource, words);
      known.set(resource, environment === UNKNOWN ? undefined : environment);
    }
    return known.get(resource);
  };
}

function* rulesAcross(network: Network, environment: EnvironmentOf): Iterable<Finding> {
  for (const group of network.securityGroups) {
    const own = environment(group.resource);
    if (own === undefined) continue;
    const crossings = new Map<string, Crossing>();
    const spread = new Set(["ingress", "egress"].flatMap((direction) => spreadRules(group, direction)));
    for (const rule of group.rules) {
      const isSpread = spread.has(rule);
      for (const ends of endsOf(rule.sources, isSpread)) {
        if (!ends.every((end) => isAnother(environment(end.resource), own))) continue;
        const key = [rule.resource.urn, rule.direction, ...ends.map((end) => end.key)].map(String).join(" ");
        const crossing = crossings.get(key) ?? { rule, ends, paths: [], possiblePaths: [] };
        const isCertain = rule.sources.some(
          (one) => one.kind === "group" && one.certain && ends.includes(one.group),
        );
        (isSpread && !isCertain ? crossing.possiblePaths : crossing.paths).push(ruleTitle(rule));
        crossings.set(key, crossing);
      }
    }
    for (const { rule, ends, paths, possiblePaths } of crossings.values()) {
      const others = ends.map((end) => `${end.title} (${environment(end.resource)})`);
      const opening = paths.length > 0 ? listText(paths) : `one of ${listText(possiblePaths)}`;
      yield finding(
        rule.resource,
        `${opening} ${preposition(rule, paths.length || 1)} ${others.join(" or ")}` +
          ` ${rule.direction === "egress" ? "from" : "to"} ${group.title} (${own}).`,
      );
    }
  }
}

interface Crossing {
  readonly rule: Rule;
  readonly ends: readonly SecurityGroup[];
  readonly paths: string[];
  /** Rules one of which certainly has these ends, before the update tells which. */
  readonly possiblePaths: string[];
}

/**
 * The inline rules of a direction among which groups behind unknown ids are spread, where there are no more groups than rules: each
 * is then the source of one of them.
 */
function spreadRules({ resource, rules }: SecurityGroup, direction: string): Rule[] {
  const uncertain = rules.filter(
    (rule) =>
      rule.resource === resource &&
      rule.direction === direction &&
      rule.sources.some((source) => source.kind === "group" && !source.certain),
  );
  const groups = new Set(
    uncertain.flatMap(({ sources }) =>
      sources.flatMap((source) => (source.kind === "group" && !source.certain ? [source.group] : [])),
    ),
  );
  return groups.size <= uncertain.length ? uncertain : [];
}

function preposition({ direction }: Rule, count: number): string {
  return `${count === 1 ? "opens" : "open"} the way ${direction === "egress" ? "to" : "from"}`;
}

/** Each group at the other end of a rule, and together those of which one will turn out to be; of a spread rule, each of those too. */
function* endsOf(sources: readonly Source[], isSpread: boolean): Iterable<readonly SecurityGroup[]> {
  const groups = sources.flatMap((source) => (source.kind === "group" ? [source] : []));
  for (const { group, certain } of groups) if (certain || isSpread) yield [group];
  const candidates = groups.flatMap(({ group, certain }) => (certain ? [] : [group]));
  const mayBeAnother = sources.some(({ kind }) => kind === "unknown");
  if (candidates.length > 0 && !mayBeAnother && !isSpread) yield candidates;
}

function isAnother(environment: string | undefined, own: string): boolean {
  return environment !== undefined && environment !== own;
}

function* interfacesAcross(network: Network, environment: EnvironmentOf): Iterable<Finding> {
  for (const [group, witnesses] of witnessesByGroup(network.interfaces, environment)) {
    if (witnesses.size < 2) continue;
    const ordered = [...witnesses].sort(([, one], [, other]) =>
      compare(one.resource.urn, other.resource.urn),
    );
    const home = ordered.find(([name]) => name === environment(group.resource)) ?? ordered[0];
    for (const [name, { resource, path }] of ordered) {
      if (home === undefined || name === home[0]) continue;
      yield finding(
        resource,
        `${path || "it"} (${name}) shares ${group.title} with ${home[1].resource.title} (${home[0]}).`,
      );
    }
  }
}

/** For each group, one interface of every environment that has any on it: the one whose resource's URN comes first. */
function witnessesByGroup(
  interfaces: readonly Interface[],
  environment: EnvironmentOf,
): Map<SecurityGroup, Map<string, Interface>> {
  const found = new Map<SecurityGroup, Map<string, Interface>>();
  for (const one of interfaces) {
    const own = environment(one.resource);
    if (own === undefined) continue;
    for (const { group, certain } of one.attachments) {
      if (!certain) continue;
      const witnesses = found.get(group) ?? new Map<string, Interface>();
      found.set(group, witnesses);
      const known = witnesses.get(own);
      if (known === undefined || one.resource.urn < known.resource.urn) witnesses.set(own, one);
    }
  }
  return found;
}

/** Resources come in no particular order; findings do. */
function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (one, other) => compare(one.resource.urn, other.resource.urn) || compare(one.message, other.message),
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
