import { projectModeIn } from "../../pack/admission";
import { withProject } from "../../pack/project-mode";
import { CannotRun } from "../cannot-run";
import { policiesIn } from "../project-file";
import type { PackOptions } from "./analyzer";
import { choosing } from "./choice";
import { type PackConfig, readPackConfig, reconcile, renamed } from "./config";
import type { PackPolicy, PolicySettings } from "./policy";

/** What each policy of a pack is configured with. */
export interface Settings {
  settings: Map<string, Required<PolicySettings>>;
  /** Names in what the pack itself refuses the file that says so, or the pack's folder. */
  refusal(details: string): string;
}

/**
 * What the files and the choice come to.
 * @param initial what the pack itself says, by policy
 * @throws CannotRun with everything that is wrong, a line each
 */
export function settingsFor(
  policies: readonly PackPolicy[],
  initial: ReadonlyMap<string, PolicySettings>,
  { configFile, project, directory, choice }: PackOptions,
): Settings {
  const byProject = project && policiesIn(project);
  const ownFile = byProject && project?.path;
  const given = configFile === undefined ? (byProject ?? NOTHING) : readPackConfig(configFile);
  const file = configFile ?? ownFile ?? directory;
  let settings = reconcile(policies, initial, given, file);
  if (configFile !== undefined && byProject) {
    const present = renamed(policies, byProject.settings);
    const said = { settings: present.settings, errors: [...byProject.errors, ...present.errors] };
    const heard = withProject(settings, said, projectModeIn(settings));
    if (heard.errors.length > 0)
      throw new CannotRun(heard.errors.map((error) => `${ownFile}: ${error}`).join("\n"));
    settings = heard.settings;
  }
  return {
    settings: choice ? choosing(settings, policies, choice) : settings,
    refusal: (details) => (details.startsWith(`${project?.path}: `) ? details : `${file}: ${details}`),
  };
}

const NOTHING: PackConfig = { settings: new Map(), errors: [] };
