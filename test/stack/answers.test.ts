import assert from "node:assert/strict";
import fc from "fast-check";
import { allOf, anyOf, not } from "../../stack/answers";
import { type Answer, UNKNOWN } from "../../stack/value";

const answer = fc.constantFrom<Answer>(true, false, UNKNOWN);

/** What an answer may turn out to be. */
const outcomes = (one: Answer): boolean[] => (one === UNKNOWN ? [true, false] : [one]);

/** What several may turn out to be together. */
const together = (answers: readonly Answer[]): boolean[][] =>
  answers.reduce<boolean[][]>(
    (all, one) => all.flatMap((some) => outcomes(one).map((outcome) => [...some, outcome])),
    [[]],
  );

/** Known as soon as it is the same whatever the unknown turn out to be. */
const decided = (results: readonly boolean[]): Answer =>
  new Set(results).size > 1 ? UNKNOWN : (results[0] as boolean);

describe("answers", () => {
  it("are what they come to whatever the unknown ones turn out to be", () => {
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 5 }), (answers) => {
        const all = together(answers);
        assert.equal(anyOf(answers), decided(all.map((some) => some.some((one) => one))));
        assert.equal(allOf(answers), decided(all.map((some) => some.every((one) => one))));
      }),
    );
  });

  it("turn round, unless they are unknown", () => {
    const answers: Answer[] = [true, false, UNKNOWN];
    assert.deepEqual(answers.map(not), [false, true, UNKNOWN]);
  });
});
