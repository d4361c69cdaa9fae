import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Exposures } from "../network/exposures/exposures";
import { flowText, listed } from "../network/exposures/flows";
import { Session } from "../network/session";
import { Judging } from "../pack/judging";
import { shownInputs, shownOutputs } from "../pack/shown";
import { THIS_PACK } from "../pack/this-pack";
import { formats } from "../report/formats";
import { pictureOf } from "../report/picture/picture";
import { reportOf } from "../report/report";
import { networkOf } from "../test/network/rendered-network";
import { PARTS } from "../test/report/picture/pictures";
import { type Declared, UNKNOWN } from "./mix";
import { registered } from "./registered";
import { openGroup, SHAPES, unknownSenders } from "./shapes";

/** What grows, the three sizes of it, each four times the one before, and what is worked out of it, whose CPU is counted. */
export interface Growing {
  readonly what: string;
  readonly sizes: readonly number[];
  /** Makes ready what does not count, and answers what does. */
  prepare(size: number): () => unknown;
}

/** What it took: seconds of CPU of each size. */
export interface Grown extends Growing {
  readonly costs: readonly number[];
}

const quadrupled = (first: number) => [first, 4 * first, 16 * first];

export const GROWING: readonly Growing[] = [
  ...SHAPES.map(({ what, first, of }) => ({
    ...{ what, sizes: quadrupled(first) },
    prepare(size: number) {
      const declared = of(size);
      return () => judge(declared);
    },
  })),
  {
    ...{ what: "flows, listed, of senders not known", sizes: quadrupled(250) },
    prepare(size) {
      const network = networkOf(registered(unknownSenders(size)));
      void network.placements;
      return () => listed(new Exposures(network).flows).map(flowText);
    },
  },
  { what: "findings, in every report", sizes: quadrupled(2500), prepare: reports },
];

/** All policies, resource by resource and over the whole. */
function judge(declared: readonly Declared[]): void {
  const resources = declared.map((one) => ({
    ...{ ...one, parent: one.parent ?? "" },
    outputs: { ...one.inputs, id: UNKNOWN, arn: UNKNOWN },
  }));
  Session.begin(new Map());
  const judging = new Judging(THIS_PACK.policies, new Map());
  for (const one of resources) judging.judgeResource(shownInputs(one));
  judging.judgeStack(resources.map((one) => shownOutputs(one)));
}

function reports(size: number): () => Promise<unknown> {
  const declared = Array.from({ length: size }, (_, i) => openGroup(i));
  const findings = declared.map(({ urn }, i) => ({
    ...{ policy: "no-public-ssh-rdp", pack: "network-guard", level: "mandatory", severity: "critical", urn },
    ...{ description: "No SSH from the internet.", message: "ingress[0] admits tcp 22 from 0.0.0.0/0." },
    ...{ remediationSteps: "Drop the rule.", source: { file: "/shop/index.ts", line: i + 1, column: 1 } },
  })) satisfies readonly Parameters<typeof reportOf>[0]["findings"][number][];
  const exposures = new Exposures(networkOf(registered(declared)));
  const verdict = { findings, resources: size, unjudged: [], assumptions: [], notes: [] };
  return () => {
    const tool = { name: "network-guard", version: "1.0.0" };
    const report = reportOf(verdict, { tool, root: "/shop", fails: () => true });
    for (const write of Object.values(formats)) write(report, { colour: false, directory: "/shop" });
    return pictureOf({ title: "shop", exposures, mask: (text) => text }, report, PARTS);
  };
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The least of several turns, of which each takes all sizes, so that whatever else the machine does falls on all of them. */
export async function grown(growing: Growing, turns = 2): Promise<Grown> {
  const { sizes, prepare } = growing;
  // What is compiled while it runs falls on none of them.
  await prepare(sizes[1] ?? 0)();
  const costs = sizes.map(() => Number.POSITIVE_INFINITY);
  for (let turn = 0; turn < turns; turn++)
    for (const [i, size] of sizes.entries()) costs[i] = Math.min(costs[i] ?? 0, await cpuOf(prepare(size)));
  return { ...growing, costs };
}

async function cpuOf(work: () => unknown): Promise<number> {
  collect();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** To which power of the size the CPU grows, by the last step, on which what costs the same for any size weighs least: 1 is linear, 2 quadratic. */
export function exponentOf({ sizes, costs }: Grown): number {
  const step = (values: readonly number[]) => Math.log((values.at(-1) ?? 0) / (values.at(-2) ?? 0));
  return step(costs) / step(sizes);
}
