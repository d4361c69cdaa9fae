import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { didYouMean } from "../../policies/kit/configuration";
import { type Format, formatNames, formats } from "../../report/formats";
import { toJson } from "../../report/json";
import { shortName } from "../../report/message";
import { pictureOf } from "../../report/picture/picture";
import { type Report, type ReportOptions, reportOf } from "../../report/report";
import type { TextOptions } from "../../report/text";
import { closingLine, type Verdict } from "../../report/verdict";
import { CannotRun, messageOf } from "../cannot-run";
import { makeFolder } from "../document";
import { packageManifest } from "../package-root";
import { pictureParts } from "../picture";
import { repositoryOf } from "../repository";
import type { Outcome } from "../targets";
import { complain, hasColour, type Terminal } from "../terminal";
import { oneOf } from "./flags";

/** What a report can be written as, a picture of the network among it. */
export type ReportFormat = Format | "html";

const reportFormats: readonly ReportFormat[] = [...formatNames, "html"];

export interface ReportFlags {
  format?: ReportFormat;
  output?: Output[];
  json?: boolean;
  quiet?: boolean;
  failOnUnjudged?: boolean;
}

/** A report that is to be written into a file. */
interface Output {
  format: ReportFormat;
  file: string;
}

export function addReportOptions(command: Command): Command {
  return command
    .option(
      "-f, --format <format>",
      `what to print: ${reportFormats.join(", ")} (default: text)`,
      oneOf(reportFormats),
    )
    .option("-o, --output <format=file>", "write a report into a file as well (repeatable)", outputs)
    .addOption(new Option("--json", "print the findings as a JSON array").conflicts("format"))
    .option("-q, --quiet", "say nothing on standard error but what is wrong with the check itself");
}

function outputs(value: string, previous: Output[] = []): Output[] {
  const [, name = "", file = ""] = /^([^=]*)=(.+)$/.exec(value) ?? [];
  const format = reportFormats.find((known) => known === name);
  if (format !== undefined) return [...previous, { format, file }];
  throw new InvalidArgumentError(
    `Expected <format>=<file>, such as sarif=findings.sarif; the formats are ${reportFormats.join(", ")}.${didYouMean(name, reportFormats)}`,
  );
}

/**
 * Prints the report of what came of a check and writes those that are asked for, then says on standard error what was judged.
 * @param place a path in the repository that the reports' paths are relative to
 * @throws CannotRun when a file cannot be written
 */
export async function report(
  { verdict, failures }: Outcome,
  flags: ReportFlags,
  fails: ReportOptions["fails"],
  place: string,
  terminal: Terminal,
): Promise<void> {
  const { name: _, ...manifest } = packageManifest();
  const tool = { name: "network-guard", version: manifest.version };
  const failsUnjudged = flags.failOnUnjudged === true;
  const told = reportOf(verdict, { tool, failures, fails, failsUnjudged, root: repositoryOf(place) });
  const directory = process.cwd();
  const printed = { colour: hasColour(terminal.out, terminal), directory };
  const textOf = (format: ReportFormat, options: TextOptions) =>
    format === "html" ? pageOf(told) : formats[format](told, options);
  terminal.out.write(flags.json ? toJson(verdict.findings) : await textOf(flags.format ?? "text", printed));
  const beside = besideText(told.verdict);
  for (const { format, file } of flags.output ?? []) {
    const text = await textOf(format, { colour: false, directory });
    writing(file, () => writeFileSync(file, format === "text" ? text + beside : text));
  }
  for (const failure of failures) complain(failure, terminal);
  const failsSo = failsUnjudged && verdict.unjudged.length > 0;
  if (!flags.quiet || failsSo) terminal.err.write(beside);
}

/** What is told beside the findings: what is fixed, the notes, and what was judged and what not. */
function besideText(verdict: Verdict): string {
  const fixed = (verdict.baseline?.fixed ?? []).map(
    ({ policy, urn }) => `fixed: ${policy}  ${shortName(urn)}`,
  );
  const lines = [...fixed, ...verdict.notes.map((note) => `note: ${note}`), closingLine(verdict)];
  return lines.map((line) => `${line}\n`).join("");
}

/** Whether a picture is among what is asked for. */
export function isPictured({ format, output = [] }: ReportFlags): boolean {
  return format === "html" || output.some((one) => one.format === "html");
}

async function pageOf(told: Report): Promise<string> {
  const { picture } = told.verdict;
  return picture === undefined ? "" : pictureOf(picture, told, pictureParts());
}

/**
 * Makes the folders of the files that reports are to be written into, before anything takes time.
 * @param inputs files that are read
 * @throws CannotRun when a file cannot be written or would be written over, or a picture cannot be made
 */
export function prepareOutputs(flags: ReportFlags, inputs: readonly string[] = []): void {
  const { output = [] } = flags;
  if (isPictured(flags)) pictureParts();
  const taken = new Set(inputs.map(placeOf));
  for (const { file } of output) {
    if (taken.has(placeOf(file)))
      throw new CannotRun(
        `${file}: the report cannot be written here (it is read, or another report is written there)`,
      );
    // What is no plain file, such as /dev/stdout, holds several.
    if (!existsSync(file) || statSync(file).isFile()) taken.add(placeOf(file));
    writing(file, () => {
      makeFolder(dirname(file));
      const isThere = existsSync(file);
      // Into what is there one may write where the folder is another's, as that of /dev/stdout is.
      accessSync(isThere ? file : dirname(file), constants.W_OK);
      if (isThere && statSync(file).isDirectory()) throw new Error("it is a folder");
    });
  }
}

/**
 * @param inputs files that are read
 * @throws CannotRun when what is to be written would take the place of one of them
 */
export function refuseToOverwrite(file: string, inputs: readonly (string | undefined)[]): void {
  if (inputs.some((input) => input !== undefined && placeOf(input) === placeOf(file)))
    throw new CannotRun(`${file}: this file is read, and would be written over: name another`);
}

/** What a file is on its disk, whatever names it; what is no plain file, by the path that names it. */
function placeOf(file: string): string {
  const found = existsSync(file) ? statSync(file, { bigint: true }) : undefined;
  return found?.isFile() ? `${found.dev} ${found.ino}` : resolve(file);
}

function writing(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new CannotRun(`${file}: the report cannot be written here (${messageOf(error)})`);
  }
}
