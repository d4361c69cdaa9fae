import assert from "node:assert/strict";
import type { Exposures } from "../../../network/exposures/exposures";
import type { Boxes, Draft } from "../../../report/picture/boxes";
import { everyBox } from "../../../report/picture/diagram";
import { diagramOf } from "../../../report/picture/diagram-of";
import { beyondOf, Ends, whoseOf } from "../../../report/picture/ends";
import { exposuresOf, SMALL } from "./pictures";

describe("the boxes of senders outside a network", () => {
  const to = "LoadBalancer web-1";
  const of = (...senders: string[]) => {
    const flows = senders.map((from) => ({ from, to, services: "tcp 443", isUncertain: false }));
    const { boxes, lines } = diagramOf(exposuresOf(SMALL), flows);
    const outside = [...everyBox(boxes)].filter(({ kind }) => kind === "internet" || kind === "addresses");
    return [
      ...outside.map(({ kind, title, names }) => `${kind} ${title}: ${names.join("; ")}`),
      ...lines.map(({ label }) => label.join(" / ")),
    ];
  };
  const block = (i: number) => `198.51.100.${i}/32`;
  const blocks = (count: number) => Array.from({ length: count }, (_, i) => block(i));

  it("are one each up to six, and one for the internet, however much of it", () => {
    assert.deepEqual(of("internet over IPv6", "internet", "internet but 192.0.2.0/24", block(1), block(1)), [
      "internet Internet: internet",
      `addresses ${block(1)}: ${block(1)}`,
      "tcp 443",
      "tcp 443",
    ]);
    assert.deepEqual(
      of(...blocks(6)).slice(0, 6),
      blocks(6).map((name) => `addresses ${name}: ${name}`),
    );
  });

  it("are one if there are more", () => {
    assert.deepEqual(of("internet", ...blocks(7), block(0)), [
      "internet Internet: internet",
      `addresses Other public addresses: ${blocks(7).join("; ")}`,
      "tcp 443",
      "198.51.100.0/32, / 198.51.100.1/32, / 198.51.100.2/32,…",
    ]);
  });
});

describe("who of a box sends", () => {
  const box = (kind: Draft["kind"], ...names: string[]) => ({ kind, names }) as unknown as Draft;
  const [one, other] = ["198.51.100.0/24", "203.0.113.0/24"];
  for (const [from, draft, whose] of [
    ["internet", box("internet", "internet"), ""],
    ["internet over IPv6", box("internet", "internet"), "IPv6"],
    ["internet but 192.0.2.0/24", box("internet", "internet"), "all but 192.0.2.0/24"],
    ["internet over IPv6 but ::/1", box("internet", "internet"), "IPv6 but ::/1"],
    [one, box("addresses", one), ""],
    [one, box("addresses", one, other), one],
    ["internet", box("balancer", "LoadBalancer web"), "internet"],
    ["Subnet a", box("subnets", "Subnet a"), ""],
    ["Subnet a", box("subnets", "Subnet a", "Subnet b"), "a"],
    ["Instance a", box("machine", "Instance a", "Instance b"), ""],
  ] as const)
    it(`is ${whose || "nobody to be told"} of ${draft.kind} ${draft.names.length}: ${from}`, () =>
      assert.equal(whoseOf(from, draft), whose));

  for (const [to, beyond] of [
    ["internet", ""],
    ["internet over IPv6", "IPv6"],
    ["128.0.0.0/1", "128.0.0.0/1"],
  ] as const)
    it(`gets beyond to ${beyond || "all"}: ${to}`, () => assert.equal(beyondOf(to), beyond));
});

describe("what gets somewhere through a balancer", () => {
  const things = ["A", "A through B", "B", "B through C", "C"];
  const names = { isName: (name: string) => things.includes(name), find: (name: string) => name };
  const boxes = { ofThings: new Map(things.map((name) => [name, {}])), ofPlaces: new Map() };
  const ends = new Ends([], { names } as unknown as Exposures, boxes as unknown as Boxes);
  for (const [name, expected] of [
    ["A", undefined],
    ["A through B", undefined],
    ["A through C", { end: "A", balancer: "C" }],
    ["A through B through C", { end: "A", balancer: "B through C" }],
    ["A through B through A", { end: "A through B", balancer: "A" }],
    ["X through C", undefined],
    ["A through X", undefined],
    ["X through Y through C", undefined],
  ] as const)
    it(`is told apart from what has a name like it: ${name}`, () =>
      assert.deepEqual(ends.through(name), expected));
});
