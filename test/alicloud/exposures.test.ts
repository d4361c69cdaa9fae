import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import { Exposures } from "../../network/exposures/exposures";
import { flowText, listed } from "../../network/exposures/flows";
import { later } from "../harness/phases";
import type { Phase } from "../harness/program";
import { networkOf } from "../network/network-of";
import { accept, drop, type WrittenRule, withRules } from "./group";
import { instanceIn, site } from "./site";

const database = (securityIps: alicloud.rds.InstanceArgs["securityIps"]) =>
  new alicloud.rds.Instance("orders", {
    engine: "PostgreSQL",
    engineVersion: "16.0",
    instanceType: "pg.n2.medium.2c",
    instanceStorage: 20,
    ...(securityIps !== undefined && { securityIps }),
  });

const connected = (securityIps: alicloud.rds.InstanceArgs["securityIps"], port?: string) => () =>
  void new alicloud.rds.Connection("public", {
    instanceId: database(securityIps).id,
    ...(port !== undefined && { port }),
  });

const flows = async (program: () => void, phase: Phase) =>
  listed(new Exposures(await networkOf(program, phase)).flows).map(flowText);

describe("flows to databases of Alibaba Cloud by addresses of their own on the internet", () => {
  for (const [title, program, expected] of [
    ["none has a connection", () => void database(["0.0.0.0/0"]), []],
    ["the whitelist lets in nobody", connected(undefined), []],
    ["the whitelist lets in private addresses", connected(["10.0.0.0/8"]), []],
    ["the whitelist lets in all", connected(["0.0.0.0/0"], "5432"), ["internet → Database orders: tcp 5432"]],
    [
      "the whitelist lets in an office",
      connected(["203.0.113.0/28", "10.0.0.0/8"], "5432"),
      ["203.0.113.0/28 → Database orders: tcp 5432"],
    ],
    [
      "the connection leaves the port to the cloud",
      connected(["203.0.113.0/28"]),
      ["203.0.113.0/28 → Database orders: tcp 3306"],
    ],
  ] as const) {
    it(`are what is let in where ${title}`, async () => {
      for (const phase of ["preview", "update"] as const)
        assert.deepEqual(await flows(program, phase), expected);
    });
  }

  it("have a mark where the whitelist is not known", async () => {
    const program = () => connected([later("203.0.113.7")], "5432")();
    assert.deepEqual(await flows(program, "preview"), [
      "internet → Database orders: tcp 5432 ?",
      "internet over IPv6 → Database orders: tcp 5432 ?",
    ]);
    assert.deepEqual(await flows(program, "update"), ["203.0.113.7/32 → Database orders: tcp 5432"]);
  });
});

/** Two machines of a vSwitch on groups of their own, of which one takes SSH by some rules, given the other's group. */
const between = (rulesOf: (clients: alicloud.ecs.SecurityGroup) => readonly WrittenRule[]) => () => {
  const { vpc, vswitch, group } = site(accept("1/1", { cidrIp: "192.0.2.1/32" }));
  const clients = new alicloud.ecs.SecurityGroup("clients", { vpcId: vpc.id });
  withRules(group, ...rulesOf(clients).map((rule, i) => ({ ...rule, name: `from-${i}` })));
  const inner = { internetMaxBandwidthOut: 0 };
  instanceIn({ vpc, vswitch, group: clients }, { ...inner, privateIp: "10.0.1.7" }, "client");
  instanceIn({ vpc, vswitch, group }, inner, "server");
};

const SSH = ["SecurityGroup clients → Instance server: tcp 22"];

describe("flows inside a VPC of Alibaba Cloud, where who sends has an address and is on groups", () => {
  const byGroup = ({ id }: alicloud.ecs.SecurityGroup, more: WrittenRule = {}) =>
    accept("22/22", { sourceSecurityGroupId: id, priority: 9, ...more });
  for (const [title, rulesOf, expected] of [
    ["by its group", (clients) => [byGroup(clients)], SSH],
    [
      "not by its group where its address is dropped",
      (clients) => [byGroup(clients), drop("22/22", { cidrIp: "10.0.1.0/28" })],
      [],
    ],
    [
      "by its group where another address is",
      (clients) => [byGroup(clients), drop("22/22", { cidrIp: "10.0.1.16/28" })],
      SSH,
    ],
    [
      "not by its address where its group is dropped",
      (clients) => [
        accept("22/22", { cidrIp: "10.0.1.7/32", priority: 9 }),
        byGroup(clients, { policy: "drop", priority: 1 }),
      ],
      [],
    ],
    [
      "by its address where its group is dropped later",
      (clients) => [
        accept("22/22", { cidrIp: "10.0.1.7/32" }),
        byGroup(clients, { policy: "drop", priority: 9 }),
      ],
      ["Instance client → Instance server: tcp 22"],
    ],
  ] satisfies [string, Parameters<typeof between>[0], string[]][]) {
    it(`gets in ${title}`, async () => {
      for (const phase of ["preview", "update"] as const)
        assert.deepEqual(
          (await flows(between(rulesOf), phase)).filter((flow) => flow.endsWith("Instance server: tcp 22")),
          expected,
          phase,
        );
    });
  }
});
