import { fuzz } from "./fuzz";

/** `npm run fuzz -- [count] [seed]`: as many trials, of a seed that is told, so that they can be run again. */
const [count = 10_000, seed = Math.floor(Math.random() * 2 ** 31)] = process.argv.slice(2).map(Number);
console.log(`${count} trials of seed ${seed}`);
let begun = 0;
const tell = () => {
  if (++begun % 500 === 0) console.log(`${begun} begun`);
};
fuzz(count, seed, tell).then(
  () => console.log("All hold."),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
