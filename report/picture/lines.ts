import { type Flow, flowText } from "../../network/exposures/flows";
import { groupBy } from "../../stack/multimap";
import type { Draft } from "./boxes";
import { type Line, type LineKind, lineKinds } from "./diagram";
import { type Ends, isOutside, whoseOf } from "./ends";
import { labelOf } from "./labels";

/** A flow from one box to another. */
interface Leg {
  readonly from: Draft;
  readonly to: Draft;
  readonly flow: Flow;
  readonly kind: LineKind;
}

/** The lines between boxes; what a box gets from others in it, or from what it lies in, becomes a note of its own. */
export function linesOf(flows: readonly Flow[], ends: Ends): Line[] {
  const legs = flows.flatMap((flow) => legsOf(flow, ends));
  for (const { kind, to } of legs) if (kind !== "inside") to.isReached = true;
  // One thing alone sends itself nothing.
  const inner = legs.filter(({ from, to }) => isIn(to, from) && (from !== to || to.names.length > 1));
  for (const [to, some] of groupBy(inner, (leg) => leg.to)) to.notes.push(...innerNotes(some));
  const outer = groupBy(
    legs.filter(({ from, to }) => !isIn(to, from) && !isIn(from, to)),
    ({ from, to }) => `${from.id} ${to.id}`,
  );
  return [...outer.values()].map((some, i) => lineOf(`l${i + 1}`, some as [Leg, ...Leg[]]));
}

function legsOf(flow: Flow, ends: Ends): Leg[] {
  const through = isOutside(flow.from) ? ends.through(flow.to) : undefined;
  const kind = through !== undefined ? "through" : isOutside(flow.from) ? "internet" : "inside";
  const senders = ends.of(through?.balancer ?? flow.from);
  const receivers = ends.of(through?.end ?? flow.to);
  return senders.flatMap((from) => receivers.map((to) => ({ from, to, flow, kind })));
}

/** Whether a box is another, or lies in it. */
function isIn(box: Draft | undefined, other: Draft): boolean {
  for (let around = box; around !== undefined; around = around.parent) if (around === other) return true;
  return false;
}

function innerNotes(legs: readonly Leg[]): string[] {
  const byWhose = groupBy(legs, ({ from, to, flow }) => (from === to ? "each other" : flow.from));
  return [...byWhose].flatMap(([whose, some]) =>
    labelOf(
      some.map(({ flow }) => flow),
      () => `from ${whose}`,
    ),
  );
}

function lineOf(id: string, legs: readonly [Leg, ...Leg[]]): Line {
  const [{ from, to }] = legs;
  const flows = [...new Set(legs.map(({ flow }) => flow))];
  const kind = lineKinds.find((one) => legs.some((leg) => leg.kind === one)) ?? "inside";
  return {
    id,
    ...{ from: from.id, to: to.id, kind, flows },
    isUncertain: flows.every(({ isUncertain }) => isUncertain),
    told: flows.map(flowText),
    label: labelOf(flows, (flow) => whoseOf(flow.from, from)),
  };
}
