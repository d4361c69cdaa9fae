import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { table } from "../scripts/table";
import { exponentOf, GROWING, type Grown, grown } from "./growth";
import { mix } from "./mix";
import { type Cost, type Costs, costsOf, type Pack } from "./pack";
import { picturesTable } from "./pictures";
import { plotOf } from "./plot";
import { cache, type Taken, taken } from "./process";
import { programs } from "./program";
import { stateOf } from "./state";
import { planOf } from "./terraform";

/** Something that is measured by itself. */
export interface Part {
  readonly name: string;
  readonly title: string;
  /** @param tell is told each result as soon as there is one */
  measure(tell: (line: string) => void): Promise<string> | string;
}

const RUNS = 3;
/** What takes a second or two varies more. */
const STARTS = 9;
const command = join(__dirname, "../dist/cli/main.js");
/** On a busy machine, whose clock says nothing. */
const UNHURRIED = ["--timeout", "36000"];

const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]) => sorted(values)[values.length >> 1] ?? Number.NaN;
const both = (ours: readonly number[], theirs: readonly number[]) =>
  [ours, theirs].map((values) => `${median(values).toFixed(2)} s`).join(" / ");

/** The ratio of what was measured in turn, with the least and the most of it. */
function ratio(ours: readonly number[], theirs: readonly number[]): string {
  const all = sorted(ours.map((one, i) => one / (theirs[i] ?? Number.NaN)));
  const [least, most] = [all[0], all.at(-1)].map((one) => one?.toFixed(2));
  return least === most ? String(least) : `${median(all).toFixed(2)} (${least} to ${most})`;
}

/** The CPU of what was measured in turn, its ratio, and the time on the clock. */
function compared(ours: readonly Cost[], theirs: readonly Cost[]): string[] {
  const of = (all: readonly Cost[], kind: keyof Cost) => all.map((one) => one[kind]);
  const cpu = [of(ours, "cpu"), of(theirs, "cpu")] as const;
  return [both(...cpu), ratio(...cpu), both(of(ours, "wall"), of(theirs, "wall"))];
}

/** A start is the same whatever comes after it. */
async function startRow(tell: (line: string) => void): Promise<string[]> {
  const [ours, empty]: [Cost[], Cost[]] = [[], []];
  for (let run = 0; run < STARTS; run++) {
    empty.push((await costsOf("empty", [])).start);
    ours.push((await costsOf("ours", [])).start);
    tell(`start: ${ours.at(-1)?.cpu.toFixed(2)} s, empty ${empty.at(-1)?.cpu.toFixed(2)} s`);
  }
  return ["", "start to configured, beside an empty pack", ...compared(ours, empty)];
}

const floor: Part = {
  name: "floor",
  title: "Beside the floor",
  async measure(tell) {
    const rows = [await startRow(tell)];
    for (const [size, runs] of [
      [3000, 15],
      [10_000, 9],
    ] as const) {
      const costs: Record<Pack, Costs[]> = { ours: [], noOp: [], empty: [] };
      const resources = mix(size);
      // In turn, so that whatever else the machine does falls on all of them.
      for (let run = 0; run < runs; run++)
        for (const pack of ["empty", "noOp", "ours"] as const) {
          costs[pack].push(await costsOf(pack, resources));
          tell(`${size} resources, ${pack}: ${JSON.stringify(costs[pack].at(-1))}`);
        }
      const row = (what: string, step: "analyze" | "analyzeStack", beside: Exclude<Pack, "ours">) => {
        const of = (pack: Pack) => costs[pack].map((one) => one[step]);
        rows.push([String(size), what, ...compared(of("ours"), of(beside))]);
      };
      row("Analyze of every resource, beside policies that do nothing", "analyze", "noOp");
      row("Analyze of every resource, beside an empty pack: the calls alone", "analyze", "empty");
      row("AnalyzeStack, beside policies that do nothing", "analyzeStack", "noOp");
      const [own, theirs] = [costs.ours, costs.noOp].map((all) => all.map(({ memory }) => memory));
      const megabytes = [own, theirs].map((all) => `${median(all ?? []).toFixed(0)} MB`).join(" / ");
      rows.push([
        String(size),
        "memory at its peak, beside policies that do nothing",
        megabytes,
        ratio(own ?? [], theirs ?? []),
        "",
      ]);
    }
    return table(["Resources", "What", "CPU, ours / theirs", "Ratio", "On the clock, ours / theirs"], rows);
  },
};

/** The CPU of what grows in one way alone, by its size. */
const growth: Part = {
  name: "growth",
  title: "Growth",
  async measure(tell) {
    const all: Grown[] = [];
    for (const growing of GROWING) {
      const one = await grown(growing);
      all.push(one);
      const costs = one.costs.map((cost) => cost.toFixed(2)).join(" / ");
      tell(`${one.what}: ${one.sizes.join(", ")} in ${costs} s, exponent ${exponentOf(one).toFixed(2)}`);
    }
    writeFileSync(join(__dirname, "../docs/growth.svg"), plotOf(all));
    const rows = all.map((one) => [
      one.what,
      one.sizes.join(" / "),
      `${one.costs.map((cost) => cost.toFixed(2)).join(" / ")} s`,
      exponentOf(one).toFixed(2),
    ]);
    return `![CPU by size, a picture for each row of the table](growth.svg)\n\n${table(
      ["What grows", "How many", "CPU", "Exponent"],
      rows,
    )}`;
  },
};

const checkov: Part = {
  name: "checkov",
  title: "Beside checkov",
  measure(tell) {
    let version: string;
    try {
      version = taken(["checkov", "--version"], 0).output.trim();
    } catch {
      return "Skipped: checkov is not on the PATH (`pip install checkov`).";
    }
    const rows = [1000, 10_000].map((size) => {
      const [state, plan] = [join(cache, "state.json"), join(cache, "plan.json")];
      writeFileSync(state, stateOf(mix(size)));
      writeFileSync(plan, planOf(mix(size)));
      const [ours, theirs]: [Taken[], Taken[]] = [[], []];
      for (let run = 0; run < (size > 1000 ? 1 : RUNS); run++) {
        ours.push(taken(["node", command, "check", state, ...UNHURRIED]));
        theirs.push(taken(["checkov", "-f", plan, "--framework", "terraform_plan", "--compact", "--quiet"]));
        tell(
          `${size} resources: ${ours.at(-1)?.cpu.toFixed(2)} s, checkov ${theirs.at(-1)?.cpu.toFixed(2)} s`,
        );
      }
      const of = (all: readonly Taken[], kind: "cpu" | "wall") => all.map((one) => one[kind]);
      const cpu = [of(ours, "cpu"), of(theirs, "cpu")] as const;
      return [
        String(size),
        both(...cpu),
        ratio(of(theirs, "cpu"), of(ours, "cpu")),
        both(of(ours, "wall"), of(theirs, "wall")),
      ];
    });
    const head = ["Resources", "CPU, ours / theirs", "Times faster", "On the clock, ours / theirs"];
    return `\`check\` of a state, beside checkov ${version} of a Terraform plan of the same resources.\n\n${table(head, rows)}`;
  },
};

const program: Part = {
  name: "program",
  title: "A program",
  measure(tell) {
    const { folder, alone } = programs();
    const [ours, theirs]: [Taken[], Taken[]] = [[], []];
    for (let run = 0; run < RUNS; run++) {
      theirs.push(taken(["node", alone, folder]));
      ours.push(taken(["node", command, "check", folder, ...UNHURRIED]));
      tell(`${ours.at(-1)?.cpu.toFixed(2)} s, unjudged ${theirs.at(-1)?.cpu.toFixed(2)} s`);
    }
    return `\`check\` of a program, beside the same program run against a monitor that judges nothing.\n\n${table(
      ["Program", "CPU, ours / theirs", "Ratio", "On the clock, ours / theirs"],
      [["100 resources", ...compared(ours, theirs)]],
    )}`;
  },
};

const large: Part = {
  name: "large",
  title: "Large stacks",
  async measure(tell) {
    const rows: string[][] = [];
    const state = join(cache, "state.json");
    writeFileSync(state, stateOf(mix(100_000)));
    const { cpu, memory } = taken([
      "node",
      "--max-old-space-size=4096",
      command,
      "check",
      state,
      ...UNHURRIED,
    ]);
    rows.push(["`check` of a state of 100,000", `${cpu.toFixed(1)} s`, `${memory.toFixed(0)} MB`]);
    tell(rows[0]?.join(", ") ?? "");
    const engine = await costsOf("ours", mix(30_000));
    const whole = engine.analyze.cpu + engine.analyzeStack.cpu;
    rows.push([
      "the pack under the engine, 30,000",
      `${whole.toFixed(1)} s`,
      `${engine.memory.toFixed(0)} MB`,
    ]);
    tell(rows[1]?.join(", ") ?? "");
    return table(["What", "CPU", "Memory at its peak"], rows);
  },
};

const pictures: Part = { name: "pictures", title: "Pictures", measure: picturesTable };

export const PARTS: readonly Part[] = [floor, growth, checkov, program, large, pictures];
