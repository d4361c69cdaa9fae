import assert from "node:assert/strict";
import type { ElkNode } from "elkjs/lib/elk-api";
import type { Diagram, Line, LineKind } from "../../../report/picture/diagram";
import { drawingOf } from "../../../report/picture/layout";
import { legendOf } from "../../../report/picture/legend";
import { flowsList } from "../../../report/picture/lists";
import { pageOf } from "../../../report/picture/page";
import { EVERY_PART, FINDINGS, FLOWS, ONE_BOX, slanted } from "./every-part";
import { isAsGolden } from "./golden";

/** What a library is asked for when it lays a diagram out. */
async function askedFor(diagram: Diagram): Promise<ElkNode[]> {
  const asked: ElkNode[] = [];
  await drawingOf(diagram, slanted(asked));
  return asked;
}

/** A graph as it is handed over, a line for each part. */
function linesOf({ children = [], edges = [], layoutOptions = {}, ...node }: ElkNode, indent = ""): string[] {
  const options = Object.entries(layoutOptions).map(
    ([name, value]) => `${name.replace("elk.", "")}=${value}`,
  );
  return [
    `${indent}${JSON.stringify(node)} ${options.join(" ")}`,
    ...children.flatMap((child) => linesOf(child, `${indent}  `)),
    ...edges.map((edge) => JSON.stringify(edge)),
  ];
}

describe("every part of a picture", () => {
  it("is on its page as it was looked at", async () => {
    const drawing = await drawingOf(EVERY_PART, slanted());
    const page = { title: "shop", summary: "<3 findings>", drawing, findings: FINDINGS.slice(0, 4) };
    const text = pageOf({ ...page, flows: FLOWS, notes: ["a & b"] }, { style: "s{}", script: "1;" });
    isAsGolden("every-part.html", text.replaceAll("><", ">\n<"));
  });

  it("is left out of a page that has nothing of it", async () => {
    const drawing = await drawingOf(ONE_BOX, slanted());
    const page = { title: "shop", summary: "0 flows", drawing, findings: undefined };
    const text = pageOf({ ...page, flows: [], notes: [] }, { style: "", script: "" });
    isAsGolden("one-box.html", text.replaceAll("><", ">\n<"));
    const judged = pageOf({ ...page, findings: [], flows: [], notes: [] }, { style: "", script: "" });
    assert.match(judged, /<p class="none">Nothing was found\.<\/p>/);
  });

  it("is counted where many findings are at it", async () => {
    const drawing = await drawingOf(EVERY_PART, slanted());
    const badges = (findings: typeof FINDINGS) =>
      pageOf(
        { ...{ title: "", summary: "", drawing, flows: [], notes: [] }, findings },
        { style: "", script: "" },
      )
        .match(/<g class="badge".*?<\/g>/g)
        ?.map((badge) => badge.replace(/<.*?>/g, ""));
    assert.deepEqual(badges(FINDINGS), ["1", "1", "1", "99+"]);
    assert.deepEqual(badges(FINDINGS.slice(3)), ["99+"]);
    assert.deepEqual(badges(FINDINGS.slice(4)), ["99"]);
  });

  it("is asked for of the library that lays it out, in four manners", async () => {
    const asked = await askedFor(EVERY_PART);
    isAsGolden("every-part.layout.txt", asked.flatMap((graph) => [...linesOf(graph), ""]).join("\n"));
  });
});

describe("the manners in which a diagram is laid out", () => {
  const [one, other] = EVERY_PART.boxes as [(typeof EVERY_PART.boxes)[0], (typeof EVERY_PART.boxes)[0]];
  const [line] = EVERY_PART.lines as [(typeof EVERY_PART.lines)[0]];
  const lines = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ ...line, id: `l${i}`, from: one.id, to: other.id }));
  for (const [what, boxes, count, manners] of [
    ["where no box is idle", [one, other], 40, 2],
    ["where one is", EVERY_PART.boxes, 40, 4],
    ["where one is and many lines", EVERY_PART.boxes, 41, 2],
  ] as const)
    it(`are ${manners} ${what}`, async () => {
      assert.equal((await askedFor({ ...EVERY_PART, boxes, lines: lines(count) })).length, manners);
    });

  for (const [what, sizes, headings] of [
    [
      "that is drawn the largest",
      [
        [2080, 860],
        [1040, 860],
        [1040, 1720],
        [2000, 860],
      ],
      "top",
    ],
    [
      "that comes first of two",
      [
        [1040, 860],
        [1040, 860],
        [1040, 860],
        [1040, 860],
      ],
      "left",
    ],
    [
      "that is drawn the largest by its height",
      [
        [1, 1720],
        [1, 1700],
        [1, 1720],
        [1, 1720],
      ],
      "top",
    ],
  ] as const)
    it(`are tried, and the one taken ${what}`, async () => {
      const elk = slanted();
      let call = 0;
      const { headings: side, width } = await drawingOf(EVERY_PART, {
        layout: async (graph: ElkNode) => {
          const [width, height] = sizes[call++] as readonly [number, number];
          return { ...(await elk.layout(graph)), width, height };
        },
      } as never);
      assert.equal(side, headings);
      assert.equal(width, sizes[headings === "top" ? 1 : 0][0]);
    });
});

describe("the legend", () => {
  const texts = (...kinds: LineKind[]) =>
    [
      ...legendOf({
        ...ONE_BOX,
        lines: kinds.map((kind) => ({ ...(EVERY_PART.lines[0] as Line), kind })),
      }).matchAll(/<li.*?<\/li>/gs),
    ]
      .map(([text]) => text.replace(/<.*?>/gs, "").trim())
      .filter((text) => /internet|VPC/.test(text));
  it("tells what each stroke means, and those that look alike once", () => {
    assert.deepEqual(texts("internet"), ["from the internet"]);
    assert.deepEqual(texts("through"), ["from the internet, on through a balancer"]);
    assert.deepEqual(texts("inside", "out"), ["inside a VPC", "out to the internet"]);
    assert.deepEqual(texts("internet", "through"), ["from the internet, straight and on through a balancer"]);
  });
});

describe("the list of flows", () => {
  const flow = { told: "", ends: [], change: undefined };
  const listed = (count: number) =>
    flowsList(
      Array.from({ length: count }, (_, i) => ({ ...flow, text: `flow ${i}.` })),
      ONE_BOX,
    );
  it("tells the lines and boxes of each", () => {
    const [first, second] = EVERY_PART.lines.slice(0, 2).map((line) => ({ ...line, told: ["a → b: tcp 1"] }));
    assert.ok(first && second);
    const list = flowsList([{ ...flow, text: "a → b: tcp 1", told: "a → b: tcp 1" }], {
      ...EVERY_PART,
      lines: [first, second],
    });
    assert.ok(list.includes(`data-lines="${first.id} ${second.id}"`), list);
    assert.ok(list.includes(`data-boxes="${first.from} ${first.to} ${second.from}"`), list);
  });

  it("ends at 2,000, and counts the others", () => {
    assert.doesNotMatch(listed(2_000), /more are listed/);
    const end = listed(2_001).split("flow 1999.").at(-1);
    assert.match(end ?? "", /<p class="none">1 more are listed by <code>network-guard reach<\/code>/);
    assert.doesNotMatch(end ?? "", /flow 2000\./);
  });
});
