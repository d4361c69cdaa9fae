import fc from "fast-check";
import { withDoors } from "./doors";
import { judgeDoors, NOTHING_YET } from "./judge-doors";
import { STYLES } from "./renderings";
import { descriptions } from "./stacks";

/** Holds the network to the oracle on many random stacks, in random styles, at preview or update: `npm run oracle [stacks] [seed]`. */
const [stacks = 100_000, seed = 1] = process.argv.slice(2).map(Number);
const BATCH = 1000;
const tally = { ...NOTHING_YET };

for (let done = 0; done < stacks; done += BATCH) {
  fc.assert(
    fc.property(
      withDoors(descriptions),
      fc.constantFrom(...Object.values(STYLES)),
      fc.constantFrom("preview" as const, "update" as const),
      fc.nat(),
      (description, style, phase, packets) =>
        judgeDoors(description, { style, phase, seed: packets, count: 4 }, tally),
    ),
    { numRuns: Math.min(BATCH, stacks - done), seed: seed + done },
  );
  console.log(`${Math.min(done + BATCH, stacks)} stacks agree; packets: ${JSON.stringify(tally)}`);
}
