import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { CannotRun } from "../cannot-run";
import type { Deadline } from "../deadline";
import { isObject } from "../properties";
import { type ServerProcess, startServer } from "../server";
import { readYaml } from "../yaml";

const runModule = "@pulumi/pulumi/cmd/run-policy-pack";

function checkRuntime(directory: string): void {
  const file = join(directory, "PulumiPolicy.yaml");
  if (!existsSync(file)) throw new CannotRun(`${directory}: no policy pack here (no PulumiPolicy.yaml)`);
  const settings = readYaml(file);
  const runtime = isObject(settings) ? settings.runtime : undefined;
  const name = isObject(runtime) ? runtime.name : runtime;
  if (typeof name !== "string")
    throw new CannotRun(`${file}: this policy pack names no "runtime", such as nodejs`);
  if (name !== "nodejs")
    throw new CannotRun(`${file}: network-guard check drives packs of the nodejs runtime, not of ${name}`);
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

/**
 * Starts a policy pack as the language host would.
 * @param engine its address, as gRPC takes it
 * @param variables what the pack's own `pulumi.getStack()` and the like read
 * @throws CannotRun with what the pack wrote, when it does not come up
 */
export async function startPack(
  directory: string,
  engine: string,
  variables: Record<string, string>,
  deadline: Deadline,
): Promise<ServerProcess> {
  checkRuntime(directory);
  const command = {
    file: process.execPath,
    args: [`--require=${require.resolve("../../pack/late-modules")}`, runnerOf(directory), engine, directory],
    directory,
    environment: { ...process.env, ...variables },
  };
  return startServer(command, `${directory}: the policy pack`, deadline);
}
