import { type CheckOptions, isRecorded } from "./check";
import type { Coverage } from "./coverage";
import { Deadline } from "./deadline";
import { chooseStack, loadConfig } from "./program/config";
import { LookUps, readAnswers } from "./program/invokes";
import { findProject } from "./program/project";
import { runProgram } from "./program/run";
import { readRecorded } from "./recorded";
import type { RegisteredResource } from "./resource";

export type StackOptions = Pick<
  CheckOptions,
  "target" | "stack" | "config" | "invokes" | "plugins" | "timeout"
>;

/**
 * The resources of a program, run offline without any pack, or of a state or a preview.
 * @throws CannotRun when it can be neither run nor read
 */
export async function stackResources(
  { target, stack: given, config: overrides, invokes, plugins, timeout }: StackOptions,
  coverage: Coverage,
): Promise<readonly RegisteredResource[]> {
  if (isRecorded(target)) return readRecorded(target, coverage).resources;
  const project = findProject(target);
  const stack = chooseStack(project, given, coverage);
  const config = loadConfig(project, stack.stack, overrides, coverage);
  const lookUps = new LookUps(invokes === undefined ? [] : readAnswers(invokes), project.directory, coverage);
  const deadline = new Deadline(timeout);
  const register = async ({ inputs }: RegisteredResource) => inputs;
  const monitoring = { stack, config, lookUps, register, plugins, coverage };
  try {
    return await Promise.race([runProgram(project, monitoring, deadline), deadline.expired]);
  } finally {
    deadline.end();
  }
}
