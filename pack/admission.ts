import { ConfigurationError } from "../policies/kit/configuration";
import type { ResourceFacts } from "../stack/resource";
import { readContextStacks } from "./context-stacks";
import { entriesIn } from "./entries";
import { projectFileFor } from "./project-file";
import { type Configured, type ProjectMode, projectModes, withProject } from "./project-mode";
import { readProjectSettings } from "./project-settings";

/** Answers what is wrong with a configuration, a line each. @param configuration by policy, its options without the level */
export type ConfigurationCheck = (
  configuration: [string, Record<string, unknown>][],
  policies: readonly string[],
) => string[];

/** What is known where a configuration is heard. */
export interface Listening {
  readonly errorsIn: ConfigurationCheck;
  /** Names that a configuration may still use, each with the one that it stands for. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Where the project lies; undefined where nobody knows, which leaves the configuration as it is. */
  folderOfProject(): string | undefined;
}

/** By policy. */
type Settings = ReadonlyMap<string, Configured>;

/** What a configuration comes to, or what is wrong with it or refused, a line each. */
export interface Admitted {
  readonly settings: Settings;
  /** The resources of the stacks that it puts beside that of the run. */
  readonly context: readonly ResourceFacts[];
  readonly errors: readonly string[];
}

/** The policy whose options hold for the whole pack: what a project's file may change, and which stacks stand beside. */
const GATEKEEPER = "review-exemptions";

/** What a configuration lets a project's file change. */
export function projectModeIn(settings: ReadonlyMap<string, Pick<Configured, "options">>): ProjectMode {
  const mode = settings.get(GATEKEEPER)?.options.projectConfiguration;
  return projectModes.find((one) => one === mode) ?? "none";
}

/**
 * Takes a configuration: by the present names, with what the project's file says over it as far as it lets that.
 * @param names of all policies of the pack
 */
export function admit(given: Settings, names: readonly string[], listening: Listening): Admitted {
  const present = renamed(given, listening.aliases);
  const wrong = listening.errorsIn(optionsIn(present), names);
  if (wrong.length > 0) return { settings: present, context: [], errors: wrong };
  const { settings, errors } = withProjectFile(present, listening);
  return errors.length > 0
    ? { settings, context: [], errors }
    : { settings, ...contextIn(settings, listening) };
}

/** Puts what is configured by a former name under the present one, over the defaults that the engine has put there. */
function renamed(settings: Settings, aliases: ReadonlyMap<string, string>): Settings {
  const former = [...aliases].filter(([name]) => settings.has(name));
  if (former.length === 0) return settings;
  const result = new Map(settings);
  for (const [before, name] of former) {
    const { level, options } = settings.get(before) as Configured;
    result.set(name, { level, options: { ...settings.get(name)?.options, ...options } });
    result.delete(before);
  }
  return result;
}

function withProjectFile(
  settings: Settings,
  { errorsIn, aliases, folderOfProject }: Listening,
): Omit<Admitted, "context"> {
  const mode = projectModeIn(settings);
  if (mode === "none") return { settings, errors: [] };
  try {
    const folder = folderOfProject();
    const file = folder === undefined ? undefined : projectFileFor(folder);
    if (file === undefined) return { settings, errors: [] };
    const { settings: said, errors: misspelt } = entriesIn(readProjectSettings(file).policies ?? {});
    const present = new Map([...said].map(([name, entry]) => [aliases.get(name) ?? name, entry]));
    const heard = withProject(settings, { settings: present, errors: misspelt }, mode);
    const all = new Set([...heard.errors, ...errorsIn(optionsIn(present), [...settings.keys()])]);
    return { settings: heard.settings, errors: [...all].map((error) => `${file}: ${error}`) };
  } catch (error) {
    return { settings, errors: linesOf(error) };
  }
}

function contextIn(settings: Settings, { folderOfProject }: Listening): Omit<Admitted, "settings"> {
  const paths = (settings.get(GATEKEEPER)?.options.contextStacks ?? []) as string[];
  try {
    const context = readContextStacks(paths, paths.length > 0 ? folderOfProject() : undefined);
    return { context, errors: [] };
  } catch (error) {
    return { context: [], errors: linesOf(error).map((line) => `${GATEKEEPER}: ${line}`) };
  }
}

/** @throws what is no fault of the configuration */
function linesOf(error: unknown): string[] {
  if (error instanceof ConfigurationError) return error.message.split("\n");
  throw error;
}

function optionsIn(
  settings: ReadonlyMap<string, Pick<Configured, "options">>,
): [string, Record<string, unknown>][] {
  return [...settings].map(([name, { options }]) => [name, options]);
}
