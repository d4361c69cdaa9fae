import type { Exposures } from "../../network/exposures/exposures";
import { listed } from "../../network/exposures/flows";
import { Boxes, type Draft } from "./boxes";
import { type Diagram, everyBox, type Line } from "./diagram";
import { Ends } from "./ends";
import { FOLDED, type Folding, flowsByName, foldings } from "./folding";
import { linesOf } from "./lines";
import { placesOf } from "./places";
import { thingsOf } from "./things";

/** So many boxes and lines are legible at once; a network with more is folded as far as tells nearly the same. */
const LEGIBLE = { boxes: 60, lines: 80 };

/** So many can be followed by eye, if no more at once; a network with more is folded however little that tells. */
const BEARABLE = { boxes: 120, lines: 160 };

/** So many are laid out in seconds; what is above that is left out. */
const POSSIBLE = { boxes: 400, lines: 600 };

interface Attempt {
  readonly folding: Folding;
  readonly boxes: Boxes;
  readonly lines: readonly Line[];
}

/** The diagram of a network and what gets where in it; with as little drawn together as leaves it legible. */
export function diagramOf(exposures: Exposures): Diagram {
  const { folding, boxes, lines } = firstLegible(exposures);
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
      ...(kept.length < ends.length ? [`${ends.length - kept.length} lines are left out.`] : []),
    ],
  };
}

function firstLegible(exposures: Exposures): Attempt {
  const flows = listed(exposures.flows);
  const things = thingsOf(exposures);
  const flowsOf = flowsByName(flows);
  let last: Attempt | undefined;
  for (const folding of foldings) {
    const boxes = new Boxes(exposures, things, folding, flowsOf);
    const lines = linesOf(flows, new Ends(flows, exposures, boxes));
    last = { folding, boxes, lines };
    const most = foldings.indexOf(folding) < foldings.indexOf("stems") ? LEGIBLE : BEARABLE;
    if (lines.length <= most.lines && [...everyBox(boxes.roots)].length <= most.boxes) break;
  }
  return last as Attempt;
}

/** As many of the outermost boxes as can be drawn, those first that the internet gets into. */
function drawable(roots: readonly Draft[]): { readonly roots: Draft[]; readonly omissions: string[] } {
  const sizes = new Map(roots.map((root) => [root, [...everyBox([root])].length]));
  const isReached = (root: Draft) =>
    [...everyBox([root])].some((box) => box.isReached || box.kind === "internet");
  const byReach = [...roots].sort((one, other) => Number(isReached(other)) - Number(isReached(one)));
  const kept = new Set<Draft>();
  let count = 0;
  for (const root of byReach) {
    count += sizes.get(root) as number;
    if (count <= POSSIBLE.boxes) kept.add(root);
  }
  const left = roots.filter((root) => !kept.has(root));
  const unreached = left.some(isReached) ? "" : ", none of which the internet gets into";
  return {
    roots: roots.filter((root) => kept.has(root)),
    omissions: left.length > 0 ? [`${left.length} VPCs with all in them are left out${unreached}.`] : [],
  };
}
