import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "../../cli/main";
import { describeWithPulumi, repository } from "./pulumi";

/** The texts that name commands of the Pulumi CLI: pages, and what each command says of itself. */
function texts(): string[] {
  const docs = readdirSync(join(repository, "docs"), { encoding: "utf8" }).map((name) => `docs/${name}`);
  const pages = ["README.md", ...docs.filter((name) => name.endsWith(".md"))];
  return [...pages.map((name) => readFileSync(join(repository, name), "utf8")), ...helps()];
}

function helps(): string[] {
  let said = "";
  const out = { write: (text: string) => (said += text) };
  const program = commandLine({ out, err: out, environment: {} }, () => undefined);
  for (const command of program.commands) command.outputHelp();
  return [said];
}

interface Named {
  readonly environment: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  readonly flags: readonly string[];
}

/** `A=b pulumi preview --json > file`, by what is set for it, its words and its flags. */
function commandsIn(text: string): Named[] {
  const lines = text
    .replace(/\\\n\s*/g, "")
    .matchAll(/((?:\b[A-Z_]+=\w+ )*)\bpulumi ((?:[a-z]+ )+)([^`\n>;&#]*)/g);
  return [...lines].map(([, variables = "", words = "", rest = ""]) => ({
    environment: Object.fromEntries(
      [...variables.matchAll(/(\w+)=(\w+)/g)].map(([, key, value]) => [key, value]),
    ),
    words: words.trim().split(" "),
    flags: [...`${rest} `.matchAll(/(?<![\w-])--[a-z-]+/g)].map(([flag]) => flag),
  }));
}

describeWithPulumi("the commands of the Pulumi CLI that people are told to run", () => {
  const all = texts()
    .flatMap(commandsIn)
    .filter(({ flags }) => flags.length > 0);

  it("are found", () => assert.ok(all.length > 5, `${all.length}`));

  const named = new Map(all.map((one) => [JSON.stringify(one), one]));
  for (const { environment, words, flags } of named.values())
    it(`has its flags: ${words.join(" ")} ${flags.join(" ")}`, () => {
      const { PULUMI_DEBUG_COMMANDS: _, ...own } = process.env;
      const help = execFileSync("pulumi", [...words, "--help"], {
        env: { ...own, ...environment },
        encoding: "utf8",
      });
      for (const flag of flags) assert.ok(help.includes(`${flag} `), flag);
    });
});
