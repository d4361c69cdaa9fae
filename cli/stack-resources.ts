import { type CheckOptions, isRecorded } from "./check";
import type { ContextStacks } from "./context";
import type { Coverage } from "./coverage";
import { Deadline } from "./deadline";
import { chooseStack, loadConfig } from "./program/config";
import { LookUps, readAnswers } from "./program/invokes";
import { findProject } from "./program/project";
import { readRecorded } from "./recorded";
import type { RegisteredResource } from "./resource";

export type StackOptions = Pick<
  CheckOptions,
  "target" | "stack" | "config" | "invokes" | "plugins" | "timeout"
> & {
  /** The stacks beside it. */
  readonly context?: ContextStacks;
  /** Whether what has no id yet gets one that is made up, so that other stacks may name it. */
  readonly hasMadeUpIds?: boolean;
};

/**
 * The resources of a program, run offline without any pack, or of a state or a preview, and of the stacks beside it.
 * @throws CannotRun when it can be neither run nor read
 */
export async function stackResources(
  { target, stack: given, config: overrides, invokes, plugins, timeout, context, hasMadeUpIds }: StackOptions,
  coverage: Coverage,
): Promise<readonly RegisteredResource[]> {
  if (context) coverage.beside(context.told);
  if (isRecorded(target)) {
    const { resources, context: name } = readRecorded(target, coverage);
    return [...resources, ...(context?.besides(name) ?? [])];
  }
  const project = findProject(target);
  const stack = chooseStack(project, given, coverage);
  const config = loadConfig(project, stack.stack, overrides, coverage);
  const answers = invokes === undefined ? [] : readAnswers(invokes);
  const exports = (reference: string) => context?.outputsOf(reference, project.name);
  const lookUps = new LookUps(answers, project.directory, coverage, exports);
  const deadline = new Deadline(timeout);
  const register = async ({ inputs }: RegisteredResource) => inputs;
  const monitoring = { stack, config, lookUps, register, plugins, coverage, hasMadeUpIds };
  const { runProgram } = require("./program/run") as typeof import("./program/run");
  try {
    const resources = await Promise.race([runProgram(project, monitoring, deadline), deadline.expired]);
    return [...resources, ...(context?.besides(stack) ?? [])];
  } finally {
    deadline.end();
  }
}
