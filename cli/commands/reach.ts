import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { Exposures } from "../../network/exposures/exposures";
import { flowText, listed, listedOut } from "../../network/exposures/flows";
import { pictureOf } from "../../report/picture/picture";
import { coveredTexts } from "../../report/verdict";
import { visible } from "../../report/visible";
import { readUrn } from "../../stack/urn";
import { answerBetween, answerText } from "../answer";
import { CannotRun } from "../cannot-run";
import { ContextStacks } from "../context";
import { Coverage } from "../coverage";
import { exitCodes } from "../exit-codes";
import { exposuresOf, fileOf, writeExposures } from "../exposures";
import { maskOf } from "../masking";
import { picturedOf, pictureParts } from "../picture";
import { type ProjectFile, pathIn } from "../project-file";
import type { RegisteredResource } from "../resource";
import { stackResources } from "../stack-resources";
import { showing, type Terminal } from "../terminal";
import { projectFileOf, recordedIn } from "./check-settings";
import { addProgramOptions, oneOf, positiveSeconds } from "./flags";
import { refuseToOverwrite } from "./reports";

const reachFormats = ["text", "json", "html"] as const;
type ReachFormat = (typeof reachFormats)[number];

interface ReachFlags {
  stack?: string;
  config?: string[];
  invokes?: string;
  with?: string[];
  plugins: boolean;
  format: ReachFormat;
  write?: string | true;
  from?: string;
  to?: string;
  out?: boolean;
  timeout: number;
  quiet?: boolean;
}

type Mask = ReturnType<typeof maskOf>;

const examples = `
Examples:
  $ network-guard reach infra --stack prod
  $ network-guard reach infra --stack prod --write exposures/prod.txt
  $ network-guard reach infra --stack prod --write
  $ network-guard reach infra --stack prod --from internet --to "Database orders"
  $ network-guard reach infra --stack prod --out
  $ network-guard check infra --stack prod --exposures exposures/prod.txt
  $ pulumi stack export --file state.json && network-guard reach state.json --format json

A flow that ends in ? hangs on a value that is not known yet.

Exit code: 0 the flows are listed or the question is answered, 2 they cannot be.`;

export function addReach(program: Command): Command {
  const command = program
    .command("reach")
    .description("list what gets where, from the internet and inside VPCs, a flow a line")
    .argument(
      "[target]",
      "a program's folder or file, or what `pulumi stack export` or `pulumi preview --json --show-sames` wrote (default: the current folder)",
    );
  return addProgramOptions(command)
    .option("-f, --format <format>", `what to print: ${reachFormats.join(", ")}`, oneOf(reachFormats), "text")
    .option(
      "--to <name>",
      "tell the way to this thing, hop by hop, or what stops it, gate by gate; names as in the list",
    )
    .option("--from <name>", "where that way begins: public addresses, or a name (default: internet)")
    .option("--out", "list the ways out as well, from machines to the internet")
    .option(
      "-w, --write [file]",
      "record the flows in a file, for check --exposures, and print nothing (default: where the project's settings say by `exposures`)",
    )
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
  refuseMixed(flags);
  const project = projectFileOf(target === undefined ? [] : [target]);
  const picture = flags.format === "html" ? pictureParts() : undefined;
  const coverage = new Coverage();
  const { stack, invokes, with: beside = [], plugins, timeout, config = [] } = besideProject(flags, project);
  if (typeof flags.write === "string")
    refuseToOverwrite(flags.write, [target, ...beside, invokes, project?.path]);
  const options = {
    ...(stack === undefined ? {} : { stack }),
    ...(invokes === undefined ? {} : { invokes }),
    ...{ plugins, timeout, config },
  };
  const resources = await showing("Looking…", terminal, async () => {
    const context = await ContextStacks.read(beside, options);
    return stackResources({ ...options, ...(target === undefined ? {} : { target }), context }, coverage);
  });
  const exposures = exposuresOf(resources);
  const mask = maskOf(resources);
  if (picture !== undefined && flags.write === undefined)
    terminal.out.write(await pictureOf(picturedOf(resources, exposures, flags.out), undefined, picture));
  const said =
    flags.to === undefined
      ? flowsTold(exposures, { ...flags, write: fileToWrite(flags, project, resources) }, mask, terminal)
      : answerTold(exposures, flags.to, flags, mask, terminal);
  if (flags.quiet) return exitCodes.clean;
  const { notes, ...covered } = coverage.outcome;
  const lines = [...notes.map((note) => `note: ${note}`), [said, ...coveredTexts(covered)].join("; ")];
  terminal.err.write(visible(lines.map((line) => `${line}\n`).join("")));
  return exitCodes.clean;
}

/** @throws CannotRun naming a flag that says nothing beside the others */
function refuseMixed(flags: ReachFlags): void {
  if (flags.to === undefined && flags.from !== undefined)
    throw new CannotRun("--from: name the other end by --to");
  if (flags.to !== undefined && flags.write !== undefined)
    throw new CannotRun("--write: a file records every flow; leave out --from and --to");
  if (flags.to !== undefined && flags.format === "html")
    throw new CannotRun("--format html: a picture shows every flow; leave out --from and --to");
}

/** The flags with what the project's file says of the same where they say nothing. */
function besideProject(flags: ReachFlags, project: ProjectFile | undefined): ReachFlags {
  const { invokes, with: beside } = project?.settings ?? {};
  return {
    ...(project && invokes !== undefined && { invokes: pathIn(project, invokes) }),
    ...(project && beside !== undefined && { with: beside.map((path) => pathIn(project, path)) }),
    ...flags,
  };
}

/**
 * Where flows are to be recorded; undefined where they are to be listed.
 * @throws CannotRun where neither the flag nor the project's file says it
 */
function fileToWrite(
  { write }: ReachFlags,
  project: ProjectFile | undefined,
  resources: readonly RegisteredResource[],
): string | undefined {
  if (write !== true) return write;
  const recorded = recordedIn({}, project);
  const own = resources.find(({ isContext }) => isContext !== true);
  if (recorded === undefined)
    throw new CannotRun(
      "--write: name the file, or say by `exposures` in network-guard.yaml where stacks have theirs",
    );
  if (own === undefined)
    throw new CannotRun("--write: name the file; a stack without resources does not tell its own");
  return fileOf(recorded.file, readUrn(own.urn));
}

/** Lists or records every flow, and says how many there are. */
function flowsTold(
  exposures: Exposures,
  { format, write, out }: Pick<ReachFlags, "format" | "out"> & { write: string | undefined },
  mask: Mask,
  terminal: Terminal,
): string {
  const all = [...listed(exposures.flows), ...(out ? listedOut(exposures.flowsOut) : [])];
  const lines = all.map((flow) => mask(flowText(flow)));
  const count = `${all.length} ${all.length === 1 ? "flow" : "flows"}`;
  if (write === undefined) {
    if (format === "json") terminal.out.write(jsonOf(all, mask));
    if (format === "text") terminal.out.write(lines.map((line) => `${line}\n`).join(""));
    return count;
  }
  const isNew = !existsSync(write);
  writeExposures(write, lines);
  return `${count} ${isNew ? "written to" : "rewritten in"} ${write}`;
}

/** Answers for one way, and says how many there are. */
function answerTold(
  exposures: Exposures,
  to: string,
  { format, from }: ReachFlags,
  mask: Mask,
  terminal: Terminal,
): string {
  const answer = answerBetween(exposures, from, to);
  terminal.out.write(format === "json" ? jsonOf(answer, mask) : mask(answerText(answer)));
  const { length } = answer.ways;
  return `${length} open ${length === 1 ? "way" : "ways"}`;
}

function jsonOf(value: unknown, mask: Mask): string {
  const masked = (_: string, inner: unknown) => (typeof inner === "string" ? mask(inner) : inner);
  return `${JSON.stringify(value, masked, 2)}\n`;
}
