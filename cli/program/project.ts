import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PROJECT_FILES } from "../../pack/project-folder";
import { CannotRun } from "../cannot-run";
import { isObject } from "../properties";
import { readYaml } from "../yaml";
import { otherWays } from "./way-on";

export interface Project {
  name: string;
  /** The folder of Pulumi.yaml, or of the program where there is none. */
  root: string;
  /** The working folder of the program, and what it starts there: a file's name, or "." for the folder's own entry. */
  directory: string;
  entryPoint: string;
  /** Pulumi.yaml as read; empty where there is none. */
  settings: Record<string, unknown>;
  typescript: boolean;
  /** Whether the program's own files are ES modules. */
  module: boolean;
  tsconfig?: string;
  nodeArguments: string[];
}

function projectFileIn(directory: string): string | undefined {
  return PROJECT_FILES.map((name) => join(directory, name)).find((file) => existsSync(file));
}

function projectFileAbove(directory: string): string | undefined {
  const parent = dirname(directory);
  return projectFileIn(directory) ?? (parent === directory ? undefined : projectFileAbove(parent));
}

/**
 * The file that stands for a program as a whole: the project's beside or above it, for a file that lies elsewhere that of the current folder, else
 * what was named. Absolute path.
 */
export function programFile(target = "."): string {
  const path = resolve(target);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  const own = projectFileAbove(isFolder ? path : dirname(path));
  return own ?? (isFolder ? undefined : projectFileAbove(resolve("."))) ?? path;
}

/** Splits as a shell does, quotes included. */
function shellWords(text: string): string[] {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function runtimeOf(settings: Record<string, unknown>, file: string): Record<string, unknown> {
  const { runtime } = settings;
  const name = isObject(runtime) ? runtime.name : runtime;
  if (typeof name !== "string")
    throw new CannotRun(`${file}: this project names no "runtime", such as nodejs`);
  if (name !== "nodejs") {
    throw new CannotRun(
      `${file}: network-guard check runs programs of the nodejs runtime, not of ${name}\n${otherWays}`,
    );
  }
  return isObject(runtime) && isObject(runtime.options) ? runtime.options : {};
}

/** @param file the project's, which may say what to run */
function entry(
  root: string,
  main: unknown,
  file: string | undefined,
): { directory: string; entryPoint: string } {
  if (typeof main !== "string" || main === "") return { directory: root, entryPoint: "." };
  const path = resolve(root, main);
  if (!existsSync(path))
    throw new CannotRun(`${path}: no such program ("main" of ${file}); where a build makes it, build first`);
  return statSync(path).isDirectory()
    ? { directory: path, entryPoint: "." }
    : { directory: dirname(path), entryPoint: basename(path) };
}

/** As the nearest package.json says. */
function isModule(directory: string): boolean {
  const file = join(directory, "package.json");
  if (existsSync(file)) {
    const manifest = readYaml(file);
    return isObject(manifest) && manifest.type === "module";
  }
  const parent = dirname(directory);
  return parent !== directory && isModule(parent);
}

/** Node.js starts a folder by these; without a project file nothing else says what to run. */
const entryFiles = ["package.json", "index.ts", "index.js", "index.mts", "index.mjs"];

function refuseWithoutProgram(folder: string, mayLieAbove: boolean): void {
  if (!mayLieAbove && entryFiles.some((name) => existsSync(join(folder, name)))) return;
  throw new CannotRun(
    `${folder}: no Pulumi.yaml here${mayLieAbove ? " or above" : ""}; name a program's folder or file, or a file that \`pulumi stack export\` or \`pulumi preview --json --show-sames\` wrote`,
  );
}

interface Place {
  path: string;
  isFolder: boolean;
  /** Of the program. */
  folder: string;
  /** The project's, if there is one. */
  file: string | undefined;
}

function placeOf(program: string | undefined): Place {
  const path = resolve(program ?? ".");
  if (!existsSync(path)) throw new CannotRun(`${path}: no such program`);
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  // A folder that is named is a program's own; a file may lie below its project, as may the current folder.
  const file = program !== undefined && isFolder ? projectFileIn(folder) : projectFileAbove(folder);
  if (file === undefined && isFolder) refuseWithoutProgram(folder, program === undefined);
  return { path, isFolder, folder, file };
}

/** The folder of the project that a path lies in, if it does in any. */
export function projectFolderOf(path: string): string | undefined {
  const full = resolve(path);
  const file = projectFileAbove(existsSync(full) && statSync(full).isDirectory() ? full : dirname(full));
  return file && dirname(file);
}

/**
 * The project of a program: a folder, or a file in one. Without an argument, the current folder's
 * project, whose Pulumi.yaml may lie above it as for the CLI.
 */
export function findProject(program: string | undefined): Project {
  const { path, isFolder, folder, file } = placeOf(program);
  const root = file ? dirname(file) : folder;
  const settings = file ? readYaml(file) : {};
  if (!isObject(settings)) throw new CannotRun(`${file}: not a Pulumi project`);
  const options = file ? runtimeOf(settings, file) : {};
  const where = isFolder
    ? entry(root, settings.main, file)
    : { directory: folder, entryPoint: basename(path) };
  return {
    name: typeof settings.name === "string" ? settings.name : basename(root),
    root,
    ...where,
    settings,
    typescript: options.typescript !== false,
    module: isModule(where.directory),
    ...(typeof options.tsconfig === "string" ? { tsconfig: options.tsconfig } : {}),
    nodeArguments: typeof options.nodeargs === "string" ? shellWords(options.nodeargs) : [],
  };
}
