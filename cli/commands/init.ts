import { existsSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Command } from "commander";
import { CannotRun, messageOf } from "../cannot-run";
import { makeFolder, readJson } from "../document";
import { exitCodes } from "../exit-codes";
import { type Install, repositoryRoot, type Survey, surveyOf } from "../init/survey";
import { packageManifest } from "../package-root";
import { isObject } from "../properties";
import type { Terminal } from "../terminal";

export interface InitFlags {
  force?: boolean;
}

export function addInit(program: Command): Command {
  return program
    .command("init")
    .description("write settings, a workflow and a pre-commit hook into the repository of the current folder")
    .option("--force", "overwrite what is there");
}

/** @throws CannotRun where there is no Pulumi program, or a file cannot be written */
export function runInit({ force = false }: InitFlags, { out, err }: Terminal): number {
  const survey = surveyOf(repositoryRoot(process.cwd()));
  const { root, targets, others, host } = survey;
  if (targets.length === 0)
    throw new CannotRun(
      others.length === 0
        ? `${root}: there is no Pulumi.yaml here or below; start with \`pulumi new\``
        : `${others.join(", ")}: no program of Node.js; check what \`pulumi preview --json --show-sames\` says of it`,
    );
  const { filesFor } = require("../init/files") as typeof import("../init/files");
  for (const { path, text } of filesFor(survey)) {
    const file = join(root, path);
    const isThere = existsSync(file);
    if (isThere && !force) {
      out.write(`kept   ${path}, which is there already (--force overwrites it)\n`);
      continue;
    }
    write(file, text);
    out.write(`wrote  ${path}\n`);
  }
  for (const note of notesOn(survey)) err.write(`note: ${note}\n`);
  if (host === undefined)
    err.write(
      "note: neither GitHub nor GitLab is this repository's remote, so no workflow is written: add the remote and run this again\n",
    );
  return exitCodes.clean;
}

function notesOn({ root, others, installs }: Survey): string[] {
  const { name } = packageManifest();
  const missing = installs
    .slice(0, 1)
    .filter(({ folder }) => !existsSync(join(root, folder, "node_modules", name)));
  return [
    ...installs.flatMap((install) => outside(root, install) ?? []),
    ...missing.map(({ folder }) => `install the package where the workflow finds it: ${name}, in ${folder}`),
    ...others.map((folder) => `${folder}: no program of Node.js; \`check\` reads its previews`),
  ];
}

/** What an install in CI would not find: a package that lies outside the repository. */
function outside(root: string, { folder }: Install): string | undefined {
  const { name } = packageManifest();
  const file = join(root, folder, "package.json");
  const manifest = existsSync(file) ? readJson(file) : undefined;
  const { devDependencies, dependencies } = isObject(manifest) ? manifest : {};
  const { [name]: wanted } = { ...Object(dependencies), ...Object(devDependencies) };
  const path = /^file:(.*)/.exec(wanted)?.[1];
  if (path === undefined || !relative(root, resolve(root, folder, path)).startsWith("..")) return undefined;
  return `${join(folder, "package.json")} takes ${name} from ${path}, outside this repository, where no workflow finds it: put it inside and install it from there`;
}

function write(file: string, text: string): void {
  try {
    makeFolder(dirname(file));
    writeFileSync(file, text);
  } catch (error) {
    throw new CannotRun(`${file}: it cannot be written (${messageOf(error)})`);
  }
}
