import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { policyFiles } from "../../scripts/policy-files";
import { exampleProgram } from "../examples";
import type { Phase, Registered } from "../harness/program";
import { runProgram } from "../harness/program";
import { render, STYLES } from "../network/renderings";
import { descriptions } from "../network/stacks";
import { programOf } from "../pages";

/** A stack before anything is changed in it. */
export interface Base {
  readonly title: string;
  resources(phase: Phase): Promise<readonly Registered[]>;
}

const root = join(__dirname, "../..");

/** The programs of pages two by two, as two projects' resources in one stack: a change of one is not about the other. */
export function basesOfPages(): Base[] {
  const programs = programsOfPages();
  return programs.flatMap((one, i) => {
    const other = programs[i + 1] ?? programs[0];
    return i % 2 === 0 && other !== undefined ? [besides(one, other)] : [];
  });
}

function programsOfPages(): Titled[] {
  return policyFiles(root)
    .filter(({ page }) => existsSync(join(root, page)))
    .map(({ name, page }, i) => {
      const heading = i % 5 === 4 ? "Good" : "Bad";
      return {
        title: `${name}, ${heading}`,
        program: programOf(page, readFileSync(join(root, page), "utf8"), heading),
      };
    });
}

export function basesOfExamples(): Base[] {
  return ["leaky", "three-tier", "private-ssm"].map((example) => ({
    title: `examples/${example}`,
    resources: remembered((phase) => runProgram(exampleProgram(example), phase)),
  }));
}

/** Those of Alibaba Cloud, each beside a project of AWS in the same stack. */
export function basesOfAlicloud(): Base[] {
  const pages = programsOfPages();
  return ["ecs", "ecs-leaky"].flatMap((example, i) => {
    const page = pages[i];
    return page === undefined
      ? []
      : [besides({ title: `examples/${example}`, program: exampleProgram(example) }, page)];
  });
}

/** Random VPCs in every style of writing them. */
export function randomBases(count: number, seed: number): Base[] {
  const styles = Object.entries(STYLES);
  return fc.sample(descriptions, { numRuns: count, seed }).map((description, i) => {
    const [title, style] = styles[i % styles.length] as (typeof styles)[number];
    return {
      title: `random VPC ${i} of seed ${seed}, ${title}`,
      resources: remembered(async (phase) => render(description, style, phase)),
    };
  });
}

interface Titled {
  readonly title: string;
  readonly program: () => unknown;
}

function besides(one: Titled, other: Titled): Base {
  return {
    title: `${one.title} beside ${other.title}`,
    resources: remembered(async (phase) => [
      ...(await runProgram(one.program, phase)),
      ...(await runProgram(other.program, phase, { project: "neighbour" })),
    ]),
  };
}

function remembered<Key, Value>(read: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const known = new Map<Key, Promise<Value>>();
  return (key) => {
    const value = known.get(key) ?? read(key);
    known.set(key, value);
    return value;
  };
}
