import type { EnforcementLevel } from "@pulumi/policy";

/** A name that a policy had until a release. */
export interface FormerName {
  readonly name: string;
  /** The release that renamed it, such as `2.0.0`. */
  readonly until: string;
}

type Level = Exclude<EnforcementLevel, "remediate">;

/**
 * The level that a policy has by itself in a release, and the one it turns to with the next major where that is another. Up to 1.0.0 every policy
 * has its own level; one that is new later is advisory for the rest of its major, so that no upgrade but a major one stops a deployment.
 * @param release such as `1.4.2`
 * @param since the release that brought the policy
 */
export function levelsIn(
  release: string,
  level: Level,
  since = FIRST_STABLE,
): { readonly enforcementLevel: Level; readonly nextLevel?: Level } {
  const isNew = compareReleases(since, FIRST_STABLE) > 0 && majorOf(since) >= majorOf(release);
  return isNew && level === "mandatory"
    ? { enforcementLevel: "advisory", nextLevel: level }
    : { enforcementLevel: level };
}

const FIRST_STABLE = "1.0.0";

interface Named {
  readonly name: string;
  readonly formerNames?: readonly FormerName[];
}

/** The policies by the former names that a release still takes: until the major after the one that renamed them has ended. */
export function aliasesIn(release: string, policies: readonly Named[]): ReadonlyMap<string, string> {
  return new Map(
    policies.flatMap(({ name, formerNames = [] }) =>
      formerNames
        .filter(({ until }) => majorOf(release) <= majorOf(until) + 1)
        .map((former): [string, string] => [former.name, name]),
    ),
  );
}

function majorOf(release: string): number {
  return partsOf(release)[0] ?? 0;
}

function partsOf(release: string): number[] {
  return release.split("-")[0]?.split(".").map(Number) ?? [];
}

function compareReleases(one: string, other: string): number {
  const [parts, others] = [partsOf(one), partsOf(other)];
  const differing = parts.findIndex((part, position) => part !== others[position]);
  return differing < 0 ? 0 : (parts[differing] ?? 0) - (others[differing] ?? 0);
}
