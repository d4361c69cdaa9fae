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
  through: "on from there, through a balancer",
  inside: "inside a VPC",
};

/** What colours and strokes mean, of those that the diagram has. */
export function legendOf({ boxes, lines }: Diagram): string {
  const has = new Set([...everyBox(boxes)].map(({ exposure }) => exposure));
  const drawn = new Set(lines.map(({ kind }) => kind));
  const items = [
    ...exposureKinds.filter((kind) => has.has(kind)).map((kind) => item(`area ${kind}`, EXPOSURES[kind])),
    ...lineKinds.filter((kind) => drawn.has(kind)).map((kind) => item(`stroke ${kind}`, LINES[kind])),
    ...(lines.some(({ isUncertain }) => isUncertain)
      ? [item("stroke uncertain", "hangs on what is not known yet")]
      : []),
  ];
  if (items.length === 0) return "";
  return element("ul", { class: "legend", "aria-label": "Legend" }, items.join(""));
}

function item(sign: string, text: string): string {
  return element("li", {}, element("span", { class: `sample ${sign}`, "aria-hidden": "true" }, "") + text);
}
