import type { ConfigureAnalyzerRequest, EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ConfigurationError } from "../policies/kit/configuration";
import { entriesIn, type PolicyLevel } from "./entries";
import { projectFileFor } from "./project-file";
import { type Configured, type ProjectMode, projectModes, withProject } from "./project-mode";
import { readProjectSettings } from "./project-settings";

/** Answers what is wrong with a configuration, a line each. @param configuration by policy, its options without the level */
export type ConfigurationCheck = (
  configuration: [string, Record<string, unknown>][],
  policies: readonly string[],
) => string[];

/** What is known where a project's file may have a say. */
export interface Listening {
  readonly errorsIn: ConfigurationCheck;
  /** Names that a configuration may still use, each with the one that it stands for. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Where the project lies; undefined where nobody knows, which leaves the configuration as it is. */
  folderOfProject(): string | undefined;
}

/** The policy whose options hold for the whole pack: what a project's file may change, and which stacks stand beside. */
export const GATEKEEPER = "review-exemptions";

/** By their number in the SDK's protocol. */
const WIRE_LEVELS = ["advisory", "mandatory", "disabled", "remediate"] as const satisfies PolicyLevel[];

/** What a configuration lets a project's file change. */
export function projectModeIn(settings: ReadonlyMap<string, Pick<Configured, "options">>): ProjectMode {
  const mode = settings.get(GATEKEEPER)?.options.projectConfiguration;
  return projectModes.find((one) => one === mode) ?? "none";
}

/**
 * Puts what the project's file says over the configuration, as far as the configuration itself lets it.
 * @returns what is wrong with the file, or refused, a line each
 */
export function admitProject(
  request: ConfigureAnalyzerRequest,
  { errorsIn, aliases, folderOfProject }: Listening,
): string[] {
  const settings = settingsOf(request);
  const mode = projectModeIn(settings);
  if (mode === "none") return [];
  try {
    const folder = folderOfProject();
    const file = folder === undefined ? undefined : projectFileFor(folder);
    if (file === undefined) return [];
    const { settings: said, errors: misspelt } = entriesIn(readProjectSettings(file).policies ?? {});
    const present = new Map([...said].map(([name, entry]) => [aliases.get(name) ?? name, entry]));
    const project = { settings: present, errors: misspelt };
    const options = [...project.settings].map(([name, entry]): [string, Record<string, unknown>] => [
      name,
      entry.options,
    ]);
    const { settings: result, errors } = withProject(settings, project, mode);
    const all = [...new Set([...errors, ...errorsIn(options, [...settings.keys()])])];
    if (all.length === 0) configure(request, result);
    return all.map((error) => `${file}: ${error}`);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message.split("\n");
    throw error;
  }
}

/** By policy, what it is configured with. */
export function settingsOf(request: ConfigureAnalyzerRequest): Map<string, Configured> {
  return new Map(
    [...request.getPolicyconfigMap().entries()].map(([name, config]) => [
      name,
      {
        level: WIRE_LEVELS[config.getEnforcementlevel()] ?? "mandatory",
        options: config.getProperties()?.toJavaScript() ?? {},
      },
    ]),
  );
}

function configure(request: ConfigureAnalyzerRequest, settings: ReadonlyMap<string, Configured>): void {
  for (const [name, config] of request.getPolicyconfigMap().entries()) {
    const configured = settings.get(name);
    if (configured === undefined) continue;
    config.setEnforcementlevel(WIRE_LEVELS.indexOf(configured.level) as EnforcementLevel);
    config.setProperties(Struct.fromJavaScript(configured.options as never));
  }
}
