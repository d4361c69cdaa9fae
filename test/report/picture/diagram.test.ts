import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { Exposures } from "../../../network/exposures/exposures";
import { flowText, listed } from "../../../network/exposures/flows";
import { type Box, type Diagram, everyBox } from "../../../report/picture/diagram";
import { diagramOf } from "../../../report/picture/diagram-of";
import { toldFlows } from "../../../report/picture/told";
import { exampleProgram } from "../../examples";
import { networkOf } from "../../network/network-of";
import {
  diagramOfShop,
  exposuresOf,
  HOSTILE,
  LARGE,
  NUMBERED,
  SMALL,
  sharedExposures,
  UNLIKE,
} from "./pictures";
import type { Shop } from "./stacks";

/** A diagram as lines of text: boxes by what they lie in, then what goes between them. */
function textOf({ boxes, lines, omissions }: Diagram): string[] {
  const titles = new Map([...everyBox(boxes)].map(({ id, title }) => [id, title]));
  const boxText = ({ kind, title, exposure, isReached, notes, children }: Box, indent: string): string[] => [
    `${indent}${kind} ${title}${exposure ? ` (${exposure})` : ""}${isReached ? " <- internet" : ""}`,
    ...notes.map((note) => `${indent}  | ${note}`),
    ...children.flatMap((child) => boxText(child, `${indent}  `)),
  ];
  const lineTexts = lines.map(
    ({ from, to, kind, label }) => `${kind}: ${titles.get(from)} -> ${titles.get(to)}: ${label.join(" / ")}`,
  );
  return [...boxes.flatMap((box) => boxText(box, "")), "", ...lineTexts, ...omissions];
}

const everyName = (diagram: Diagram) =>
  [...everyBox(diagram.boxes)].flatMap(({ children, names }) => (children.length > 0 ? [] : names));

const exampleIn = async (example: string, phase: "preview" | "update") =>
  new Exposures(await networkOf(exampleProgram(example), phase));

function hasEachThingOnce(exposures: Exposures, diagram: Diagram): void {
  const { placements, databases, loadBalancers } = exposures.network;
  const things = [...placements.map(({ instance }) => instance), ...databases, ...loadBalancers];
  const expected = [...new Set(things.map(({ resource }) => exposures.names.nameOf(resource)))].sort();
  const shown = everyName(diagram).filter((name) => expected.includes(name));
  assert.deepEqual(shown.sort(), expected);
}

const THREE_TIER = [
  "vpc vpc",
  "  | 10.0.0.0/16",
  "  subnets database-a, database-b (isolated)",
  "    database orders",
  "      | Database · database-dev",
  "  subnets private-a, private-b (private)",
  "    | out by NatGateway nat-a, NatGateway nat-b",
  "    machine web <- internet",
  "      | Group · web-dev",
  "    machine application",
  "      | Group · application-dev",
  "    balancer application",
  "      | LoadBalancer · application-balancer-dev",
  "    service ec2messages, ssm, ssmmessages",
  "      | VpcEndpoint · endpoints-dev",
  "  subnets public-a, public-b (public)",
  "    balancer web <- internet",
  "      | LoadBalancer · web-balancer-dev",
  "internet Internet",
  "",
  "through: web -> web: internet: tcp 443 / tcp 8443",
  "internet: Internet -> web: tcp 80, 443",
  "inside: application -> orders: tcp 5432",
  "inside: application -> application: tcp 8443",
  "inside: web -> application: tcp 443",
  "inside: application -> ec2messages, ssm, ssmmessages: tcp 443",
  "inside: web -> ec2messages, ssm, ssmmessages: tcp 443",
];

const ECS = [
  "vpc vpc",
  "  | 10.0.0.0/16",
  "  subnets database-a, database-b (isolated)",
  "    group database",
  "      machine database-1",
  "        | Instance",
  "      machine database-2",
  "        | Instance",
  "  subnets web-a, web-b (private)",
  "    | out by NatGateway out",
  "    group web",
  "      machine web-1 <- internet",
  "        | Instance",
  "      machine web-2 <- internet",
  "        | Instance",
  "elsewhere Outside the VPCs",
  "  balancer web <- internet",
  "    | ApplicationLoadBalancer",
  "internet Internet",
  "",
  "internet: Internet -> web: tcp 80, 443",
  "through: web -> web-1: internet: tcp 443",
  "through: web -> web-2: internet: tcp 443",
  "inside: web -> database-1: tcp 3306",
  "inside: web -> database-2: tcp 3306",
];

/** Machines in one subnet, on a group that lets its own members in. */
function onOneGroup(names: readonly string[]): void {
  const { id: vpcId } = new aws.ec2.Vpc("net", { cidrBlock: "10.0.0.0/16" });
  const { id: subnetId } = new aws.ec2.Subnet("inner", { vpcId, cidrBlock: "10.0.1.0/24" });
  const own = { protocol: "tcp", fromPort: 7946, toPort: 7946, self: true };
  const { id } = new aws.ec2.SecurityGroup("peers", { vpcId, ingress: [own], egress: [own] });
  for (const name of names) new aws.ec2.Instance(name, { ami: "ami-1", subnetId, vpcSecurityGroupIds: [id] });
}

describe("the diagram of a network", () => {
  it("tells who may talk to whom on what, and where it all is", async () => {
    assert.deepEqual(textOf(diagramOf(await exampleIn("three-tier", "preview"))), THREE_TIER);
  });

  it("tells of Alibaba Cloud what stands outside the VPCs, and what gets through it", async () => {
    assert.deepEqual(textOf(diagramOf(await exampleIn("ecs", "preview"))), ECS);
  });

  for (const example of ["leaky", "three-tier", "ecs", "ecs-leaky"])
    it(`is the same of ${example} before it exists and after, and has each thing once`, async () => {
      const [before, after] = [await exampleIn(example, "preview"), await exampleIn(example, "update")];
      const diagram = diagramOf(before);
      assert.deepEqual(textOf(diagramOf(after)), textOf(diagram));
      hasEachThingOnce(before, diagram);
    });

  for (const [title, kind] of [
    ["a small stack", SMALL],
    ["a large stack", LARGE],
    ["a stack with hostile names", HOSTILE],
    ["a stack of numbered applications", NUMBERED],
  ] as const)
    it(`has each thing of ${title} once, and each flow beside a line or in a box`, () => {
      const exposures = exposuresOf(kind);
      const diagram = diagramOfShop(kind);
      hasEachThingOnce(exposures, diagram);
      const told = new Set(diagram.lines.flatMap(({ flows }) => flows.map(flowText)));
      const untold = listed(exposures.flows).filter((flow) => !told.has(flowText(flow)));
      assert.ok(told.size > 0);
      assert.deepEqual(
        untold.filter(({ from }) => !from.startsWith("Vpc ")),
        [],
      );
    });

  it("draws what is alike together only where there is much", () => {
    const countOf = (kind: Shop) => [...everyBox(diagramOfShop(kind).boxes)].length;
    assert.deepEqual([{ applications: 2, machines: 2 }, LARGE, NUMBERED, UNLIKE].map(countOf), [15, 8, 8, 8]);
  });

  it("draws together what is built alike, as long as it is", () => {
    const { omissions, boxes } = diagramOfShop(LARGE);
    assert.match(omissions.join(), /each to and from others that are alike/);
    const members = [...everyBox(boxes)].flatMap((box) => box.members?.length ?? []);
    assert.deepEqual(members.sort(), [135, 27, 27]);
    assert.match(diagramOfShop(UNLIKE).omissions.join(), /what any of them sends or gets/);
  });

  it("draws apart what something grave was found in, with what is before and behind it", () => {
    const exposures = exposuresOf(LARGE);
    const [database] = exposures.network.databases;
    const graves = new Map([[database?.resource.urn ?? "", "no-public-database"]]);
    const inner = [...everyBox(diagramOf(exposures, undefined, graves).boxes)].filter((box) => box.members);
    const counts = inner.map(({ kind, members = [] }) => `${members.length} ${kind}`).sort();
    assert.deepEqual(counts, ["130 machine", "26 balancer", "26 database", "5 machine"]);
  });

  it("tells the ways out where they are asked for, and leads them to a box of their own", () => {
    const exposures = exposuresOf(SMALL);
    const out = (hasOut: boolean) =>
      textOf(diagramOf(exposures, toldFlows(exposures, { hasOut }))).filter((line) => /^out/.test(line));
    assert.deepEqual(out(true), [
      "outside To the internet",
      "out: app-1-1 -> To the internet: every icmp message; every / tcp port; every udp port ?",
    ]);
    assert.deepEqual(out(false), []);
  });

  it("tells what a change opens and closes by lines of its own, and what is opened once", () => {
    const exposures = exposuresOf(SMALL);
    const flows = toldFlows(exposures, {
      opened: ["internet → LoadBalancer web-1: tcp 443"],
      closed: ["internet → LoadBalancer web-1: tcp 22", "SecurityGroup app-1 → Database orders-1: tcp 3306"],
    });
    const { lines } = diagramOf(exposures, flows);
    const changed = lines.map(({ change, label }) => `${change ?? "stays"}: ${label.join(" ")}`);
    assert.deepEqual(changed.sort(), [
      "closed: − tcp 22",
      "closed: − tcp 3306",
      "opened: + tcp 443",
      "stays: internet: tcp 443 tcp 8080",
      "stays: tcp 5432",
    ]);
  });

  it("says what is of another stack", () => {
    const isOther = ({ isContext, kind }: Box) => (isContext ? [kind] : []);
    const of = (exposures: Exposures) => [...everyBox(diagramOf(exposures).boxes)].flatMap(isOther);
    assert.deepEqual(of(sharedExposures()), ["vpc", "subnets", "subnets", "subnets", "subnets"]);
    assert.deepEqual(of(sharedExposures("data-b")), ["vpc", "subnets", "subnets", "subnets"]);
    assert.deepEqual(of(exposuresOf(SMALL)), []);
    assert.ok(textOf(diagramOf(sharedExposures())).includes("  | of another stack"));
  });

  it("tells in a thing what others of its group send it, or sent it while they were there", async () => {
    const notesOf = async (names: readonly string[], ...closed: string[]) => {
      const exposures = new Exposures(await networkOf(() => onOneGroup(names), "preview"));
      const { boxes } = diagramOf(exposures, toldFlows(exposures, { closed }));
      return [...everyBox(boxes)].flatMap(({ title, notes }) => notes.map((note) => `${title}: ${note}`));
    };
    const vpc = "net: 10.0.0.0/16";
    const sent = (name: string) => [`${name}: from SecurityGroup peers:`, `${name}: tcp 7946`];
    assert.deepEqual(await notesOf(["one"]), [vpc, "one: Instance · peers"]);
    assert.deepEqual(await notesOf(["one", "two"]), [
      vpc,
      ...["one", "two"].flatMap((name) => [`${name}: Instance`, ...sent(name)]),
    ]);
    assert.deepEqual(await notesOf(Array.from({ length: 60 }, (_, i) => `node-${i}`)), [
      vpc,
      ...["60 × node: Instance · peers", "60 × node: from each other: tcp 7946"],
    ]);
    assert.deepEqual(await notesOf(["one"], "SecurityGroup peers → Instance one: tcp 7946"), [
      vpc,
      ...["one: Instance · peers", "one: − from SecurityGroup", "one: peers: tcp 7946"],
    ]);
  });

  it("says what is drawn together", () => {
    assert.deepEqual(diagramOfShop(SMALL).omissions, []);
    const [said = ""] = diagramOfShop(NUMBERED).omissions;
    assert.match(said, /are one box: choose it to see them one by one/);
  });
});
