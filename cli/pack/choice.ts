import { didYouMean } from "../../policies/kit/configuration";
import { controlOf } from "../../policies/kit/controls";
import { CannotRun } from "../cannot-run";
import type { PackPolicy, PolicySettings } from "./policy";

/** Which policies judge, by name and by the frameworks that they enforce a control of; all where nothing is chosen. */
export interface Choice {
  only: readonly string[];
  skip: readonly string[];
  frameworks: readonly string[];
}

/** The names that the frameworks of a policy go by, in small letters: in full, and in short where this pack has a word for it. */
export function frameworksOf({ framework, tags = [] }: Pick<PackPolicy, "framework" | "tags">): string[] {
  const standards = tags.flatMap((tag) => controlOf(tag)?.standard ?? []);
  const names = [framework?.name ?? [], ...standards.flatMap(({ name, short }) => [name, short])].flat();
  return [...new Set(names.map((name) => name.toLowerCase()))];
}

export function isOfFramework(policy: PackPolicy, framework: string): boolean {
  return frameworksOf(policy).includes(framework.toLowerCase());
}

/** @throws CannotRun naming every name that no pack knows, and the nearest that it does, or where all are */
export function refuseUnknown({ only, skip, frameworks }: Choice, policies: readonly PackPolicy[]): void {
  const names = policies.map(({ name }) => name);
  const knownFrameworks = [...new Set(policies.flatMap(frameworksOf))];
  const unknown = (flag: string, kind: string, given: readonly string[], known: readonly string[]) =>
    given
      .filter((name) => !known.includes(name))
      .map((name) => `${flag} ${name}: there is no such ${kind}.${didYouMean(name, known) || waysOn[kind]}`);
  const waysOn: Record<string, string> = {
    policy: " `network-guard list` names them.",
    framework: knownFrameworks.length === 0 ? "" : ` They are ${knownFrameworks.join(", ")}.`,
  };
  const errors = [
    ...unknown("--only", "policy", only, names),
    ...unknown("--skip", "policy", skip, names),
    ...unknown(
      "--framework",
      "framework",
      frameworks.map((name) => name.toLowerCase()),
      knownFrameworks,
    ),
  ];
  if (errors.length > 0) throw new CannotRun(errors.join("\n"));
}

/**
 * The settings with every policy off that is not chosen. One that is off by default speaks where it is asked for, as in a preset.
 * @param settings by policy
 */
export function choosing(
  settings: ReadonlyMap<string, Required<PolicySettings>>,
  policies: readonly PackPolicy[],
  { only, skip, frameworks }: Choice,
): Map<string, Required<PolicySettings>> {
  const isAskedFor = (policy: PackPolicy) =>
    only.includes(policy.name) || frameworks.some((framework) => isOfFramework(policy, framework));
  const isNarrowed = only.length > 0 || frameworks.length > 0;
  const result = new Map(settings);
  for (const policy of policies) {
    const settled = settings.get(policy.name);
    if (settled === undefined) continue;
    const isOff = skip.includes(policy.name) || (isNarrowed && !isAskedFor(policy));
    if (isOff) result.set(policy.name, { ...settled, level: "disabled" });
    else if (isNarrowed && policy.level === "disabled" && settled.level === "disabled")
      result.set(policy.name, { ...settled, level: "advisory" });
  }
  return result;
}
