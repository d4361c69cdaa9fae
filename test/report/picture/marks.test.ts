import assert from "node:assert/strict";
import type { Diagram, Line } from "../../../report/picture/diagram";
import { everyBox } from "../../../report/picture/diagram";
import { markOf } from "../../../report/picture/marks";
import type { Stack } from "../../../stack/stack";
import { diagramOfShop, exposuresOf } from "./pictures";

/** What a picture lights for a finding of a resource, by titles. */
function lit(token: string, name: string, message = ""): { boxes: string[]; lines: string[] } {
  const kind = { applications: 2, machines: 1 };
  const [exposures, diagram] = [exposuresOf(kind), diagramOfShop(kind)];
  const titles = new Map([...everyBox(diagram.boxes)].map(({ id, title }) => [id, title]));
  const mark = markOf(
    `urn:pulumi:prod::shop::aws:${token}::${name}`,
    message,
    diagram,
    exposures.network.stack,
  );
  const line = (id: string) => diagram.lines.find((one) => one.id === id);
  return {
    boxes: mark.boxes.map((id) => titles.get(id) ?? id),
    lines: mark.lines.map((id) => `${titles.get(line(id)?.from ?? "")} -> ${titles.get(line(id)?.to ?? "")}`),
  };
}

const INSTANCE = "ec2/instance:Instance";
const GROUP = "ec2/securityGroup:SecurityGroup";
const WAY = ["web-1 -> app-1-1", "Internet -> web-1"];

describe("what a picture lights for a finding", () => {
  for (const [title, token, name, message, boxes, lines] of [
    [
      "a machine and the way to it, through its balancer",
      INSTANCE,
      "app-1-1",
      "tcp 443 from 198.51.100.7 gets in",
      ["app-1-1"],
      WAY,
    ],
    ["no way for another port", INSTANCE, "app-1-1", "tcp 22 from 198.51.100.7 gets in", ["app-1-1"], []],
    [
      "no way for an address that is nobody's on the internet",
      INSTANCE,
      "app-1-1",
      "tcp 443 from 10.0.0.7",
      ["app-1-1"],
      [],
    ],
    ["no way where no packet is told of", INSTANCE, "app-1-1", "It has no profile.", ["app-1-1"], []],
    [
      "no way from a block, which is not one packet",
      GROUP,
      "front-1",
      "admits tcp 443 from 0.0.0.0/0",
      ["web-1"],
      [],
    ],
    [
      "what is on a group",
      GROUP,
      "front-1",
      "admits tcp 443 from 203.0.113.9",
      ["web-1"],
      ["Internet -> web-1"],
    ],
    ["the subnets of a table", "ec2/routeTable:RouteTable", "data-a", "", ["data-a, data-b"], []],
    [
      "the subnets of an association",
      "ec2/routeTableAssociation:RouteTableAssociation",
      "data-b",
      "",
      ["data-a, data-b"],
      [],
    ],
    ["the VPC", "ec2/vpc:Vpc", "shop", "", ["shop"], []],
    [
      "nothing for what is no part of the network",
      "iam/role:Role",
      "deploy",
      "tcp 443 from 198.51.100.7",
      [],
      [],
    ],
  ] as const)
    it(`is ${title}`, () => assert.deepEqual(lit(token, name, message), { boxes, lines }));
});

describe("the ways of the packets that a finding tells of", () => {
  const urn = "urn:pulumi:prod::shop::a:b:C::c";
  const line = (
    id: string,
    kind: Line["kind"],
    from: string,
    to: string,
    services: string,
    sender = "internet",
  ) =>
    ({
      id,
      kind,
      from,
      to,
      flows: [{ from: sender, to: "x", services, isUncertain: false }],
    }) as unknown as Line;
  const lines = [
    line("tcp", "internet", "i", "b", "tcp 443"),
    line("udp", "internet", "i", "b", "every udp port"),
    line("icmp", "internet", "i", "b", "icmp type 13"),
    line("icmpv6", "internet", "i", "b", "icmpv6 type 128", "internet over IPv6"),
    line("gre", "internet", "i", "b", "protocol 47"),
    line("office", "internet", "o", "b", "tcp 22", "203.0.113.0/24"),
    line("six", "internet", "i", "b", "tcp 443", "internet over IPv6"),
    line("unread", "internet", "i", "b", "something else"),
    line("named", "internet", "i", "b", "tcp 443", "somebody"),
    line("through", "through", "b", "c", "tcp 8080"),
    line("beside", "internet", "b", "d", "tcp 8080"),
    line("inside", "inside", "b", "c", "tcp 8080"),
    line("out", "out", "c", "o", "tcp 8080"),
  ];
  const places = new Map([
    [urn, ["b"]],
    ["balancer", ["b", "c"]],
    ["group", ["c"]],
    ["other", ["d"]],
    ["office", ["o"]],
  ]);
  const dependencies = new Map([
    ["one", ["balancer", "nowhere"]],
    ["other", ["group"]],
  ]);
  const of = (message: string, about = urn) => {
    const stack = { get: (one: string) => (one === "nobody" ? undefined : { dependencies }) };
    return markOf(about, message, { places, lines } as unknown as Diagram, stack as unknown as Stack);
  };

  for (const [message, expected] of [
    ["tcp 443 from 198.51.100.7", ["tcp"]],
    ["tcp 443 from 2001:db9::7 gets in", ["six"]],
    ["tcp 443 from 198.51.100.7 and tcp 22 from 203.0.113.9", ["tcp", "office"]],
    ["tcp 22 from 198.51.100.7", []],
    ["udp 53 from 198.51.100.7", ["udp"]],
    ["icmp type 13 from 198.51.100.7", ["icmp"]],
    ["icmp type 8 from 198.51.100.7", []],
    ["icmpv6 type 128 from 2001:db9::7", ["icmpv6"]],
    ["protocol 47 from 198.51.100.7", ["gre"]],
    ["tcp 443 from 198.51.100.0/24", []],
    ["tcp 443 from 198.51.100.777", []],
    ["tcp 443 from 198", []],
    ["it gets what comes from 198.51.100.7", []],
  ] as const)
    it(`are ${expected.join(" and ") || "none"}: ${message}`, () =>
      assert.deepEqual(of(message).lines, expected));

  it("lead through a balancer, and to nothing besides", () => {
    const message = "tcp 443 from 198.51.100.7 comes as tcp 8080 from 198.51.100.7";
    assert.deepEqual(of(message, "group").lines, ["through", "tcp"]);
    assert.deepEqual(of(message, "other").lines, ["beside"]);
    assert.deepEqual(of(message, "office").lines, []);
  });

  it("lead to what it refers to where it has no place itself, and nowhere where it is nobody's", () => {
    assert.deepEqual(of("", "listener"), { boxes: ["b", "c"], lines: [] });
    assert.deepEqual(of("", "nobody"), { boxes: [], lines: [] });
  });
});
