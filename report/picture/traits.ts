import type { Names } from "../../network/exposures/names";
import { isOutside } from "./ends";
import { flowsByName, type Traits } from "./folding";
import { shapesOf } from "./shapes";
import type { Thing } from "./things";
import type { ToldFlow } from "./told";

/** What the flows of a network and what was found in it tell of its things. @param graves the policies that found something grave, by URN */
export function traitsOf(
  things: readonly Thing[],
  flows: readonly ToldFlow[],
  names: Names,
  graves: ReadonlyMap<string, string>,
): Traits {
  const reached = new Set(
    flows
      .filter(({ from }) => isOutside(from))
      .map(({ to }) => (names.isName(to) ? to : to.split(" through ")[0])),
  );
  const byName = flowsByName(flows);
  const gravesOf = ({ resource }: Thing) => graves.get(resource.urn) ?? "";
  const signOf = (thing: Thing) => `${thing.kind} ${thing.resource.isContext} ${gravesOf(thing)}`;
  return {
    gravesOf,
    flowsOf: ({ name }) => byName(name),
    shapeOf: shapesOf(things, flows, names, signOf),
    isReached: ({ name }) => reached.has(name),
  };
}
