import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import { type Box, type Diagram, everyBox, isOutermost, type Line } from "./diagram";
import { type HeadingSide, headingBeside, headingOf, labelSizeOf, type Size } from "./sizes";

/** In pixels from the top left of the drawing. */
export interface Rectangle extends Size, Point {}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface PlacedBox extends Rectangle {
  readonly box: Box;
}

export interface PlacedLine {
  readonly line: Line;
  /** From end to end, its corners between them. */
  readonly points: readonly Point[];
  /** Where its label stands. */
  readonly label: Rectangle;
}

/** A diagram with the places of all its parts. */
export interface Drawing extends Size {
  readonly diagram: Diagram;
  readonly headings: HeadingSide;
  /** Each before those that lie in it. */
  readonly boxes: readonly PlacedBox[];
  readonly lines: readonly PlacedLine[];
}

/** The shape of the pane that a drawing is to fill, in pixels. */
const PANE = { width: 1040, height: 860 };

/** How a diagram may be laid out. */
interface Manner {
  readonly direction: "RIGHT" | "DOWN";
  /** Whether what no line leads to stands behind the rest, or before it. */
  readonly isIdleLast: boolean;
}

const MANNERS: readonly Manner[] = [
  { direction: "DOWN", isIdleLast: true },
  { direction: "RIGHT", isIdleLast: true },
  { direction: "DOWN", isIdleLast: false },
  { direction: "RIGHT", isIdleLast: false },
];

/** With more lines, of which each costs the more, half of the manners are tried. */
const MOST_TRIED = 40;

/** Lays a diagram out in layers, as the packets go, in the manner that makes it the largest in its pane. */
export async function drawingOf(diagram: Diagram, elk: Pick<ELK, "layout">): Promise<Drawing> {
  const idle = idleIn(diagram);
  const isSmall = diagram.lines.length <= MOST_TRIED;
  let best: Drawing | undefined;
  for (const manner of MANNERS) {
    if (!manner.isIdleLast && (idle.size === 0 || !isSmall)) break;
    const drawing = await layered(diagram, idle, manner, elk);
    if (best === undefined || scaleOf(drawing) > scaleOf(best)) best = drawing;
  }
  return best as Drawing;
}

function scaleOf({ width, height }: Size): number {
  return Math.min(PANE.width / width, PANE.height / height);
}

/** The ids of the boxes that no line leads to or into. */
function idleIn({ boxes, lines }: Diagram): ReadonlySet<string> {
  const ends = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const isIdle = (box: Box): boolean => !ends.has(box.id) && box.children.every(isIdle);
  return new Set([...everyBox(boxes)].filter(isIdle).map(({ id }) => id));
}

async function layered(
  diagram: Diagram,
  idle: ReadonlySet<string>,
  manner: Manner,
  elk: Pick<ELK, "layout">,
): Promise<Drawing> {
  // Lines come from the side where packets do; headings stand on another.
  const headings = manner.direction === "RIGHT" ? "top" : "left";
  const drafter: Drafter = { headings, idle, isIdleLast: manner.isIdleLast };
  const outside = new Set(diagram.boxes.filter(isOutermost).map(({ id }) => id));
  const asked: ElkNode = {
    id: "drawing",
    layoutOptions: { ...OPTIONS, "elk.direction": manner.direction },
    children: nodesOf(diagram.boxes, "drawing", drafter),
    edges: diagram.lines.map((line) => edgeOf(line, outside)),
  };
  const graph = (await elk.layout(asked)) as LaidOutNode;
  const lines = new Map(diagram.lines.map((line) => [line.id, line]));
  const places = new Map(everyNode(graph).map((node) => [node.id, node]));
  return {
    ...{ diagram, headings },
    width: graph.width,
    height: graph.height,
    boxes: placedBoxes(diagram.boxes, places),
    lines: graph.edges.map((edge) => placedLine(lines.get(edge.id) as Line, edge)),
  };
}

/** A node as the library hands it back. */
interface LaidOutNode extends Rectangle {
  readonly id: string;
  readonly children?: readonly LaidOutNode[];
  readonly edges: readonly LaidOutEdge[];
}

interface LaidOutEdge {
  readonly id: string;
  readonly sections: readonly { startPoint: Point; bendPoints?: readonly Point[]; endPoint: Point }[];
  readonly labels: readonly Rectangle[];
}

function everyNode(node: LaidOutNode): LaidOutNode[] {
  return [node, ...(node.children?.flatMap(everyNode) ?? [])];
}

const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.padding": "[top=24,left=24,bottom=24,right=24]",
  "elk.spacing.nodeNode": "20",
  "elk.spacing.edgeNode": "16",
  "elk.spacing.edgeEdge": "12",
  "elk.spacing.edgeLabel": "4",
  "elk.layered.spacing.nodeNodeBetweenLayers": "36",
  "elk.layered.spacing.edgeNodeBetweenLayers": "18",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "12",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.mergeHierarchyEdges": "false",
};

/** Around what lies in a box, beside its heading. */
const ROOM = 16;

/** What is needed to draft the nodes of boxes. */
interface Drafter {
  readonly headings: HeadingSide;
  readonly idle: ReadonlySet<string>;
  readonly isIdleLast: boolean;
}

/** So many boxes that no line leads to are packed as one. */
const PACKED = 2;

/** The nodes of boxes that lie in one; those that no line leads to are packed in a node that is not drawn. */
function nodesOf(boxes: readonly Box[], id: string, drafter: Drafter): ElkNode[] {
  const idle = boxes.filter((box) => drafter.idle.has(box.id));
  if (idle.length < PACKED || idle.length === boxes.length)
    return boxes.map((box) => nodeOf(box, drafter, drafter.idle.has(box.id)));
  const pack: ElkNode = {
    id: `${id}-idle`,
    layoutOptions: { ...PACKING, "elk.padding": "[top=0,left=0,bottom=0,right=0]", ...lastIf(drafter) },
    children: idle.map((box) => nodeOf(box, drafter, false)),
  };
  const others = boxes.filter((box) => !drafter.idle.has(box.id)).map((box) => nodeOf(box, drafter, false));
  return [...others, pack];
}

function lastIf({ isIdleLast }: Drafter): Readonly<Record<string, string>> {
  return isIdleLast ? { "elk.layered.layering.layerConstraint": "LAST" } : {};
}

const PACKING = {
  "elk.algorithm": "rectpacking",
  "elk.hierarchyHandling": "SEPARATE_CHILDREN",
  "elk.aspectRatio": "1.6",
  "elk.spacing.nodeNode": "20",
};

function nodeOf(box: Box, drafter: Drafter, isIdle: boolean): ElkNode {
  const last = isIdle ? lastIf(drafter) : {};
  if (box.children.length === 0) {
    const { width, height } = headingOf(box);
    // Lines that begin at one port have one stem, and whatever it leads to, one sender.
    const ports = isOutermost(box) ? [{ id: portOf(box.id) }] : [];
    return { id: box.id, width, height, layoutOptions: { ...last, ...layerOf(box) }, ports };
  }
  return {
    id: box.id,
    layoutOptions: {
      ...(drafter.idle.has(box.id) ? PACKING : {}),
      ...last,
      ...roomFor(box, drafter),
      "elk.nodeSize.constraints": "[MINIMUM_SIZE]",
    },
    children: nodesOf(box.children, box.id, drafter),
  };
}

function layerOf({ kind }: Box): Readonly<Record<string, string>> {
  if (!isOutermost({ kind })) return {};
  return { "elk.layered.layering.layerConstraint": kind === "outside" ? "LAST" : "FIRST" };
}

function roomFor(box: Box, { headings, idle }: Drafter): Readonly<Record<string, string>> {
  if (headings === "top") {
    const { width, height } = headingOf(box);
    return {
      "elk.padding": `[top=${height + 4},left=${ROOM},bottom=${ROOM},right=${ROOM}]`,
      "elk.nodeSize.minimum": `(${width},${height})`,
    };
  }
  const { width, height } = headingBeside(box);
  return {
    "elk.padding": `[top=${ROOM},left=${width},bottom=${ROOM},right=${ROOM}]`,
    // Of what is laid out from top to bottom in layers, the library takes the least size on its side.
    "elk.nodeSize.minimum": idle.has(box.id) ? `(${width},${height})` : `(${height},${width})`,
  };
}

const portOf = (id: string) => `${id}-port`;

function edgeOf({ id, from, to, label }: Line, outside: ReadonlySet<string>): ElkExtendedEdge {
  return {
    id,
    sources: [outside.has(from) ? portOf(from) : from],
    targets: [outside.has(to) ? portOf(to) : to],
    labels: [{ text: label.join("\n"), ...labelSizeOf(label) }],
  };
}

function placedBoxes(boxes: readonly Box[], places: ReadonlyMap<string, Rectangle>): PlacedBox[] {
  return boxes.flatMap((box) => {
    const { x, y, width, height } = places.get(box.id) as Rectangle;
    return [{ box, x, y, width, height }, ...placedBoxes(box.children, places)];
  });
}

function placedLine(line: Line, { sections, labels }: LaidOutEdge): PlacedLine {
  const points = sections.flatMap(({ startPoint, bendPoints, endPoint }) => [
    startPoint,
    ...(bendPoints ?? []),
    endPoint,
  ]);
  const [{ x, y, width, height }] = labels as [Rectangle];
  return { line, points, label: { x, y, width, height } };
}
