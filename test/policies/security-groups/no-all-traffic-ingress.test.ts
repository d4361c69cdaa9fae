import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-all-traffic-ingress";
import { judge, judgeProgram, verdict } from "../../harness/judge";
import { later } from "../../harness/phases";
import { runProgram } from "../../harness/program";
import { EVERY_SPELLING, type Permission, permission, spellingsFlagged } from "./spellings";

type Ingress = aws.types.input.ec2.SecurityGroupIngress;

const EVERYTHING = { protocol: "-1", fromPort: 0, toPort: 0 };
const PRIVATE = "10.0.0.0/32";

const group = (...ingress: Ingress[]) => new aws.ec2.SecurityGroup("web", { ingress });
const flaggedBy = (resource: string) => [`no-all-traffic-ingress: ${resource}`];

describe("no-all-traffic-ingress", () => {
  const flagged: Record<string, Permission[]> = {
    "every protocol": [permission("-1", 0, 0, PRIVATE)],
    "every protocol, with ports beside it": [permission("all", 443, 443, PRIVATE)],
    "every TCP port": [permission("tcp", 0, 65535, PRIVATE)],
    "every TCP port but 0": [permission("6", 1, 65535, "fd00::/8")],
    "every UDP port": [permission("UDP", 0, 65535, PRIVATE)],
    "every port in two rules": [permission("tcp", 0, 1023, PRIVATE), permission("tcp", 1024, 65535, PRIVATE)],
    "every port in overlapping rules from overlapping blocks": [
      permission("tcp", 1, 40000, "10.0.0.0/8"),
      permission("tcp", 30000, 65535, "10.0.0.0/16"),
    ],
    "every port to two halves and the whole": [
      permission("tcp", 0, 1023, "0.0.0.0/1", "128.0.0.0/1"),
      permission("tcp", 1024, 65535, "0.0.0.0/0"),
    ],
  };
  for (const [what, permissions] of Object.entries(flagged)) {
    it(`flags ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), EVERY_SPELLING);
    });
  }

  const passed: Record<string, Permission[]> = {
    "every port but 65535": [permission("tcp", 0, 65534, PRIVATE)],
    "every port but 1": [permission("tcp", 2, 65535, PRIVATE)],
    "every port but one between": [
      permission("tcp", 0, 1023, PRIVATE),
      permission("tcp", 1025, 65535, PRIVATE),
    ],
    "every port of different sources": [
      permission("tcp", 0, 1023, PRIVATE),
      permission("tcp", 1024, 65535, "10.0.0.1/32"),
    ],
    "every port of two protocols together": [
      permission("tcp", 0, 1023, PRIVATE),
      permission("udp", 1024, 65535, PRIVATE),
    ],
    "TCP 0 to 0": [permission("tcp", 0, 0, PRIVATE)],
    "every ICMP message": [permission("icmp", -1, -1, PRIVATE)],
    "a protocol without ports": [permission("50", 0, 0, PRIVATE)],
  };
  for (const [what, permissions] of Object.entries(passed)) {
    it(`passes ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), []);
    });
  }

  it("passes the group itself, as self or by id", async () => {
    const program = (own: (web: aws.ec2.SecurityGroup, other: aws.ec2.SecurityGroup) => void) => () =>
      own(group({ ...EVERYTHING, self: true }), new aws.ec2.SecurityGroup("other", {}));
    const byRule = (self: boolean) => (web: aws.ec2.SecurityGroup, other: aws.ec2.SecurityGroup) =>
      new aws.ec2.SecurityGroupRule("rule", {
        type: "ingress",
        securityGroupId: web.id,
        sourceSecurityGroupId: self ? web.id : other.id,
        ...EVERYTHING,
      });
    const byVpcRule = (self: boolean) => (web: aws.ec2.SecurityGroup, other: aws.ec2.SecurityGroup) =>
      new aws.vpc.SecurityGroupIngressRule("rule", {
        securityGroupId: web.id,
        referencedSecurityGroupId: self ? web.id : other.id,
        ipProtocol: "-1",
      });
    assert.deepEqual(await verdict([policy], program(byRule(true))), []);
    assert.deepEqual(await verdict([policy], program(byRule(false))), flaggedBy("rule"));
    assert.deepEqual(await verdict([policy], program(byVpcRule(true))), []);
    assert.deepEqual(await verdict([policy], program(byVpcRule(false))), flaggedBy("rule"));
  });

  it("passes a literal id that turns out to be the group's own", async () => {
    const registered = await runProgram(() => group(), "update");
    const [web] = registered.filter(({ name }) => name === "web");
    assert.ok(web);
    const withRule = (id: unknown) => {
      const ingress = [{ ...EVERYTHING, securityGroups: [id] }];
      return { ...web, inputs: { ...web.inputs, ingress }, outputs: { ...web.outputs, ingress } };
    };
    assert.deepEqual(await judge([policy], [withRule(web.outputs.id)]), []);
    assert.deepEqual(await judge([policy], [withRule(`123456789012/${web.outputs.id}`)]), []);
    assert.deepEqual(
      (await judge([policy], [withRule("sg-0123456789abcdef0")])).map(({ by }) => by),
      ["stack"],
    );
  });

  it("flags a group of the stack, of another account, and one behind an id that several groups share", async () => {
    const program =
      (source: (a: aws.ec2.SecurityGroup, b: aws.ec2.SecurityGroup) => pulumi.Input<string>[]) => () => {
        const [a, b] = ["a", "b"].map((name) => new aws.ec2.SecurityGroup(name, {}));
        assert.ok(a && b);
        group({ ...EVERYTHING, securityGroups: source(a, b) });
      };
    assert.deepEqual(
      await verdict(
        [policy],
        program((a) => [a.id]),
      ),
      flaggedBy("web"),
    );
    assert.deepEqual(
      await verdict(
        [policy],
        program(() => ["210987654321/sg-0123456789abcdef0"]),
      ),
      flaggedBy("web"),
    );
    const either = program((a, b) => [pulumi.all([a.id, b.id]).apply((ids) => ids.sort()[0] as string)]);
    assert.deepEqual(await verdict([policy], either), flaggedBy("web"));
    assert.deepEqual(
      await verdict(
        [policy],
        program(() => []),
      ),
      [],
    );
  });

  it("joins rules from one group, and not from two", async () => {
    const program = (second: number) => () => {
      const sources = ["a", "b"].map((name) => new aws.ec2.SecurityGroup(name, {}).id);
      const web = group();
      for (const [i, [fromPort, toPort]] of [
        [0, 1023],
        [1024, 65535],
      ].entries()) {
        new aws.vpc.SecurityGroupIngressRule(`rule-${i}`, {
          securityGroupId: web.id,
          referencedSecurityGroupId: sources[i * second] as pulumi.Output<string>,
          ipProtocol: "tcp",
          fromPort: fromPort as number,
          toPort: toPort as number,
        });
      }
    };
    assert.deepEqual(await verdict([policy], program(0)), flaggedBy("web"));
    assert.deepEqual(await verdict([policy], program(1)), []);
  });

  it("flags an unknown block, and passes an unknown list of blocks until it is known", async () => {
    const program = (whole: boolean) => () => {
      const block = pulumi.interpolate`${new aws.ec2.Instance("host", {}).privateIp}/32`;
      group({ ...EVERYTHING, cidrBlocks: whole ? block.apply((one) => [one]) : [block] });
    };
    assert.deepEqual(await verdict([policy], program(false)), flaggedBy("web"));
    assert.deepEqual(await judgeProgram([policy], program(true), "preview"), []);
    assert.equal((await judgeProgram([policy], program(true), "update")).length, 1);
  });

  it("does not join blocks that are unknown", async () => {
    const program = (same: boolean) => () => {
      const blocks = ["a", "b"].map(
        (name) => pulumi.interpolate`${new aws.ec2.Instance(name, {}).privateIp}/32`,
      );
      group(
        { protocol: "tcp", fromPort: 0, toPort: 1023, cidrBlocks: [blocks[0] as pulumi.Output<string>] },
        {
          protocol: "tcp",
          fromPort: 1024,
          toPort: 65535,
          cidrBlocks: [blocks[same ? 0 : 1] as pulumi.Output<string>],
        },
      );
    };
    assert.deepEqual(await judgeProgram([policy], program(true), "preview"), []);
    assert.equal((await judgeProgram([policy], program(true), "update")).length, 1);
    assert.deepEqual(await judgeProgram([policy], program(false), "preview"), []);
  });

  it("passes a switch that is not known yet, and flags a block beside it", async () => {
    const program =
      (...cidrBlocks: string[]) =>
      () => {
        const self = new aws.ec2.Instance("host", {}).privateIp.apply(() => true);
        group({ ...EVERYTHING, self, cidrBlocks });
      };
    assert.deepEqual(await verdict([policy], program()), []);
    assert.deepEqual(await verdict([policy], program(PRIVATE)), flaggedBy("web"));
  });

  it("says each rule once, and says both of two", async () => {
    const program = () => {
      const other = new aws.ec2.SecurityGroup("other", {});
      const web = group({ ...EVERYTHING, cidrBlocks: [PRIVATE], securityGroups: [other.id] });
      new aws.vpc.SecurityGroupIngressRule("rule", {
        securityGroupId: web.id,
        referencedSecurityGroupId: other.id,
        ipProtocol: "-1",
      });
    };
    for (const phase of ["preview", "update"] as const) {
      const violations = await judgeProgram([policy], program, phase);
      assert.deepEqual(violations.map(({ resource }) => resource).sort(), ["rule", "web"], phase);
    }
  });

  it("says by the stack only what a resource does not show by itself", async () => {
    const program =
      (...cidrBlocks: string[]) =>
      () =>
        void group({ ...EVERYTHING, cidrBlocks }, { ...EVERYTHING, prefixListIds: ["pl-0123456789abcdef0"] });
    const saidOf = async (...cidrBlocks: string[]) =>
      (await judgeProgram([policy], program(...cidrBlocks), "preview")).map(
        ({ by, message }) => `${by}: ${/ingress\[\d\] admits .*?(?=, such)/.exec(message)?.[0]}`,
      );
    const list = "stack: ingress[1] admits every protocol from prefix list pl-0123456789abcdef0";
    assert.deepEqual(await saidOf(PRIVATE), [
      `resource: ingress[0] admits every protocol from ${PRIVATE}`,
      list,
    ]);
    assert.deepEqual(await saidOf(), [list]);
  });

  it("flags an opaque prefix list by the stack, and passes an empty one of the stack", async () => {
    const opaque = () => void group({ ...EVERYTHING, prefixListIds: ["pl-0123456789abcdef0"] });
    const violations = await judgeProgram([policy], opaque, "preview");
    assert.deepEqual(
      violations.map(({ by }) => by),
      ["stack"],
    );
    const program =
      (...entries: { cidr: string }[]) =>
      () => {
        const list = new aws.ec2.ManagedPrefixList("list", { addressFamily: "IPv4", maxEntries: 1, entries });
        group({ ...EVERYTHING, prefixListIds: [list.id] });
      };
    assert.deepEqual(await verdict([policy], program()), []);
    assert.deepEqual(await verdict([policy], program({ cidr: PRIVATE })), flaggedBy("web"));
  });

  it("flags a list that is not known yet, unless it may be the empty one, and no group that may be its own", async () => {
    const said = async (source: () => Partial<Ingress>) =>
      (await judgeProgram([policy], () => void group({ ...EVERYTHING, ...source() }), "preview")).map(
        ({ by }) => by,
      );
    const list = (name: string, ...entries: { cidr: string }[]) =>
      new aws.ec2.ManagedPrefixList(name, { addressFamily: "IPv4", maxEntries: 1, entries }).id;
    const either = (...ids: pulumi.Output<string>[]) => ({
      prefixListIds: [pulumi.all(ids).apply((known) => known.sort()[0] as string)],
    });
    assert.deepEqual(await said(() => ({ prefixListIds: [later("pl-1")] })), ["stack"]);
    assert.deepEqual(await said(() => ({ securityGroups: [later("sg-1")] })), []);
    const full = (name: string) => list(name, { cidr: PRIVATE });
    assert.deepEqual(await said(() => either(full("a"), full("b"))), ["stack"]);
    assert.deepEqual(await said(() => either(full("a"), list("b"))), []);
  });

  it("names the sources as people know them", async () => {
    const program = () => {
      const other = new aws.ec2.SecurityGroup("other", {});
      group({ ...EVERYTHING, self: true, securityGroups: [other.id] });
    };
    const [violation] = await judgeProgram([policy], program, "preview");
    assert.match(
      violation?.message ?? "",
      /ingress\[0\] admits every protocol from SecurityGroup other, such as tcp 22 from SecurityGroup other\.\n/,
    );
  });

  it("names a source of two rules once", async () => {
    const program = () => {
      const securityGroups = [new aws.ec2.SecurityGroup("other", {}).id];
      group(
        { ...EVERYTHING, securityGroups },
        { protocol: "tcp", fromPort: 443, toPort: 443, securityGroups },
      );
    };
    const [violation] = await judgeProgram([policy], program, "update");
    assert.match(
      violation?.message ?? "",
      / from SecurityGroup other, such as .* from SecurityGroup other\.\n/,
    );
  });
});
