import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** The folder of the repository that a path lies in; the current folder where it lies in none. Absolute path. */
export function repositoryOf(path: string): string {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    // A file in a work tree.
    if (existsSync(join(folder, ".git"))) return folder;
    if (dirname(folder) === folder) return process.cwd();
  }
}
