import { createRequire } from "node:module";
import { join } from "node:path";
import { CannotRun } from "../cannot-run";
import { type Child, outputLimit, spawnWatched } from "../child";
import { type Coverage, kinds } from "../coverage";
import type { Deadline, Standing } from "../deadline";
import { Engine } from "../engine";
import type { RegisteredResource } from "../resource";
import { stackType } from "../urn";
import { Components } from "./components";
import type { Config } from "./config";
import { Monitor, type Monitoring } from "./monitor";
import type { Project } from "./project";
import { wayOn } from "./way-on";

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

interface Ending {
  code: number | null;
  output: string;
}

function variablesOf(project: Project, config: Config): NodeJS.ProcessEnv {
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

/** @param failed settles when the program has failed */
async function runNode(
  args: string[],
  project: Project,
  config: Config,
  deadline: Deadline,
  failed: Promise<void>,
): Promise<Ending> {
  const { directory } = project;
  const environment = variablesOf(project, config);
  const program = spawnWatched({ file: process.execPath, args, directory, environment }, deadline.signal);
  let output = "";
  for (const stream of [program.stdout, program.stderr])
    stream.on("data", (chunk: string) => {
      output = (output + chunk).slice(-outputLimit);
    });

  let hasFailed = false;
  let farewell: NodeJS.Timeout | undefined;
  failed.then(() => {
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

/**
 * What `process.exit(0)` leaves out is not judged.
 * @throws CannotRun when that is everything
 */
function checkFinished(
  { resources, hasFinished }: Monitor,
  { directory }: Project,
  output: string,
  coverage: Coverage,
): void {
  if (hasFinished) return;
  if ([...resources.values()].every(({ type }) => type === stackType)) {
    const said = "the program ended with exit code 0 before its first resource, so it has not run";
    throw new CannotRun(`${said}\n${output.trimEnd()}\n${wayOn(output, directory)}`.trimEnd());
  }
  coverage.unjudged(
    kinds.unfinishedProgram,
    "the program ended with exit code 0 before it was finished: what it would have declared later is not judged",
  );
}

/** @param addresses of the monitor and the engine, as gRPC takes them */
function argumentsFor(
  project: Project,
  { organization, project: name, stack }: Monitoring["stack"],
  addresses: { readonly monitor: string; readonly engine: string },
): string[] {
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

/**
 * Runs a program as its language host would at a preview, and returns what it registered.
 * @throws CannotRun with the program's own messages when it fails or does not end
 */
export async function runProgram(
  project: Project,
  monitoring: Monitoring,
  deadline: Deadline,
): Promise<RegisteredResource[]> {
  const { config, stack } = monitoring;
  const engine = new Engine();
  const monitor = new Monitor(monitoring);
  try {
    const address = await engine.listen();
    if (monitoring.plugins) {
      const begin = async () => {
        const addresses = await Promise.all([engine.listenForPlugins(), monitor.listenForPlugins()]);
        return { stack, config, project, engine: addresses[0], monitor: addresses[1] };
      };
      monitor.components = new Components(project, begin, deadline);
    }
    const args = argumentsFor(project, stack, { monitor: await monitor.listen(), engine: address });
    const { code, output } = await runNode(args, project, config, deadline, engine.failed);
    if (code !== 0 || engine.errors.length > 0) {
      const said = engine.errors.length > 0 ? engine.errors.join("\n") : output || `exit code ${code}`;
      const ways = [wayOn(said, project.directory), monitoring.lookUps.advice].filter(Boolean);
      throw new CannotRun(["the program failed", said.trimEnd(), ...ways].join("\n").trimEnd());
    }
    checkFinished(monitor, project, output, monitoring.coverage);
    return [...monitor.resources.values()];
  } finally {
    monitor.close();
    engine.close();
  }
}
