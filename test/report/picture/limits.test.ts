import assert from "node:assert/strict";
import { Exposures } from "../../../network/exposures/exposures";
import type { Flow } from "../../../network/exposures/flows";
import { everyBox } from "../../../report/picture/diagram";
import { diagramOf } from "../../../report/picture/diagram-of";
import { FOLDED } from "../../../report/picture/folding";
import { networkOf } from "../../network/rendered-network";
import { Program } from "./stacks";

/** As many VPCs, and in some a subnet that nothing leads out of and machines: in the first `a-0` and `b-0`. */
function villages(count: number, machines: readonly string[], isInhabited = (_: number) => true): Exposures {
  const program = new Program();
  for (let i = 0; i < count; i++) {
    const vpcId = program.add("ec2/vpc:Vpc", `village-${i}`, { cidrBlock: "10.0.0.0/16" });
    if (!isInhabited(i)) continue;
    const subnetId = program.add("ec2/subnet:Subnet", `only-${i}`, { vpcId, cidrBlock: "10.0.0.0/24" });
    const routeTableId = program.add("ec2/routeTable:RouteTable", `only-${i}`, { vpcId, routes: [] });
    program.add("ec2/routeTableAssociation:RouteTableAssociation", `only-${i}`, { subnetId, routeTableId });
    for (const name of machines)
      program.add("ec2/instance:Instance", `${name}-${i}`, { ami: "ami-1", subnetId });
  }
  return new Exposures(networkOf(program.resources));
}

const flow = (from: string, to: string): Flow => ({ from, to, services: "tcp 443", isUncertain: false });

/** Flows from as many senders on the internet to one machine, and so many others, each between two machines. */
function between(senders: number, count: number, machines: number): Flow[] {
  const pairs = Array.from({ length: machines }, (_, i) =>
    Array.from({ length: machines }, (_, j) => flow(`Instance a-${i}`, `Instance a-${j}`)),
  ).flatMap((some, i) => some.filter((_, j) => i !== j));
  const outside = Array.from({ length: senders }, (_, i) => (i === 0 ? "internet" : `198.51.100.${i}/32`));
  return [...outside.map((from) => flow(from, "Instance a-0")), ...pairs.slice(0, count)];
}

describe("what a diagram draws together", () => {
  const known = new Map<number, Exposures>();
  const diagram = (vpcs: number, senders: number, pairs: number) => {
    const exposures = known.get(vpcs) ?? villages(vpcs, ["a"]);
    known.set(vpcs, exposures);
    return diagramOf(exposures, between(senders, pairs, vpcs));
  };
  for (const [vpcs, senders, pairs, folding] of [
    [10, 2, 38, "series"],
    [10, 3, 0, "groups"],
    [10, 2, 39, "groups"],
    [15, 3, 57, "groups"],
    [15, 4, 0, "vpcs"],
    [15, 3, 58, "vpcs"],
  ] as const)
    it(`is told by "${folding}" of ${3 * vpcs + senders} boxes and ${senders + pairs} lines`, () => {
      const { omissions } = diagram(vpcs, senders, pairs);
      assert.deepEqual(omissions, folding === "series" ? [] : [FOLDED[folding]]);
    });

  it("is no line above 160, which are counted", () => {
    const reached = Array.from({ length: 20 }, (_, i) => flow("internet", `Instance a-${i}`));
    const exposures = villages(20, ["a"]);
    const of = (lines: number) => diagramOf(exposures, [...reached, ...between(0, lines - 20, 20)]);
    assert.deepEqual(of(160).omissions, [FOLDED.vpcs]);
    assert.deepEqual(of(161).omissions, [FOLDED.vpcs, "1 line is left out."]);
    const { lines, omissions } = of(162);
    assert.deepEqual([lines.length, omissions], [160, [FOLDED.vpcs, "2 lines are left out."]]);
  });
});

describe("a diagram of very many VPCs", () => {
  const of = (vpcs: number, ...reached: string[]) =>
    diagramOf(
      villages(vpcs, ["a", "b"], (i) => i === 0 || reached.includes(`Instance a-${i}`)),
      reached.map((to) => flow("internet", to)),
    );

  it("has those closed that the internet does not get into", () => {
    const { boxes, omissions } = of(120);
    assert.deepEqual(omissions, [FOLDED.vpcs]);
    assert.equal(boxes.length, 120);
    assert.deepEqual(boxes[0]?.notes, ["10.0.0.0/16", "2 machines"]);
    assert.deepEqual(
      boxes[0]?.members?.map(({ name }) => name),
      ["Instance a-0", "Instance b-0"],
    );
  });

  it("has 120 boxes at most, and counts the VPCs that it leaves out", () => {
    const left = (vpcs: number, ...reached: string[]) => of(vpcs, ...reached).omissions.slice(1);
    const none = ", which the internet does not get into.";
    assert.deepEqual(left(121), [`1 VPC with all in it is left out${none}`]);
    assert.deepEqual(left(130), [`10 VPCs with all in them are left out${none}`]);
  });

  it("has those first that the internet gets into, and the internet", () => {
    const { boxes, lines, omissions, places } = of(130, "Instance a-99");
    assert.equal([...everyBox(boxes)].length, 120);
    assert.deepEqual(
      boxes.slice(-3).map(({ title, children }) => [title, children.length]),
      [
        ["village-85", 0],
        ["village-99", 1],
        ["Internet", 0],
      ],
    );
    assert.equal(lines.length, 1);
    assert.match(
      omissions.join(),
      /14 VPCs with all in them are left out, which the internet does not get into/,
    );
    const urn = (name: string) => `urn:pulumi:prod::shop::aws:ec2/vpc:Vpc::${name}`;
    assert.deepEqual(places.get(urn("village-0")), [boxes[0]?.id]);
    assert.ok(!places.has(urn("village-98")));
  });

  it("leaves out of those that the internet gets into what has no room", () => {
    const all = Array.from({ length: 45 }, (_, i) => `Instance a-${i}`);
    const { boxes, lines, omissions } = of(50, ...all);
    assert.equal(boxes.filter(({ kind }) => kind === "vpc").length, 29);
    assert.equal(lines.length, 29);
    assert.match(omissions.join(), /21 VPCs with all in them are left out\./);
  });
});
