import { performance } from "node:perf_hooks";
import { AddressSet } from "../algebra/addresses";
import { unionAll } from "../algebra/set";

/** How the time to unite n random blocks grows: one line per n, with the ratio to the line before. Run by `npx ts-node -T bench/algebra.ts`. */

const REPETITIONS = 5;

/** A fixed sequence of 32-bit numbers, the same in every run (xorshift32). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    yield state >>> 0;
  }
}

function randomBlocks(n: number): AddressSet[] {
  const random = numbers(1);
  return Array.from({ length: n }, () => {
    const [bits, length] = [random.next().value, 20 + (random.next().value % 13)];
    const parts = [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255);
    return AddressSet.of(`${parts.join(".")}/${length}`);
  });
}

/** The fastest of several runs: the one least disturbed by what else the machine does. */
function milliseconds(action: () => void): number {
  const times = Array.from({ length: REPETITIONS }, () => {
    const start = performance.now();
    action();
    return performance.now() - start;
  });
  return Math.min(...times);
}

const unite = (n: number) => {
  const blocks = randomBlocks(n);
  return milliseconds(() => unionAll(blocks, AddressSet.empty));
};

unite(5_000);
let before: number | undefined;
for (const n of [1_000, 10_000, 100_000]) {
  const time = unite(n);
  const ratio = before === undefined ? "" : `, ${(time / before).toFixed(1)} times the line before`;
  const perStep = ((time * 1e6) / (n * Math.log2(n))).toFixed(0);
  console.log(`${n} blocks: ${time.toFixed(1)} ms${ratio}, ${perStep} ns for each of n log n steps`);
  before = time;
}
