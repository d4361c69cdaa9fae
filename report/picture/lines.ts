import { groupBy } from "../../stack/multimap";
import type { Draft } from "./boxes";
import { type Line, type LineKind, lineKinds } from "./diagram";
import { beyondOf, type Ends, isOutside, whoseOf } from "./ends";
import { labelOf } from "./labels";
import { signOf, type ToldFlow, toldText } from "./told";

/** A flow from one box to another. */
interface Leg {
  readonly from: Draft;
  readonly to: Draft;
  readonly flow: ToldFlow;
  readonly kind: LineKind;
}

/** The lines between boxes; what a box gets from others in it, or from what it lies in, becomes a note of its own. */
export function linesOf(flows: readonly ToldFlow[], ends: Ends): Line[] {
  const legs = flows.flatMap((flow) => legsOf(flow, ends));
  for (const { kind, to, flow } of legs)
    if (kind !== "inside" && kind !== "out" && flow.change !== "closed") to.isReached = true;
  const inner = legs.filter(({ from, to }) => isIn(to, from));
  for (const [to, some] of groupBy(inner, (leg) => leg.to)) to.notes.push(...innerNotes(some));
  const outer = groupBy(
    legs.filter(({ from, to }) => !isIn(to, from) && !isIn(from, to)),
    ({ from, to, flow }) => `${from.id} ${to.id} ${flow.change}`,
  );
  return [...outer.values()].map((some, i) => lineOf(`l${i + 1}`, some));
}

function legsOf(flow: ToldFlow, ends: Ends): Leg[] {
  const through = isOutside(flow.from) ? ends.through(flow.to) : undefined;
  const kind = through !== undefined ? "through" : kindOf(flow);
  const senders = ends.of(through?.balancer ?? flow.from, "from");
  const receivers = ends.of(through?.end ?? flow.to, "to");
  return senders.flatMap((from) => receivers.map((to) => ({ from, to, flow, kind })));
}

function kindOf({ from, to }: ToldFlow): LineKind {
  if (isOutside(from)) return "internet";
  return isOutside(to) ? "out" : "inside";
}

/** Whether a box is another, or lies in it. */
function isIn(box: Draft | undefined, other: Draft): boolean {
  for (let around = box; around !== undefined; around = around.parent) if (around === other) return true;
  return false;
}

function innerNotes(legs: readonly Leg[]): string[] {
  const byWhose = groupBy(
    legs,
    ({ from, to, flow }) =>
      `${signOf(flow)}from ${from === to && to.names.length > 1 ? "each other" : flow.from}`,
  );
  return [...byWhose].flatMap(([whose, some]) =>
    labelOf(
      some.map(({ flow }) => flow),
      () => whose,
    ),
  );
}

function lineOf(id: string, legs: readonly [Leg, ...Leg[]]): Line {
  const [{ from, to, flow: first }] = legs;
  const flows = [...new Set(legs.map(({ flow }) => flow))];
  const kind = lineKinds.find((one) => legs.some((leg) => leg.kind === one)) as LineKind;
  return {
    id,
    ...{ from: from.id, to: to.id, kind, flows },
    isUncertain: flows.every(({ isUncertain }) => isUncertain),
    change: first.change,
    told: flows.map(toldText),
    label: signed(
      signOf(first),
      labelOf(flows, (flow) => (isOutside(flow.to) ? beyondOf(flow.to) : whoseOf(flow.from, from))),
    ),
  };
}

function signed(sign: string, label: readonly string[]): string[] {
  return label.map((text, i) => (i === 0 ? sign + text : text));
}
