import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Command } from "commander";
import { CannotRun, messageOf } from "../cannot-run";
import { exitCodes } from "../exit-codes";
import { filesFor } from "../init/files";
import { repositoryRoot, type Survey, surveyOf } from "../init/survey";
import { packageManifest } from "../package-root";
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
  if (targets.length + others.length === 0)
    throw new CannotRun(`${root}: there is no Pulumi.yaml here or below; start with \`pulumi new\``);
  if (targets.length === 0)
    throw new CannotRun(
      `${others.join(", ")}: no program of Node.js; check what \`pulumi preview --json --show-sames\` says of it`,
    );
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
    err.write("note: neither GitHub nor GitLab is this repository's remote: no workflow is written\n");
  return exitCodes.clean;
}

function notesOn({ root, others, installs }: Survey): string[] {
  const { name } = packageManifest();
  const missing = installs
    .slice(0, 1)
    .filter(({ folder }) => !existsSync(join(root, folder, "node_modules", name)));
  return [
    ...missing.map(({ folder }) => `install the package where the workflow finds it: ${name}, in ${folder}`),
    ...others.map((folder) => `${folder}: no program of Node.js; \`check\` reads its previews`),
  ];
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new CannotRun(`${file}: it cannot be written (${messageOf(error)})`);
  }
}
