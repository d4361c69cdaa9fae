import * as alicloud from "@pulumi/alicloud";
import { policies } from "../../policies";
import { holds } from "../adversarial/speakers";
import {
  accept,
  all,
  drop,
  dropAll,
  groupWith as g,
  inVpc,
  WORLD,
  type WrittenRule,
  withRules,
} from "./group";
import { instanceIn, MACHINE, site } from "./site";

const OTHER = "sg-bp1elsewhere000000001";
const out = (more: WrittenRule): WrittenRule => ({ type: "egress", ...more });
const own =
  (more: object, ...rules: WrittenRule[]) =>
  () =>
    inVpc(more, ...rules);
const classic =
  (...rules: WrittenRule[]) =>
  () =>
    withRules(new alicloud.ecs.SecurityGroup("web", {}), ...rules);
const fromGroup = (more: WrittenRule = {}): WrittenRule => {
  const { cidrIp: _, ...rule } = all(more);
  return { sourceSecurityGroupId: OTHER, ...rule };
};
const written = (priority: string): WrittenRule => ({ priority: priority as unknown as number });
const halves = (rule: (more: WrittenRule) => WrittenRule) =>
  ["0.0.0.0/1", "128.0.0.0/1"].map((cidrIp) => rule({ cidrIp }));
const enterprise = { securityGroupType: "enterprise" };
const template = (more: object) =>
  new alicloud.ecs.EcsLaunchTemplate("template", { imageId: "x", instanceType: "y", ...more }).id;
const launched = (more: object, args: object) => () => {
  const { vswitch, group } = site();
  const launchTemplateId = template({ vswitchId: vswitch.id, securityGroupIds: [group.id], ...more });
  return new alicloud.ecs.Instance("box", { launchTemplateId, ...args });
};

type Row = readonly [title: string, program: () => unknown, ...found: string[]];

/** What is meant is told by what is written, in whichever of the ways there are. */
const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "no-public-ssh-rdp": [
    ["priorities in texts", g(accept("22/22", written("2")), drop("22/22", written("1")))],
    ["texts are numbers", g(accept("22/22", written("9")), drop("22/22", written("10"))), "rule"],
    ["capitals", g(accept("22/22", { ipProtocol: "TCP" })), "rule"],
    ["a drop in capitals", g(accept("22/22"), accept("22/22", { policy: "Drop" }))],
    ["both blocks in one rule", g(accept("22/22", { cidrIp: "10.0.0.0/8", ipv6CidrIp: "::/0" })), "rule"],
    ["private IPv6", g(accept("22/22", { ipv6CidrIp: "fd00::/8" }))],
    [
      "an empty vpcId",
      () =>
        withRules(
          new alicloud.ecs.SecurityGroup("web", { vpcId: "" }),
          accept("22/22", { nicType: "intranet" }),
        ),
    ],
    [
      "a VPC elsewhere",
      () =>
        withRules(
          new alicloud.ecs.SecurityGroup("web", { vpcId: "vpc-x" }),
          accept("22/22", { nicType: "intranet" }),
        ),
      "rule",
    ],
    ["an advanced group", own(enterprise, accept("22/22")), "rule"],
    ["an advanced group that drops", own(enterprise, accept("22/22", { priority: 2 }), drop("22/22"))],
    ["everything but SSH", g(all({ priority: 5 }), drop("22/22")), "rule"],
    [
      "everything but SSH and RDP",
      g(all({ priority: 5 }), drop("22/22"), drop("3389/3389"), drop("3389/3389", { ipProtocol: "udp" })),
    ],
  ],
  "require-security-group-source-for-database-ports": [
    ["private IPv6", g(accept("6379/6379", { ipv6CidrIp: "fd00::/8" })), "rule"],
    [
      "dropped outside alone",
      classic(accept("6379/6379", { cidrIp: "10.0.0.0/8", nicType: "intranet", priority: 5 }), dropAll()),
      "rule",
    ],
    [
      "dropped inside",
      classic(
        accept("6379/6379", { cidrIp: "10.0.0.0/8", nicType: "intranet", priority: 5 }),
        dropAll({ nicType: "intranet" }),
      ),
    ],
  ],
  "no-public-ingress-beyond-web-ports": [
    ["from 80 to 443", g(accept("80/443")), "rule"],
    [
      "from 80 to 443, dropped between",
      g(accept("80/443", { priority: 7 }), drop("81/442", { priority: 7 })),
    ],
    ["what is neither TCP nor UDP", g(all({ priority: 5 }), drop("1/65535")), "rule"],
  ],
  "no-all-traffic-ingress": [
    ["from a group", g(fromGroup()), "rule"],
    ["all but ICMP", g(all({ priority: 4 }), drop("-1/-1", { ipProtocol: "icmp" })), "rule"],
    ["all but a port of each", g(all({ priority: 4 }), drop("22/22"), drop("53/53", { ipProtocol: "udp" }))],
  ],
  "no-public-icmp": [["no ports", g({ ipProtocol: "icmp", cidrIp: WORLD }), "rule"]],
  "no-unrestricted-egress": [
    ["a drop at 100 behind an accept", g(out(dropAll({ priority: 100 })), out(all())), "rule-2"],
    ["a drop at 100 behind the web", g(out(dropAll({ priority: 100 })), out(accept("443/443")))],
    ["drops of both halves", g(...halves((more) => out(dropAll(more))))],
    ["accepts of both halves", own(enterprise, ...halves((more) => out(all(more)))), "web"],
    ["an accept of one", own(enterprise, out(all({ cidrIp: "0.0.0.0/1" })))],
    ["a drop by group", g(out(fromGroup({ policy: "drop" }))), "web"],
  ],
  "no-malformed-rule": [
    ["one port alone", g(accept("80")), "rule"],
    ["every port of UDP", g(accept("-1/-1", { ipProtocol: "udp" })), "rule"],
    ["ports of GRE", g(accept("22/22", { ipProtocol: "gre" })), "rule"],
    ["a priority in a text", g(accept("22/22", written("50")))],
    ["half a priority", g(accept("22/22", { priority: 1.5 })), "rule"],
    ["two blocks in a text", g(accept("22/22", { cidrIp: "10.0.0.0/8,192.168.0.0/16" })), "rule"],
  ],
  "no-open-intra-group-traffic": [
    ["the older property", own({ innerAccess: false })],
    ["the older property, on", own({ innerAccess: true }), "web"],
    ["in small letters", own({ innerAccessPolicy: "drop" })],
  ],
  "no-redundant-rule": [
    [
      "a block with host bits",
      g(accept("22/22", { cidrIp: "10.0.0.0/8" }), accept("22/22", { cidrIp: "10.9.9.9/8", priority: 5 })),
      "rule-2",
    ],
    ["both sides", classic(accept("22/22"), accept("22/22", { nicType: "intranet" }))],
    ["one side twice", classic(accept("22/22"), accept("22/22", { nicType: "internet" })), "rule-2"],
  ],
  "no-internet-path-to-private-instance": [
    [
      "an address asked for in words",
      () => instanceIn(site(), { internetMaxBandwidthOut: 0, allocatePublicIp: true }),
      "box",
    ],
    ["a template's bandwidth", launched({ internetMaxBandwidthOut: 5 }, {}), "box"],
    [
      "a template's bandwidth, and none of its own",
      launched({ internetMaxBandwidthOut: 5 }, { internetMaxBandwidthOut: 0 }),
    ],
    [
      "the group that is made on demand",
      () =>
        new alicloud.ecs.Instance("box", {
          ...MACHINE,
          vswitchId: site().vswitch.id,
          internetMaxBandwidthOut: 1,
        }),
      "box",
    ],
  ],
  "no-public-database": [
    [
      "blocks in one text",
      () => new alicloud.kvstore.Instance("db", { securityIps: ["10.0.0.0/8,0.0.0.0/0"] }),
      "db",
    ],
    ["the address 0.0.0.0 alone", () => new alicloud.kvstore.Instance("db", { securityIps: ["0.0.0.0"] })],
  ],
};

describe("spellings of Alibaba Cloud", () => {
  for (const [name, rows] of Object.entries(ROWS)) {
    describe(name, () => {
      holds(
        policies.filter((policy) => policy.name === name),
        rows.map(([title, program, ...found]) => [title, program, found.map((one) => `${name}: ${one}`)]),
      );
    });
  }
});
