import { existsSync } from "node:fs";
import type { Command } from "commander";
import { type Flow, flowText, listed } from "../../network/exposures/flows";
import { Coverage } from "../coverage";
import { exitCodes } from "../exit-codes";
import { exposuresOf, writeExposures } from "../exposures";
import { stackResources } from "../stack-resources";
import { showing, type Terminal } from "../terminal";
import { append, oneOf, positiveSeconds } from "./flags";

interface ReachFlags {
  stack?: string;
  config?: string[];
  invokes?: string;
  plugins: boolean;
  format: "text" | "json";
  write?: string;
  timeout: number;
  quiet?: boolean;
}

const examples = `
Examples:
  $ network-guard reach infra --stack prod
  $ network-guard reach infra --stack prod --write exposures/prod.txt
  $ network-guard check infra --stack prod --exposures exposures/prod.txt
  $ pulumi stack export --file state.json && network-guard reach state.json --format json

A flow that ends in ? hangs on a value that is not known yet.

Exit code: 0 the flows are listed, 2 they cannot be.`;

export function addReach(program: Command): Command {
  return program
    .command("reach")
    .description("list what gets where, from the internet and inside VPCs, a flow a line")
    .argument(
      "[target]",
      "a program's folder or file, or what `pulumi stack export` or `pulumi preview --json --show-sames` wrote (default: the current folder)",
    )
    .option(
      "-s, --stack <name>",
      "the stack (default: the only one with a settings file, else one without a name)",
    )
    .option("-c, --config <key=value>", "a configuration value of the stack (repeatable)", append)
    .option("--invokes <file>", "answers to function calls: a JSON or YAML list of { token, args?, result }")
    .option("--no-plugins", "run no installed plugin of remote components, such as awsx")
    .option("-f, --format <format>", "what to print: text, json", oneOf(["text", "json"] as const), "text")
    .option("-w, --write <file>", "record the flows in a file, for check --exposures, and print nothing")
    .option("--timeout <seconds>", "how long running the program may take", positiveSeconds, 120)
    .option("-q, --quiet", "say nothing on standard error but what is wrong")
    .addHelpText("after", examples);
}

/** Lists or records the flows of a stack, and answers the exit code. */
export async function runReach(
  target: string | undefined,
  flags: ReachFlags,
  terminal: Terminal,
): Promise<number> {
  const coverage = new Coverage();
  const { stack, invokes, plugins, timeout, config = [] } = flags;
  const resources = await showing("Looking…", terminal, () =>
    stackResources(
      {
        ...(target === undefined ? {} : { target }),
        ...(stack === undefined ? {} : { stack }),
        ...(invokes === undefined ? {} : { invokes }),
        ...{ plugins, timeout, config },
      },
      coverage,
    ),
  );
  const { flows } = exposuresOf(resources);
  const all = listed(flows);
  const isNew = flags.write !== undefined && !existsSync(flags.write);
  if (flags.write !== undefined) writeExposures(flags.write, flows);
  else
    terminal.out.write(
      flags.format === "json" ? jsonOf(all) : all.map((flow) => `${flowText(flow)}\n`).join(""),
    );
  if (flags.quiet) return exitCodes.clean;
  const { notes, assumptions } = coverage.outcome;
  for (const note of notes) terminal.err.write(`note: ${note}\n`);
  const written = flags.write === undefined ? "" : ` ${isNew ? "written to" : "rewritten in"} ${flags.write}`;
  const assumed = assumptions.length > 0 ? `; assumed: ${assumptions.join(", ")}` : "";
  terminal.err.write(`${all.length} ${all.length === 1 ? "flow" : "flows"}${written}${assumed}\n`);
  return exitCodes.clean;
}

function jsonOf(flows: readonly Flow[]): string {
  return `${JSON.stringify(flows, null, 2)}\n`;
}
