import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noAllTrafficIngress from "../../policies/security-groups/no-all-traffic-ingress";
import noMalformedRule from "../../policies/security-groups/no-malformed-rule";
import noMixedRuleManagement from "../../policies/security-groups/no-mixed-rule-management";
import noPublicIngressBeyondWebPorts from "../../policies/security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import requireSecurityGroupSourceForDatabasePorts from "../../policies/security-groups/require-security-group-source-for-database-ports";
import { configured } from "../harness/configured";
import { judgeProgram, summary, verdict } from "../harness/judge";
import type { Phase } from "../harness/program";
import { holds } from "./speakers";

const ALL = [
  noAllTrafficIngress,
  noMalformedRule,
  noMixedRuleManagement,
  noPublicIngressBeyondWebPorts,
  noPublicSshRdp,
  requireSecurityGroupSourceForDatabasePorts,
];

const ssh = (name: string) => `no-public-ssh-rdp: ${name}`;
const beyond = (name: string) => `no-public-ingress-beyond-web-ports: ${name}`;
const every = (name: string) => `no-all-traffic-ingress: ${name}`;
const database = (name: string) => `require-security-group-source-for-database-ports: ${name}`;
const malformed = (name: string) => `no-malformed-rule: ${name}`;
const mixed = (name: string) => `no-mixed-rule-management: ${name}`;

const WORLD = "0.0.0.0/0";

/** A group with one inline rule per entry, taken as it is. */
const inline =
  (...ingress: unknown[]) =>
  () =>
    new aws.ec2.SecurityGroup("web", { ingress: ingress as never });

/** A value that no one knows before the update. */
const later = <T>(value: T): pulumi.Output<T> =>
  new aws.ec2.Eip(`later-${++laters}`, {}).allocationId.apply(() => value);
let laters = 0;

const rule = (args: object, name = "rule") =>
  new aws.ec2.SecurityGroupRule(name, args as aws.ec2.SecurityGroupRuleArgs);
const ingressRule = (args: object, name = "rule") =>
  new aws.vpc.SecurityGroupIngressRule(name, args as aws.vpc.SecurityGroupIngressRuleArgs);

const tcp = (fromPort: unknown, toPort: unknown = fromPort) => ({ protocol: "tcp", fromPort, toPort });

describe("rules, adversarially", () => {
  describe("ports and protocols", () => {
    holds(ALL, [
      [
        "port 0 alone is neither SSH nor everything",
        inline({ ...tcp(0), cidrBlocks: [WORLD] }),
        [beyond("web")],
      ],
      ["port 65535", inline({ ...tcp(65535), cidrBlocks: [WORLD] }), [beyond("web")]],
      [
        "1-65535 is every port",
        inline({ ...tcp(1, 65535), cidrBlocks: ["10.0.0.1/32"] }),
        [every("web"), database("web")],
      ],
      ["2-65535 is not", inline({ ...tcp(2, 65535), cidrBlocks: ["10.0.0.1/32"] }), [database("web")]],
      ["0-65534 is not", inline({ ...tcp(0, 65534), cidrBlocks: ["10.0.0.1/32"] }), [database("web")]],
      [
        "every udp port",
        inline({ protocol: "udp", fromPort: 0, toPort: 65535, cidrBlocks: ["10.0.0.1/32"] }),
        [every("web")],
      ],
      [
        "ESP from the world has every port, and none of TCP",
        inline({ protocol: "50", fromPort: 0, toPort: 0, cidrBlocks: [WORLD] }),
        [beyond("web")],
      ],
      ["ESP by number", inline({ protocol: 50, fromPort: 0, toPort: 0, cidrBlocks: ["10.0.0.0/8"] }), []],
      [
        "ICMP type 22 is not SSH",
        inline({ protocol: "icmp", fromPort: 22, toPort: -1, cidrBlocks: [WORLD] }),
        [],
      ],
      [
        "ICMP by number with fields that look like ports",
        inline({ protocol: "1", fromPort: 3, toPort: 4, cidrBlocks: [WORLD] }),
        [],
      ],
      [
        "ICMPv6 by number",
        inline({ protocol: "58", fromPort: 128, toPort: 0, ipv6CidrBlocks: ["::/0"] }),
        [],
      ],
      [
        "ICMPv6 without type",
        () =>
          ingressRule({
            securityGroupId: new aws.ec2.SecurityGroup("web", {}).id,
            ipProtocol: "icmpv6",
            cidrIpv6: "::/0",
          }),
        [],
      ],
      [
        "ICMP types over 255",
        inline({ protocol: "icmp", fromPort: 256, toPort: 0, cidrBlocks: [WORLD] }),
        [malformed("web")],
      ],
      [
        "-1 with ports of HTTPS is still everything",
        inline({ protocol: "-1", fromPort: 443, toPort: 443, cidrBlocks: [WORLD] }),
        [every("web"), malformed("web"), beyond("web"), ssh("web"), database("web")],
      ],
      [
        "-1 as a number without ports",
        () =>
          ingressRule({
            securityGroupId: new aws.ec2.SecurityGroup("web", {}).id,
            ipProtocol: -1,
            cidrIpv4: WORLD,
          }),
        [every("rule"), beyond("rule"), ssh("rule"), database("rule")],
      ],
      ["ALL in capitals", inline({ protocol: "ALL", fromPort: 0, toPort: 0, self: true }), []],
      [
        "numeric strings as ports",
        inline({ protocol: "6", fromPort: "22", toPort: "22", cidrBlocks: [WORLD] }),
        [beyond("web"), ssh("web")],
      ],
      [
        "Tcp in mixed case",
        inline({ protocol: "Tcp", fromPort: 3389, toPort: 3389, cidrBlocks: [WORLD] }),
        [beyond("web"), ssh("web")],
      ],
      [
        "RDP over UDP",
        inline({ protocol: "udp", fromPort: 3389, toPort: 3389, cidrBlocks: [WORLD] }),
        [beyond("web"), ssh("web")],
      ],
      [
        "SSH's port over UDP",
        inline({ protocol: "udp", fromPort: 22, toPort: 22, cidrBlocks: [WORLD] }),
        [beyond("web")],
      ],
      ["HTTP/3", inline({ protocol: "udp", fromPort: 443, toPort: 443, cidrBlocks: [WORLD] }), []],
      [
        "UDP 80 is no web port",
        inline({ protocol: "udp", fromPort: 80, toPort: 80, cidrBlocks: [WORLD] }),
        [beyond("web")],
      ],
      ["80 to 443 is more than the web", inline({ ...tcp(80, 443), cidrBlocks: [WORLD] }), [beyond("web")]],
      [
        "a database's port over UDP is none",
        inline({ protocol: "udp", fromPort: 5432, toPort: 5432, cidrBlocks: ["10.0.0.0/8"] }),
        [],
      ],
    ]);
  });

  describe("addresses", () => {
    const open = [beyond("web"), ssh("web")];
    holds(ALL, [
      ["256 addresses", inline({ ...tcp(22), cidrBlocks: ["8.8.8.0/24"] }), []],
      ["257 addresses", inline({ ...tcp(22), cidrBlocks: ["8.8.8.0/24", "8.8.9.0/32"] }), open],
      [
        "the same 256 twice",
        inline({ ...tcp(22), cidrBlocks: ["8.8.8.0/24"] }, { ...tcp(20, 25), cidrBlocks: ["8.8.8.0/25"] }),
        [],
      ],
      [
        "256 on one port, 256 others on the next",
        inline({ ...tcp(22), cidrBlocks: ["8.8.8.0/24"] }, { ...tcp(23), cidrBlocks: ["8.8.9.0/24"] }),
        [],
      ],
      [
        "256 public and all private ones",
        inline({
          ...tcp(22),
          cidrBlocks: ["8.8.8.0/24", "10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8"],
        }),
        [],
      ],
      ["a block that is half private", inline({ ...tcp(22), cidrBlocks: ["172.0.0.0/8"] }), open],
      ["one /56", inline({ ...tcp(22), ipv6CidrBlocks: ["2600:1f00::/56"] }), []],
      ["two /56", inline({ ...tcp(22), ipv6CidrBlocks: ["2600:1f00::/56", "2600:1f00:0:100::/56"] }), open],
      ["a /55", inline({ ...tcp(22), ipv6CidrBlocks: ["2600:1f00::/55"] }), open],
      [
        "IPv6 with the zeros written out",
        inline({ ...tcp(22), ipv6CidrBlocks: ["0000:0000:0000:0000:0000:0000:0000:0000/0"] }),
        open,
      ],
      ["IPv6 with host bits", inline({ ...tcp(22), ipv6CidrBlocks: ["2001:DB8::1/20"] }), open],
      [
        "every IPv4-mapped address, which no packet has",
        inline({ ...tcp(22), ipv6CidrBlocks: ["::ffff:0:0/96"] }),
        [],
      ],
      ["the same in dots", inline({ ...tcp(22), ipv6CidrBlocks: ["::ffff:0.0.0.0/96"] }), []],
      ["every IPv6 address in dots", inline({ ...tcp(22), ipv6CidrBlocks: ["::0.0.0.0/0"] }), open],
      ["unique-local and link-local", inline({ ...tcp(22), ipv6CidrBlocks: ["fc00::/7", "fe80::/10"] }), []],
      [
        "all but the private ones, in pieces",
        inline({ ...tcp(22), cidrBlocks: ["0.0.0.0/5", "8.0.0.0/7"] }),
        open,
      ],
      ["IPv4 in the IPv6 field", inline({ ...tcp(22), ipv6CidrBlocks: [WORLD] }), [malformed("web")]],
      [
        "a bad block beside the world",
        inline({ ...tcp(22), cidrBlocks: ["10.0.0.0/33", WORLD] }),
        [malformed("web"), ...open],
      ],
      ["a /24 without its last octet", inline({ ...tcp(22), cidrBlocks: ["10.0.0/24"] }), [malformed("web")]],
      ["an address without a length", inline({ ...tcp(22), cidrBlocks: ["10.0.0.1"] }), [malformed("web")]],
      ["octal", inline({ ...tcp(22), cidrBlocks: ["010.0.0.0/8"] }), [malformed("web")]],
    ]);
  });

  describe("values of the wrong kind", () => {
    const open = [beyond("web"), ssh("web")];
    const good = { ...tcp(22), cidrBlocks: [WORLD] };
    holds(ALL, [
      ["a null rule beside an open one", inline(null, good), [malformed("web"), ...open]],
      ["an empty rule beside an open one", inline({}, good), [malformed("web"), ...open]],
      ["a text for a rule", inline("22", good), [malformed("web"), ...open]],
      ["a list for a rule", inline([good], good), [malformed("web"), ...open]],
      ["a null block", inline({ ...tcp(22), cidrBlocks: [null, WORLD] }), [malformed("web"), ...open]],
      ["a number for a block", inline({ ...tcp(22), cidrBlocks: [0, WORLD] }), [malformed("web"), ...open]],
      [
        "an object for a block",
        inline({ ...tcp(22), cidrBlocks: [{ cidr: WORLD }, WORLD] }),
        [malformed("web"), ...open],
      ],
      ["a text for the blocks", inline({ ...tcp(22), cidrBlocks: WORLD }), [malformed("web"), ...open]],
      ["null for the blocks", inline({ ...tcp(22), cidrBlocks: null, ipv6CidrBlocks: ["::/0"] }), open],
      ["an object for the rules", () => new aws.ec2.SecurityGroup("web", { ingress: good as never }), open],
      ["null for the rules", () => new aws.ec2.SecurityGroup("web", { ingress: null as never }), []],
      [
        "an inverted range beside an open one",
        inline({ ...tcp(443, 22), cidrBlocks: [WORLD] }, good),
        [malformed("web"), ...open],
      ],
      ["a fraction", inline({ ...tcp(22.5), cidrBlocks: [WORLD] }), [malformed("web")]],
      ["65536", inline({ ...tcp(22, 65536), cidrBlocks: [WORLD] }), [malformed("web")]],
      ["-1 for TCP's ports", inline({ ...tcp(-1), cidrBlocks: [WORLD] }), [malformed("web")]],
      ["no ports", inline({ protocol: "tcp", cidrBlocks: [WORLD] }), [malformed("web")]],
      [
        "a boolean protocol",
        inline({ protocol: true, fromPort: 22, toPort: 22, cidrBlocks: [WORLD] }),
        [malformed("web")],
      ],
      [
        "protocol 256",
        inline({ protocol: "256", fromPort: 22, toPort: 22, cidrBlocks: [WORLD] }),
        [malformed("web")],
      ],
      [
        "protocol -2",
        inline({ protocol: -2, fromPort: 22, toPort: 22, cidrBlocks: [WORLD] }),
        [malformed("web")],
      ],
      [
        "an empty protocol",
        inline({ protocol: "", fromPort: 22, toPort: 22, cidrBlocks: [WORLD] }),
        [malformed("web")],
      ],
      [
        "an odd direction",
        () => rule({ type: "in", securityGroupId: "sg-1", ...tcp(22), cidrBlocks: [WORLD] }),
        [malformed("rule")],
      ],
      [
        "an empty group id",
        () => rule({ type: "ingress", securityGroupId: "", ...tcp(22), cidrBlocks: [WORLD] }),
        [malformed("rule"), beyond("rule"), ssh("rule")],
      ],
      [
        "bad ports of -1 from the world",
        inline({ protocol: "-1", fromPort: "x", toPort: 0, cidrBlocks: [WORLD] }),
        [malformed("web"), every("web"), database("web"), ...open],
      ],
      [
        "deeply nested nonsense",
        inline({ ...tcp({ a: [{ b: [null] }] }), cidrBlocks: [[[WORLD]]] }),
        [malformed("web")],
      ],
      ["a text for self", inline({ protocol: "-1", fromPort: 0, toPort: 0, self: "true" }), []],
    ]);
  });

  describe("values not known yet", () => {
    const previewAndUpdate = (title: string, program: () => unknown, preview: string[], update: string[]) =>
      it(title, async () => {
        const said = async (phase: Phase) => summary(await judgeProgram(ALL, program, phase));
        assert.deepEqual(await said("preview"), preview.sort(), "preview");
        assert.deepEqual(await said("update"), update.sort(), "update");
      });
    const open = [beyond("web"), ssh("web")];
    const everything = [every("web"), beyond("web"), ssh("web"), database("web")];

    previewAndUpdate(
      "ports of -1",
      () => inline({ protocol: "-1", fromPort: later(0), toPort: later(0), cidrBlocks: [WORLD] })(),
      everything,
      everything,
    );
    previewAndUpdate(
      "the end of a range that begins at 22",
      () => inline({ ...tcp(22, later(23)), cidrBlocks: [WORLD] })(),
      open,
      open,
    );
    previewAndUpdate(
      "the beginning of a range that ends at 22",
      () => inline({ ...tcp(later(1), 22), cidrBlocks: [WORLD] })(),
      open,
      open,
    );
    previewAndUpdate(
      "the end of a range from 443",
      () => inline({ ...tcp(443, later(443)), cidrBlocks: [WORLD] })(),
      [],
      [],
    );
    previewAndUpdate(
      "both ports",
      () => inline({ ...tcp(later(22), later(22)), cidrBlocks: [WORLD] })(),
      [],
      open,
    );
    previewAndUpdate(
      "the protocol",
      () => inline({ protocol: later("tcp"), fromPort: 22, toPort: 22, cidrBlocks: [WORLD] })(),
      [],
      open,
    );
    previewAndUpdate(
      "one block beside the world",
      () => inline({ ...tcp(22), cidrBlocks: [later("10.0.0.0/8"), WORLD] })(),
      open,
      open,
    );
    previewAndUpdate(
      "a list of blocks beside the world",
      () => inline({ ...tcp(22), cidrBlocks: later(["10.0.0.0/8"]), ipv6CidrBlocks: ["::/0"] })(),
      open,
      open,
    );
    previewAndUpdate(
      "a rule beside an open one",
      () => inline(later({ ...tcp(80), cidrBlocks: [WORLD] }), { ...tcp(22), cidrBlocks: [WORLD] })(),
      open,
      open,
    );
    previewAndUpdate(
      "all rules",
      () =>
        new aws.ec2.SecurityGroup("web", { ingress: later([{ ...tcp(22), cidrBlocks: [WORLD] }] as never) }),
      [],
      open,
    );
    previewAndUpdate(
      "the type of a rule",
      () => rule({ type: later("ingress"), securityGroupId: "sg-1", ...tcp(22), cidrBlocks: [WORLD] }),
      [],
      [beyond("rule"), ssh("rule")],
    );
    previewAndUpdate(
      "an unknown block on a database's port is no group",
      () => inline({ ...tcp(5432), cidrBlocks: [later("10.0.0.0/8")] })(),
      [database("web")],
      [database("web")],
    );
    previewAndUpdate(
      "self",
      () => inline({ protocol: "-1", fromPort: 0, toPort: 0, self: later(true) })(),
      [],
      [],
    );
    previewAndUpdate(
      "malformed once known",
      () => inline({ ...tcp(22), cidrBlocks: [later("nonsense"), WORLD] })(),
      open,
      [...open, malformed("web")],
    );
    previewAndUpdate(
      "halves, one not known",
      () => inline({ ...tcp(22), cidrBlocks: ["0.0.0.0/32", later("128.0.0.0/1")] })(),
      [],
      open,
    );
    previewAndUpdate(
      "one rule from two lists, which it has both",
      () => {
        const list = (name: string, cidr: string) =>
          new aws.ec2.ManagedPrefixList(name, { addressFamily: "IPv4", maxEntries: 5, entries: [{ cidr }] })
            .id;
        return inline({ ...tcp(22), prefixListIds: [list("a", "0.0.0.0/1"), list("b", "10.0.0.0/8")] })();
      },
      open,
      open,
    );
    previewAndUpdate(
      "a database's port from one list, and SSH from another",
      () => {
        const list = (name: string, cidr: string) =>
          new aws.ec2.ManagedPrefixList(name, { addressFamily: "IPv4", maxEntries: 5, entries: [{ cidr }] })
            .id;
        return inline(
          { ...tcp(5432), prefixListIds: [list("a", "192.168.0.0/16")] },
          { ...tcp(22), prefixListIds: [list("b", "10.0.0.0/8")] },
        )();
      },
      [database("web")],
      [database("web")],
    );
    previewAndUpdate(
      "every port from one list, and SSH from another",
      () => {
        const list = (name: string, cidr: string) =>
          new aws.ec2.ManagedPrefixList(name, { addressFamily: "IPv4", maxEntries: 5, entries: [{ cidr }] })
            .id;
        return inline(
          { protocol: "-1", fromPort: 0, toPort: 0, prefixListIds: [list("a", "192.168.0.0/16")] },
          { ...tcp(22), prefixListIds: [list("b", "10.0.0.0/8")] },
        )();
      },
      [every("web"), database("web")],
      [every("web"), database("web")],
    );
  });

  describe("groups that several resources spell", () => {
    const halves = (securityGroupId: pulumi.Input<string>) => {
      rule({ type: "ingress", securityGroupId, ...tcp(22), cidrBlocks: ["9.9.9.0/24"] }, "one");
      ingressRule(
        { securityGroupId, ipProtocol: "tcp", fromPort: 20, toPort: 30, cidrIpv4: "8.8.8.0/24" },
        "two",
      );
    };
    holds(ALL, [
      [
        "inline and standalone",
        () => {
          const web = new aws.ec2.SecurityGroup("web", {
            ingress: [
              { ...(tcp(22) as { protocol: "tcp"; fromPort: 22; toPort: 22 }), cidrBlocks: ["8.8.8.0/24"] },
            ],
          });
          ingressRule({
            securityGroupId: web.id,
            ipProtocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrIpv4: "9.9.9.0/24",
          });
        },
        [beyond("web"), mixed("web"), ssh("web")],
      ],
      [
        "a default group adopted",
        () => {
          const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
          new aws.ec2.DefaultSecurityGroup("default", {
            vpcId: vpc.id,
            ingress: [
              { ...(tcp(22) as { protocol: "tcp"; fromPort: 22; toPort: 22 }), cidrBlocks: ["8.8.8.0/24"] },
            ],
          });
          ingressRule({
            securityGroupId: vpc.defaultSecurityGroupId,
            ipProtocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrIpv4: "9.9.9.0/24",
          });
        },
        [beyond("default"), mixed("default"), ssh("default")],
      ],
      [
        "a VPC's default group, not adopted",
        () => halves(new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).defaultSecurityGroupId),
        [beyond("one"), mixed("one"), ssh("one")],
      ],
      [
        "the default VPC's default group",
        () => halves(new aws.ec2.DefaultVpc("vpc", {}).defaultSecurityGroupId),
        [beyond("one"), mixed("one"), ssh("one")],
      ],
      [
        "the default VPC's default group, adopted",
        () => {
          const vpc = new aws.ec2.DefaultVpc("vpc", {});
          new aws.ec2.DefaultSecurityGroup("default", { vpcId: vpc.id });
          halves(vpc.defaultSecurityGroupId);
        },
        [beyond("default"), mixed("default"), ssh("default")],
      ],
      [
        "a group outside, by its id",
        () => halves("sg-0123456789abcdef0"),
        [beyond("one"), mixed("one"), ssh("one")],
      ],
      [
        "a group inside a component",
        () => {
          class Web extends pulumi.ComponentResource {
            readonly group: aws.ec2.SecurityGroup;
            constructor(name: string) {
              super("shop:index:Web", name);
              this.group = new aws.ec2.SecurityGroup("web", {}, { parent: this, aliases: [{ name: "old" }] });
              this.registerOutputs({ id: this.group.id });
            }
          }
          halves(new Web("tier").group.id);
        },
        [beyond("web"), mixed("web"), ssh("web")],
      ],
      [
        "an id made by a combination of outputs",
        () => halves(pulumi.all([new aws.ec2.SecurityGroup("web", {}).id]).apply(([id]) => id as string)),
        [beyond("web"), mixed("web"), ssh("web")],
      ],
      [
        "a secret id and secret blocks",
        () => {
          const web = new aws.ec2.SecurityGroup("web", {});
          ingressRule({
            securityGroupId: pulumi.secret(web.id),
            ipProtocol: pulumi.secret("tcp"),
            fromPort: pulumi.secret(22),
            toPort: 22,
            cidrIpv4: pulumi.secret(WORLD),
          });
        },
        [beyond("rule"), ssh("rule")],
      ],
      [
        "a secret list of secret blocks",
        () =>
          new aws.ec2.SecurityGroup("web", {
            ingress: pulumi.secret([
              {
                protocol: "tcp",
                fromPort: 22,
                toPort: 22,
                cidrBlocks: pulumi.secret([pulumi.secret(WORLD)]),
              },
            ]),
          }),
        [beyond("web"), ssh("web")],
      ],
    ]);

    it("says each port once, by the resource that opens it alone", async () => {
      const said = await judgeProgram(
        [noPublicSshRdp],
        () => {
          const web = new aws.ec2.SecurityGroup("web", {});
          const open = (name: string, port: number, cidrIpv4: string) =>
            ingressRule(
              { securityGroupId: web.id, ipProtocol: "tcp", fromPort: port, toPort: port, cidrIpv4 },
              name,
            );
          open("ssh", 22, WORLD);
          open("ssh-1", 22, "8.0.0.0/7");
          open("rdp-1", 3389, "8.8.8.0/24");
          open("rdp-2", 3389, "9.9.9.0/24");
        },
        "update",
      );
      assert.deepEqual(
        said.map(({ by, resource }) => `${by} ${resource}`),
        ["resource ssh", "resource ssh-1", "stack web"],
      );
      assert.match(said[2]?.message ?? "", /rdp-1 and .*rdp-2 together admit tcp 3389 /);
    });

    it("an exempted rule does not hide what the others open together", async () => {
      const policy = configured(noPublicSshRdp, {
        exemptions: [{ resource: "*::bastion", reason: "the bastion" }],
      });
      const said = await verdict([policy], () => {
        const web = new aws.ec2.SecurityGroup("web", {});
        const open = (name: string, cidrIpv4: string) =>
          ingressRule(
            { securityGroupId: web.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4 },
            name,
          );
        open("bastion", WORLD);
        open("one", "8.8.8.0/24");
        open("two", "9.9.9.0/24");
      });
      assert.deepEqual(said, [ssh("web")]);
    });
  });

  it("many rules of one group", async () => {
    const program = () => {
      const web = new aws.ec2.SecurityGroup("web", {});
      for (let i = 0; i < 300; i++) {
        ingressRule(
          {
            securityGroupId: web.id,
            ipProtocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrIpv4: `8.8.${i >> 1}.${(i & 1) * 128}/32`,
          },
          `rule-${i}`,
        );
      }
    };
    assert.deepEqual(await verdict([noPublicSshRdp], program), [ssh("web")]);
  });
});
