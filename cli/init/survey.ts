import { type Dirent, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { PROJECT_FILES } from "../../pack/project-folder";
import { stacksOf } from "../program/config";
import type { Project } from "../program/project";
import { isObject } from "../properties";
import { readYaml } from "../yaml";

/** A program that `check` can run, as one of its stacks. */
interface FoundTarget {
  /** Relative to the repository, with slashes; "." for itself. */
  path: string;
  stack?: string;
}

/** How a project's packages are installed, from a lock file, exactly as it says. */
export interface Install {
  /** Relative to the repository, with slashes; "." for itself. */
  folder: string;
  command: string;
}

/** What stands in a repository. */
export interface Survey {
  root: string;
  targets: FoundTarget[];
  /** Projects in other languages, which `check` reads from a preview. */
  others: string[];
  /** Where packages are installed, the first of them this one. */
  installs: Install[];
  host?: "github" | "gitlab";
}

/** The repository around a folder, or the folder itself. */
export function repositoryRoot(folder: string): string {
  for (let one = folder; dirname(one) !== one; one = dirname(one))
    if (existsSync(join(one, ".git"))) return one;
  return folder;
}

export function surveyOf(root: string): Survey {
  const projects = projectsIn(root);
  const programs = projects.filter(isNode);
  const host = hostOf(root);
  return {
    root,
    targets: programs.flatMap((program) => {
      const path = pathIn(root, program.root);
      const stacks = stacksOf(program);
      return stacks.length > 1 ? stacks.map((stack) => ({ path, stack })) : [{ path }];
    }),
    others: projects.filter((one) => !isNode(one)).map((one) => pathIn(root, one.root)),
    installs: installsFor(
      root,
      programs.map((program) => program.root),
    ),
    ...(host === undefined ? {} : { host }),
  };
}

const deepest = 6;
const leftOut = new Set(["node_modules", ".git", "dist", "build", ".pulumi", "vendor"]);

type FoundProject = Pick<Project, "root" | "settings">;

function projectsIn(folder: string, depth = 0): FoundProject[] {
  if (depth > deepest) return [];
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return leftOut.has(entry.name) ? [] : projectsIn(path, depth + 1);
    if (!PROJECT_FILES.includes(entry.name)) return [];
    const settings = readYaml(path);
    return [{ root: folder, settings: isObject(settings) ? settings : {} }];
  });
}

/** None of a folder that may not be read, such as what a database in a container keeps. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isNode({ settings: { runtime } }: FoundProject): boolean {
  return (isObject(runtime) ? runtime.name : runtime) === "nodejs";
}

const pathIn = (root: string, folder: string) => relative(root, folder).split(sep).join("/") || ".";

/** By lock file; of several in one folder the first here. */
const installCommands: [string, string][] = [
  ["package-lock.json", "npm ci"],
  ["npm-shrinkwrap.json", "npm ci"],
  ["pnpm-lock.yaml", "corepack enable && pnpm install --frozen-lockfile"],
  ["yarn.lock", "corepack enable && yarn install --immutable"],
  ["bun.lock", "npm install --global bun && bun install --frozen-lockfile"],
  ["bun.lockb", "npm install --global bun && bun install --frozen-lockfile"],
];

/** Each program's nearest folder with a lock file, else with a package.json, up to the root. */
function installsFor(root: string, programs: readonly string[]): Install[] {
  const installs = new Map<string, Install>();
  for (const program of programs) {
    const found = foldersUp(root, program).flatMap((folder) => installIn(folder) ?? []);
    const [locked] = found.filter(({ isLocked }) => isLocked);
    const { folder, command } = locked ?? found[0] ?? { folder: program, command: "npm install" };
    installs.set(folder, { folder: pathIn(root, folder), command });
  }
  return [...installs.values()];
}

function installIn(folder: string): { folder: string; command: string; isLocked: boolean } | undefined {
  const [lock] = installCommands.filter(([file]) => existsSync(join(folder, file)));
  if (lock) return { folder, command: yarnAware(folder, lock[1]), isLocked: true };
  return existsSync(join(folder, "package.json"))
    ? { folder, command: "npm install", isLocked: false }
    : undefined;
}

/** Yarn 1 knows another word for it. */
function yarnAware(folder: string, command: string): string {
  const isOld =
    command.includes("yarn") && readFileSync(join(folder, "yarn.lock")).includes("yarn lockfile v1");
  return isOld ? "yarn install --frozen-lockfile" : command;
}

function foldersUp(root: string, folder: string): string[] {
  return folder === root ? [folder] : [folder, ...foldersUp(root, dirname(folder))];
}

/** Where pull requests are made, as the remote says, else what is there already. */
function hostOf(root: string): Survey["host"] {
  const file = join(gitFolderOf(root), "config");
  const config = existsSync(file) ? readFileSync(file, "utf8") : "";
  const hosts = [...config.matchAll(/^\s*url\s*=\s*(?:[\w+]+:\/\/)?(?:[^@/\s]+@)?([^/:\s]+)/gm)].map(
    ([, host = ""]) => host,
  );
  if (hosts.some((host) => host.includes("github"))) return "github";
  if (hosts.some((host) => host.includes("gitlab"))) return "gitlab";
  if (existsSync(join(root, ".github"))) return "github";
  return existsSync(join(root, ".gitlab-ci.yml")) ? "gitlab" : undefined;
}

/** Where Git keeps what it knows of a repository: of a further worktree or a submodule a file says it. */
function gitFolderOf(root: string): string {
  const own = join(root, ".git");
  if (!existsSync(own) || statSync(own).isDirectory()) return own;
  const folder = resolve(root, readFileSync(own, "utf8").replace("gitdir:", "").trim());
  const common = join(folder, "commondir");
  return existsSync(common) ? resolve(folder, readFileSync(common, "utf8").trim()) : folder;
}
