import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { SourcePosition } from "../report/finding";
import type { Verdict } from "../report/verdict";
import { CannotRun } from "./cannot-run";
import type { ContextStacks } from "./context";
import { Coverage, kinds } from "./coverage";
import { Deadline } from "./deadline";
import { changesSinceFile, fileOf, type RecordedIn, recordedOf } from "./exposures";
import { Judge } from "./judge";
import type { Analyzer, PackOptions, StackContext } from "./pack/analyzer";
import { type Choice, refuseUnknown } from "./pack/choice";
import { isOwn, OwnPack } from "./pack/own";
import { picturedOf } from "./picture";
import { chooseStack, loadConfig } from "./program/config";
import { LookUps, readAnswers } from "./program/invokes";
import { findProject, programFile } from "./program/project";
import { findProjectFile } from "./project-file";
import { readRecorded } from "./recorded";
import type { RegisteredResource } from "./resource";

export interface CheckOptions {
  /** A program's folder or file, or the file of a state or a preview; the current folder's program if absent. */
  target?: string;
  /** `stack`, `project/stack` or `organization/project/stack`. */
  stack?: string;
  /** `key=value` */
  config: readonly string[];
  /** A file of fixed answers to function calls. */
  invokes?: string;
  /** Whether installed plugins may make a program's remote components. */
  plugins: boolean;
  packs: readonly string[];
  /** One for each pack, in their order. */
  packConfigs: readonly string[];
  choice: Choice;
  /** Where the flows are recorded to compare with. */
  exposures?: RecordedIn;
  /** The stacks that stand beside the one that is checked. */
  context?: ContextStacks;
  /** Whether a picture of the network is to be made. */
  isPictured?: boolean;
  /** In seconds, for all of the check. */
  timeout: number;
}

/** Whether the target is a file, but none of a program's. */
export function isRecorded(target: string | undefined): target is string {
  if (target === undefined) return false;
  // A separator at its end does not make a folder of a file.
  const path = resolve(target);
  if (!existsSync(path)) return path.endsWith(".json");
  return !statSync(path).isDirectory() && !/\.[cm]?[jt]sx?$/.test(path);
}

/** @param folder where the project's own file is looked for, which is about the first pack */
function packsOf({ packs, packConfigs, choice }: CheckOptions, folder: string): PackOptions[] {
  const project = findProjectFile(folder);
  if (packConfigs.length > packs.length) {
    throw new CannotRun("more --policy-pack-config than --policy-pack: each pack takes one config file");
  }
  return packs.map((directory, position) => {
    const configFile = packConfigs[position];
    return {
      ...{ directory, choice },
      ...(configFile === undefined ? {} : { configFile }),
      ...(project === undefined || position > 0 ? {} : { project }),
    };
  });
}

async function start(pack: PackOptions, stack: StackContext, deadline: Deadline): Promise<Analyzer> {
  const own = isOwn(pack.directory) ? OwnPack.start(pack, stack, deadline) : undefined;
  if (own !== undefined) return own;
  // Loaded where it is needed: gRPC and the protocol take longer to load than a state takes to judge.
  const { ServedPack } = require("./pack/served") as typeof import("./pack/served");
  return ServedPack.start(pack, stack, deadline);
}

/**
 * Starts the packs, lets `work` use them, and ends everything that is still going on, whatever happens.
 * @param timeout in seconds
 */
export async function withPacks<Result>(
  packs: readonly PackOptions[],
  stack: StackContext,
  timeout: number,
  work: (analyzers: Promise<Analyzer[]>, deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const deadline = new Deadline(timeout);
  const starts = packs.map((pack) => start(pack, stack, deadline));
  const analyzers = Promise.all(starts).then((all) => {
    const [choice] = packs.flatMap((pack) => pack.choice ?? []);
    const policies = all.flatMap((analyzer) => analyzer.policies);
    if (choice) refuseUnknown(choice, policies);
    return all;
  });
  // Whatever the program does meanwhile, a pack that cannot start or answer ends the check at once.
  const failure = analyzers.then((all) =>
    Promise.race([new Promise<never>(() => undefined), ...all.map(({ failed }) => failed)]),
  );
  try {
    return await Promise.race([work(analyzers, deadline), failure, deadline.expired]);
  } finally {
    deadline.end();
    for (const start of starts)
      start.then(
        (analyzer) => analyzer.stop(),
        () => undefined,
      );
  }
}

function coverageWith({ context }: CheckOptions): Coverage {
  const coverage = new Coverage();
  if (context) coverage.beside(context.told);
  return coverage;
}

async function checkRecorded(file: string, options: CheckOptions): Promise<Verdict> {
  const coverage = coverageWith(options);
  const { resources, context } = readRecorded(file, coverage);
  const compare = comparison(context, options, coverage);
  return withPacks(packsOf(options, process.cwd()), context, options.timeout, async (analyzers) => {
    const beside = options.context?.besides(context) ?? [];
    const judge = new Judge(analyzers, coverage, beside);
    for (const resource of providersFirst(resources)) if (!resource.external) await judge.show(resource);
    return compare(await judge.verdict(resources), [...resources, ...beside]);
  });
}

/** A state lists resources after what they depend on, but is not ours to trust. */
function providersFirst<T extends { type: string }>(resources: readonly T[]): T[] {
  const isProvider = ({ type }: T) => type.startsWith("pulumi:providers:");
  return [...resources.filter(isProvider), ...resources.filter((resource) => !isProvider(resource))];
}

async function checkProgram(options: CheckOptions): Promise<Verdict> {
  const coverage = coverageWith(options);
  const project = findProject(options.target);
  const stack = chooseStack(project, options.stack, coverage);
  const config = loadConfig(project, stack.stack, options.config, coverage);
  const compare = comparison(stack, options, coverage);
  const answers = options.invokes === undefined ? [] : readAnswers(options.invokes);

  const { runProgram } = require("./program/run") as typeof import("./program/run");
  const context = { ...stack, dryRun: true, config: config.values, secretKeys: config.secretKeys };
  return withPacks(packsOf(options, project.root), context, options.timeout, async (analyzers, deadline) => {
    const beside = options.context?.besides(stack) ?? [];
    const judge = new Judge(analyzers, coverage, beside);
    const resources = await runProgram(
      project,
      {
        stack,
        config,
        lookUps: new LookUps(answers, project.directory, coverage, (reference) =>
          options.context?.outputsOf(reference, project.name),
        ),
        register: (resource) => judge.show(resource),
        plugins: options.plugins,
        coverage,
      },
      deadline,
    );
    return compare(await judge.verdict(resources), [...resources, ...beside]);
  });
}

/** Reads what is recorded of the stack, and answers what adds to a verdict what differs from it, and what a picture shows. */
function comparison(
  names: { project: string; stack: string },
  { exposures, isPictured }: CheckOptions,
  coverage: Coverage,
): (verdict: Verdict, resources: readonly RegisteredResource[]) => Verdict {
  const recorded = exposures && recordedOf(exposures, names);
  if (exposures && recorded === undefined) {
    const file = fileOf(exposures.file, names);
    coverage.unjudged(
      kinds.exposures,
      `no exposures are recorded in ${file}: network-guard reach --write ${file} records them`,
    );
  }
  return (verdict, resources) => ({
    ...verdict,
    ...(recorded && { flows: [changesSinceFile(recorded.file, recorded.flows, resources)] }),
    ...(isPictured && { picture: picturedOf(resources) }),
  });
}

/** With the file that stands for the program; what a state or preview says of a source is relative to that, if it is here. */
export function placed<Located extends { source?: SourcePosition }>(
  located: Located,
  program: string,
): Located & { program: string } {
  const { source } = located;
  const file = source && resolve(dirname(program), source.file);
  return { ...located, program, ...(file && existsSync(file) && { source: { ...source, file } }) };
}

/**
 * Runs a program offline, or reads a state or a preview, and returns what the packs say of it.
 * @throws CannotRun when there is nothing to judge or no pack to judge it
 */
export async function check(options: CheckOptions): Promise<Verdict> {
  const { target } = options;
  const verdict = await (isRecorded(target) ? checkRecorded(target, options) : checkProgram(options));
  const program = programFile(target);
  return { ...verdict, findings: verdict.findings.map((finding) => placed(finding, program)) };
}
