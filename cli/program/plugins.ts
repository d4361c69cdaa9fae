import { accessSync, constants, existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { namesIn } from "../document";
import { isObject } from "../properties";
import { readYaml } from "../yaml";
import type { Project } from "./project";

/** How to start a plugin, but for the engine's address, which comes last. */
export interface PluginCommand {
  file: string;
  args: string[];
}

const runModule = "@pulumi/pulumi/cmd/run-plugin";

const executables = (name: string) =>
  process.platform === "win32"
    ? [".exe", ".cmd"].map((extension) => `pulumi-resource-${name}${extension}`)
    : [`pulumi-resource-${name}`];

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

const executableIn = (directory: string, name: string): string | undefined =>
  executables(name)
    .map((executable) => join(directory, executable))
    .find(isExecutable);

/** A plugin is an executable, or a Node.js program that says in PulumiPlugin.yaml that it is one. */
function commandIn(directory: string, name: string): PluginCommand | undefined {
  const file = executableIn(directory, name);
  if (file !== undefined) return { file, args: [] };
  const settingsFile = join(directory, "PulumiPlugin.yaml");
  if (!existsSync(settingsFile)) return undefined;
  const settings = readYaml(settingsFile);
  const runtime = isObject(settings) ? settings.runtime : undefined;
  if ((isObject(runtime) ? runtime.name : runtime) !== "nodejs") return undefined;
  try {
    const runner = createRequire(join(directory, "plugin.js")).resolve(runModule);
    const late = `--require=${require.resolve("../../pack/late-modules")}`;
    return { file: process.execPath, args: [late, runner, directory] };
  } catch {
    return undefined;
  }
}

/** Where Pulumi.yaml says that a plugin lies. */
function placeIn({ settings, root }: Project, name: string): string | undefined {
  const plugins = isObject(settings.plugins) ? settings.plugins.providers : undefined;
  const listed: unknown = Array.isArray(plugins)
    ? plugins.find((plugin) => isObject(plugin) && plugin.name === name)
    : undefined;
  const packages = isObject(settings.packages) ? settings.packages : {};
  const path = isObject(listed) ? listed.path : packages[name];
  return typeof path === "string" && existsSync(resolve(root, path)) ? resolve(root, path) : undefined;
}

const newestFirst = (a: string, b: string) => b.localeCompare(a, undefined, { numeric: true });

/** The CLI's folder of a plugin, of the newest version if none is asked for. */
function installed(name: string, version: string): string | undefined {
  const folder = join(process.env.PULUMI_HOME || join(homedir(), ".pulumi"), "plugins");
  if (!existsSync(folder)) return undefined;
  const prefix = `resource-${name}-v`;
  const versions = namesIn(folder).filter((entry) => entry.startsWith(prefix) && /\d$/.test(entry));
  const chosen = version
    ? versions.find((entry) => entry === prefix + version)
    : versions.sort(newestFirst)[0];
  return chosen && join(folder, chosen);
}

/** The plugin of a package where the CLI would look for it: the project's own, on PATH, or installed; undefined if it is not there. */
export function findPlugin(project: Project, name: string, version: string): PluginCommand | undefined {
  const place = placeIn(project, name);
  if (place !== undefined) {
    return isExecutable(place) ? { file: place, args: [] } : commandIn(place, name);
  }
  for (const directory of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    const file = executableIn(directory, name);
    if (file !== undefined) return { file, args: [] };
  }
  const folder = installed(name, version);
  return folder === undefined ? undefined : commandIn(folder, name);
}

/** The folder that the handshake names. */
export const folderOf = ({ file, args }: PluginCommand): string => args.at(-1) ?? dirname(file);
