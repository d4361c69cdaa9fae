import assert from "node:assert/strict";
import { everyBox } from "../../../report/picture/diagram";
import { markOf } from "../../../report/picture/marks";
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
