import { readUrn, STACK_TYPE } from "../stack/urn";
import { isRecorded } from "./check";
import { Coverage } from "./coverage";
import type { Properties } from "./properties";
import { readRecorded } from "./recorded";
import type { RegisteredResource } from "./resource";
import type { StackName } from "./stack-name";
import { type StackOptions, stackResources } from "./stack-resources";

/** Other stacks that stand beside the one that is judged. */
export class ContextStacks {
  private constructor(
    private readonly stacks: readonly (readonly RegisteredResource[])[],
    /** What is taken for granted of them. */
    readonly assumptions: readonly string[],
  ) {}

  /**
   * Reads states and previews, and runs programs.
   * @param options how programs are run
   * @throws CannotRun naming what can be neither read nor run
   */
  static async read(
    targets: readonly string[],
    options: Omit<StackOptions, "target" | "context">,
  ): Promise<ContextStacks> {
    // What of other stacks cannot be read is not left unjudged: they are not judged at all.
    const coverage = new Coverage();
    const stacks: (readonly RegisteredResource[])[] = [];
    for (const target of targets)
      stacks.push(
        isRecorded(target)
          ? readRecorded(target, coverage).resources
          : await stackResources({ ...options, target, hasMadeUpIds: true }, coverage),
      );
    return new ContextStacks(stacks, coverage.outcome.assumptions);
  }

  /** What stands beside a stack: without what else is told of that stack itself, which is older. */
  besides({ project, stack }: Pick<StackName, "project" | "stack">): readonly RegisteredResource[] {
    return this.stacks.flat().flatMap((resource) => {
      const its = readUrn(resource.urn);
      const isOwn = its.project === project && its.stack === stack;
      return resource.type === STACK_TYPE || isOwn ? [] : { ...resource, isContext: true };
    });
  }

  /**
   * What a stack exports that a program refers to; undefined where none of these is it, or several may be.
   * @param reference `organization/project/stack`, `project/stack`, `organization/stack` or `stack`
   * @param project that of the program, which a reference without one may mean
   */
  outputsOf(reference: string, project: string): Properties | undefined {
    const [stack, ...before] = reference.split("/").reverse();
    const named = this.stacks.flatMap((resources) => {
      const root = resources.find(({ type }) => type === STACK_TYPE);
      return root !== undefined && readUrn(root.urn).stack === stack ? root : [];
    });
    const ofProject = (name: string | undefined) => named.filter(({ urn }) => readUrn(urn).project === name);
    const candidates = [ofProject(before[0]), ...(before.length < 2 ? [ofProject(project), named] : [])].find(
      ({ length }) => length > 0,
    );
    const [found, ...others] = candidates ?? [];
    return others.length > 0 ? undefined : found?.outputs;
  }
}
