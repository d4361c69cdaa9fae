import { dirname, resolve } from "node:path";
import { type Entries, entriesIn } from "../pack/entries";
import { projectFileFor } from "../pack/project-file";
import { type ProjectSettings, readProjectSettings } from "../pack/project-settings";
import { ConfigurationError } from "../policies/kit/configuration";
import { CannotRun } from "./cannot-run";
import type { Properties, PropertyValue } from "./properties";

/** A project's file of settings. */
export interface ProjectFile {
  path: string;
  settings: ProjectSettings;
}

/**
 * The file of settings for a folder, in it or above it.
 * @throws CannotRun with what is wrong with it
 */
export function findProjectFile(folder: string): ProjectFile | undefined {
  try {
    const path = projectFileFor(folder);
    return path === undefined ? undefined : { path, settings: readProjectSettings(path) };
  } catch (error) {
    if (error instanceof ConfigurationError) throw new CannotRun(error.message);
    throw error;
  }
}

/** A path that the file names, which is relative to it. */
export function pathIn({ path }: ProjectFile, named: string): string {
  return resolve(dirname(path), named);
}

/** What the file says of policies; undefined where it says nothing of them. */
export function policiesIn({ settings }: ProjectFile): Entries<PropertyValue> | undefined {
  return settings.policies && entriesIn(settings.policies as Properties);
}
