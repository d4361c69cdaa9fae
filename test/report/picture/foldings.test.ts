import assert from "node:assert/strict";
import { Exposures } from "../../../network/exposures/exposures";
import { Boxes, type Draft } from "../../../report/picture/boxes";
import { everyBox, type Line } from "../../../report/picture/diagram";
import { Ends } from "../../../report/picture/ends";
import { FOLDED, type Folding, foldings } from "../../../report/picture/folding";
import { linesOf } from "../../../report/picture/lines";
import { pictureOf } from "../../../report/picture/picture";
import { placesOf } from "../../../report/picture/places";
import { thingsOf } from "../../../report/picture/things";
import { type ToldFlow, toldFlows } from "../../../report/picture/told";
import { traitsOf } from "../../../report/picture/traits";
import { networkOf } from "../../network/rendered-network";
import { slanted } from "./every-part";
import { isAsGolden } from "./golden";
import { town } from "./town";

/** All that a box says, and what lies in it. */
function boxText(
  { id, kind, title, notes, names, members, children, ...more }: Draft,
  indent = "",
): string[] {
  const { exposure, isReached, isContext } = more;
  return [
    [
      `${indent}${id} ${kind} "${title}"`,
      ...(exposure ? [exposure] : []),
      ...(isReached ? ["reached"] : []),
      ...(isContext ? ["of another stack"] : []),
    ].join(", "),
    ...(names.join() === title ? [] : [`${indent}  = ${names.join("; ")}`]),
    ...notes.map((note) => `${indent}  | ${note}`),
    ...(members ?? []).map(({ name, groups }) => `${indent}  * ${[name, ...groups].join("; ")}`),
    ...children.flatMap((child) => boxText(child, `${indent}  `)),
  ];
}

function lineText({ id, from, to, kind, isUncertain, change, label, told }: Line): string[] {
  const signs = [kind, ...(isUncertain ? ["uncertain"] : []), ...(change ? [change] : [])];
  return [
    `${id} ${from} -> ${to} ${signs.join(", ")}: ${label.join(" / ")}`,
    ...told.map((one) => `  ${one}`),
  ];
}

/** What is drawn of a town, each with as much drawn together as one folding does. */
function drawn(exposures: Exposures, flows: readonly ToldFlow[], graves: ReadonlyMap<string, string>) {
  const things = thingsOf(exposures, flows);
  const traits = traitsOf(things, flows, exposures.names, graves);
  return (folding: Folding): string[] => {
    const boxes = new Boxes(exposures, things, folding, traits);
    const lines = linesOf(flows, new Ends(flows, exposures, boxes));
    const places = [...placesOf(exposures.network, boxes)].map(
      ([urn, ids]) => `${urn.split("::").slice(2).join(" ")}: ${ids.join(" ")}`,
    );
    assert.equal(
      new Set([...everyBox(boxes.roots)].map(({ id }) => id)).size,
      [...everyBox(boxes.roots)].length,
    );
    const isEnd = folding === foldings[0] || folding === foldings.at(-1);
    const found = isEnd ? ["", ...places] : [];
    return [...boxes.roots.flatMap((box) => boxText(box)), "", ...lines.flatMap(lineText), ...found];
  };
}

describe("what is drawn of a town", () => {
  let exposures: Exposures;
  let draw: (folding: Folding) => string[];
  before(() => {
    exposures = new Exposures(networkOf(town()));
    const urnOf = (name: string) => exposures.names.find(name)?.urn ?? name;
    const grave = ["Database users", "Instance mixed", "Instance grave"].map(urnOf);
    const flows = toldFlows(exposures, {
      hasOut: true,
      opened: ["internet → LoadBalancer web: tcp 443", "192.0.2.0/24 → Instance bastion: tcp 80"],
      closed: ["internet over IPv6 but 2001:db8::/32 → Instance odd: udp 53", "nobody → nothing: tcp 1"],
    });
    draw = drawn(exposures, flows, new Map(grave.map((urn) => [urn, "no-x"])));
  });

  it("quotes no secret on its page", async () => {
    const page = await pictureOf(
      {
        title: "town",
        exposures,
        mask: (text) => text.replaceAll("app", "[secret]"),
      },
      undefined,
      { elk: slanted(), style: "", script: "" },
    );
    assert.doesNotMatch(page, /app/);
    assert.match(page, /data-members="Instance \[secret\]-1\tSecurityGroup \[secret\]\n/);
  });

  for (const folding of foldings)
    it(`is as it was looked at: ${folding}`, () => {
      isAsGolden(`town.${folding}.txt`, [FOLDED[folding] ?? "", "", ...draw(folding), ""].join("\n"));
    });
});
