import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { AddressSet } from "../../../algebra/addresses";
import policy from "../../../policies/security-groups/no-public-ssh-rdp";
import { configured } from "../../harness/configured";
import { judgeProgram, told, verdict } from "../../harness/judge";
import { EVERY_SPELLING, type Permission, permission, spellingsFlagged } from "./spellings";

const ssh = (...blocks: string[]) => permission("tcp", 22, 22, ...blocks);
const FLAGGED = ["no-public-ssh-rdp: web"];

type Ingress = aws.types.input.ec2.SecurityGroupIngress;

const group = (...ingress: unknown[]) => new aws.ec2.SecurityGroup("web", { ingress: ingress as Ingress[] });
const opened = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };

describe("no-public-ssh-rdp", () => {
  describe("sees what a service opens by itself", () => {
    const nodes =
      (remoteAccess: object | undefined, more: object = {}) =>
      () =>
        new aws.eks.NodeGroup("web", {
          clusterName: "k",
          nodeRoleArn: "arn:aws:iam::111122223333:role/nodes",
          subnetIds: ["subnet-1"],
          scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 1 },
          ...(remoteAccess && { remoteAccess }),
          ...more,
        });
    const lightsail = (info: object) => () =>
      new aws.lightsail.InstancePublicPorts("web", {
        instanceName: "blog",
        portInfos: [{ protocol: "tcp", fromPort: 22, toPort: 22, ...info }],
      });
    const fleet = (ipRange: string) => () =>
      new aws.gamelift.Fleet("web", {
        ec2InstanceType: "c5.large",
        ec2InboundPermissions: [{ protocol: "TCP", fromPort: 22, toPort: 22, ipRange }],
      });
    const rows: [string, () => unknown, boolean][] = [
      ["a key of nodes without sources", nodes({ ec2SshKey: "ops" }), true],
      [
        "a key of nodes with an empty list of sources",
        nodes({ ec2SshKey: "ops", sourceSecurityGroupIds: [] }),
        true,
      ],
      ["a key of Windows nodes", nodes({ ec2SshKey: "ops" }, { amiType: "WINDOWS_CORE_2022_x86_64" }), true],
      ["a key of nodes with sources", nodes({ ec2SshKey: "ops", sourceSecurityGroupIds: ["sg-1"] }), false],
      ["nodes without a key", nodes(undefined), false],
      ["ports of Lightsail without sources", lightsail({}), true],
      [
        "ports of Lightsail to everyone by IPv6",
        lightsail({ cidrs: ["10.0.0.0/8"], ipv6Cidrs: ["::/0"] }),
        true,
      ],
      ["ports of Lightsail to an office", lightsail({ cidrs: ["203.0.113.0/24"] }), false],
      ["ports of Lightsail to an office by IPv6", lightsail({ ipv6Cidrs: ["2001:db8::7/128"] }), false],
      ["ports of Lightsail to its own console", lightsail({ cidrListAliases: ["lightsail-connect"] }), false],
      [
        "an instance of Lightsail whose ports are named, by its name",
        () => {
          new aws.lightsail.Instance("web", {
            ...{ name: "blog", blueprintId: "amazon_linux_2023", bundleId: "nano_3_0" },
            availabilityZone: "eu-west-1a",
          });
          new aws.lightsail.InstancePublicPorts("ports", {
            instanceName: "blog",
            portInfos: [{ protocol: "tcp", fromPort: 443, toPort: 443 }],
          });
        },
        false,
      ],
      ["another port of Lightsail", lightsail({ fromPort: 443, toPort: 443 }), false],
      ["a fleet of GameLift", fleet("0.0.0.0/0"), true],
      ["a fleet of GameLift for an office", fleet("203.0.113.0/24"), false],
    ];
    for (const [what, program, isOpen] of rows) {
      it(`${isOpen ? "flags" : "passes"} ${what}`, async () => {
        assert.deepEqual(await verdict([policy], program), isOpen ? FLAGGED : []);
      });
    }

    it("says where", async () => {
      const [violation] = await judgeProgram([policy], nodes({ ec2SshKey: "ops" }), "preview");
      assert.match(violation?.message ?? "", /remoteAccess admits tcp 22 from 0\.0\.0\.0\/0, /);
      assert.equal(violation?.by, "resource");
    });
  });

  const flagged: Record<string, Permission[]> = {
    "the world": [ssh("0.0.0.0/0")],
    "the world in two halves": [ssh("0.0.0.0/1", "128.0.0.0/1")],
    "the world in two rules": [ssh("0.0.0.0/1"), ssh("128.0.0.0/1")],
    "one address more than 256": [ssh("198.51.100.0/24"), ssh("203.0.113.7/32")],
    "a block with host bits": [ssh("8.8.8.8/20")],
    IPv6: [ssh("::/0")],
    "IPv6 written otherwise": [ssh("0::/0")],
    "IPv6 unicast": [ssh("2000::/3")],
    "IPv6 wider than a /56": [ssh("2001:db8::/55")],
    "RDP over UDP": [permission("udp", 3389, 3389, "0.0.0.0/0")],
    "a range that holds 22": [permission("tcp", 20, 25, "0.0.0.0/0")],
    "protocol 6": [permission("6", 22, 22, "0.0.0.0/0")],
    "protocol TCP": [permission("TCP", 22, 22, "0.0.0.0/0")],
    "every protocol": [permission("-1", 0, 0, "0.0.0.0/0")],
    "every protocol by name": [permission("all", 0, 0, "0.0.0.0/0")],
    "every protocol, with ports beside it": [permission("-1", 443, 443, "0.0.0.0/0")],
  };
  for (const [what, permissions] of Object.entries(flagged)) {
    it(`flags ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), EVERY_SPELLING);
    });
  }

  const passed: Record<string, Permission[]> = {
    "256 addresses": [ssh("198.51.100.0/24")],
    "256 addresses twice over": [ssh("198.51.100.0/24"), ssh("198.51.100.7/25")],
    "a /56 of IPv6": [ssh("2001:db8::/56")],
    "private blocks": [ssh("10.0.0.0/8", "fc00::/7")],
    "other ports": [permission("tcp", 23, 3388, "0.0.0.0/0")],
    "SSH over UDP": [permission("udp", 22, 22, "0.0.0.0/0")],
    "port 0 alone": [permission("tcp", 0, 0, "0.0.0.0/0")],
    "ICMP of type 22": [permission("icmp", 22, 22, "0.0.0.0/0")],
  };
  for (const [what, permissions] of Object.entries(passed)) {
    it(`passes ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), []);
    });
  }

  it("counts each port by itself", async () => {
    const rdp = permission("tcp", 3389, 3389, "203.0.113.0/24");
    assert.deepEqual(await spellingsFlagged(policy, ssh("198.51.100.0/24"), rdp), []);
    assert.deepEqual(
      await spellingsFlagged(policy, ssh("198.51.100.0/24"), ssh(...rdp.blocks)),
      EVERY_SPELLING,
    );
  });

  it("passes egress", async () => {
    assert.deepEqual(
      await verdict([policy], () => new aws.ec2.SecurityGroup("web", { egress: [opened] })),
      [],
    );
    assert.deepEqual(await verdict([policy], () => group(opened)), FLAGGED);
  });

  it("judges the known beside the unknown", async () => {
    const program = (known: string) => () => {
      const { privateIp, id } = new aws.ec2.Instance("host", {});
      const unknown = pulumi.interpolate`${privateIp}/32`;
      group(
        { ...opened, cidrBlocks: [unknown, known], securityGroups: [id] },
        { ...opened, fromPort: privateIp.apply(() => 443), cidrBlocks: ["0.0.0.0/0"], toPort: 443 },
      );
    };
    assert.deepEqual(await verdict([policy], program("0.0.0.0/0")), FLAGGED);
    assert.deepEqual(await verdict([policy], program("10.0.0.0/8")), []);
  });

  it("knows that protocol -1 ignores unknown ports", async () => {
    const program = (protocol: string) => () => {
      const port = new aws.ec2.Instance("host", {}).privateIp.apply(() => 443);
      group({ protocol, fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] });
    };
    assert.deepEqual(await verdict([policy], program("-1")), FLAGGED);
    assert.deepEqual(await verdict([policy], program("tcp")), []);
  });

  it("knows one end of a range while the other is unknown", async () => {
    const program = (fromPort: number) => () => {
      const toPort = new aws.ec2.Instance("host", {}).privateIp.apply(() => 25);
      group({ protocol: "tcp", fromPort, toPort, cidrBlocks: ["0.0.0.0/0"] });
    };
    assert.deepEqual(await verdict([policy], program(22)), FLAGGED);
    assert.deepEqual(await verdict([policy], program(23)), []);
  });

  it("judges what a malformed rule leaves", async () => {
    const malformed = [null, 7, { ...opened, cidrBlocks: ["10.0.0.0/33", null, 7] }];
    assert.deepEqual(await verdict([policy], () => group(...malformed, opened)), FLAGGED);
    assert.deepEqual(await verdict([policy], () => group(...malformed)), []);
  });

  it("does not take an uncertain prefix list for the one that is open", async () => {
    const program = (sshList: number) => () => {
      const lists = ["0.0.0.0/0", "10.0.0.0/8"].map(
        (cidr, i) =>
          new aws.ec2.ManagedPrefixList(`list-${i}`, {
            addressFamily: "IPv4",
            maxEntries: 1,
            entries: [{ cidr }],
          }),
      );
      const rule = (port: number, list: number) => ({
        protocol: "tcp",
        fromPort: port,
        toPort: port,
        prefixListIds: [lists[list]?.id],
      });
      group(rule(443, 1 - sshList), rule(22, sshList));
    };
    assert.deepEqual(await verdict([policy], program(1)), []);
    assert.deepEqual(
      (await judgeProgram([policy], program(0), "update")).map(({ resource, by }) => [resource, by]),
      [["web", "stack"]],
    );
  });

  it("takes options", async () => {
    const office = configured(policy, { allowedCidrs: ["8.8.0.0/16"] });
    assert.deepEqual(await spellingsFlagged(office, ssh("8.8.0.0/17", "8.8.128.0/17")), []);
    assert.deepEqual(await spellingsFlagged(office, ssh("8.8.0.0/15")), EVERY_SPELLING);
    const moved = configured(policy, { ports: [2222] });
    assert.deepEqual(await verdict([moved], () => group(opened)), []);
    assert.deepEqual(await verdict([moved], () => group({ ...opened, toPort: 2222 })), FLAGGED);
    const none = configured(policy, { maxPublicAddresses: 0 });
    assert.deepEqual(await verdict([none], () => group({ ...opened, cidrBlocks: ["8.8.8.8/32"] })), FLAGGED);
  });

  it("exempts the resource that an exemption names", async () => {
    const exempting = (resource: string) =>
      configured(policy, { exemptions: [{ resource, reason: "a honeypot" }] });
    assert.deepEqual(await verdict([exempting("*::web")], () => group(opened)), []);
    assert.deepEqual(await verdict([exempting("*::app")], () => group(opened)), FLAGGED);
  });

  it("says where, from whom and by which packet", async () => {
    const [violation, ...others] = await judgeProgram([policy], () => group(opened), "preview");
    assert.deepEqual(others, []);
    assert.equal(
      told(violation),
      "ingress[0] admits tcp 22 from 0.0.0.0/0, such as tcp 22 from 198.51.100.7.",
    );
  });

  it("tells many blocks by what they are together, where that is shorter", async () => {
    const from = async (cidrBlocks: readonly string[]) => {
      const program = () => group({ ...opened, cidrBlocks: [...cidrBlocks] });
      const [violation] = await judgeProgram([policy], program, "preview");
      return / from (.*), such as /.exec(told(violation))?.[1];
    };
    const allBut = AddressSet.ipv4.subtract(AddressSet.of("10.0.0.0/16")).blocks();
    assert.equal(await from(allBut), "every address but 10.0.0.0/16");
    assert.equal(await from(["0.0.0.0/1", "128.0.0.0/1"]), "0.0.0.0/1 and 128.0.0.0/1");
    const apart = ["8.8.0.0/24", "8.10.0.0/24", "8.12.0.0/24", "8.14.0.0/24", "8.16.0.0/24"];
    assert.equal(await from(apart), "8.8.0.0/24, 8.10.0.0/24, 8.12.0.0/24 and 2 more");
  });

  it("flags blocks split over standalone rules once, by the stack", async () => {
    const program = () => {
      const web = new aws.ec2.SecurityGroup("web", {});
      for (const [i, cidrIpv4] of ["8.8.8.0/25", "8.8.9.0/25", "8.8.10.0/24"].entries()) {
        const securityGroupId = web.id;
        new aws.vpc.SecurityGroupIngressRule(`rule-${i}`, {
          securityGroupId,
          ipProtocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrIpv4,
        });
      }
    };
    for (const phase of ["preview", "update"] as const) {
      const violations = await judgeProgram([policy], program, phase);
      assert.deepEqual(
        violations.map(({ resource, by }) => [resource, by]),
        [["web", "stack"]],
      );
    }
  });
});
