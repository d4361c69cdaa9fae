import fc from "fast-check";
import type { Registered } from "../harness/program";
import { leavingUnread } from "../harness/well-said";
import { changes } from "./changes";
import { readPointsAt } from "./influence";
import { type Base, basesOfAlicloud, basesOfExamples, basesOfPages, randomBases } from "./stacks";
import { FORMS, hold, storyOf, type Trial } from "./trial";

/**
 * Runs `count` trials. The same seed gives the same trials.
 * @param begin told of each trial that begins, those that look for smaller changes included
 * @throws Error that holds the seed and the smallest changes of a stack that the pack does not bear
 */
export async function fuzz(count: number, seed: number, begin = () => {}): Promise<void> {
  const [pages, examples, random] = [basesOfPages(), basesOfExamples(), randomBases(6, seed)];
  const alicloud = basesOfAlicloud();
  const bases = [...pages, ...random, ...examples];
  const previews: (readonly Registered[])[] = [];
  for (const base of bases) previews.push(await base.resources("preview"));
  const pointsAt = readPointsAt(previews);
  const trials: fc.Arbitrary<Trial> = fc.record({
    base: fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom<Base[]>(...pages) },
      { weight: 10, arbitrary: fc.constantFrom<Base[]>(...random) },
      { weight: 1, arbitrary: fc.constantFrom<Base[]>(...examples) },
      { weight: 2, arbitrary: fc.constantFrom<Base[]>(...alicloud) },
    ),
    form: fc.constantFrom(...FORMS),
    changes: fc.array(changes, { minLength: 1, maxLength: 5 }),
    isBySdk: fc.nat(9).map((one) => one === 9),
  });
  const details = await fc.check(
    fc.asyncProperty(trials, (trial) => {
      begin();
      return leavingUnread(() => hold(trial, pointsAt));
    }),
    { numRuns: count, seed },
  );
  if (!details.failed) return;
  const [smallest] = details.counterexample ?? [];
  const story = smallest === undefined ? "" : await storyOf(smallest);
  throw new Error(`Seed ${seed}, trial ${details.numRuns} of ${count}:\n  ${story}`, {
    cause: details.errorInstance,
  });
}
