import { ALL, didYouMean } from "../policies/kit/configuration";
import { listText } from "../policies/kit/wording";
import type { Entries, Entry, PolicyLevel } from "./entries";

/** What a project's file may change of the pack's own configuration where the engine runs the pack. */
export const projectModes = ["none", "tighten", "any"] as const;
export type ProjectMode = (typeof projectModes)[number];

/** A policy as it is configured. */
export interface Configured<Value = unknown> {
  readonly level: PolicyLevel;
  readonly options: Record<string, Value>;
}

/** Later ones are stricter. What a remediation leaves is mandatory. */
const STRICTNESS: Record<PolicyLevel, number> = { disabled: 0, advisory: 1, mandatory: 2, remediate: 2 };

/**
 * The configuration with a project's over it. `any` takes whatever the project says; `tighten` takes higher levels and refuses everything else, since
 * of an option, a list or an exemption nobody can tell in general whether it lets more pass.
 * @param settings of every policy
 * @returns what it comes to, and what is refused, a line each
 */
export function withProject<Value>(
  settings: ReadonlyMap<string, Configured<Value>>,
  project: Entries<Value>,
  mode: ProjectMode,
): { readonly settings: Map<string, Configured<Value>>; readonly errors: string[] } {
  const result = new Map(settings);
  if (mode === "none") return { settings: result, errors: [] };
  const errors = [...project.errors, ...strangers(settings, project.settings)];
  if (mode === "tighten") errors.push(...loosened(settings, project.settings));
  if (errors.length > 0) return { settings: result, errors };
  for (const [name, current] of settings) {
    const { level, options } = spokenOf(project.settings, name);
    const isKept =
      level === undefined || (mode === "tighten" && STRICTNESS[level] <= STRICTNESS[current.level]);
    result.set(name, {
      level: isKept ? current.level : level,
      options: { ...current.options, ...options },
    });
  }
  return { settings: result, errors };
}

function strangers(settings: ReadonlyMap<string, Configured>, project: ReadonlyMap<string, Entry>): string[] {
  const names = [...settings.keys(), ALL];
  return [...project.keys()]
    .filter((name) => !names.includes(name))
    .map((name) => `there is no policy "${name}".${didYouMean(name, names)}`);
}

function spokenOf<Value>(project: ReadonlyMap<string, Entry<Value>>, name: string): Entry<Value> {
  const level = project.get(name)?.level ?? project.get(ALL)?.level;
  return { ...(level === undefined ? {} : { level }), options: project.get(name)?.options ?? {} };
}

const ONLY_RAISES = 'with projectConfiguration "tighten" a project may raise levels, and nothing else';

/** What in a project's configuration is more than a higher level. */
function loosened(settings: ReadonlyMap<string, Configured>, project: ReadonlyMap<string, Entry>): string[] {
  const errors = [...project].flatMap(([name, { options }]) =>
    Object.keys(options).map((option) => `${name}: "${option}" is refused: ${ONLY_RAISES}.`),
  );
  const lowered = [...settings].flatMap(([name, current]) => {
    const { level } = spokenOf(project, name);
    const isRaise =
      level === undefined || (level !== "remediate" && STRICTNESS[level] >= STRICTNESS[current.level]);
    return isRaise || level === current.level ? [] : [{ name, level, from: current.level }];
  });
  const named = lowered.filter(({ name }) => project.get(name)?.level !== undefined);
  const byAll = lowered.filter((one) => !named.includes(one)).map(({ name, from }) => `${name} (${from})`);
  return [
    ...errors,
    ...named.map(
      ({ name, level, from }) => `${name}: "${level}" in place of "${from}" is refused: ${ONLY_RAISES}.`,
    ),
    ...(byAll.length > 0
      ? [`${ALL}: "${project.get(ALL)?.level}" is refused for ${listText(byAll)}: ${ONLY_RAISES}.`]
      : []),
  ];
}
