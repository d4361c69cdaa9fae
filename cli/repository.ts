import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The folder of the repository that a path lies in, else the one of the current folder, or that folder itself. Absolute path. */
export function repositoryOf(path: string): string {
  return repositoryAbove(resolve(path)) ?? repositoryAbove(process.cwd()) ?? process.cwd();
}

function repositoryAbove(folder: string): string | undefined {
  // A folder, and in a further work tree a file.
  if (existsSync(join(folder, ".git"))) return folder;
  return dirname(folder) === folder ? undefined : repositoryAbove(dirname(folder));
}
