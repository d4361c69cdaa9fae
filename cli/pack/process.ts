import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { CannotRun } from "../cannot-run";
import { spawnNode } from "../child";
import { isObject } from "../properties";
import { readYaml } from "../yaml";

const runModule = "@pulumi/pulumi/cmd/run-policy-pack";
const outputLimit = 20_000;

function checkRuntime(directory: string): void {
  const file = join(directory, "PulumiPolicy.yaml");
  if (!existsSync(file)) throw new CannotRun(`${directory}: no policy pack here (no PulumiPolicy.yaml)`);
  const settings = readYaml(file);
  const runtime = isObject(settings) ? settings.runtime : undefined;
  const name = isObject(runtime) ? runtime.name : runtime;
  if (name !== "nodejs") {
    throw new CannotRun(
      `${file}: network-guard check drives packs of the nodejs runtime, not of ${String(name)}`,
    );
  }
}

function runnerOf(directory: string): string {
  try {
    return createRequire(join(directory, "pack.js")).resolve(runModule);
  } catch {
    throw new CannotRun(
      `${directory}: the policy pack's dependencies are not installed; try npm install there`,
    );
  }
}

export interface PackProcess {
  /** `127.0.0.1:<port>` */
  address: string;
  stop(): void;
}

/**
 * Starts a policy pack as the language host would.
 * @param variables what the pack's own `pulumi.getStack()` and the like read
 * @param timeout in seconds
 * @throws CannotRun with what the pack wrote, when it does not come up
 */
export function startPack(
  pack: string,
  engine: string,
  variables: Record<string, string>,
  timeout: number,
): Promise<PackProcess> {
  const directory = resolve(pack);
  checkRuntime(directory);
  const runner = runnerOf(directory);
  return new Promise((done, fail) => {
    const child = spawnNode([runner, engine, directory], directory, { ...process.env, ...variables });
    const stop = () => {
      child.kill("SIGKILL");
    };
    const timer = setTimeout(() => {
      stop();
      fail(new CannotRun(`${directory}: the policy pack did not start within ${timeout} s (--timeout)`));
    }, timeout * 1000);

    let errors = "";
    let output = "";
    let started = false;
    child.stderr.on("data", (chunk: string) => {
      errors = (errors + chunk).slice(-outputLimit);
    });
    child.stdout.on("data", (chunk: string) => {
      if (started) return;
      output += chunk;
      const port = /^(\d+)\r?\n/.exec(output)?.[1];
      if (port === undefined) return;
      started = true;
      clearTimeout(timer);
      done({ address: `127.0.0.1:${port}`, stop });
    });
    child.on("error", fail);
    child.on("close", () => {
      clearTimeout(timer);
      fail(new CannotRun(`${directory}: the policy pack failed to start\n${errors || output}`.trimEnd()));
    });
  });
}
