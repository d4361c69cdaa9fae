import type { ELK, ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import type { Box, Diagram, Line } from "./diagram";
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

/** Lays a diagram out in layers, as the packets go: from left to right or from top to bottom, whichever is the larger in its pane. */
export async function drawingOf(diagram: Diagram, elk: Pick<ELK, "layout">): Promise<Drawing> {
  const across = await layered(diagram, "RIGHT", elk);
  const down = await layered(diagram, "DOWN", elk);
  return scaleOf(across) >= scaleOf(down) ? across : down;
}

function scaleOf({ width, height }: Size): number {
  return Math.min(PANE.width / width, PANE.height / height);
}

async function layered(
  diagram: Diagram,
  direction: "RIGHT" | "DOWN",
  elk: Pick<ELK, "layout">,
): Promise<Drawing> {
  // Lines come from the side where packets do; headings stand on another.
  const headings = direction === "RIGHT" ? "top" : "left";
  const outside = new Set(diagram.boxes.filter(isOutside).map(({ id }) => id));
  const asked: ElkNode = {
    id: "drawing",
    layoutOptions: { ...OPTIONS, "elk.direction": direction },
    children: diagram.boxes.map((box) => nodeOf(box, headings)),
    edges: diagram.lines.map((line) => edgeOf(line, outside)),
  };
  const graph = await elk.layout(asked);
  const lines = new Map(diagram.lines.map((line) => [line.id, line]));
  return {
    ...{ diagram, headings },
    width: graph.width ?? 0,
    height: graph.height ?? 0,
    boxes: placedBoxes(diagram.boxes, graph.children ?? []),
    lines: (graph.edges ?? []).map((edge) => placedLine(lines.get(edge.id) as Line, edge)),
  };
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

function nodeOf(box: Box, headings: HeadingSide): ElkNode {
  if (box.children.length === 0) {
    const { width, height } = headingOf(box);
    const isFirst = isOutside(box);
    const layoutOptions = isFirst ? { "elk.layered.layering.layerConstraint": "FIRST" } : {};
    // Lines that begin at one port have one stem, and whatever it leads to, one sender.
    const ports = isFirst ? [{ id: portOf(box.id) }] : [];
    return { id: box.id, width, height, layoutOptions, ports };
  }
  return {
    id: box.id,
    layoutOptions: { ...roomFor(box, headings), "elk.nodeSize.constraints": "[MINIMUM_SIZE]" },
    children: box.children.map((child) => nodeOf(child, headings)),
  };
}

function roomFor(box: Box, headings: HeadingSide): Readonly<Record<string, string>> {
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
    // Of a drawing from top to bottom, the library takes the least size on its side.
    "elk.nodeSize.minimum": `(${height},${width})`,
  };
}

function isOutside({ kind }: Box): boolean {
  return kind === "internet" || kind === "addresses";
}

const portOf = (id: string) => `${id}-out`;

function edgeOf({ id, from, to, label }: Line, outside: ReadonlySet<string>): ElkExtendedEdge {
  return {
    id,
    sources: [outside.has(from) ? portOf(from) : from],
    targets: [to],
    labels: [{ text: label.join("\n"), ...labelSizeOf(label) }],
  };
}

function placedBoxes(boxes: readonly Box[], nodes: readonly ElkNode[]): PlacedBox[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return boxes.flatMap((box) => {
    const { x = 0, y = 0, width = 0, height = 0, children = [] } = byId.get(box.id) ?? {};
    return [{ box, x, y, width, height }, ...placedBoxes(box.children, children)];
  });
}

function placedLine(line: Line, { sections = [], labels = [] }: ElkExtendedEdge): PlacedLine {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const [{ x = 0, y = 0, width = 0, height = 0 } = {}] = labels;
  return { line, points, label: { x, y, width, height } };
}
