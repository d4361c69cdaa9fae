import { dirname } from "node:path";
import type { Command } from "commander";
import { isRecorded } from "../check";
import { exitCodes } from "../exit-codes";
import { reaches, type Threshold, thresholds } from "../fail-on";
import { projectFolderOf } from "../program/project";
import { findProjectFile, type ProjectFile, pathIn } from "../project-file";
import { checkAll, type Outcome, type Target } from "../targets";
import { showing, type Terminal } from "../terminal";
import { addPackOptions, append, appendAll, oneOf, type PackFlags, packsOf } from "./flags";
import { addReportOptions, prepareOutputs, type ReportFlags, report } from "./reports";

export interface CheckFlags extends PackFlags, ReportFlags {
  policyPackConfig?: string[];
  stack?: string;
  config?: string[];
  invokes?: string;
  plugins: boolean;
  only?: string[];
  skip?: string[];
  framework?: string[];
  failOn?: Threshold;
  failOnUnjudged?: boolean;
}

const examples = `
Examples:
  $ network-guard check
  $ network-guard check infra --stack prod --config aws:region=eu-west-1
  $ network-guard check infra/network infra/shop --framework cis --fail-on high
  $ pulumi stack export --file state.json && network-guard check state.json
  $ pulumi preview --json --show-sames > preview.json && network-guard check preview.json

Exit code: 0 no finding that --fail-on names, 1 some, 2 something could not be checked, or not wholly with
--fail-on-unjudged; of several targets the worst.`;

export function addCheck(program: Command): Command {
  const command = addPackOptions(
    program
      .command("check")
      .description("run Pulumi programs offline, or read exported states or previews, and judge them")
      .argument(
        "[targets...]",
        "programs' folders or files, or what `pulumi stack export` or `pulumi preview --json --show-sames` wrote (default: the current folder)",
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
  return addReportOptions(command).addHelpText("after", examples);
}

/** Judges the targets, reports, and answers the exit code. */
export async function runCheck(
  paths: readonly string[],
  given: CheckFlags,
  terminal: Terminal,
): Promise<number> {
  const project = projectFileOf(paths);
  const flags = completed(given, project);
  const targets = targetsOf(paths, flags, project);
  prepareOutputs(flags);
  const outcome = await showing("Checking…", terminal, (show) =>
    checkAll(
      targets,
      {
        ...(flags.invokes === undefined ? {} : { invokes: flags.invokes }),
        plugins: flags.plugins,
        config: flags.config ?? [],
        packs: packsOf(flags),
        packConfigs: flags.policyPackConfig ?? [],
        choice: { only: flags.only ?? [], skip: flags.skip ?? [], frameworks: flags.framework ?? [] },
        timeout: flags.timeout,
      },
      (number) => show(`Checked ${number} of ${targets.length}…`),
    ),
  );
  const { failOn = "mandatory" } = flags;
  report(outcome, flags, (finding) => reaches(finding, failOn), paths[0] ?? ".", terminal);
  return exitCodeOf(outcome, flags);
}

/** The file that says how to check: for one program its project's, for more or for files that of the current folder. */
function projectFileOf(paths: readonly string[]): ProjectFile | undefined {
  const [path = "."] = paths;
  const isOneProgram = paths.length <= 1 && !isRecorded(path);
  return findProjectFile((isOneProgram ? projectFolderOf(path) : undefined) ?? process.cwd());
}

/** The flags with what the project's file says where they say nothing. */
function completed(flags: CheckFlags, project: ProjectFile | undefined): CheckFlags {
  const { failOn, failOnUnjudged, framework, invokes } = project?.settings ?? {};
  return {
    ...(failOn === undefined ? {} : { failOn: failOn as Threshold }),
    ...(failOnUnjudged === undefined ? {} : { failOnUnjudged }),
    ...(framework === undefined ? {} : { framework: [...framework] }),
    ...(project === undefined || invokes === undefined ? {} : { invokes: pathIn(project, invokes) }),
    ...flags,
  };
}

function targetsOf(
  paths: readonly string[],
  { stack }: CheckFlags,
  project: ProjectFile | undefined,
): Target[] {
  const given = stack === undefined ? {} : { stack };
  if (paths.length > 0) return [...new Set(paths)].map((path) => ({ name: path, path, ...given }));
  const { targets } = project?.settings ?? {};
  const folder = projectFolderOf(".");
  // In a project below the file, that one alone is meant.
  const isBelow = project && folder !== undefined && folder !== dirname(project.path);
  if (project === undefined || targets === undefined || isBelow) return [{ name: ".", ...given }];
  return targets.map((target) => {
    const { path, stack: own } = typeof target === "string" ? { path: target } : target;
    return {
      name: own === undefined ? path : `${path} (${own})`,
      path: pathIn(project, path),
      ...(own === undefined ? {} : { stack: own }),
      ...given,
    };
  });
}

function exitCodeOf(
  { verdict, failures }: Outcome,
  { failOn = "mandatory", failOnUnjudged }: CheckFlags,
): number {
  if (failures.length > 0) return exitCodes.cannotRun;
  if (verdict.findings.some((finding) => reaches(finding, failOn))) return exitCodes.violated;
  return failOnUnjudged && verdict.unjudged.length > 0 ? exitCodes.cannotRun : exitCodes.clean;
}
