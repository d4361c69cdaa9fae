import assert from "node:assert/strict";
import fc from "fast-check";

/** By how much fewer there are than a test is written for. */
const DIVISOR = { all: 1, few: 6 }[process.env.NETWORK_GUARD_TRIALS ?? ""] ?? 2;

/**
 * How many random trials a test makes of the `count` it is written for: half of them, each time others, in `npm test`, and all at night and before a
 * release; where the fast part alone is run, a sixth, those of one seed.
 */
export function trials(count: number, seed = 1): { readonly numRuns: number; readonly seed?: number } {
  const numRuns = Math.ceil(count / DIVISOR);
  return DIVISOR === 6 ? { numRuns, seed } : { numRuns };
}

/** Makes random trials, and as many again as long as something that they count has not been met: what is rare may stay away. */
export function assertMeetingAll<Values>(
  property: fc.IProperty<Values>,
  count: number,
  tally: Readonly<Record<string, number>>,
): void {
  const missing = () => Object.keys(tally).filter((what) => tally[what] === 0);
  for (let round = 1; round <= 20 && missing().length > 0; round++) fc.assert(property, trials(count, round));
  assert.deepEqual(missing(), [], JSON.stringify(tally));
}
