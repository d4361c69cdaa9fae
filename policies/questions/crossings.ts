import type { Direction } from "../../network/filters/entry";
import { isPermission, type Rule, ruleTitle, type Source } from "../../network/groups/rule";
import { permissionsOf, type SecurityGroup } from "../../network/groups/security-group";

/** Rules of one resource that join their group to the same other groups. */
export interface Crossing {
  readonly rule: Rule;
  /** The group at the other end, or those of which one will turn out to be. */
  readonly ends: readonly SecurityGroup[];
  readonly paths: string[];
  /** Rules one of which certainly has these ends, before the update tells which. */
  readonly possiblePaths: string[];
}

/** The rules of a group that join it to groups all of which `isAcross`. */
export function crossingsOf(group: SecurityGroup, isAcross: (end: SecurityGroup) => boolean): Crossing[] {
  const crossings = new Map<string, Crossing>();
  const spread = new Set([...spreadRules(group, "ingress"), ...spreadRules(group, "egress")]);
  for (const rule of group.rules.filter(isPermission)) {
    const isSpread = spread.has(rule);
    for (const ends of endsOf(rule.sources, isSpread)) {
      if (!ends.every(isAcross)) continue;
      const key = [rule.resource.urn, rule.direction, ...ends.map((end) => end.key)].map(String).join(" ");
      const crossing = crossings.get(key) ?? { rule, ends, paths: [], possiblePaths: [] };
      const isCertain = rule.sources.some(
        (one) => one.kind === "group" && one.certain && ends.includes(one.group),
      );
      (isSpread && !isCertain ? crossing.possiblePaths : crossing.paths).push(ruleTitle(rule));
      crossings.set(key, crossing);
    }
  }
  return [...crossings.values()];
}

/**
 * The inline rules of a direction among which groups behind unknown ids are spread, where there are no more groups than rules: each
 * is then the source of one of them.
 */
function spreadRules(group: SecurityGroup, direction: Direction): Rule[] {
  const uncertain = permissionsOf(group, direction).filter(
    ({ resource, sources }) => resource === group.resource && uncertainGroups(sources).length > 0,
  );
  const groups = new Set(uncertain.flatMap(({ sources }) => uncertainGroups(sources)));
  return groups.size <= uncertain.length ? uncertain : [];
}

function uncertainGroups(sources: readonly Source[]): SecurityGroup[] {
  return sources.flatMap((source) => (source.kind === "group" && !source.certain ? [source.group] : []));
}

/** Each group at the other end of a rule, and together those of which one will turn out to be; of a spread rule, each of those too. */
function* endsOf(sources: readonly Source[], isSpread: boolean): Iterable<readonly SecurityGroup[]> {
  for (const source of sources) {
    if (source.kind === "group" && (source.certain || isSpread)) yield [source.group];
  }
  const candidates = uncertainGroups(sources);
  const mayBeAnother = sources.some(({ kind }) => kind === "unknown");
  if (candidates.length > 0 && !mayBeAnother && !isSpread) yield candidates;
}
