import { unjudgedText, type Verdict } from "../report/verdict";
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
    /** What is taken for granted of them, and what is not known. */
    readonly told: Pick<Verdict, "assumptions" | "notes">,
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
    const stacks: (readonly RegisteredResource[])[] = [];
    const told: ContextStacks["told"] = { assumptions: [], notes: [] };
    for (const target of targets) {
      const coverage = new Coverage();
      stacks.push(
        isRecorded(target)
          ? readRecorded(target, coverage).resources
          : await stackResources({ ...options, target, hasMadeUpIds: true }, coverage),
      );
      told.assumptions.push(...coverage.outcome.assumptions);
      told.notes.push(...gapsIn(target, coverage.outcome));
    }
    return new ContextStacks(stacks, told);
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

/** What of a stack beside could not be read: not left unjudged, as it is not judged at all, but what is judged may hang on it. */
function gapsIn(target: string, { unjudged, notes }: Coverage["outcome"]): string[] {
  const gaps = unjudgedText({ unjudged })?.replace(/^not judged/, "not known");
  return gaps === undefined ? [] : [`${target}, which stands beside: ${gaps}`, ...notes];
}
