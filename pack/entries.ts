import { didYouMean } from "../policies/kit/configuration";

export const enforcementLevels = ["advisory", "mandatory", "disabled", "remediate"] as const;
export type PolicyLevel = (typeof enforcementLevels)[number];

/** What a configuration says of a policy. */
export interface Entry<Value = unknown> {
  readonly level?: PolicyLevel;
  readonly options: Record<string, Value>;
}

/** What a configuration says by policy, and what is wrong with its levels, a line each. */
export interface Entries<Value = unknown> {
  readonly settings: Map<string, Entry<Value>>;
  readonly errors: string[];
}

/** Reads a pack's configuration: by policy, a level or `{ enforcementLevel?, ...options }`. */
export function entriesIn<Value>(content: Readonly<Record<string, Value>>): Entries<Value> {
  const settings = new Map<string, Entry<Value>>();
  const errors: string[] = [];
  for (const [policy, value] of Object.entries(content)) {
    // References to Pulumi Cloud's environments, which cannot be opened offline.
    if (policy === "environments" && Array.isArray(value)) continue;
    // For editors alone.
    if (policy === "$schema" && typeof value === "string") continue;
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const { enforcementLevel, ...options } = (isObject ? value : { enforcementLevel: value }) as Record<
      string,
      Value
    >;
    const level = enforcementLevels.find((name) => name === enforcementLevel);
    if (level === undefined && enforcementLevel !== undefined)
      errors.push(levelError(enforcementLevel, policy));
    settings.set(policy, { ...(level === undefined ? {} : { level }), options });
  }
  return { settings, errors };
}

function levelError(value: unknown, policy: string): string {
  const nearest = typeof value === "string" ? didYouMean(value, enforcementLevels) : "";
  const given = JSON.stringify(value);
  return `${policy}: ${given} is no enforcement level; the levels are ${enforcementLevels.join(", ")}.${nearest}`;
}
