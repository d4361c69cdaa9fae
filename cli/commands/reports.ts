import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { didYouMean } from "../../policies/kit/configuration";
import { type Format, formatNames, formats } from "../../report/formats";
import { toJson } from "../../report/json";
import { shortName } from "../../report/message";
import { type ReportOptions, reportOf } from "../../report/report";
import { closingLine } from "../../report/verdict";
import { CannotRun, messageOf } from "../cannot-run";
import { packageManifest } from "../package-root";
import { repositoryOf } from "../repository";
import type { Outcome } from "../targets";
import { complain, hasColour, type Terminal } from "../terminal";
import { oneOf } from "./flags";

export interface ReportFlags {
  format?: Format;
  output?: Output[];
  json?: boolean;
  quiet?: boolean;
}

/** A report that is to be written into a file. */
interface Output {
  format: Format;
  file: string;
}

export function addReportOptions(command: Command): Command {
  return command
    .option(
      "-f, --format <format>",
      `what to print: ${formatNames.join(", ")} (default: text)`,
      oneOf(formatNames),
    )
    .option("-o, --output <format=file>", "write a report into a file as well (repeatable)", outputs)
    .addOption(new Option("--json", "print the findings as a JSON array").conflicts("format"))
    .option("-q, --quiet", "say nothing on standard error but what is wrong with the check itself");
}

function outputs(value: string, previous: Output[] = []): Output[] {
  const [, name = "", file = ""] = /^([^=]*)=(.+)$/.exec(value) ?? [];
  const format = formatNames.find((known) => known === name);
  if (format !== undefined) return [...previous, { format, file }];
  throw new InvalidArgumentError(
    `Expected <format>=<file>, such as sarif=findings.sarif; the formats are ${formatNames.join(", ")}.${didYouMean(name, formatNames)}`,
  );
}

/**
 * Prints the report of what came of a check and writes those that are asked for, then says on standard error what was judged.
 * @param place a path in the repository that the reports' paths are relative to
 * @throws CannotRun when a file cannot be written
 */
export function report(
  { verdict, failures }: Outcome,
  flags: ReportFlags,
  fails: ReportOptions["fails"],
  place: string,
  terminal: Terminal,
): void {
  const { name: _, ...manifest } = packageManifest();
  const tool = { name: "network-guard", version: manifest.version };
  const told = reportOf(verdict, { tool, failures, fails, root: repositoryOf(place) });
  const directory = process.cwd();
  const printed = { colour: hasColour(terminal.out, terminal), directory };
  terminal.out.write(flags.json ? toJson(verdict.findings) : formats[flags.format ?? "text"](told, printed));
  for (const { format, file } of flags.output ?? [])
    writing(file, () => writeFileSync(file, formats[format](told, { colour: false, directory })));
  for (const failure of failures) complain(failure, terminal);
  if (flags.quiet) return;
  for (const { policy, urn } of verdict.baseline?.fixed ?? [])
    terminal.err.write(`fixed: ${policy}  ${shortName(urn)}\n`);
  for (const note of verdict.notes) terminal.err.write(`note: ${note}\n`);
  terminal.err.write(`${closingLine(verdict)}\n`);
}

/**
 * Makes the folders of the files that reports are to be written into, before anything takes time.
 * @param inputs files that are judged
 * @throws CannotRun when a file cannot be written, or would be written over
 */
export function prepareOutputs({ output = [] }: ReportFlags, inputs: readonly string[] = []): void {
  const taken = new Set(inputs.map((file) => resolve(file)));
  for (const { file } of output) {
    if (taken.has(resolve(file)))
      throw new CannotRun(
        `${file}: the report cannot be written here (it is read, or another report is written there)`,
      );
    // What is no plain file, such as /dev/stdout, holds several.
    if (!existsSync(file) || statSync(file).isFile()) taken.add(resolve(file));
    writing(file, () => {
      mkdirSync(dirname(file), { recursive: true });
      accessSync(dirname(file), constants.W_OK);
      if (existsSync(file) && statSync(file).isDirectory()) throw new Error("it is a folder");
    });
  }
}

function writing(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new CannotRun(`${file}: the report cannot be written here (${messageOf(error)})`);
  }
}
