import type { Command } from "commander";
import { hasChanges } from "../../report/flow-changes";
import { unjudgedText, type Verdict } from "../../report/verdict";
import { visible } from "../../report/visible";
import { readBaseline, sinceBaseline } from "../baseline";
import { CannotRun } from "../cannot-run";
import { type CheckOptions, check } from "../check";
import { ContextStacks } from "../context";
import { writeExemptions } from "../exempting";
import { exitCodes } from "../exit-codes";
import { isOfEachStack } from "../exposures";
import { reaches, type Threshold, thresholds } from "../fail-on";
import type { ProjectFile } from "../project-file";
import { checkAll, type Outcome } from "../targets";
import { complain, showing, type Terminal } from "../terminal";
import { completed, projectFileOf, recordedIn, targetsOf } from "./check-settings";
import {
  addPackOptions,
  addProgramOptions,
  append,
  appendAll,
  day,
  oneOf,
  type PackFlags,
  packsOf,
} from "./flags";
import { policiesOf } from "./policies-of";
import {
  addReportOptions,
  isPictured,
  prepareOutputs,
  type ReportFlags,
  refuseToOverwrite,
  report,
} from "./reports";

export interface CheckFlags extends PackFlags, ReportFlags {
  policyPackConfig?: string[];
  stack?: string;
  config?: string[];
  invokes?: string;
  with?: string[];
  plugins: boolean;
  only?: string[];
  skip?: string[];
  framework?: string[];
  failOn?: Threshold;
  baseline?: string;
  exposures?: string;
  /** A file, or true for the project's own. */
  writeExemptions?: string | true;
  reason?: string;
  expires?: string;
}

const examples = `
Examples:
  $ network-guard check
  $ network-guard check infra --stack prod --config aws:region=eu-west-1
  $ network-guard check infra/network infra/shop --framework cis --fail-on high
  $ network-guard check infra/shop --with network-state.json
  $ network-guard check --output sarif=findings.sarif --output markdown=comment.md
  $ pulumi stack export --file state.json && network-guard check state.json
  $ pulumi preview --json --show-sames > preview.json && network-guard check preview.json

Exit code: 0 no finding that --fail-on names and no flow that --exposures does not record, 1 some, 2 something could not be checked, or not wholly with
--fail-on-unjudged; of several targets the worst.`;

export function addCheck(program: Command): Command {
  const command = addProgramOptions(
    addPackOptions(
      program
        .command("check")
        .description("run Pulumi programs offline, or read exported states or previews, and judge them")
        .argument(
          "[targets...]",
          "programs' folders or files, or what `pulumi stack export` or `pulumi preview --json --show-sames` wrote (default: the current folder)",
        ),
    ),
  ).option(
    "--policy-pack-config <file>",
    "a config file as the CLI takes it, one for each pack (repeatable)",
    append,
  );
  const gated = addBaselineOptions(addChoiceOptions(command));
  return addReportOptions(gated).addHelpText("after", examples);
}

/** What judges, and what of it fails. */
function addChoiceOptions(command: Command): Command {
  return command
    .option("--only <policies>", "judge by these policies alone (repeatable, or with commas)", appendAll)
    .option("--skip <policies>", "judge without these policies (repeatable, or with commas)", appendAll)
    .option(
      "--framework <name>",
      "judge by the policies that enforce a control of it, such as cis or fsbp; with --only by those as well (repeatable)",
      append,
    )
    .option(
      "--fail-on <threshold>",
      `from which finding on to exit with 1: ${thresholds.join(", ")} (default: mandatory)`,
      oneOf(thresholds),
    )
    .option("--fail-on-unjudged", "exit with 2 when something could not be judged");
}

function addBaselineOptions(command: Command): Command {
  return command
    .option(
      "--baseline <report.json|state.json>",
      "tell and fail by what is new since then, and tell what is fixed",
    )
    .option(
      "--exposures <file>",
      "fail where what gets where differs from what the file records, as `reach --write` wrote it; {project} and {stack} in it stand for their names",
    )
    .option(
      "--write-exemptions [file]",
      "exempt what is found, each finding by itself, in a configuration file (default: the project's network-guard.yaml)",
    )
    .option("--reason <text>", "why what is found may stay, for --write-exemptions")
    .option("--expires <day>", "the last day that it may, as YYYY-MM-DD", day);
}

function refuseHalfSaid(flags: CheckFlags): void {
  if (flags.writeExemptions !== undefined && !flags.reason?.trim())
    throw new CannotRun("--write-exemptions: say why with --reason");
  if (flags.writeExemptions === undefined && (flags.reason ?? flags.expires) !== undefined)
    throw new CannotRun(
      "--reason and --expires are said of what --write-exemptions exempts: give that as well",
    );
}

/** Judges the targets, reports, and answers the exit code. */
export async function runCheck(
  paths: readonly string[],
  given: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const project = projectFileOf(paths);
  const flags = completed(given, project);
  refuseHalfSaid(flags);
  const targets = targetsOf(paths, flags, project);
  const exposures = recordedIn(flags, project);
  if (targets.length > 1) refuseOfSeveral(flags, exposures);
  const withoutContext = { ...optionsOf(flags), ...(exposures && { exposures }) };
  const judged = targets.flatMap(({ path }) => path ?? []);
  const { with: beside = [], invokes = [], baseline: known = [] } = flags;
  const read = [...judged, beside, invokes, known, exposures?.file ?? []].flat();
  prepareOutputs(flags, [read, flags.policyPackConfig ?? [], project?.path ?? []].flat());
  if (typeof flags.writeExemptions === "string") refuseToOverwrite(flags.writeExemptions, read);
  const outcome = await showing("Checking…", terminal, async (show) => {
    const { baseline } = flags;
    const context = await ContextStacks.read(flags.with ?? [], {
      ...withoutContext,
      ...(flags.stack === undefined ? {} : { stack: flags.stack }),
    });
    const options = { ...withoutContext, context };
    const known =
      baseline === undefined
        ? undefined
        : await readBaseline(baseline, (file) => check({ ...withoutExposures(options), target: file }));
    const asked = { ...options, isPictured: isPictured(flags) };
    const { verdict, failures } = await checkAll(targets, asked, (number) =>
      show(`Checked ${number} of ${targets.length}…`),
    );
    return { verdict: known ? sinceBaseline(verdict, known) : verdict, failures };
  });
  if (flags.writeExemptions !== undefined) return exempt(outcome, flags, project, terminal);
  const { failOn = "mandatory" } = flags;
  await report(outcome, flags, (finding) => reaches(finding, failOn), paths[0] ?? ".", terminal);
  return exitCodeOf(outcome, flags);
}

/** @throws CannotRun naming what is of one stack alone */
function refuseOfSeveral(flags: CheckFlags, exposures: ReturnType<typeof recordedIn>): void {
  if (exposures && !isOfEachStack(exposures.file))
    throw new CannotRun(
      `${exposures.file}: a file records the exposures of one stack; of several targets name the files by {project} and {stack}`,
    );
  if (isPictured(flags))
    throw new CannotRun("html: a picture shows the network of one stack; check each target by itself");
}

function optionsOf(flags: CheckFlags): Omit<CheckOptions, "target" | "stack"> {
  return {
    ...(flags.invokes === undefined ? {} : { invokes: flags.invokes }),
    plugins: flags.plugins,
    config: flags.config ?? [],
    packs: packsOf(flags),
    packConfigs: flags.policyPackConfig ?? [],
    choice: { only: flags.only ?? [], skip: flags.skip ?? [], frameworks: flags.framework ?? [] },
    timeout: flags.timeout,
  };
}

function withoutExposures<Options extends { exposures?: unknown }>({
  exposures: _,
  ...options
}: Options): Omit<Options, "exposures"> {
  return options;
}

/** Writes what is found as exemptions, in place of a report. */
async function exempt(
  { verdict, failures }: Outcome,
  flags: CheckFlags,
  project: ProjectFile | undefined,
  terminal: Terminal,
): Promise<number> {
  const { reason = "", expires, writeExemptions: given } = flags;
  const exemptible = (await policiesOf(flags)).filter(({ options }) => "exemptions" in options);
  const names = new Set(exemptible.map(({ name }) => name));
  const findings = verdict.findings.filter(
    ({ policy, level }) => level !== "remediated" && names.has(policy),
  );
  const file = typeof given === "string" ? given : (project?.path ?? "network-guard.yaml");
  const written = writeExemptions(file, findings, { reason, ...(expires === undefined ? {} : { expires }) });
  for (const failure of failures) complain(failure, terminal);
  const isPart = failures.length > 0 || (flags.failOnUnjudged === true && verdict.unjudged.length > 0);
  if (!flags.quiet || isPart) {
    terminal.err.write(`wrote ${written} ${written === 1 ? "exemption" : "exemptions"} to ${file}\n`);
    const others = verdict.findings.filter(({ policy }) => !names.has(policy));
    terminal.err.write(leftText({ ...verdict, findings: others }, flags));
  }
  return isPart ? exitCodes.cannotRun : exitCodes.clean;
}

/** What still fails where all else is exempt, and what was not judged. */
function leftText({ findings, notes, unjudged }: Verdict, { failOn = "mandatory" }: CheckFlags): string {
  const failing = findings.filter((finding) => reaches(finding, failOn)).map(({ policy }) => policy);
  const left = [...new Set(failing)].join(", ");
  const lines = [
    ...(left === "" ? [] : [`not exempt, as these policies take no exemptions: ${left}`]),
    ...notes.map((note) => `note: ${note}`),
    unjudgedText({ unjudged }) ?? [],
  ];
  return visible(
    lines
      .flat()
      .map((line) => `${line}\n`)
      .join(""),
  );
}

function exitCodeOf(
  { verdict, failures }: Outcome,
  { failOn = "mandatory", failOnUnjudged }: CheckFlags,
): number {
  if (failures.length > 0) return exitCodes.cannotRun;
  if (verdict.findings.some((finding) => reaches(finding, failOn))) return exitCodes.violated;
  if ((verdict.flows ?? []).some(hasChanges)) return exitCodes.violated;
  return failOnUnjudged && verdict.unjudged.length > 0 ? exitCodes.cannotRun : exitCodes.clean;
}
