import { dirname, relative } from "node:path";
import { isRecorded } from "../check";
import type { RecordedIn } from "../exposures";
import type { Threshold } from "../fail-on";
import { projectFolderOf } from "../program/project";
import { findProjectFile, type ProjectFile, pathIn } from "../project-file";
import type { Target } from "../targets";
import type { CheckFlags } from "./check";
import type { ReportFormat } from "./reports";

/** The file that says how to check: for one program its project's, for more or for files that of the current folder. */
export function projectFileOf(paths: readonly string[]): ProjectFile | undefined {
  const [path = "."] = paths;
  const isOneProgram = paths.length <= 1 && !isRecorded(path);
  return findProjectFile((isOneProgram ? projectFolderOf(path) : undefined) ?? process.cwd());
}

/** The flags with what the project's file says where they say nothing. */
export function completed(flags: CheckFlags, project: ProjectFile | undefined): CheckFlags {
  if (project === undefined) return flags;
  const {
    failOn,
    failOnUnjudged,
    framework,
    format,
    output,
    invokes,
    baseline,
    with: beside,
  } = project.settings;
  const outputs = Object.entries(output ?? {}) as [ReportFormat, string][];
  return {
    ...(format === undefined || flags.json ? {} : { format: format as ReportFormat }),
    ...(output === undefined
      ? {}
      : { output: outputs.map(([one, file]) => ({ format: one, file: pathIn(project, file) })) }),
    ...(baseline === undefined ? {} : { baseline: pathIn(project, baseline) }),
    ...(failOn === undefined ? {} : { failOn: failOn as Threshold }),
    ...(failOnUnjudged === undefined ? {} : { failOnUnjudged }),
    ...(framework === undefined ? {} : { framework: [...framework] }),
    ...(invokes === undefined ? {} : { invokes: pathIn(project, invokes) }),
    ...(beside === undefined ? {} : { with: beside.map((path) => pathIn(project, path)) }),
    ...flags,
  };
}

/** Where the flows are recorded: the project's file may say it of stacks that have no record yet. */
export function recordedIn(
  { exposures: given }: Pick<CheckFlags, "exposures">,
  project: ProjectFile | undefined,
): RecordedIn | undefined {
  if (given !== undefined) return { file: given };
  const { exposures } = project?.settings ?? {};
  if (project === undefined || exposures === undefined) return undefined;
  return { file: relative(process.cwd(), pathIn(project, exposures)), isOptional: true };
}

export function targetsOf(
  paths: readonly string[],
  { stack }: CheckFlags,
  project: ProjectFile | undefined,
): Target[] {
  const given = stack === undefined ? {} : { stack };
  if (paths.length > 0) return [...new Set(paths)].map((path) => ({ name: path, path, ...given }));
  const { targets } = project?.settings ?? {};
  const folder = projectFolderOf(".");
  // In a project below the file, that one alone is meant.
  const isBelow = project && folder !== undefined && folder !== dirname(project.path);
  if (project === undefined || targets === undefined || isBelow) return [{ name: ".", ...given }];
  return targets.map((target) => {
    const { path, stack: own } = typeof target === "string" ? { path: target } : target;
    return {
      name: own === undefined ? path : `${path} (${own})`,
      path: pathIn(project, path),
      ...(own === undefined ? {} : { stack: own }),
      ...given,
    };
  });
}
