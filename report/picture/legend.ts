import { type Diagram, type Exposure, everyBox, exposureKinds, type LineKind, lineKinds } from "./diagram";
import { element } from "./markup";

const EXPOSURES: Readonly<Record<Exposure, string>> = {
  public: "public: a machine with a public address is on the internet",
  private: "private: ways out, none in",
  isolated: "isolated: no way out or in",
  unknown: "routes not known",
};

const LINES: Readonly<Record<LineKind, string>> = {
  internet: "from the internet",
  through: "from the internet, on through a balancer",
  inside: "inside a VPC",
  out: "out to the internet",
};

const BOTH = "from the internet, straight and on through a balancer";

/** What colours and strokes mean, of those that the diagram has. */
export function legendOf({ boxes, lines }: Diagram): string {
  const has = new Set([...everyBox(boxes)].map(({ exposure }) => exposure));
  const isContext = [...everyBox(boxes)].some((box) => box.isContext);
  const drawn = new Set(lines.map(({ kind }) => kind));
  const changes = new Set(lines.map(({ change }) => change));
  const items = [
    ...exposureKinds.filter((kind) => has.has(kind)).map((kind) => item(`area ${kind}`, EXPOSURES[kind])),
    ...lineTexts(drawn).map(([kind, text]) => item(`stroke ${kind}`, text)),
    ...(lines.some(({ isUncertain }) => isUncertain)
      ? [item("stroke uncertain", "hangs on what is not known yet")]
      : []),
    ...(changes.has("opened") ? [item("stroke opened", "opened since it was recorded", "+")] : []),
    ...(changes.has("closed") ? [item("stroke closed", "closed since it was recorded", "−")] : []),
    ...(isContext ? [item("area context", "of another stack")] : []),
  ];
  if (items.length === 0) return "";
  return element("ul", { class: "legend", "aria-label": "Legend" }, items.join(""));
}

/** What each stroke means; those that look alike once. */
function lineTexts(drawn: ReadonlySet<LineKind>): [LineKind, string][] {
  const kinds = lineKinds.filter((kind) => drawn.has(kind));
  const isBoth = drawn.has("internet") && drawn.has("through");
  return kinds
    .filter((kind) => !(isBoth && kind === "through"))
    .map((kind) => [kind, isBoth && kind === "internet" ? BOTH : LINES[kind]]);
}

function item(sign: string, text: string, mark = ""): string {
  return element("li", {}, element("span", { class: `sample ${sign}`, "aria-hidden": "true" }, mark) + text);
}
