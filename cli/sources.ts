import type { SourcePosition } from "../report/finding";
import { CannotRun } from "./cannot-run";
import { isRecorded, placed } from "./check";
import { Coverage } from "./coverage";
import { Deadline } from "./deadline";
import { chooseStack, loadConfig } from "./program/config";
import { LookUps } from "./program/invokes";
import { findProject, programFile } from "./program/project";
import { runProgram } from "./program/run";
import { readRecorded } from "./recorded";
import type { RegisteredResource } from "./resource";

/**
 * Where a program declares each resource, by URN.
 * @param path a program's folder or file, which is run offline, or the file of a state or a preview
 * @param stack the stack that the URNs are to be of
 * @param timeout in seconds
 * @throws CannotRun when it can be neither run nor read
 */
export async function sourcesIn(
  path: string,
  stack: string | undefined,
  timeout: number,
): Promise<Map<string, SourcePosition>> {
  const resources = isRecorded(path)
    ? readRecorded(path, new Coverage()).resources
    : await resourcesOf(path, stack, timeout);
  const program = programFile(path);
  return new Map(
    resources.flatMap(({ urn, source }) => {
      const found = source && placed({ source }, program).source;
      return found ? [[urn, found]] : [];
    }),
  );
}

async function resourcesOf(
  path: string,
  given: string | undefined,
  timeout: number,
): Promise<readonly RegisteredResource[]> {
  const coverage = new Coverage();
  const project = findProject(path);
  const stack = chooseStack(project, given, coverage);
  const config = loadConfig(project, stack.stack, [], coverage);
  const lookUps = new LookUps([], project.directory, coverage);
  const deadline = new Deadline(timeout);
  const register = async ({ inputs }: RegisteredResource) => inputs;
  const monitoring = { stack, config, lookUps, register, plugins: true, coverage };
  try {
    return await Promise.race([runProgram(project, monitoring, deadline), deadline.expired]);
  } finally {
    deadline.end();
  }
}

/** The positions, or why there are none. */
export async function sourcesOrReason(
  path: string,
  stack: string | undefined,
  timeout: number,
): Promise<{ sources: ReadonlyMap<string, SourcePosition>; reason?: string }> {
  try {
    return { sources: await sourcesIn(path, stack, timeout) };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { sources: new Map(), reason: error.message };
  }
}
