import { createRequire } from "node:module";
import { join } from "node:path";
import { CannotRun } from "../cannot-run";
import { spawnNode } from "../child";
import { Engine } from "../engine";
import type { Resource } from "../resource";
import type { Config } from "./config";
import { Monitor, type Monitoring } from "./monitor";
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

/** The end of what a process wrote. */
const outputLimit = 20_000;

/** What a program that has failed may still say, in milliseconds: something may keep it alive for ever. */
const lastWords = 1_000;

interface Exit {
  code: number | null;
  output: string;
}

interface Limits {
  /** In seconds. */
  timeout: number;
  /** Ends the program at once. */
  signal: AbortSignal;
}

interface Running extends Limits {
  /** Settles when the program has failed. */
  failed: Promise<void>;
}

function variablesOf(project: Project, config: Config): NodeJS.ProcessEnv {
  const variables: NodeJS.ProcessEnv = { ...process.env, ...configVariables(config) };
  delete variables.PULUMI_NODEJS_SYNC;
  delete variables.PULUMI_NODEJS_TYPESCRIPT;
  if (project.typescript) variables.PULUMI_NODEJS_TYPESCRIPT = "true";
  if (project.tsconfig) variables.PULUMI_NODEJS_TSCONFIG_PATH = project.tsconfig;
  return variables;
}

function runNode(
  args: string[],
  project: Project,
  config: Config,
  { timeout, signal, failed }: Running,
): Promise<Exit> {
  return new Promise((resolve, reject) => {
    const program = spawnNode(args, project.directory, variablesOf(project, config));
    let output = "";
    const collect = (chunk: string) => {
      output = (output + chunk).slice(-outputLimit);
    };
    program.stdout.on("data", collect);
    program.stderr.on("data", collect);

    const kill = () => program.kill("SIGKILL");
    let hasFailed = false;
    let farewell: NodeJS.Timeout | undefined;
    failed.then(() => {
      hasFailed = true;
      farewell = setTimeout(kill, lastWords);
    });
    let hung = false;
    const timer = setTimeout(() => {
      hung = true;
      kill();
    }, timeout * 1000);
    signal.addEventListener("abort", kill);
    if (signal.aborted) kill();
    program.on("error", reject);
    program.on("close", (code, killedBy) => {
      clearTimeout(timer);
      clearTimeout(farewell);
      signal.removeEventListener("abort", kill);
      if (hung)
        reject(new CannotRun(`the program did not end within ${timeout} s (--timeout)\n${output}`.trimEnd()));
      else if (killedBy && !hasFailed)
        reject(new CannotRun(`the program was ended by ${killedBy}\n${output}`.trimEnd()));
      else resolve({ code, output });
    });
  });
}

/**
 * Runs a program as its language host would at a preview, and returns what it registered.
 * @throws CannotRun with the program's own messages when it fails or does not end
 */
export async function runProgram(
  project: Project,
  monitoring: Monitoring,
  limits: Limits,
): Promise<Resource[]> {
  const { config, stack } = monitoring;
  const engine = new Engine();
  const monitor = new Monitor(monitoring);
  try {
    const args = [
      // In one argument each: "--require" as an argument of its own switches the SDK's support of ES modules off.
      `--require=${require.resolve("./uncoloured")}`,
      `--require=${require.resolve("./positions")}`,
      ...(project.module ? ["--enable-source-maps"] : []),
      ...project.nodeArguments,
      runnerOf(project.directory),
      ...["--monitor", await monitor.listen()],
      ...["--engine", await engine.listen()],
      ...["--organization", stack.organization],
      ...["--project", stack.project],
      ...["--root-directory", project.root],
      ...["--stack", stack.stack],
      ...["--pwd", project.directory],
      "--dry-run",
      ...["--parallel", "16"],
      project.entryPoint,
    ];
    const { code, output } = await runNode(args, project, config, { ...limits, failed: engine.failed });
    if (code !== 0 || engine.errors.length > 0) {
      const said = engine.errors.length > 0 ? engine.errors.join("\n") : output || `exit code ${code}`;
      throw new CannotRun(`the program failed\n${said}`.trimEnd());
    }
    return [...monitor.resources.values()];
  } finally {
    monitor.close();
    engine.close();
  }
}
