import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { Command, Option } from "commander";
import type { Scope } from "../policies/kit/policy";
import { writeGenerated } from "./generated";
import { type Group, groups, NAME, policyFiles } from "./policy-files";
import { policyTemplate } from "./policy-template";

const scopes: readonly Scope[] = ["resource", "stack", "both"];

/** The command that writes a policy, its page and its test below a root. */
export function newPolicyCommand(root: string): Command {
  const command = new Command("new-policy");
  return command
    .description("Writes a policy, its page and its test, to be filled in.")
    .argument("<name>", "no-<state> or require-<state>")
    .addOption(new Option("--group <group>", "the folder it belongs to").choices(groups))
    .addOption(new Option("--scope <scope>", "what decides it").choices(scopes))
    .action(async (name: string, given: { group?: Group; scope?: Scope }) => {
      if (!NAME.test(name)) {
        command.error(
          `"${name}" is no name for a policy: it must be no-<state> or require-<state>, in lower case.`,
        );
      }
      const namesakes = policyFiles(root).filter((file) => file.name === name);
      refuseExisting(
        command,
        namesakes.map(({ source }) => source),
      );
      const group = given.group ?? (await ask(command, "group", groups, "security-groups"));
      const scope = given.scope ?? (await ask(command, "scope", scopes, "resource"));
      const template = policyTemplate(group, name, scope);
      refuseExisting(
        command,
        [...template.keys()].filter((path) => existsSync(join(root, path))),
      );
      for (const [path, text] of template) write(root, path, text);
      const generated = writeGenerated(root).filter((path) => !template.has(path));
      for (const path of generated) console.log(`wrote ${path}`);
    });
}

function refuseExisting(command: Command, [path]: string[]): void {
  if (path !== undefined) command.error(`${path} exists already.`);
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  console.log(`wrote ${path}`);
}

/** The answer to a question at the terminal, the usual choice where that is empty. Where there is no terminal, nobody can answer. */
async function ask<Choice extends string>(
  command: Command,
  option: string,
  choices: readonly Choice[],
  usual: Choice,
): Promise<Choice> {
  if (!process.stdin.isTTY) {
    command.error(
      `--${option} is missing, and there is no terminal to ask at. It is one of:\n` +
        `${choices.map((choice) => `  ${choice}`).join("\n")}\n` +
        "npm run new-policy <name> -- --group <group> --scope <scope>",
    );
  }
  const terminal = createInterface(process.stdin, process.stdout);
  const answer = (await terminal.question(`${option} (${choices.join(", ")}) [${usual}]: `)).trim();
  terminal.close();
  if (answer === "") return usual;
  const chosen = choices.find((choice) => choice === answer);
  return chosen ?? command.error(`--${option} must be one of ${choices.join(", ")}.`);
}

if (require.main === module) void newPolicyCommand(join(__dirname, "..")).parseAsync();
