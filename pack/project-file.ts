import { existsSync, lstatSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigurationError } from "../policies/kit/configuration";

const NAMES = ["network-guard.yaml", "network-guard.yml", "network-guard.json"];

/**
 * The project's file of settings in a folder or above it, up to the root of its repository; outside of one, in the folder itself.
 * @throws ConfigurationError where a folder has two
 */
export function projectFileFor(folder: string): string | undefined {
  for (const one of foldersUp(folder)) {
    const [file, second] = NAMES.map((name) => join(one, name)).filter(isThere);
    if (second !== undefined)
      throw new ConfigurationError(`${second}: ${file} is there as well; keep one of them.`);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** A link that leads nowhere counts: without the settings that it means, a check would judge by others. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function foldersUp(folder: string): string[] {
  const folders = [folder];
  for (let one = folder; !existsSync(join(one, ".git")); one = dirname(one)) {
    if (dirname(one) === one) return [folder];
    folders.push(dirname(one));
  }
  return folders;
}
