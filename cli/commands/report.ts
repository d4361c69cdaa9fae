import type { Command } from "commander";
import { readUrn } from "../../stack/urn";
import { CannotRun } from "../cannot-run";
import { type PolicyFacts, verdictIn } from "../events";
import { exitCodes } from "../exit-codes";
import { reaches, type Threshold, thresholds } from "../fail-on";
import { programFile } from "../program/project";
import { sourcesOrReason } from "../sources";
import { showing, type Terminal } from "../terminal";
import { addPackOptions, oneOf, type PackFlags } from "./flags";
import { policiesOf } from "./policies-of";
import { addReportOptions, isPictured, prepareOutputs, type ReportFlags, report } from "./reports";

export interface FromFlags extends PackFlags, ReportFlags {
  from: string;
  sources?: string;
  failOn: Threshold;
}

const examples = `
Examples:
  $ PULUMI_DEBUG_COMMANDS=true pulumi preview --policy-pack <pack> --event-log events.json; network-guard report --from events.json
  $ pulumi policy analyze --file state.json --policy-pack <pack> --json > events.json
  $ network-guard report --from events.json --sources state.json --output sarif=findings.sarif

Exit code: 0 no finding that --fail-on names, 1 some, 2 the events cannot be read, or not all was judged with
--fail-on-unjudged.`;

export function addReport(program: Command): Command {
  const command = program
    .command("report")
    .description("report what policies said in a preview, an update or an analysis of Pulumi's engine")
    .requiredOption("--from <events.json>", "the engine's events, an object of JSON a line")
    .option(
      "--sources <path>",
      "a program's folder, or the file of a preview or state: where resources are declared",
    )
    .option(
      "--fail-on <threshold>",
      `from which finding on to exit with 1: ${thresholds.join(", ")}`,
      oneOf(thresholds),
      "mandatory",
    )
    .option("--fail-on-unjudged", "exit with 2 when something could not be judged");
  return addReportOptions(addPackOptions(command)).addHelpText("after", examples);
}

export async function runReport(flags: FromFlags, terminal: Terminal): Promise<number> {
  if (isPictured(flags))
    throw new CannotRun(
      "html: events tell no network; network-guard check draws that of a program, state or preview",
    );
  prepareOutputs(flags, [flags.from, ...(flags.sources === undefined ? [] : [flags.sources])]);
  const facts = await factsOf(flags);
  const verdict = verdictIn(flags.from, facts);
  const [first] = verdict.findings;
  const stack = first && readUrn(first.urn).stack;
  const { sources, reason } =
    flags.sources === undefined
      ? { sources: new Map(), reason: undefined }
      : await showing("Looking for sources…", terminal, () =>
          sourcesOrReason(flags.sources as string, stack, flags.timeout),
        );
  const program = programFile(flags.sources ?? flags.from);
  const findings = verdict.findings.map((finding) => {
    const source = sources.get(finding.urn);
    return { ...finding, program, ...(source && { source }) };
  });
  const notes = reason === undefined ? verdict.notes : [...verdict.notes, `no source lines: ${reason}`];
  const outcome = { verdict: { ...verdict, findings, notes }, failures: [] };
  const fails = (finding: (typeof findings)[number]) => reaches(finding, flags.failOn);
  await report(outcome, flags, fails, flags.sources ?? flags.from, terminal);
  if (findings.some(fails)) return exitCodes.violated;
  return flags.failOnUnjudged && verdict.unjudged.length > 0 ? exitCodes.cannotRun : exitCodes.clean;
}

/** What the policies say of themselves: those of this pack, and of the packs that are named. */
async function factsOf(flags: FromFlags): Promise<Map<string, PolicyFacts>> {
  const asked: PolicyFacts[] = flags.policyPack === undefined ? [] : await policiesOf(flags);
  return new Map([...ownFacts(), ...asked].map((one) => [one.name, one]));
}

/** Loaded here alone, since it takes time. */
function ownFacts(): PolicyFacts[] {
  const { policies } = require("../../policies") as typeof import("../../policies");
  return policies.map(
    ({ name, description, enforcementLevel, severity, remediationSteps, url, tags, framework }) => ({
      ...{ name, description, level: enforcementLevel, severity, remediationSteps },
      ...(url && { url }),
      ...(tags && { tags }),
      ...(framework && { framework }),
    }),
  );
}
