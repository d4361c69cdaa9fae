import { createRequire } from "node:module";
import { join } from "node:path";
import { CannotRun } from "../cannot-run";
import { type Child, outputLimit, spawnWatched } from "../child";
import type { Deadline, Standing } from "../deadline";
import type { Config } from "./config";
import type { Monitoring } from "./monitor";
import type { Project } from "./project";

const runModule = "@pulumi/pulumi/cmd/run";

/** The SDK's own starter: the program's where it has one installed, else the one beside this file. */
function runnerOf(directory: string): string {
  try {
    return createRequire(join(directory, "program.js")).resolve(runModule);
  } catch {
    return require.resolve(runModule);
  }
}

/** Node.js programs still read configuration by its old keys, `namespace:config:name`. */
function configVariables({ values, secretKeys }: Config): Record<string, string> {
  const oldKeys = [...values].map(([key, value]) => [key.replace(":", ":config:"), value]);
  return {
    PULUMI_CONFIG: JSON.stringify(Object.fromEntries(oldKeys)),
    PULUMI_CONFIG_SECRET_KEYS: JSON.stringify([...secretKeys]),
  };
}

/** What a program that has failed may still say, in milliseconds: something may keep it alive for ever. */
const lastWords = 1_000;

/** How a program ended, and the end of what it wrote. */
export interface Ending {
  code: number | null;
  output: string;
}

/** A program, with what it is to be told. */
export interface Program {
  readonly project: Project;
  readonly stack: Monitoring["stack"];
  readonly config: Config;
  /** Of the monitor and the engine, as gRPC takes them. */
  readonly addresses: { readonly monitor: string; readonly engine: string };
  /** Settles when the program has failed. */
  readonly failed: Promise<void>;
}

function variablesOf({ project, config }: Program): NodeJS.ProcessEnv {
  const variables: NodeJS.ProcessEnv = { ...process.env, ...configVariables(config) };
  delete variables.PULUMI_NODEJS_SYNC;
  delete variables.PULUMI_NODEJS_TYPESCRIPT;
  if (project.typescript) variables.PULUMI_NODEJS_TYPESCRIPT = "true";
  if (project.tsconfig) variables.PULUMI_NODEJS_TSCONFIG_PATH = project.tsconfig;
  return variables;
}

function standingOf(program: Child, output: string): Standing {
  const sentence = program.hasEnded
    ? "the program has ended, but a process that it started still holds its output"
    : "the program is still running";
  return { sentence, output };
}

function argumentsFor({ project, stack: of, addresses }: Program): string[] {
  const { organization, project: name, stack } = of;
  return [
    // In one argument each: "--require" as an argument of its own switches the SDK's support of ES modules off.
    `--require=${require.resolve("../../pack/late-modules")}`,
    `--require=${require.resolve("./uncoloured")}`,
    `--require=${require.resolve("./positions")}`,
    ...(project.module ? ["--enable-source-maps"] : []),
    ...project.nodeArguments,
    runnerOf(project.directory),
    ...["--monitor", addresses.monitor],
    ...["--engine", addresses.engine],
    ...["--organization", organization],
    ...["--project", name],
    ...["--root-directory", project.root],
    ...["--stack", stack],
    ...["--pwd", project.directory],
    "--dry-run",
    ...["--parallel", "16"],
    project.entryPoint,
  ];
}

/** @throws CannotRun when the program is ended by a signal, or does not end */
async function runNode(started: Program, deadline: Deadline): Promise<Ending> {
  const { directory } = started.project;
  const [args, environment] = [argumentsFor(started), variablesOf(started)];
  const program = spawnWatched({ file: process.execPath, args, directory, environment }, deadline.signal);
  let output = "";
  for (const stream of [program.stdout, program.stderr])
    stream.on("data", (chunk: string) => {
      output = (output + chunk).slice(-outputLimit);
    });

  let hasFailed = false;
  let farewell: NodeJS.Timeout | undefined;
  started.failed.then(() => {
    hasFailed = true;
    farewell = setTimeout(() => program.end(), lastWords);
  });
  try {
    const ended = await deadline.waitFor("the program", program.closed, () => standingOf(program, output));
    if (ended.signal && !hasFailed)
      throw new CannotRun(`the program was ended by ${ended.signal}\n${output}`.trimEnd());
    return { code: ended.code, output };
  } finally {
    clearTimeout(farewell);
  }
}

/** Runs a program in a process of its own, by the SDK's own starter. */
export const nodeProcess = { run: runNode };
