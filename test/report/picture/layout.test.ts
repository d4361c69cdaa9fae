import assert from "node:assert/strict";
import { type Box, everyBox } from "../../../report/picture/diagram";
import { type Drawing, drawingOf, type Point, type Rectangle } from "../../../report/picture/layout";
import { diagramOfShop, HOSTILE, LARGE, PARTS, SMALL, UNLIKE } from "./pictures";

const overlaps = (one: Rectangle, other: Rectangle) =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

const holds = (outer: Rectangle, inner: Rectangle) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** A line's parts as thin rectangles. */
const partsOf = (points: readonly Point[]): Rectangle[] =>
  points.slice(1).map((end, i) => {
    const start = points[i] as Point;
    const [x, y] = [Math.min(start.x, end.x), Math.min(start.y, end.y)];
    return { x, y, width: Math.abs(end.x - start.x), height: Math.abs(end.y - start.y) };
  });

const crosses = (rectangle: Rectangle, points: readonly Point[]) =>
  partsOf(points).some((part) =>
    overlaps(rectangle, { ...part, width: Math.max(part.width, 0.1), height: Math.max(part.height, 0.1) }),
  );

describe("the drawing of a diagram", () => {
  for (const [title, kind] of [
    ["a small stack", SMALL],
    ["a stack of ten applications", { applications: 10, machines: 2 }],
    ["a large stack", LARGE],
    ["a large stack of unlike applications", UNLIKE],
    ["a stack with hostile names", HOSTILE],
  ] as const)
    describe(`of ${title}`, () => {
      let drawing: Drawing;
      before(async () => {
        drawing = await drawingOf(diagramOfShop(kind), PARTS.elk);
      });

      it("has every box in the one it lies in, and no other that overlaps it", () => {
        const places = new Map(drawing.boxes.map((placed) => [placed.box.id, placed]));
        const placeOf = ({ id }: Box) => places.get(id) as Rectangle;
        for (const box of everyBox(drawing.diagram.boxes))
          for (const child of box.children) assert.ok(holds(placeOf(box), placeOf(child)), child.title);
        for (const siblings of [
          drawing.diagram.boxes,
          ...[...everyBox(drawing.diagram.boxes)].map((box) => box.children),
        ])
          for (const one of siblings)
            for (const other of siblings)
              assert.ok(
                one === other || !overlaps(placeOf(one), placeOf(other)),
                `${one.title}, ${other.title}`,
              );
      });

      it("leads every line from its box to the other, through no third", () => {
        const innermost = drawing.boxes.filter(({ box }) => box.children.length === 0);
        for (const { line, points } of drawing.lines) {
          assert.ok(points.length >= 2, line.id);
          for (const { box, ...place } of innermost)
            if (![line.from, line.to].includes(box.id))
              assert.ok(!crosses(place, points), `${line.told[0]} ${box.title}`);
        }
      });

      it("has every label beside the lines and boxes, and all in the drawing", () => {
        const innermost = drawing.boxes.filter(({ box }) => box.children.length === 0);
        const frame = { x: 0, y: 0, width: drawing.width, height: drawing.height };
        for (const { line, label } of drawing.lines) {
          assert.ok(holds(frame, label), line.id);
          for (const other of drawing.lines) {
            assert.ok(!crosses(label, other.points), `${line.told[0]} on ${other.line.told[0]}`);
            assert.ok(
              other.line === line || !overlaps(label, other.label),
              `${line.told[0]} and ${other.line.told[0]}`,
            );
          }
          for (const { box, ...place } of innermost)
            assert.ok(!overlaps(label, place), `${line.told[0]} on ${box.title}`);
        }
      });
    });
});
