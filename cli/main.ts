#!/usr/bin/env node
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { toJson } from "../report/json";
import { toText } from "../report/text";
import { closingLine } from "../report/verdict";
import { CannotRun } from "./cannot-run";
import { check, withPacks } from "./check";

export interface Terminal {
  out: { write(text: string): unknown; isTTY?: boolean };
  err: { write(text: string): unknown; isTTY?: boolean };
  environment: NodeJS.ProcessEnv;
}

const exitCodes = { clean: 0, violated: 1, cannotRun: 2 };

/** The folder of this package, whether run compiled or not. */
function packageRoot(from = __dirname): string {
  return existsSync(join(from, "PulumiPolicy.yaml")) ? from : packageRoot(dirname(from));
}

function version(): string {
  return (JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8")) as { version: string })
    .version;
}

const append = (value: string, previous: string[] = []) => [...previous, value];

function positiveSeconds(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0)) throw new InvalidArgumentError("Expected a number of seconds.");
  return seconds;
}

interface PackFlags {
  policyPack?: string[];
  policyPackConfig?: string[];
  timeout: number;
}

interface CheckFlags extends PackFlags {
  stack?: string;
  config?: string[];
  invokes?: string;
  plugins: boolean;
  json?: boolean;
  quiet?: boolean;
  failOnUnjudged?: boolean;
}

/** One line that goes away again, for as long as `work` takes; none unless someone is watching. */
async function showing<Result>(text: string, { err }: Terminal, work: Promise<Result>): Promise<Result> {
  if (!err.isTTY) return work;
  err.write(text);
  try {
    return await work;
  } finally {
    err.write("\r\u001b[K");
  }
}

const hasColour = (stream: { isTTY?: boolean }, { environment }: Terminal) =>
  stream.isTTY === true && !environment.NO_COLOR;

const packsOf = ({ policyPack = [packageRoot()] }: PackFlags) => policyPack;

async function runCheck(target: string | undefined, flags: CheckFlags, terminal: Terminal): Promise<number> {
  const work = check({
    ...(target === undefined ? {} : { target }),
    ...(flags.stack === undefined ? {} : { stack: flags.stack }),
    ...(flags.invokes === undefined ? {} : { invokes: flags.invokes }),
    plugins: flags.plugins,
    config: flags.config ?? [],
    packs: packsOf(flags),
    packConfigs: flags.policyPackConfig ?? [],
    timeout: flags.timeout,
  });
  const verdict = await showing("Checking…", terminal, work);
  const { findings, unjudged, notes } = verdict;
  const colour = hasColour(terminal.out, terminal);
  terminal.out.write(flags.json ? toJson(findings) : toText(findings, { colour, directory: process.cwd() }));
  if (!flags.quiet) {
    for (const note of notes) terminal.err.write(`note: ${note}\n`);
    terminal.err.write(`${closingLine(verdict)}\n`);
  }
  if (findings.some(({ level }) => level === "mandatory")) return exitCodes.violated;
  return flags.failOnUnjudged && unjudged.length > 0 ? exitCodes.cannotRun : exitCodes.clean;
}

async function listPolicies(flags: PackFlags, terminal: Terminal): Promise<number> {
  const packs = packsOf(flags).map((directory) => ({ directory }));
  const context = {
    ...{ organization: "organization", project: "project", stack: "dev", dryRun: true },
    config: new Map<string, string>(),
    secretKeys: new Set<string>(),
  };
  const policies = await withPacks(packs, context, flags.timeout, async (analyzers) =>
    (await analyzers).flatMap((analyzer) => analyzer.policies),
  );
  const width = Math.max(0, ...policies.map(({ name }) => name.length));
  for (const { name, level, description } of policies) {
    terminal.out.write(`${name.padEnd(width)}  ${level.padEnd("mandatory".length)}  ${description}\n`);
  }
  return exitCodes.clean;
}

function addPackOptions(command: Command): Command {
  return command
    .option("--policy-pack <folder>", "a policy pack to judge by instead of this one (repeatable)", append)
    .option("--timeout <seconds>", "how long the whole check may take", positiveSeconds, 120);
}

const examples = `
Examples:
  $ network-guard check
  $ network-guard check infra --stack prod --config aws:region=eu-west-1
  $ pulumi stack export --file state.json && network-guard check state.json
  $ pulumi preview --json --show-sames > preview.json && network-guard check preview.json

Exit code: 0 no mandatory finding, 1 some, 2 the check could not be made, or not wholly with --fail-on-unjudged.`;

function addCheck(program: Command): Command {
  return addPackOptions(
    program
      .command("check")
      .description("run a Pulumi program offline, or read an exported state or a preview, and judge it")
      .argument(
        "[program|state.json|preview.json]",
        "a program's folder or file, or what `pulumi stack export` or `pulumi preview --json --show-sames` wrote (default: the current folder)",
      ),
  )
    .option(
      "-s, --stack <name>",
      "the stack (default: the only one with a settings file, else one without a name)",
    )
    .option("-c, --config <key=value>", "a configuration value of the stack (repeatable)", append)
    .option("--invokes <file>", "answers to function calls: a JSON or YAML list of { token, args?, result }")
    .option("--no-plugins", "run no installed plugin of remote components, such as awsx")
    .option(
      "--policy-pack-config <file>",
      "a config file as the CLI takes it, one for each pack (repeatable)",
      append,
    )
    .option("--json", "print the findings as JSON")
    .option("-q, --quiet", "say nothing on standard error but what is wrong with the check itself")
    .option("--fail-on-unjudged", "exit with 2 when something could not be judged")
    .addHelpText("after", examples);
}

/** @param end takes the exit code of the command that has run */
function commandLine(terminal: Terminal, end: (exitCode: number) => void): Command {
  const program = new Command("network-guard")
    .description("Decides which packets your AWS network lets through, before it exists.")
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out.write(text),
      writeErr: (text) => terminal.err.write(text),
    });
  addCheck(program).action(async (target: string | undefined, flags: CheckFlags) => {
    end(await runCheck(target, flags, terminal));
  });
  addPackOptions(program.command("policies").description("list the policies of a pack")).action(
    async (flags: PackFlags) => {
      end(await listPolicies(flags, terminal));
    },
  );
  return program;
}

/** Runs the command line, and returns its exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = exitCodes.clean;
  const program = commandLine(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.clean : exitCodes.cannotRun;
    if (!(error instanceof CannotRun)) throw error;
    // The SDK colours stack traces wherever they go.
    const message = hasColour(terminal.err, terminal)
      ? error.message
      : stripVTControlCharacters(error.message);
    terminal.err.write(`error: ${message}\n`);
    return exitCodes.cannotRun;
  }
}

if (require.main === module) {
  // Leaving by exit takes the child processes along.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => process.exit(exitCodes.cannotRun));
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      // A reader such as `head` may have had enough; the exit code still tells the verdict.
      if (error.code === "EPIPE") return;
      process.exitCode = exitCodes.cannotRun;
      if (stream === process.stdout)
        process.stderr.write(`error: cannot write the output: ${error.message}\n`);
    });
  main(process.argv.slice(2), { out: process.stdout, err: process.stderr, environment: process.env }).then(
    (exitCode) => {
      process.exitCode ??= exitCode;
    },
    (error) => {
      process.stderr.write(`error: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = exitCodes.cannotRun;
    },
  );
}
