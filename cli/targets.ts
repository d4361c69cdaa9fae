import { availableParallelism } from "node:os";
import { joined, type TargetVerdict, type Verdict } from "../report/verdict";
import { CannotRun } from "./cannot-run";
import { type CheckOptions, check } from "./check";

/** One of the things that a call judges. */
export interface Target extends Pick<CheckOptions, "stack"> {
  /** As people named it; the current folder's program if absent. */
  path?: string;
  /** What reports call it. */
  name: string;
}

/** What came of a call: of what could be judged the verdict, and why the rest could not. */
export interface Outcome {
  verdict: Verdict;
  /** A sentence for each target, which names it. */
  failures: string[];
}

/**
 * Judges targets side by side, as many at a time as this machine has cores, and joins what comes of them in their order.
 * @param done is told how many are
 * @throws CannotRun where there is one target alone, and it cannot be judged
 */
export async function checkAll(
  targets: readonly Target[],
  options: Omit<CheckOptions, "target" | "stack">,
  done: (number: number) => void = () => undefined,
): Promise<Outcome> {
  const [first] = targets;
  if (targets.length === 1 && first) return { verdict: await checkOne(first, options), failures: [] };
  const verdicts: (TargetVerdict | undefined)[] = [];
  const failures: (string | undefined)[] = [];
  const waiting = [...targets.entries()];
  let ended = 0;
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [position, target] = next;
      try {
        verdicts[position] = { target: target.name, verdict: await checkOne(target, options) };
      } catch (error) {
        if (!(error instanceof CannotRun)) throw error;
        const isNamed = error.message.startsWith(`${target.name}: `);
        failures[position] = isNamed ? error.message : `${target.name}: ${error.message}`;
      }
      done(++ended);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return {
    verdict: joined(verdicts.filter((one) => one !== undefined)),
    failures: failures.filter((one) => one !== undefined),
  };
}

function checkOne(
  { path, stack }: Target,
  options: Omit<CheckOptions, "target" | "stack">,
): Promise<Verdict> {
  return check({
    ...options,
    ...(path === undefined ? {} : { target: path }),
    ...(stack === undefined ? {} : { stack }),
  });
}
