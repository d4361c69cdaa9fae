/**
 * How many random trials a test makes: `count` of them, each time others, in `npm test`; where the fast part alone is run, a sixth, those of one seed.
 */
export function trials(count: number): { readonly numRuns: number; readonly seed?: number } {
  return process.env.NETWORK_GUARD_TRIALS === "few"
    ? { numRuns: Math.ceil(count / 6), seed: 1 }
    : { numRuns: count };
}
