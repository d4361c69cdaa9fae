import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { policies } from "../policies";
import { withMarked } from "../scripts/marked";
import { table } from "../scripts/table";
import { mix } from "./mix";
import { type Cost, type Costs, costsOf, type Pack } from "./pack";
import { FIRST_SIZES, SHAPES } from "./shapes";

/**
 * Measures the compiled pack beside one of as many policies that do nothing and one of none, and writes docs/benchmarks.md. Sizes of the mix are
 * arguments: `npm run bench -- 30000`. CPU is that of the pack's process, as Linux counts it.
 */

const RUNS = 3;
const page = join(__dirname, "../docs/benchmarks.md");

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const seconds = (costs: readonly Costs[], step: "start" | "analyze" | "analyzeStack", what: keyof Cost) =>
  median(costs.map((one) => one[step][what]));

/** In turn, so that whatever else the machine does falls on all of them. */
async function compared(size: number): Promise<Readonly<Record<Pack, Costs[]>>> {
  const costs: Record<Pack, Costs[]> = { ours: [], noOp: [], empty: [] };
  const resources = mix(size);
  for (let run = 0; run < RUNS; run++)
    for (const pack of ["empty", "noOp", "ours"] as const) costs[pack].push(await costsOf(pack, resources));
  return costs;
}

async function comparison(sizes: readonly number[]): Promise<string> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const { ours, noOp, empty } = await compared(size);
    const row = (what: string, step: "start" | "analyze" | "analyzeStack", floor: readonly Costs[]) => {
      const both = (what: keyof Cost) =>
        [ours, floor].map((costs) => `${seconds(costs, step, what).toFixed(2)} s`).join(" / ");
      const ratio = seconds(ours, step, "cpu") / seconds(floor, step, "cpu");
      rows.push([String(size), what, both("cpu"), ratio.toFixed(2), both("wall")]);
    };
    row("start to configured, beside an empty pack", "start", empty);
    row("Analyze of every resource, beside policies that do nothing", "analyze", noOp);
    row("Analyze of every resource, beside an empty pack: the calls alone", "analyze", empty);
    row("AnalyzeStack, beside policies that do nothing", "analyzeStack", noOp);
    const [own, floor] = [ours, noOp].map((costs) => median(costs.map(({ memory }) => memory)));
    const memory = `${own?.toFixed(0)} / ${floor?.toFixed(0)} MB`;
    rows.push([
      String(size),
      "memory at its peak, beside policies that do nothing",
      memory,
      ((own ?? 0) / (floor ?? 0)).toFixed(2),
      "",
    ]);
  }
  return table(["Resources", "What", "CPU, ours / theirs", "Ratio", "On the clock, ours / theirs"], rows);
}

/** The CPU of both calls, of a size, its double and its fourfold: four times as much where growth is linear. */
async function growth(): Promise<string> {
  const rows = [];
  for (const [shape, of] of Object.entries(SHAPES)) {
    const size = FIRST_SIZES[shape] ?? 1000;
    const sizes = [size, 2 * size, 4 * size];
    const costs: number[] = [];
    for (const one of sizes) {
      const { analyze, analyzeStack } = await costsOf("ours", of(one));
      costs.push(analyze.cpu + analyzeStack.cpu);
    }
    const most = Math.max(...costs);
    const bars = costs.map(
      (cost) => `${"█".repeat(Math.max(1, Math.round((cost / most) * 16)))} ${cost.toFixed(2)} s`,
    );
    rows.push([
      shape,
      sizes.join(", "),
      `\`${bars.join("` `")}\``,
      ((costs[2] ?? 0) / (costs[0] ?? 0)).toFixed(1),
    ]);
  }
  return table(["What grows", "How many", "CPU of Analyze and AnalyzeStack", "Fourfold costs"], rows);
}

async function measure(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number);
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const machine = `Node.js ${process.version}, ${availableParallelism()} processors (${cpus()[0]?.model.trim()}), commit ${commit}, ${policies.length} policies, medians of ${RUNS} runs in turn.`;
  const parts = [
    machine,
    "## Beside the floor",
    await comparison(sizes.length > 0 ? sizes : [1000, 10_000]),
    "## Growth",
    await growth(),
  ];
  writeFileSync(page, withMarked(readFileSync(page, "utf8"), parts.join("\n\n"), page));
}

measure().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
