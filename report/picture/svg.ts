import { type Box, type Line, lineKinds } from "./diagram";
import type { Drawing, PlacedBox, PlacedLine, Point } from "./layout";
import { element, escaped } from "./markup";
import { SIGNS } from "./signs";
import { CHIP, type HeadingSide, headingBeside, headingOf, MARGIN, NOTE, TITLE } from "./sizes";

/** A drawing as an SVG element. @param found how many findings there are at a box, by its id */
export function svgOf(drawing: Drawing, found: ReadonlyMap<string, number>): string {
  const { width, height, boxes, lines } = drawing;
  const outer = boxes.filter(({ box }) => box.children.length > 0);
  const inner = boxes.filter(({ box }) => box.children.length === 0);
  const count = (box: Box) => found.get(box.id) ?? 0;
  return element(
    "svg",
    {
      id: "drawing",
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      role: "group",
      "aria-label": "Diagram of the network. Arrow keys move it, plus and minus zoom, 0 shows all of it.",
      tabindex: 0,
    },
    [
      element("defs", {}, [...lineKinds, "opened", "closed", "found"].map(arrowOf).join("")),
      ...outer.map((placed) => outerBox(placed, count(placed.box), drawing.headings)),
      ...lines.map(lineOf),
      ...lines.map(labelOf),
      ...inner.map((placed) => innerBox(placed, count(placed.box))),
    ].join("\n"),
  );
}

/** All of a drawing in small, without what is written in it. What is shown of it is marked by the page. */
export function mapOf({ width, height, boxes }: Drawing): string {
  const part = (isOuter: boolean) =>
    boxes
      .filter(({ box }) => box.children.length > 0 === isOuter)
      .map(
        (place) =>
          `M${round(place.x)} ${round(place.y)}h${round(place.width)}v${round(place.height)}h${-round(place.width)}z`,
      )
      .join("");
  const viewBox = `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`;
  return element(
    "svg",
    { id: "map", viewBox, "aria-hidden": "true" },
    element("path", { class: "outer", d: part(true) }) +
      element("path", { class: "inner", d: part(false) }) +
      element("rect", { class: "view" }),
  );
}

function arrowOf(kind: string): string {
  return element(
    "marker",
    {
      ...{ id: `arrow-${kind}`, class: `arrow ${kind}`, viewBox: "0 0 8 8", refX: 7, refY: 4 },
      ...{ markerWidth: 8, markerHeight: 8, orient: "auto", markerUnits: "userSpaceOnUse" },
    },
    element("path", { d: "M0 0.5L8 4L0 7.5z" }),
  );
}

/** A box with others in it: its frame and heading. */
function outerBox({ box, ...place }: PlacedBox, found: number, headings: HeadingSide): string {
  return element(
    "g",
    { id: box.id, class: classesOf(box, "outer"), "data-text": searchText(box) },
    `${element("title", {}, escaped(nameOf(box)))}${frame(place, 10)}${headingAt(box, place, headings)}${badge(place, found)}`,
  );
}

/** A box with nothing in it, which can be chosen. */
function innerBox({ box, ...place }: PlacedBox, found: number): string {
  const { notes, isReached } = box;
  const said = [
    nameOf(box),
    ...notes,
    ...(isReached ? ["The internet gets to it."] : []),
    ...foundText(found),
  ];
  return element(
    "g",
    {
      ...{ id: box.id, class: classesOf(box, "inner"), "data-text": searchText(box) },
      ...{ role: "button", tabindex: 0, "data-members": membersText(box) },
    },
    [
      element("title", {}, escaped(said.join("\n"))),
      ...[
        ...(box.members ? [behind(place)] : []),
        frame(place, 7),
        headingAt(box, place, "top"),
        badge(place, found),
      ],
    ].join(""),
  );
}

/** A line for each thing, its name and those of its groups between tabs; undefined where the box shows one thing. */
function membersText({ members }: Box): string | undefined {
  return members?.map(({ name, groups }) => [name, ...groups].join("\t")).join("\n");
}

function classesOf({ kind, exposure, isReached, isContext, members }: Box, shape: string): string {
  return [
    "box",
    shape,
    kind,
    ...(exposure === undefined ? [] : [exposure]),
    ...(isReached ? ["reached"] : []),
    ...(isContext ? ["context"] : []),
    ...(members ? ["many"] : []),
  ].join(" ");
}

/** So many names are told where one box stands for many things. */
const MOST_NAMES = 20;

function nameOf({ title, names }: Box): string {
  if (names.length === 0) return title;
  const more = names.length - MOST_NAMES;
  return names.slice(0, MOST_NAMES).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

function searchText({ title, names, notes }: Box): string {
  return [title, ...names, ...notes].join(" ").toLowerCase();
}

function foundText(found: number): string[] {
  return found === 0 ? [] : [found === 1 ? "1 finding." : `${found} findings.`];
}

type Place = Omit<PlacedBox, "box">;

function frame({ x, y, width, height }: Place, rx: number): string {
  return element("rect", {
    class: "frame",
    x: round(x),
    y: round(y),
    width: round(width),
    height: round(height),
    rx,
  });
}

/** The edge of a second frame behind that of a box which stands for several things. */
function behind({ x, y, width, height }: Place): string {
  const [right, bottom] = [x + width + 4, y + height + 4];
  const d = `M${round(x + 8)} ${round(bottom)}H${round(right - 7)}Q${round(right)} ${round(bottom)} ${round(right)} ${round(bottom - 7)}V${round(y + 8)}`;
  return element("path", { class: "behind", d });
}

/** The sign of a box, its title, its notes and, of subnets, how near they are to the internet. */
function headingAt(box: Box, { x, y, width }: Place, side: HeadingSide): string {
  const { titles, notes, chip } = side === "top" ? headingOf(box) : headingBeside(box);
  const left = x + MARGIN.x + MARGIN.sign;
  const top = y + MARGIN.y;
  const below = top + titles.length * TITLE.step;
  const lineAt = (kind: "title" | "note", line: string, size: number, base: number) =>
    element("text", { class: kind, x: round(left), y: round(base), "font-size": size }, escaped(line));
  const sign = `translate(${round(x + MARGIN.x)} ${round(top)})`;
  const [chipLeft, chipTop] =
    side === "top"
      ? [x + width - MARGIN.x - (chip?.width ?? 0), top - 1]
      : [left, below + notes.length * NOTE.step + 4];
  return [
    element("path", { class: "sign", d: SIGNS[box.kind], transform: sign }),
    ...titles.map((title, i) => lineAt("title", title, TITLE.size, top + (i + 1) * TITLE.step - 5)),
    ...notes.map((note, i) => lineAt("note", note, NOTE.size, below + (i + 1) * NOTE.step - 3)),
    ...(chip === undefined ? [] : [chipAt(chip.text, chipLeft, chipTop, chip.width)]),
  ].join("");
}

function chipAt(text: string, x: number, y: number, width: number): string {
  return element(
    "g",
    { class: "chip" },
    element("rect", { x: round(x), y: round(y), width: round(width), height: CHIP.height, rx: 9 }) +
      element(
        "text",
        { x: round(x + width / 2), y: round(y + 13), "text-anchor": "middle", "font-size": NOTE.size },
        escaped(text),
      ),
  );
}

/** How many findings there are at a box, on its corner. */
function badge({ x, y, width }: Place, found: number): string {
  if (found === 0) return "";
  const text = found > 99 ? "99+" : String(found);
  const wide = 12 + text.length * 8;
  const left = x + width - wide + 8;
  return element(
    "g",
    { class: "badge", "aria-hidden": "true" },
    element("rect", { x: round(left), y: round(y - 9), width: wide, height: 18, rx: 9 }) +
      element(
        "text",
        { x: round(left + wide / 2), y: round(y + 4.5), "text-anchor": "middle", "font-size": NOTE.size },
        text,
      ),
  );
}

function lineOf({ line, points }: PlacedLine): string {
  const { id, from, to, told } = line;
  return element(
    "g",
    { id, class: lineClasses(line), "data-from": from, "data-to": to },
    element("title", {}, escaped(told.slice(0, MOST_NAMES).join("\n"))) +
      element("path", { class: "reach", d: pathOf(points) }) +
      element("path", { class: "stroke", d: pathOf(points) }),
  );
}

function lineClasses({ kind, isUncertain, change }: Line): string {
  return ["line", kind, ...(isUncertain ? ["uncertain"] : []), ...(change ? [change] : [])].join(" ");
}

function labelOf({ line, label: { x, y } }: PlacedLine): string {
  return element(
    "text",
    { class: `label ${line.kind} ${line.change ?? ""}`.trim(), "data-line": line.id, "font-size": NOTE.size },
    line.label
      .map((text, i) =>
        element("tspan", { x: round(x + 2), y: round(y + (i + 1) * NOTE.step - 4) }, escaped(text)),
      )
      .join(""),
  );
}

/** How round corners are, in pixels. */
const CORNER = 8;

/** The path along points, its corners rounded. */
function pathOf(points: readonly Point[]): string {
  return points
    .map((point, i) => {
      const [before, after] = [points[i - 1], points[i + 1]];
      if (before === undefined) return `M${at(point)}`;
      if (after === undefined) return `L${at(point)}`;
      return `L${at(toward(point, before))}Q${at(point)} ${at(toward(point, after))}`;
    })
    .join("");
}

function at({ x, y }: Point): string {
  return `${round(x)} ${round(y)}`;
}

/** The point on the way to another where a corner's curve ends. */
function toward(corner: Point, other: Point): Point {
  const length = Math.hypot(other.x - corner.x, other.y - corner.y);
  const part = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: corner.x + (other.x - corner.x) * part, y: corner.y + (other.y - corner.y) * part };
}

function round(length: number): number {
  return Math.round(length * 10) / 10;
}
