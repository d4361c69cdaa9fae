import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/require-security-group-source-for-database-ports";
import { configured } from "../../harness/configured";
import { judgeProgram, summary, verdict } from "../../harness/judge";
import { EVERY_SPELLING, type Permission, permission, spellingsFlagged } from "./spellings";

type Ingress = aws.types.input.ec2.SecurityGroupIngress;

const POSTGRES = { protocol: "tcp", fromPort: 5432, toPort: 5432 };
const OPAQUE = "pl-0123456789abcdef0";
const FLAGGED = ["require-security-group-source-for-database-ports: db"];

const postgres = (...blocks: string[]) => permission("tcp", 5432, 5432, ...blocks);
const group = (...ingress: Ingress[]) => new aws.ec2.SecurityGroup("db", { ingress });

describe("require-security-group-source-for-database-ports", () => {
  const flagged: Record<string, Permission[]> = {
    "the world": [postgres("0.0.0.0/0")],
    "one private address": [postgres("10.0.0.1/32")],
    "one IPv6 address": [postgres("fd00::1/128")],
    "one address on a port of each database": [permission("6", 1433, 1433, "10.0.0.1/32")],
    Redis: [permission("TCP", 6379, 6379, "10.0.0.1/32")],
    "a range that holds a database port": [permission("tcp", 3000, 4000, "10.0.0.1/32")],
    "every protocol": [permission("-1", 0, 0, "10.0.0.1/32")],
    "every protocol, with ports beside it": [permission("-1", 443, 443, "10.0.0.1/32")],
  };
  for (const [what, permissions] of Object.entries(flagged)) {
    it(`flags ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), EVERY_SPELLING);
    });
  }

  const passed: Record<string, Permission[]> = {
    "other ports": [permission("tcp", 5433, 6378, "0.0.0.0/0")],
    UDP: [permission("udp", 5432, 5432, "0.0.0.0/0")],
    "port 0": [permission("tcp", 0, 0, "0.0.0.0/0")],
    ICMP: [permission("icmp", -1, -1, "0.0.0.0/0")],
  };
  for (const [what, permissions] of Object.entries(passed)) {
    it(`passes ${what} in every spelling`, async () => {
      assert.deepEqual(await spellingsFlagged(policy, ...permissions), []);
    });
  }

  it("passes security groups and self, and flags a block beside them", async () => {
    const program =
      (...cidrBlocks: string[]) =>
      () => {
        const app = new aws.ec2.SecurityGroup("app", {});
        const elsewhere = "210987654321/sg-0123456789abcdef0";
        group({ ...POSTGRES, self: true, securityGroups: [app.id, elsewhere], cidrBlocks });
      };
    assert.deepEqual(await verdict([policy], program()), []);
    assert.deepEqual(await verdict([policy], program("10.0.0.0/16")), FLAGGED);
    const [violation] = await judgeProgram([policy], program("10.0.0.0/16"), "preview");
    assert.match(
      violation?.message ?? "",
      /ingress\[0\] admits tcp 5432 from 10\.0\.0\.0\/16, such as tcp 5432 from 10\.0\.0\.1\.\n/,
    );
  });

  it("allows what lies inside allowedCidrs, in whatever pieces", async () => {
    const halves = configured(policy, { allowedCidrs: ["10.0.0.0/17", "10.0.128.0/17", "fd00::/8"] });
    assert.deepEqual(await spellingsFlagged(halves, postgres("10.0.0.0/16", "fd12::/16")), []);
    assert.deepEqual(await spellingsFlagged(halves, postgres("10.0.0.0/15")), EVERY_SPELLING);
    assert.deepEqual(await spellingsFlagged(halves, postgres("10.0.3.4/16")), []);
  });

  it("takes other ports instead of its own", async () => {
    const mongo = configured(policy, { ports: [27017] });
    assert.deepEqual(
      await spellingsFlagged(mongo, permission("tcp", 27017, 27017, "10.0.0.0/8")),
      EVERY_SPELLING,
    );
    assert.deepEqual(await spellingsFlagged(mongo, postgres("0.0.0.0/0")), []);
  });

  it("flags an unknown block unless it could be allowed", async () => {
    const program =
      (whole = false) =>
      () => {
        const block = pulumi.interpolate`${new aws.ec2.Instance("host", {}).privateIp}/32`;
        group({ ...POSTGRES, cidrBlocks: whole ? block.apply((one) => [one]) : [block] });
      };
    assert.deepEqual(await verdict([policy], program()), FLAGGED);
    assert.deepEqual(await verdict([configured(policy, { allowedCidrs: ["10.0.0.0/24"] })], program()), []);
    const elsewhere = configured(policy, { allowedCidrs: ["192.168.0.0/16"] });
    for (const [judged, asked] of [
      [elsewhere, program()],
      [policy, program(true)],
    ] as const) {
      assert.deepEqual(summary(await judgeProgram([judged], asked, "preview")), []);
      assert.deepEqual(summary(await judgeProgram([judged], asked, "update")), FLAGGED);
    }
  });

  it("flags a known block beside unknown ones and unknown ports", async () => {
    const program = (cidr: string) => () => {
      const { privateIp, id } = new aws.ec2.Instance("host", {});
      const port = privateIp.apply(() => 5432);
      const cidrBlocks = privateIp.apply(() => ["10.1.0.0/16"]);
      group(
        { ...POSTGRES, cidrBlocks, ipv6CidrBlocks: [cidr] },
        { ...POSTGRES, fromPort: port, toPort: port, securityGroups: [id] },
      );
    };
    const allowing = configured(policy, { allowedCidrs: ["10.0.0.0/8", "fd00::/8"] });
    assert.deepEqual(await verdict([allowing], program("fe80::/10")), FLAGGED);
    assert.deepEqual(await verdict([allowing], program("fd00::/16")), []);
  });

  it("judges prefix lists by the stack: by their entries or, where opaque, by their ids", async () => {
    const opaque = () => void group({ ...POSTGRES, prefixListIds: [OPAQUE] });
    for (const phase of ["preview", "update"] as const) {
      const violations = await judgeProgram([policy], opaque, phase);
      assert.deepEqual(
        violations.map(({ by, resource }) => [by, resource]),
        [["stack", "db"]],
      );
      assert.match(violations[0]?.message ?? "", /from prefix list pl-0123456789abcdef0/);
    }
    assert.deepEqual(await verdict([configured(policy, { allowedPrefixLists: [OPAQUE] })], opaque), []);
    const other = configured(policy, { allowedPrefixLists: ["pl-00000000000000000"] });
    assert.deepEqual(await verdict([other], opaque), FLAGGED);
  });

  it("allows a list of the stack by name, logical name or contents", async () => {
    const program =
      (...entries: { cidr: string }[]) =>
      () => {
        const args = { name: "corporate", addressFamily: "IPv4", maxEntries: 5, entries };
        const list = new aws.ec2.ManagedPrefixList("office", args);
        group({ ...POSTGRES, prefixListIds: [list.id] });
      };
    const office = program({ cidr: "10.1.0.0/16" });
    assert.deepEqual(await verdict([policy], office), FLAGGED);
    assert.deepEqual(await verdict([policy], program()), []);
    for (const name of ["corporate", "office"]) {
      assert.deepEqual(await verdict([configured(policy, { allowedPrefixLists: [name] })], office), []);
    }
    assert.deepEqual(await verdict([configured(policy, { allowedPrefixLists: ["corp"] })], office), FLAGGED);
    assert.deepEqual(await verdict([configured(policy, { allowedCidrs: ["10.0.0.0/8"] })], office), []);
  });

  it("knows what two lists of one group have in common while their ids are unknown", async () => {
    const program = () => {
      const lists = ["10.1.0.0/16", "10.0.0.0/8"].map(
        (cidr, i) =>
          new aws.ec2.ManagedPrefixList(`list-${i}`, {
            addressFamily: "IPv4",
            maxEntries: 1,
            entries: [{ cidr }],
          }),
      );
      group(...lists.map(({ id }) => ({ ...POSTGRES, prefixListIds: [id] })));
    };
    assert.deepEqual(await verdict([policy], program), FLAGGED);
    assert.deepEqual(
      await verdict([configured(policy, { allowedPrefixLists: ["list-0", "list-1"] })], program),
      [],
    );
  });

  it("names each rule on its own resource, once", async () => {
    const program = () => {
      const db = new aws.ec2.SecurityGroup("db", { ingress: [{ ...POSTGRES, cidrBlocks: ["10.0.0.0/8"] }] });
      new aws.ec2.SecurityGroupRule("lists", {
        ...POSTGRES,
        type: "ingress",
        securityGroupId: db.id,
        prefixListIds: [OPAQUE],
      });
      new aws.vpc.SecurityGroupIngressRule("block", {
        securityGroupId: db.id,
        ipProtocol: "-1",
        cidrIpv4: "10.0.0.0/8",
      });
    };
    for (const phase of ["preview", "update"] as const) {
      assert.deepEqual(
        (await judgeProgram([policy], program, phase)).map(({ resource, by }) => [resource, by]).sort(),
        [
          ["block", "resource"],
          ["db", "resource"],
          ["lists", "stack"],
        ],
      );
    }
  });
});
