import type { Exposures } from "../../network/exposures/exposures";
import { Boxes, type Draft } from "./boxes";
import { type Diagram, everyBox, isOutermost, type Line } from "./diagram";
import { Ends } from "./ends";
import { FOLDED, type Folding, foldings } from "./folding";
import { linesOf } from "./lines";
import { placesOf } from "./places";
import { thingsOf } from "./things";
import { type ToldFlow, toldFlows } from "./told";
import { traitsOf } from "./traits";

/** So many boxes and lines are legible at first sight; a network with more is folded as far as tells nearly the same. */
const LEGIBLE = { boxes: 32, lines: 40 };

/** So many can be followed, part by part; a network with more is folded however little that tells. */
const BEARABLE = { boxes: 48, lines: 60 };

/** So many are laid out in a second or two; what is above that is left out. */
const POSSIBLE = { boxes: 120, lines: 160 };

interface Attempt {
  readonly folding: Folding;
  readonly boxes: Boxes;
  readonly lines: readonly Line[];
}

/**
 * The diagram of a network and what gets where in it; with as little drawn together as leaves it legible.
 * @param graves the policies that found something grave, by the URN of what they found it in
 */
export function diagramOf(
  exposures: Exposures,
  flows: readonly ToldFlow[] = toldFlows(exposures),
  graves: ReadonlyMap<string, string> = new Map(),
): Diagram {
  const { folding, boxes, lines } = firstLegible(exposures, flows, graves);
  const { roots, omissions } = drawable(boxes.roots);
  const drawn = new Set([...everyBox(roots)].map(({ id }) => id));
  const ends = lines.filter(({ from, to }) => drawn.has(from) && drawn.has(to));
  const kept = ends.slice(0, POSSIBLE.lines);
  const places = [...placesOf(exposures.network, boxes)].map(
    ([urn, ids]) => [urn, ids.filter((id) => drawn.has(id))] as const,
  );
  return {
    boxes: roots,
    lines: kept,
    places: new Map(places.filter(([, ids]) => ids.length > 0)),
    omissions: [
      ...[FOLDED[folding]].filter((text) => text !== undefined),
      ...omissions,
      ...leftOut(ends.length - kept.length, "line is", "lines are"),
    ],
  };
}

function firstLegible(
  exposures: Exposures,
  flows: readonly ToldFlow[],
  graves: ReadonlyMap<string, string>,
): Attempt {
  const things = thingsOf(exposures, flows);
  const traits = traitsOf(things, flows, exposures.names, graves);
  let last: Attempt | undefined;
  for (const folding of foldings) {
    const boxes = new Boxes(exposures, things, folding, traits);
    const lines = linesOf(flows, new Ends(flows, exposures, boxes));
    last = { folding, boxes, lines };
    const most = foldings.indexOf(folding) < foldings.indexOf("groups") ? LEGIBLE : BEARABLE;
    if (lines.length <= most.lines && [...everyBox(boxes.roots)].length <= most.boxes) break;
  }
  return last as Attempt;
}

/** As many of the outermost boxes as can be drawn: the internet, what it gets into, then the others. */
function drawable(roots: readonly Draft[]): { readonly roots: Draft[]; readonly omissions: string[] } {
  const sizes = new Map(roots.map((root) => [root, [...everyBox([root])].length]));
  const isReached = (root: Draft) => [...everyBox([root])].some((box) => box.isReached);
  const rankOf = (root: Draft) => (isOutermost(root) ? 2 : Number(isReached(root)));
  const byRank = [...roots].sort((one, other) => rankOf(other) - rankOf(one));
  const kept = new Set<Draft>();
  let count = 0;
  for (const root of byRank) {
    count += sizes.get(root) as number;
    if (count <= POSSIBLE.boxes) kept.add(root);
  }
  const left = roots.filter((root) => !kept.has(root));
  const unreached = left.some(isReached) ? "" : ", which the internet does not get into";
  return {
    roots: roots.filter((root) => kept.has(root)),
    omissions: leftOut(left.length, "VPC with all in it is", "VPCs with all in them are", unreached),
  };
}

function leftOut(count: number, one: string, many: string, which = ""): string[] {
  return count > 0 ? [`${count} ${count === 1 ? one : many} left out${which}.`] : [];
}
