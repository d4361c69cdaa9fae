import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseYaml } from "./yaml";

/** What a project's own file is called: https://www.pulumi.com/docs/iac/concepts/projects/project-file/ */
export const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

/**
 * The folder of a project that the engine runs. It tells packs the project's name alone; what starts the pack stands in the project's folder, and whoever
 * started the engine mostly does.
 * @param starter the folder in which what started the pack stands
 * @returns undefined where neither lies in a project of that name
 */
export function folderOfProjectNamed(project: string, starter = folderOfParent()): string | undefined {
  return [starter, process.env.PWD]
    .flatMap((folder) => (folder === undefined ? [] : (projectAbove(folder) ?? [])))
    .find((found) => found.name === project)?.folder;
}

/** Where the process that started this one stands, as far as the system tells. */
function folderOfParent(): string | undefined {
  try {
    return readlinkSync(`/proc/${process.ppid}/cwd`);
  } catch {
    return undefined;
  }
}

function projectAbove(folder: string): { folder: string; name: unknown } | undefined {
  const file = PROJECT_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (file !== undefined) return { folder, name: nameIn(file) };
  return dirname(folder) === folder ? undefined : projectAbove(dirname(folder));
}

function nameIn(file: string): unknown {
  try {
    return (parseYaml(readFileSync(file, "utf8")) as { name?: unknown } | null)?.name;
  } catch {
    return undefined;
  }
}
