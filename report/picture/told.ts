import type { Exposures } from "../../network/exposures/exposures";
import {
  type Flow,
  type Flows,
  flowText,
  listed,
  listedOut,
  parseFlows,
} from "../../network/exposures/flows";

/** What a change does to a flow. */
export type Change = "opened" | "closed";

/** A flow that a picture tells of. */
export interface ToldFlow extends Flow {
  /** Undefined where it was and stays. */
  readonly change?: Change;
}

/** What flows are told besides those that get to something. */
export interface Besides {
  /** Whether the ways out are asked for. */
  readonly hasOut?: boolean;
  /** Flows that are opened and closed since they were recorded, as texts. */
  readonly opened?: readonly string[];
  readonly closed?: readonly string[];
}

/** The flows of a network, those first that a change opens or closes; what it opens is told once, as opened. */
export function toldFlows(exposures: Exposures, besides: Besides = {}): ToldFlow[] {
  const { hasOut = false, opened = [], closed = [] } = besides;
  const [more, less] = [parseFlows(opened), parseFlows(closed)];
  const changed = (change: Change, { flows, out }: { readonly flows: Flows; readonly out: Flows }) =>
    [...listed(flows), ...listedOut(out)].map((flow) => ({ ...flow, change }));
  return [
    ...changed("opened", more),
    ...changed("closed", less),
    ...listed(without(exposures.flows, more.flows)),
    ...(hasOut ? listedOut(without(exposures.flowsOut, more.out)) : []),
  ];
}

function without(all: Flows, some: Flows): Flows {
  if (some.size === 0) return all;
  return new Map(
    [...all].map(([name, reached]) => {
      const less = some.get(name)?.certain;
      return [name, less === undefined ? reached : { ...reached, certain: reached.certain.subtract(less) }];
    }),
  );
}

const SIGNS: Readonly<Record<Change, string>> = { opened: "+ ", closed: "− " };

/** Such as `+ internet → Database orders: tcp 5432`. */
export function toldText(flow: ToldFlow): string {
  return signOf(flow) + flowText(flow);
}

/** `+ ` before what is opened and `− ` before what is closed; else "". */
export function signOf({ change }: ToldFlow): string {
  return change === undefined ? "" : SIGNS[change];
}
