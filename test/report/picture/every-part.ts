import type { ELK, ElkNode } from "elkjs/lib/elk-api";
import type { Box, BoxKind, Diagram, Line } from "../../../report/picture/diagram";
import type { ListedFinding, ListedFlow } from "../../../report/picture/lists";
import type { ToldFlow } from "../../../report/picture/told";

let count = 0;

function box(kind: BoxKind, title: string, more: Partial<Box> = {}): Box {
  return { id: `b${++count}`, kind, title, notes: [], names: [], children: [], ...more };
}

const flow = (text: string, more: Partial<ToldFlow> = {}): ToldFlow => ({
  ...{ from: "internet", to: text, services: "tcp 443", isUncertain: false },
  ...more,
});

const LONG = "a name that is much longer than any box has room for in one line of it";

const members = ["a", "b"].map((name) => ({ name: `Instance ${name}`, groups: ["SecurityGroup app"] }));
const machine = box("machine", "2 × app", {
  ...{ notes: ["Instance · app"], names: ["Instance a", "Instance b"], isReached: true, members },
});
const database = box("database", LONG, {
  notes: ["one", LONG, "three", "four", "five", "six", "seven"],
  names: Array.from({ length: 21 }, (_, i) => `Database ${i + 1}`),
});
const balancer = box("balancer", "web", {
  names: ["LoadBalancer web"],
  notes: ["1", "2", "3", "4", "5", "6"],
});
const isolated = box("subnets", LONG, {
  ...{
    exposure: "isolated",
    notes: [LONG, LONG],
    children: [box("service", "queue"), box("service", "topic")],
  },
});
const internet = box("internet", "Internet", { names: ["internet"] });
const addresses = box("addresses", "203.0.113.0/24");
const outside = box("outside", "To the internet");
const vpc = box("vpc", "shop", {
  ...{ notes: ["10.0.0.0/16"], isContext: true },
  children: [
    box("subnets", "web-a, web-b", { exposure: "public", children: [balancer] }),
    box("subnets", "app-a", {
      exposure: "private",
      children: [box("group", "app", { children: [machine] })],
    }),
    isolated,
    box("subnets", "other", { exposure: "unknown", children: [database] }),
  ],
});

const line = (from: Box, to: Box, more: Partial<Line>): Line => ({
  ...{ id: `l${++count}`, from: from.id, to: to.id, kind: "inside", isUncertain: false },
  ...{ label: ["tcp 443"], told: ["internet → Instance a: tcp 443"], flows: [flow("Instance a")] },
  ...more,
});

/** A diagram in which every kind of part is, and every kind of text that is too long. */
export const EVERY_PART: Diagram = {
  boxes: [
    internet,
    addresses,
    outside,
    vpc,
    box("elsewhere", "Outside the VPCs"),
    box("elsewhere", "Nowhere"),
  ],
  lines: [
    line(internet, balancer, { kind: "internet", label: ["tcp 80, 443", "udp 53"] }),
    line(addresses, balancer, { kind: "internet", change: "opened", label: ["+ tcp 22"] }),
    line(balancer, machine, { kind: "through", told: Array.from({ length: 21 }, (_, i) => `flow ${i + 1}`) }),
    line(machine, database, { isUncertain: true, label: ["tcp 5432 ?"] }),
    line(machine, balancer, { change: "closed", label: ["− tcp 1"] }),
    line(database, outside, { kind: "out", label: [] }),
  ],
  places: new Map(),
  omissions: ["Some are one box."],
};

/** A diagram of one box. */
export const ONE_BOX: Diagram = {
  ...{
    boxes: [box("machine", "alone", { names: ["Instance alone"] })],
    lines: [],
    places: new Map(),
    omissions: [],
  },
};

/** Lays boxes out on a slant and leads lines round two corners, however it is asked to. */
export function slanted(asked: ElkNode[] = []): Pick<ELK, "layout"> {
  return {
    layout: (graph) => {
      asked.push(structuredClone(graph));
      let step = 0;
      const placed = ({ children = [], ...node }: ElkNode): ElkNode => {
        const at = ++step;
        const inner = children.map(placed);
        return { width: 300.26, height: 200, ...node, x: at * 40.125, y: at * 30, children: inner };
      };
      const children = (graph.children ?? []).map(placed);
      const edges = (graph.edges ?? []).map((edge, i) => ({
        ...edge,
        labels: (edge.labels ?? []).map((label) => ({ ...label, x: i * 50, y: i * 20.5 })),
        sections: [
          {
            ...{ id: edge.id, startPoint: { x: i, y: 0 }, endPoint: { x: i + 100, y: 200 } },
            ...(i > 0 && {
              bendPoints: [
                { x: i, y: 50 },
                { x: i + 100, y: 50 },
                { x: i + 100, y: 60 },
                { x: i + 100, y: 60 },
              ],
            }),
          },
        ],
      }));
      return Promise.resolve({
        ...graph,
        x: 0,
        y: 0,
        width: 1000.5,
        height: 800.25,
        children,
        edges,
      } as never);
    },
  };
}

const finding = (more: Partial<ListedFinding> = {}): ListedFinding => ({
  ...{
    policy: "no-x",
    pack: "network-guard",
    level: "mandatory",
    severity: "critical",
    description: "No x.",
  },
  ...{
    urn: "urn:pulumi:dev::shop::aws:ec2/instance:Instance::a",
    message: "",
    text: "It holds X.",
    fails: true,
  },
  ...{ fingerprint: "0f", about: "Instance a", boxes: [machine.id], lines: [] },
  ...more,
});

export const FINDINGS: ListedFinding[] = [
  finding({
    ...{ place: { path: "index.ts", line: 7, column: 1 }, target: "infra/shop", remediationSteps: "Drop x." },
    ...{ url: "https://example.com/no-x", tags: ["FSBP EC2.2", "FSBP EC2.19"], lines: ["l1", "l2"] },
  }),
  finding({ level: "advisory", boxes: [], about: "", url: "javascript:alert(1)" }),
  finding({ boxes: [vpc.id, balancer.id], target: "infra/shop", url: "not-https://example.com" }),
  ...Array.from({ length: 100 }, () => finding({ boxes: [database.id] })),
].map(({ severity, ...one }, i) => (i === 1 || severity === undefined ? one : { ...one, severity }));

export const FLOWS: ListedFlow[] = [
  { text: "internet → X: tcp 22", told: "+ internet → X: tcp 22", ends: ["internet", "X"], change: "opened" },
  { text: "flow 1", told: "flow 1", ends: ["A through B", "A", "B"], change: undefined },
  { text: "<b>", told: "not drawn", ends: [], change: "closed" },
];
