import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { packageRoot } from "../package-root";
import type { Survey } from "./survey";

/** A file that `init` writes. */
export interface Written {
  /** Relative to the repository, with slashes. */
  path: string;
  text: string;
}

/** The files for a repository, in the order in which they are told. */
export function filesFor(survey: Survey): Written[] {
  return [
    { path: "network-guard.yaml", text: settings(survey) },
    ...(survey.host === "github"
      ? [{ path: ".github/workflows/network-guard.yml", text: recipe("github-check.yml", survey) }]
      : []),
    ...(survey.host === "gitlab" ? gitlab(survey) : []),
    { path: ".pre-commit-config.yaml", text: recipe("pre-commit.yaml", survey) },
  ];
}

function gitlab(survey: Survey): Written[] {
  const path = ".gitlab/network-guard.yml";
  return [
    { path, text: recipe("gitlab.yml", survey) },
    { path: ".gitlab-ci.yml", text: stringify({ include: [{ local: path }] }) },
  ];
}

function settings(survey: Survey): string {
  const schema = `./${packagesIn(survey)}node_modules/pulumi-network-guard/schemas/project.json`;
  const named = survey.targets.map(({ path, stack }) => (stack === undefined ? path : { path, stack }));
  return [
    `# yaml-language-server: $schema=${schema}`,
    "# What `network-guard check` judges where nothing is named.",
    stringify({ targets: named }).trimEnd(),
    "# Levels, options and exemptions, by policy; `network-guard list` names them all.",
    stringify({ policies: { all: "advisory", "no-public-ssh-rdp": "mandatory" } })
      .trimEnd()
      .replace(/^/gm, "# "),
    "",
  ].join("\n");
}

/** Where the first program's packages are installed: "", or a folder with its slash, as it is. */
const packagesIn = ({ installs }: Survey): string =>
  installs
    .slice(0, 1)
    .map(({ folder }) => (folder === "." ? "" : `${folder}/`))
    .join("");

/** A recipe, as it installs and finds the command here. */
function recipe(name: string, survey: Survey): string {
  const text = readFileSync(join(packageRoot(), "ci", name), "utf8");
  const commands = survey.installs.map(({ folder, command }) =>
    folder === "." ? command : `(cd ${shellWord(folder)} && ${command})`,
  );
  return text
    .replace(/^( *- )(run: )?npm ci$/m, (_, dash: string, key = "") =>
      commands.map((command) => `${dash}${key}${scalar(command)}`).join("\n"),
    )
    .replace(/^( *(?:- |entry: |))(node_modules\/\.bin\/.*)$/gm, (_, before: string, command: string) => {
      const found = command.replace(/\S+/, (path) => shellWord(`${packagesIn(survey)}${path}`));
      // A line of a block stands as it is.
      return before + (before.trim() === "" ? found : scalar(found));
    });
}

/** A path as one word of a shell. */
const shellWord = (path: string) => (/^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`);

/** A text as YAML says it on one line. */
const scalar = (text: string) => stringify(text, { lineWidth: 0 }).trimEnd();
