import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-malformed-rule";
import noPublicSshRdp from "../../../policies/security-groups/no-public-ssh-rdp";
import { judgeProgram, told, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";

const BESIDE_EVERY_PROTOCOL = "beside protocol -1, which has every port; the provider takes 0 alone there.";
const CHARACTERS = "AWS takes letters without accents, digits, spaces and ._-:/()#,@[]+=&;{}!$*.";

type Ingress = aws.types.input.ec2.SecurityGroupIngress;

const SSH = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] };

/** What the policy says of a program's resources, the same at a preview and at the update. */
async function problems(program: () => unknown): Promise<string[]> {
  const [preview, update] = [
    await judgeProgram([policy], program, "preview"),
    await judgeProgram([policy], program, "update"),
  ].map((violations) => {
    assert.ok(violations.every(({ by, level }) => by === "resource" && level === "mandatory"));
    return violations.map(told);
  });
  assert.deepEqual(update, preview);
  return preview as string[];
}

const inline = (ingress: unknown) => () =>
  new aws.ec2.SecurityGroup("web", { ingress: ingress as Ingress[] });
const standalone = (args: object) => () =>
  new aws.ec2.SecurityGroupRule("rule", {
    type: "ingress",
    securityGroupId: "sg-1",
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    ...args,
  });
const vpcRule = (args: object) => () =>
  new aws.vpc.SecurityGroupIngressRule("rule", {
    securityGroupId: "sg-1",
    ipProtocol: "tcp",
    fromPort: 22,
    toPort: 22,
    ...args,
  });

/** A resource whose properties nothing drops. */
class Untyped extends pulumi.CustomResource {}

describe("no-malformed-rule", () => {
  const malformed: Record<string, [() => unknown, ...string[]]> = {
    "a prefix length beyond 32": [
      inline([{ ...SSH, cidrBlocks: ["10.0.0.0/8", "10.0.0.0/33"] }]),
      'ingress[0].cidrBlocks[1]: "10.0.0.0/33" is not a CIDR block.',
    ],
    "an address without a prefix length": [
      inline([{ ...SSH, cidrBlocks: ["10.0.0.1"] }]),
      'ingress[0].cidrBlocks[0]: "10.0.0.1" is not a CIDR block.',
    ],
    "IPv6 among IPv4 blocks": [
      inline([{ ...SSH, cidrBlocks: ["::/0"] }]),
      'ingress[0].cidrBlocks[0]: "::/0" is not an IPv4 block.',
    ],
    "IPv4 among IPv6 blocks": [
      inline([{ ...SSH, ipv6CidrBlocks: ["10.0.0.0/8"] }]),
      'ingress[0].ipv6CidrBlocks[0]: "10.0.0.0/8" is not an IPv6 block.',
    ],
    "a block that is null, and one that is a number": [
      inline([{ ...SSH, cidrBlocks: [null, 7] }]),
      "ingress[0].cidrBlocks[0]: null is not a CIDR block.",
      "ingress[0].cidrBlocks[1]: 7 is not a CIDR block.",
    ],
    "a text for a list": [
      inline([{ ...SSH, cidrBlocks: "10.0.0.0/8" }]),
      'ingress[0].cidrBlocks: "10.0.0.0/8" is not a list.',
    ],
    "a group id that is none": [
      inline([{ ...SSH, securityGroups: [7] }]),
      "ingress[0].securityGroups[0]: 7 is not the id of a security group.",
    ],
    "a switch that is none": [
      inline([{ ...SSH, self: "maybe" }]),
      'ingress[0].self: "maybe" is not a boolean.',
    ],
    "a rule that is null": [inline([null, SSH]), "ingress[0]: null is not a rule."],
    "a rule that is a text": [inline(["ssh"]), 'ingress[0]: "ssh" is not a rule.'],
    "an inverted range": [
      inline([{ ...SSH, fromPort: 90, toPort: 80 }]),
      "ingress[0].fromPort: the range 90 to 80 is inverted.",
    ],
    "a port beyond 65535": [
      inline([{ ...SSH, toPort: 65536 }]),
      "ingress[0].toPort: 65536 is not a port (0 to 65535).",
    ],
    "TCP ports of -1": [
      inline([{ ...SSH, fromPort: -1, toPort: -1 }]),
      "ingress[0].fromPort: -1 is not a port (0 to 65535).",
      "ingress[0].toPort: -1 is not a port (0 to 65535).",
    ],
    "a port that is no number": [
      inline([{ ...SSH, fromPort: "ssh" }]),
      'ingress[0].fromPort: "ssh" is not a port (0 to 65535).',
    ],
    "a port of every protocol that is no number": [
      inline([{ ...SSH, protocol: "-1", fromPort: "ssh", toPort: 22.5 }]),
      'ingress[0].fromPort: "ssh" is not a port.',
      "ingress[0].toPort: 22.5 is not a port.",
    ],
    "missing ports": [
      inline([{ protocol: "udp", cidrBlocks: ["10.0.0.0/8"] }]),
      "ingress[0].fromPort: names no port.",
      "ingress[0].toPort: names no port.",
    ],
    "a missing protocol": [
      inline([{ ...SSH, protocol: undefined }]),
      "ingress[0].protocol: names no protocol.",
    ],
    "a protocol that is none": [
      inline([{ ...SSH, protocol: "https" }]),
      'ingress[0].protocol: "https" is not a protocol.',
    ],
    "a protocol number beyond 255": [
      inline([{ ...SSH, protocol: 256 }]),
      "ingress[0].protocol: 256 is not a protocol.",
    ],
    "an ICMP type beyond 255": [
      inline([{ ...SSH, protocol: "icmp", fromPort: 256, toPort: -1 }]),
      "ingress[0].fromPort: 256 is not an ICMP type (-1 to 255).",
    ],
    "an ICMP code beyond 255": [
      inline([{ ...SSH, protocol: "icmp", fromPort: 3, toPort: 256 }]),
      "ingress[0].toPort: 256 is not an ICMP code (-1 to 255).",
    ],
    "an ICMPv6 type without a code": [
      vpcRule({ ipProtocol: "icmpv6", fromPort: 128, toPort: undefined, cidrIpv6: "::/0" }),
      "toPort: names no ICMP code.",
    ],
    "one code of every ICMP type": [
      inline([{ ...SSH, protocol: "icmp", fromPort: -1, toPort: 0 }]),
      "ingress[0].toPort: 0 is one ICMP code, where every type (-1) takes every code (-1).",
    ],
    "ports beside every protocol": [
      inline([{ ...SSH, protocol: "-1", fromPort: 443, toPort: 80 }]),
      `ingress[0]: names ports 443 to 80 ${BESIDE_EVERY_PROTOCOL}`,
    ],
    "all ports beside every protocol": [
      () =>
        new aws.ec2.SecurityGroup("web", {
          egress: [{ ...SSH, protocol: "all", fromPort: 0, toPort: 65535 }],
        }),
      `egress[0]: names ports 0 to 65535 ${BESIDE_EVERY_PROTOCOL}`,
    ],
    "a source of another spelling": [
      inline([{ ...SSH, cidrBlocks: undefined, sourceSecurityGroupId: "sg-1" }]),
      "ingress[0].sourceSecurityGroupId: is no property of a rule, and so does nothing.",
    ],
    "a property of another spelling beside a source": [
      // The classes of the SDK drop what they do not know; programs in YAML do not.
      () =>
        new Untyped("aws:ec2/securityGroupRule:SecurityGroupRule", "rule", {
          ...SSH,
          type: "ingress",
          securityGroupId: "sg-1",
          cidrIpv4: "10.1.0.0/16",
        }),
      "cidrIpv4: is no property of a rule, and so does nothing.",
    ],
    "a group called as ids are": [
      () => new aws.ec2.SecurityGroup("web", { name: "sg-web" }),
      'name: "sg-web" begins with "sg-", as ids do.',
    ],
    "a prefix for the like": [
      () => new aws.ec2.SecurityGroup("web", { namePrefix: "sg-web-" }),
      'namePrefix: "sg-web-" begins with "sg-", as ids do.',
    ],
    "a description in letters that AWS does not take": [
      () =>
        new aws.ec2.SecurityGroup("web", {
          description: "Webサーバー",
          ingress: [{ ...SSH, description: "café" }],
        }),
      `description: holds "サ"; ${CHARACTERS}`,
      `ingress[0].description: holds "é"; ${CHARACTERS}`,
    ],
    "a description of a standalone rule that is too long": [
      vpcRule({ cidrIpv4: "10.0.0.0/8", description: "a".repeat(256) }),
      "description: has 256 characters, more than 255.",
    ],
    "an egress rule": [
      () => new aws.ec2.SecurityGroup("web", { egress: [{ ...SSH, cidrBlocks: ["10.0.0/8"] }] }),
      'egress[0].cidrBlocks[0]: "10.0.0/8" is not a CIDR block.',
    ],
    "a rule of the default group": [
      () => new aws.ec2.DefaultSecurityGroup("web", { ingress: [{ ...SSH, toPort: 70000 }] }),
      "ingress[0].toPort: 70000 is not a port (0 to 65535).",
    ],
    "a standalone rule of no direction": [
      standalone({ type: "inbound", cidrBlocks: ["10.0.0.0/8"] }),
      'type: "inbound" is neither "ingress" nor "egress".',
    ],
    "a standalone rule of no group": [
      standalone({ securityGroupId: "", cidrBlocks: ["10.0.0.0/8"] }),
      "securityGroupId: names no security group.",
    ],
    "a standalone rule without a source": [
      standalone({}),
      "names neither addresses nor groups nor prefix lists.",
    ],
    "a standalone rule from blocks and a group": [
      standalone({ ipv6CidrBlocks: ["::/0"], sourceSecurityGroupId: "sg-2" }),
      "names both ipv6CidrBlocks and sourceSecurityGroupId.",
    ],
    "a standalone rule from a group and itself": [
      standalone({ self: true, sourceSecurityGroupId: "sg-2" }),
      "names both sourceSecurityGroupId and self.",
    ],
    "a VPC rule without a source": [vpcRule({}), "names neither addresses nor groups nor prefix lists."],
    "a VPC rule with two sources": [
      vpcRule({ cidrIpv4: "10.0.0.0/8", cidrIpv6: "fd00::/8" }),
      "names both cidrIpv4 and cidrIpv6.",
    ],
    "a VPC rule without ports": [
      vpcRule({ cidrIpv4: "10.0.0.0/8", fromPort: undefined, toPort: undefined }),
      "fromPort: names no port.",
      "toPort: names no port.",
    ],
    "a list's entry": [
      () =>
        new aws.ec2.ManagedPrefixList("list", {
          addressFamily: "IPv4",
          maxEntries: 3,
          entries: [{ cidr: "10.0.0.0/8" }, { cidr: "10.0.0.0" }, { cidr: "fd00::/8" }],
        }),
      'entries[1].cidr: "10.0.0.0" is not a CIDR block.',
      'entries[2].cidr: "fd00::/8" is not an IPv4 block.',
    ],
    "an entry of another stack's list": [
      () => new aws.ec2.ManagedPrefixListEntry("entry", { prefixListId: "pl-1", cidr: "10.0.0.0/40" }),
      'cidr: "10.0.0.0/40" is not a CIDR block.',
    ],
    "an entry of no list": [
      () => new aws.ec2.ManagedPrefixListEntry("entry", { prefixListId: "", cidr: "10.0.0.0/8" }),
      "prefixListId: names no prefix list.",
    ],
  };
  for (const [what, [program, ...expected]] of Object.entries(malformed)) {
    it(`names ${what}`, async () => {
      assert.deepEqual(await problems(program), expected);
    });
  }

  const wellFormed: Record<string, () => unknown> = {
    "host bits, numbers as text, any case": inline([
      { ...SSH, protocol: "TCP", fromPort: "22", toPort: "22", cidrBlocks: ["10.1.2.3/8"] },
    ]),
    "IPv6 in any spelling": inline([
      { ...SSH, ipv6CidrBlocks: ["0::/0", "2001:DB8:0:0::/32", "2001:db8::1/128"] },
    ]),
    "every protocol with ports of 0": inline([{ ...SSH, protocol: "-1", fromPort: 0, toPort: 0 }]),
    "every protocol with ports beside it in a rule of its own": standalone({
      protocol: "-1",
      cidrBlocks: ["10.0.0.0/8"],
    }),
    "a rule without a source, which is none": inline([{ ...SSH, cidrBlocks: [], self: false }]),
    "a name that holds what ids begin with": () => new aws.ec2.SecurityGroup("web", { name: "web-sg-1" }),
    "a description of all that AWS takes": () =>
      new aws.ec2.SecurityGroup("web", { description: "aZ09 ._-:/()#,@[]+=&;{}!$*".padEnd(255, "a") }),
    "every ICMP message": inline([{ ...SSH, protocol: "icmp", fromPort: -1, toPort: -1 }]),
    "every code of one ICMP type": inline([{ ...SSH, protocol: 1, fromPort: 3, toPort: -1 }]),
    "ICMPv6 without a type": vpcRule({
      ipProtocol: "58",
      cidrIpv6: "::/0",
      fromPort: undefined,
      toPort: undefined,
    }),
    "every protocol without ports": vpcRule({
      ipProtocol: "-1",
      cidrIpv4: "10.0.0.0/8",
      fromPort: undefined,
      toPort: undefined,
    }),
    "blocks of both families": standalone({
      cidrBlocks: ["10.0.0.0/8"],
      ipv6CidrBlocks: ["fd00::/8"],
      self: false,
    }),
    "null where nothing is said": inline([
      { ...SSH, ipv6CidrBlocks: null, securityGroups: null, self: null, description: null },
    ]),
    "no rules at all": inline([]),
    "null for rules": inline(null),
  };
  for (const [what, program] of Object.entries(wellFormed)) {
    it(`passes ${what}`, async () => {
      assert.deepEqual(await problems(program), []);
    });
  }

  it("passes what is unknown, and names what is known beside it", async () => {
    const program = (toPort: number) => () => {
      const { privateIp } = new aws.ec2.Instance("host", {});
      const block = pulumi.interpolate`${privateIp}/32`;
      const known = { fromPort: 22, toPort, self: true };
      inline([
        {
          protocol: privateIp.apply(() => "tcp"),
          fromPort: privateIp.apply(() => 1),
          toPort: 2,
          cidrBlocks: [block],
        },
        { protocol: "tcp", ...known, fromPort: privateIp.apply(() => 1) },
        { ...SSH, cidrBlocks: block.apply((one) => [one]) },
      ])();
      vpcRule({ cidrIpv4: block })();
      new aws.ec2.ManagedPrefixListEntry("entry", { prefixListId: privateIp, cidr: block });
    };
    assert.deepEqual(await problems(program(22)), []);
    assert.deepEqual(await problems(program(65536)), [
      "ingress[1].toPort: 65536 is not a port (0 to 65535).",
    ]);
  });

  it("leaves the rest of the rule and of the group to the other policies", async () => {
    const program = (other: string) =>
      inline([{ ...SSH, cidrBlocks: ["10.0.0.0/33", other] }, null, { ...SSH, toPort: 70000 }]);
    assert.deepEqual(await verdict([policy, noPublicSshRdp], program("0.0.0.0/0")), [
      "no-malformed-rule: web",
      "no-public-ssh-rdp: web",
    ]);
    assert.deepEqual(await verdict([policy, noPublicSshRdp], program("10.0.0.0/8")), [
      "no-malformed-rule: web",
    ]);
    const inAnotherRule = inline([
      { ...SSH, protocol: "tpc" },
      { ...SSH, cidrBlocks: ["0.0.0.0/0"] },
    ]);
    assert.deepEqual(await verdict([noPublicSshRdp], inAnotherRule), ["no-public-ssh-rdp: web"]);
  });

  it("survives whatever else stands in a rule's place", async () => {
    const later = new aws.ec2.Eip("later", {}).id;
    const odd = [null, 0, "", true, [], {}, [[]], [null], { length: 1 }, [later], { a: later }];
    for (const value of odd) {
      const rule = { protocol: value, fromPort: value, toPort: value, cidrBlocks: value, self: value };
      for (const ingress of [
        value,
        [value],
        [rule],
        [{ ...SSH, securityGroups: value, prefixListIds: [value] }],
      ]) {
        for (const { message } of await judgeProgram([policy, noPublicSshRdp], inline(ingress), "preview")) {
          assert.doesNotMatch(message, /can't run|error|undefined/i);
        }
      }
    }
  });

  it("names entries of network ACLs, inline and standalone", async () => {
    const vpcId = "vpc-1";
    const entry = { ruleNo: 100, action: "allow", protocol: "tcp", fromPort: 22, toPort: 22 };
    const program =
      (protocol: string, cidrBlock: string, ...fields: ("icmpType" | "fromPort")[]) =>
      () => {
        const { ruleNo: ruleNumber, action: ruleAction, ...services } = { ...entry, protocol, cidrBlock };
        const more = Object.fromEntries(fields.map((field) => [field, -1]));
        new aws.ec2.NetworkAcl("acl", { vpcId, ingress: [{ ...entry, protocol, cidrBlock, ...more }] });
        new aws.ec2.NetworkAclRule("rule", {
          networkAclId: new aws.ec2.NetworkAcl("other", { vpcId }).id,
          ruleNumber,
          ruleAction,
          ...services,
          ...more,
        });
      };
    assert.deepEqual(await problems(program("tcp", "10.0.0.0/33")), [
      'ingress[0].cidrBlock: "10.0.0.0/33" is not a CIDR block.',
      'cidrBlock: "10.0.0.0/33" is not a CIDR block.',
    ]);
    assert.deepEqual(await problems(program("tcp", "10.0.0.0/8", "fromPort")), [
      "ingress[0].fromPort: -1 is not a port (0 to 65535).",
      "fromPort: -1 is not a port (0 to 65535).",
    ]);
    for (const [protocol, ...fields] of [["tcp"], ["esp"], ["ipv6-icmp"], ["icmp", "icmpType"]] as const) {
      assert.deepEqual(await problems(program(protocol, "10.0.0.0/8", ...fields)), []);
    }
  });

  it("names ports beside every protocol in an ACL's own entries, which the provider refuses there alone", async () => {
    const program = (port: number) => () => {
      const entry = { protocol: "-1", fromPort: port, toPort: port, cidrBlock: "10.0.0.0/8" };
      const ingress = [{ ...entry, ruleNo: 100, action: "allow" }];
      const { id: networkAclId } = new aws.ec2.NetworkAcl("acl", { vpcId: "vpc-1", ingress });
      new aws.ec2.NetworkAclRule("rule", { networkAclId, ...entry, ruleNumber: 200, ruleAction: "allow" });
    };
    assert.deepEqual(await problems(program(22)), [
      `ingress[0]: names ports 22 to 22 ${BESIDE_EVERY_PROTOCOL}`,
    ]);
    assert.deepEqual(await problems(program(0)), []);
  });

  const https = { action: "allow", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlock: "0.0.0.0/0" };

  it("names a number that stands twice in one direction of an ACL", async () => {
    const program = (direction: "ingress" | "egress") => () =>
      new aws.ec2.NetworkAcl("acl", {
        vpcId: "vpc-1",
        ingress: [{ ...https, ruleNo: 100 }],
        [direction]: [
          { ...https, ruleNo: 100 },
          { ...https, ruleNo: direction === "egress" ? 110 : 100, cidrBlock: "10.0.0.0/8" },
        ],
      });
    assert.deepEqual(await problems(program("ingress")), ["ingress[1]: has number 100, as ingress[0] has."]);
    assert.deepEqual(await problems(program("egress")), []);
  });

  it("names the number that AWS's own entry has in a default ACL, which stands until it is adopted", async () => {
    const program = (ruleNumber: number, isAdopted: boolean) => () => {
      const { defaultNetworkAclId } = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      if (isAdopted) new aws.ec2.DefaultNetworkAcl("acl", { defaultNetworkAclId });
      const { action: ruleAction, ...entry } = https;
      new aws.ec2.NetworkAclRule("rule", {
        networkAclId: defaultNetworkAclId,
        ruleNumber,
        ruleAction,
        ...entry,
      });
    };
    assert.deepEqual(await messages(policy, program(100, false)), [
      "has number 100, as AWS's entry 100 has.",
    ]);
    assert.deepEqual(await verdict([policy], program(100, false)), ["no-malformed-rule: rule"]);
    assert.deepEqual(await verdict([policy], program(99, false)), []);
    assert.deepEqual(await verdict([policy], program(100, true)), []);
  });

  it("names blocks of both families in one entry of an ACL", async () => {
    const program = (ipv6CidrBlock: string) => () => {
      const entry = { ...https, ipv6CidrBlock };
      const { id: networkAclId } = new aws.ec2.NetworkAcl("acl", {
        vpcId: "vpc-1",
        ingress: [{ ...entry, ruleNo: 100 }],
      });
      const { action: ruleAction, ...rule } = entry;
      new aws.ec2.NetworkAclRule("rule", { networkAclId, ruleNumber: 200, ruleAction, ...rule });
    };
    const said = "names a block of IPv4 and one of IPv6, where an entry takes one.";
    assert.deepEqual(await problems(program("::/0")), [`ingress[0]: ${said}`, `${said}`]);
    assert.deepEqual(await problems(program("")), []);
  });

  it("names a number that two entries of their own have, which the stack alone shows", async () => {
    const program = (second: object) => () => {
      const { id: networkAclId } = new aws.ec2.NetworkAcl("acl", { vpcId: "vpc-1" });
      const { action: ruleAction, ...entry } = https;
      const first = { networkAclId, ruleNumber: 100, ruleAction, ...entry };
      new aws.ec2.NetworkAclRule("one", first);
      new aws.ec2.NetworkAclRule("two", { ...first, fromPort: 80, toPort: 80, ...second });
    };
    assert.deepEqual(await verdict([policy], program({})), ["no-malformed-rule: two"]);
    assert.deepEqual(await verdict([policy], program({ egress: true })), []);
    assert.deepEqual(await verdict([policy], program({ ruleNumber: 110 })), []);
  });

  it("names a destination that stands twice in a table, however it is spelled", async () => {
    const inlineTwice = (cidrBlock: string) => () =>
      new aws.ec2.RouteTable("table", {
        vpcId: "vpc-1",
        routes: [
          { cidrBlock: "10.1.0.0/16", gatewayId: "vgw-1" },
          { cidrBlock, natGatewayId: "nat-1" },
        ],
      });
    assert.deepEqual(await problems(inlineTwice("10.1.2.3/16")), [
      "routes[1]: leads to 10.1.0.0/16, as routes[0] does already.",
    ]);
    assert.deepEqual(await problems(inlineTwice("10.1.0.0/17")), []);
    const standaloneTwice = (destinationCidrBlock: string) => () => {
      const { id: routeTableId } = new aws.ec2.RouteTable("table", { vpcId: "vpc-1" });
      new aws.ec2.Route("one", { routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" });
      new aws.ec2.Route("two", { routeTableId, destinationCidrBlock, natGatewayId: "nat-1" });
    };
    assert.deepEqual(await verdict([policy], standaloneTwice("0.0.0.0/0")), ["no-malformed-rule: two"]);
    assert.deepEqual(await verdict([policy], standaloneTwice("0.0.0.0/1")), []);
  });

  it("names a route of IPv4 to an egress-only gateway, made here or elsewhere", async () => {
    const made = () => new aws.ec2.EgressOnlyInternetGateway("out", { vpcId: "vpc-1" }).id;
    const route = (destination: object, egressOnlyGatewayId: () => unknown) => () =>
      new aws.ec2.Route("route", {
        routeTableId: "rtb-1",
        ...destination,
        egressOnlyGatewayId: egressOnlyGatewayId() as string,
      });
    for (const gateway of [made, () => "eigw-0123456789abcdef0"]) {
      const ipv4 = await verdict([policy], route({ destinationCidrBlock: "0.0.0.0/0" }, gateway));
      assert.deepEqual(ipv4, ["no-malformed-rule: route"]);
      assert.deepEqual(await verdict([policy], route({ destinationIpv6CidrBlock: "::/0" }, gateway)), []);
    }
  });

  it("names two targets and two destinations of one route", async () => {
    const route = (more: object) => () =>
      new aws.ec2.RouteTable("table", {
        vpcId: "vpc-1",
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1", ...more }],
      });
    assert.deepEqual(await problems(route({ natGatewayId: "nat-1" })), [
      "routes[0]: names both gatewayId and natGatewayId.",
    ]);
    assert.deepEqual(await problems(route({ ipv6CidrBlock: "::/0" })), [
      "routes[0]: names both cidrBlock and ipv6CidrBlock.",
    ]);
    assert.deepEqual(await problems(route({ natGatewayId: "", ipv6CidrBlock: null })), []);
  });

  it("names routes, inline and standalone", async () => {
    const program = (destinationCidrBlock: string) => () => {
      new aws.ec2.RouteTable("table", {
        vpcId: "vpc-1",
        routes: [{ cidrBlock: destinationCidrBlock, gatewayId: "igw-1" }],
      });
      new aws.ec2.Route("route", { routeTableId: "rtb-1", destinationCidrBlock, gatewayId: "igw-1" });
    };
    assert.deepEqual(await problems(program("0.0.0.0")), [
      'routes[0].cidrBlock: "0.0.0.0" is not a CIDR block.',
      'destinationCidrBlock: "0.0.0.0" is not a CIDR block.',
    ]);
    assert.deepEqual(await problems(program("0.0.0.0/0")), []);
  });
});
