import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Network } from "../../network/network";
import type { NetworkAcl } from "../../network/routing/network-acl";
import { allowed, entryTitle, possiblyAllowed, shadowedEntries } from "../../network/routing/network-acl";
import { Resource } from "../../stack/resource";
import type { Value } from "../../stack/value";
import { inBothPhases, networkOf } from "./network-of";

type Entry = aws.types.input.ec2.NetworkAclIngress;

const EVERYWHERE = "0.0.0.0/0";

const entry = (ruleNo: number, action: string, port: number, cidrBlock = EVERYWHERE): Entry => ({
  ruleNo,
  action,
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  cidrBlock,
});

function base() {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const subnet = new aws.ec2.Subnet("app", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  return { vpc, subnet };
}

/** An ACL for the subnet `app`. */
function acl(...ingress: unknown[]): aws.ec2.NetworkAcl {
  const { vpc, subnet } = base();
  return new aws.ec2.NetworkAcl("acl", {
    vpcId: vpc.id,
    subnetIds: [subnet.id],
    ingress: ingress as Entry[],
  });
}

const aclOf = (network: Network): NetworkAcl | undefined =>
  network.subnets.find(({ resource }) => resource.name === "app")?.networkAcl;

const titleOf = (network: Network) => aclOf(network)?.title;

const text = (traffic: ReturnType<typeof possiblyAllowed>) =>
  [...traffic.boxes()].map(
    ({ peers }) => `${traffic.servicesText()} from ${peers.addresses.blocks().join(" ")}`,
  );

/** What the subnet `app` certainly lets in, by entry. */
function letIn(network: Network): string[] {
  const found = aclOf(network);
  return found === undefined
    ? ["unknown"]
    : allowed(found, "ingress").flatMap((decision) =>
        text(decision.traffic).map((one) => `${entryTitle(decision.entry)}: ${one}`),
      );
}

/** Whether the subnet `app` lets a tcp packet in: certainly, possibly or not. */
const admits =
  (port: number, source = "198.51.100.7", protocol = 6) =>
  (network: Network): "yes" | "perhaps" | "no" => {
    const found = aclOf(network);
    if (found === undefined) return "perhaps";
    const has = (traffic: ReturnType<typeof possiblyAllowed>) =>
      traffic.peersAt(protocol, port)?.addresses.has(source) ?? false;
    if (allowed(found, "ingress").some(({ traffic }) => has(traffic))) return "yes";
    return has(possiblyAllowed(found, "ingress")) ? "perhaps" : "no";
  };

describe("network ACLs", () => {
  it("let the lowest number decide, whatever the order of declaration", async () => {
    const allow = entry(200, "allow", 22);
    const deny = entry(100, "deny", 22, "198.51.100.0/24");
    for (const entries of [
      [allow, deny],
      [deny, allow],
    ]) {
      assert.equal(await inBothPhases(() => acl(...entries), admits(22)), "no");
      assert.equal(await inBothPhases(() => acl(...entries), admits(22, "203.0.113.7")), "yes");
    }
    const later = { ...deny, ruleNo: 300 };
    assert.equal(await inBothPhases(() => acl(later, allow), admits(22)), "yes");
  });

  it("deny what no entry matches", async () => {
    assert.deepEqual(await inBothPhases(() => acl(), letIn), []);
    assert.equal(await inBothPhases(() => acl(entry(1, "allow", 443)), admits(22)), "no");
  });

  it("order standalone entries among the inline ones of their ACL", async () => {
    const program = (ruleNumber: number) => () => {
      new aws.ec2.NetworkAclRule("deny", {
        networkAclId: acl(entry(100, "allow", 22)).id,
        ruleNumber,
        ruleAction: "deny",
        protocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrBlock: "198.51.100.0/24",
      });
    };
    assert.equal(await inBothPhases(program(99), admits(22)), "no");
    assert.equal(await inBothPhases(program(101), admits(22)), "yes");
  });

  it("keep the directions of standalone entries apart", async () => {
    const program = (egress: boolean) => () => {
      const { id: networkAclId } = acl();
      new aws.ec2.NetworkAclRule("rule", {
        networkAclId,
        egress,
        ruleNumber: 1,
        ruleAction: "allow",
        protocol: "-1",
        cidrBlock: EVERYWHERE,
      });
    };
    assert.equal(await inBothPhases(program(false), admits(22)), "yes");
    assert.equal(await inBothPhases(program(true), admits(22)), "no");
  });

  describe("read services", () => {
    const of = (fields: Partial<Record<keyof Entry, unknown>>) => () =>
      acl({ ...entry(1, "allow", 0), ...fields });

    for (const [what, fields, expected] of [
      ["protocol -1, whatever its ports", { protocol: "-1", fromPort: 443, toPort: 443 }, "every protocol"],
      ["protocol all", { protocol: "all" }, "every protocol"],
      ["a number", { protocol: "6", fromPort: 22, toPort: 25 }, "tcp 22-25"],
      ["a name of IANA's", { protocol: "esp" }, "protocol 50"],
      ["ICMP of type and code 0 where they are left out", { protocol: "icmp" }, "icmp type 0"],
      ["an ICMP type", { protocol: "icmp", icmpType: 8, icmpCode: -1 }, "icmp type 8"],
      ["every ICMP type", { protocol: 1, icmpType: -1 }, "every icmp message"],
      ["ICMPv6", { protocol: "ipv6-icmp", icmpType: 128, icmpCode: -1 }, "icmpv6 type 128"],
      ["an action in capitals", { action: "ALLOW", fromPort: 22, toPort: 22 }, "tcp 22"],
    ] as [string, Partial<Record<keyof Entry, unknown>>, string][]) {
      it(what, async () => {
        assert.deepEqual(await inBothPhases(of(fields), letIn), [
          `ingress[0] (1): ${expected} from ${EVERYWHERE}`,
        ]);
      });
    }

    it("IPv6 blocks", async () => {
      const program = of({ protocol: "-1", cidrBlock: undefined, ipv6CidrBlock: "::/0" });
      assert.equal(await inBothPhases(program, admits(22, "2001:db8::7")), "yes");
      assert.equal(await inBothPhases(program, admits(22)), "no");
    });

    it("port 0 where a standalone entry names none", async () => {
      const program = () => {
        const { id: networkAclId } = acl();
        new aws.ec2.NetworkAclRule("rule", {
          networkAclId,
          ruleNumber: 1,
          ruleAction: "allow",
          protocol: "tcp",
          cidrBlock: EVERYWHERE,
        });
      };
      assert.deepEqual(await inBothPhases(program, letIn), [
        `NetworkAclRule rule (1): tcp 0 from ${EVERYWHERE}`,
      ]);
    });
  });

  describe("of a subnet", () => {
    const other = (vpc: aws.ec2.Vpc) => new aws.ec2.NetworkAcl("other", { vpcId: vpc.id });
    const adopting = (vpc: aws.ec2.Vpc, ...ingress: Entry[]) =>
      new aws.ec2.DefaultNetworkAcl("adopting", { defaultNetworkAclId: vpc.defaultNetworkAclId, ingress });

    it("are its VPC's default one, which allows everything", async () => {
      assert.equal(await inBothPhases(base, titleOf), "the default network ACL of Vpc main");
      assert.equal(await inBothPhases(base, admits(22)), "yes");
    });

    it("are the default one adopted, which denies what it does not list", async () => {
      const program =
        (...entries: Entry[]) =>
        () =>
          adopting(base().vpc, ...entries);
      assert.equal(await inBothPhases(program(), titleOf), "DefaultNetworkAcl adopting");
      assert.equal(await inBothPhases(program(), admits(22)), "no");
      assert.equal(await inBothPhases(program(entry(1, "allow", 22)), admits(22)), "yes");
    });

    it("take standalone entries through the VPC that they were made with", async () => {
      const program = (adopted: boolean) => () => {
        const { vpc } = base();
        if (adopted) adopting(vpc, entry(100, "allow", 22));
        new aws.ec2.NetworkAclRule("deny", {
          networkAclId: vpc.defaultNetworkAclId,
          ruleNumber: 1,
          ruleAction: "deny",
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrBlock: EVERYWHERE,
        });
      };
      assert.equal(await inBothPhases(program(false), admits(22)), "no");
      assert.equal(await inBothPhases(program(true), admits(22)), "no");
      assert.equal(await inBothPhases(program(false), admits(23)), "yes");
    });

    it("are the one it is associated with", async () => {
      const program = () => {
        const { vpc, subnet } = base();
        new aws.ec2.NetworkAclAssociation("association", {
          networkAclId: other(vpc).id,
          subnetId: subnet.id,
        });
      };
      assert.equal(await inBothPhases(program, titleOf), "NetworkAcl other");
    });

    it("cannot be known where two claim it, or outside the stack's VPCs", async () => {
      const claimed = () => {
        const { vpc, subnet } = base();
        for (const name of ["one", "two"]) {
          new aws.ec2.NetworkAcl(name, { vpcId: vpc.id, subnetIds: [subnet.id] });
        }
      };
      assert.equal(await inBothPhases(claimed, titleOf), undefined);
      const elsewhere = () => new aws.ec2.Subnet("app", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" });
      assert.equal(await inBothPhases(elsewhere, titleOf), undefined);
    });

    it("are opaque outside the stack, even with entries of the stack", async () => {
      const program = () => {
        const { subnet } = base();
        new aws.ec2.NetworkAclAssociation("association", { networkAclId: "acl-1", subnetId: subnet.id });
        new aws.ec2.NetworkAclRule("rule", {
          networkAclId: "acl-1",
          ruleNumber: 100,
          ruleAction: "allow",
          protocol: "-1",
          cidrBlock: EVERYWHERE,
        });
      };
      assert.equal(await inBothPhases(program, titleOf), "acl-1");
      assert.equal(await inBothPhases(program, admits(22)), "perhaps");
    });

    it("find subnets inside components", async () => {
      const program = () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const network = new pulumi.ComponentResource("shop:index:Network", "network");
        const subnet = new aws.ec2.Subnet(
          "app",
          { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" },
          { parent: network },
        );
        new aws.ec2.NetworkAcl("acl", { vpcId: vpc.id, subnetIds: [subnet.id] });
      };
      assert.equal(await inBothPhases(program, titleOf), "NetworkAcl acl");
    });
  });

  describe("with unknown values", () => {
    /** Unknown at a preview, and at the update what is given. */
    const later = <T>(value: T) => new aws.ec2.Eip("address").publicIp.apply(() => value);
    const open = entry(100, "allow", 22);

    for (const [what, entries, preview, update] of [
      [
        "a deny of unknown number",
        () => [open, { ...entry(1, "deny", 22), ruleNo: later(200) }],
        "perhaps",
        "yes",
      ],
      [
        "a deny of unknown block",
        () => [{ ...entry(1, "deny", 22), cidrBlock: later("10.0.0.0/8") }, open],
        "perhaps",
        "yes",
      ],
      [
        "a later deny of unknown block",
        () => [{ ...entry(200, "deny", 22), cidrBlock: later("10.0.0.0/8") }, open],
        "yes",
        "yes",
      ],
      [
        "an earlier unknown action",
        () => [{ ...entry(1, "deny", 22), action: later("allow") }, open],
        "perhaps",
        "yes",
      ],
      [
        "a later unknown action",
        () => [{ ...entry(200, "deny", 22), action: later("deny") }, open],
        "yes",
        "yes",
      ],
      ["an allow of unknown number", () => [{ ...open, ruleNo: later(1) }], "yes", "yes"],
      [
        "an allow of unknown number beside a deny",
        () => [{ ...open, ruleNo: later(1) }, entry(50, "deny", 22)],
        "perhaps",
        "yes",
      ],
      [
        "unknown ports of another port's deny",
        () => [{ ...entry(1, "deny", 23), toPort: later(24) }, open],
        "yes",
        "yes",
      ],
      ["unknown ports of protocol -1", () => [{ ...open, protocol: "-1", toPort: later(0) }], "yes", "yes"],
      ["an unknown protocol", () => [{ ...open, protocol: later("tcp") }], "perhaps", "yes"],
      ["an allow of unknown block", () => [{ ...open, cidrBlock: later(EVERYWHERE) }], "perhaps", "yes"],
      ["an entry that is unknown as a whole", () => [later(entry(1, "deny", 443)), open], "perhaps", "yes"],
    ] as [string, () => unknown[], string, string][]) {
      it(`judge ${what}`, async () => {
        const program = () => acl(...entries());
        assert.equal(admits(22)(await networkOf(program, "preview")), preview);
        assert.equal(admits(22)(await networkOf(program, "update")), update);
      });
    }

    it("judge one direction while the other is unknown", async () => {
      const program = () => {
        const { vpc, subnet } = base();
        new aws.ec2.NetworkAcl("acl", {
          vpcId: vpc.id,
          subnetIds: [subnet.id],
          ingress: [open],
          egress: later<Entry[]>([]),
        });
      };
      assert.equal(await inBothPhases(program, admits(22)), "yes");
    });

    it("let a standalone deny of unknown direction deny in either", async () => {
      const program = () => {
        const { id: networkAclId } = acl(open);
        new aws.ec2.NetworkAclRule("deny", {
          networkAclId,
          egress: later(true),
          ruleNumber: 1,
          ruleAction: "deny",
          protocol: "-1",
          cidrBlock: EVERYWHERE,
        });
      };
      assert.equal(admits(22)(await networkOf(program, "preview")), "perhaps");
      assert.equal(admits(22)(await networkOf(program, "update")), "yes");
    });

    it("let a deny of one of two ACLs deny in both", async () => {
      const program = () => {
        const { vpc, subnet } = base();
        const acls = ["acl", "other"].map(
          (name) =>
            new aws.ec2.NetworkAcl(name, {
              vpcId: vpc.id,
              subnetIds: name === "acl" ? [subnet.id] : [],
              ingress: [open],
            }),
        );
        new aws.ec2.NetworkAclRule("deny", {
          networkAclId: pulumi.all(acls.map(({ id }) => id)).apply(([, id]) => id as string),
          ruleNumber: 1,
          ruleAction: "deny",
          protocol: "-1",
          cidrBlock: EVERYWHERE,
        });
      };
      assert.equal(admits(22)(await networkOf(program, "preview")), "perhaps");
      assert.equal(admits(22)(await networkOf(program, "update")), "yes");
    });
  });

  it("tell which entries never decide, and which ones do in their place", async () => {
    const program = () =>
      acl(
        entry(300, "deny", 22),
        entry(100, "allow", 22, "0.0.0.0/1"),
        entry(200, "deny", 22, "128.0.0.0/1"),
        entry(250, "allow", 443, "10.0.0.0/8"),
        entry(260, "allow", 443),
        entry(300, "allow", 443, "10.0.0.0/8"),
      );
    const shadowed = (network: Network) =>
      shadowedEntries(aclOf(network) as NetworkAcl, "ingress").map(
        (one) => `${entryTitle(one.entry)} by ${one.by.map(entryTitle).join(", ")}`,
      );
    assert.deepEqual(await inBothPhases(program, shadowed), [
      "ingress[0] (300) by ingress[1] (100), ingress[2] (200)",
      "ingress[5] (300) by ingress[3] (250)",
    ]);
  });

  it("name what AWS would not take, and judge the rest", async () => {
    const program = () => {
      const bad = { ...entry(0, "permit", 70000), cidrBlock: "10.0.0.0/33" };
      const { id: networkAclId } = acl(
        null,
        bad,
        { ...entry(2, "allow", 1), cidrBlock: undefined },
        entry(3, "allow", 22),
      );
      new aws.ec2.NetworkAclRule("rule", {
        networkAclId,
        egress: 7 as never,
        ruleNumber: 1,
        ruleAction: "allow",
        protocol: "nonsense",
        cidrBlock: EVERYWHERE,
      });
    };
    const problems = (network: Network) =>
      network.networkAcls
        .flatMap(({ entries }) => entries.flatMap((one) => one.problems))
        .map(({ path, message }) => `${path} ${message}`)
        .sort();
    assert.deepEqual(await inBothPhases(program, problems), [
      "egress 7 is neither true nor false",
      "ingress[0] null is not an entry",
      'ingress[1].action "permit" is neither "allow" nor "deny"',
      'ingress[1].cidrBlock "10.0.0.0/33" is not a CIDR block',
      "ingress[1].fromPort 70000 is not a port (0 to 65535)",
      "ingress[1].ruleNo 0 is not an entry's number (1 to 32766)",
      "ingress[1].toPort 70000 is not a port (0 to 65535)",
      "ingress[2].cidrBlock names no block",
      'protocol "nonsense" is not a protocol',
    ]);
    assert.equal(await inBothPhases(program, admits(22)), "yes");
  });

  describe("in a state", () => {
    const resource = (type: string, name: string, settled: Record<string, Value>) =>
      new Resource({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, settled });
    const vpc = resource("aws:ec2/vpc:Vpc", "main", { id: "vpc-1", defaultNetworkAclId: "acl-1" });
    const subnet = resource("aws:ec2/subnet:Subnet", "app", { id: "subnet-1", vpcId: "vpc-1" });
    const rule = {
      ruleNumber: 1,
      ruleAction: "allow",
      protocol: "6",
      fromPort: 22,
      toPort: 22,
      cidrBlock: EVERYWHERE,
    };

    it("leave aside the echoes of standalone entries in an ACL's outputs", () => {
      const network = Network.ofStack([
        vpc,
        subnet,
        resource("aws:ec2/networkAcl:NetworkAcl", "acl", {
          id: "acl-2",
          subnetIds: ["subnet-1"],
          ingress: [1, 2].map((ruleNo) => ({ ...rule, ruleNo, action: "allow" })),
        }),
        resource("aws:ec2/networkAclRule:NetworkAclRule", "rule", { ...rule, networkAclId: "acl-2" }),
      ]);
      assert.deepEqual(aclOf(network)?.entries.map(entryTitle), [
        "NetworkAclRule rule (1)",
        "ingress[1] (2)",
      ]);
    });

    it("know an adopted default ACL, whose id is the default one's", () => {
      const network = Network.ofStack([
        subnet,
        resource("aws:ec2/networkAclRule:NetworkAclRule", "rule", { ...rule, networkAclId: "acl-1" }),
        vpc,
        resource("aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", "adopting", {
          id: "acl-1",
          defaultNetworkAclId: "acl-1",
          vpcId: "vpc-1",
        }),
      ]);
      assert.equal(titleOf(network), "DefaultNetworkAcl adopting");
      assert.deepEqual(aclOf(network)?.entries.map(entryTitle), ["NetworkAclRule rule (1)"]);
    });
  });
});
