import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import type { Input } from "@pulumi/pulumi";
import { Exposures } from "../../network/exposures/exposures";
import { flowText, listed, listedOut } from "../../network/exposures/flows";
import { later } from "../harness/phases";
import { type Phase, runProgram } from "../harness/program";
import { networkAmong, networkOf } from "../network/network-of";
import { accept, withRules } from "./group";
import { instanceIn, type Site, site } from "./site";

const inside = async (program: () => void, phase: Phase) =>
  listed(new Exposures(await networkOf(program, phase)).flows).map(flowText);

const leaving = async (program: () => void, phase: Phase) =>
  listedOut(new Exposures(await networkOf(program, phase)).flowsOut).map(flowText);

interface Ways {
  readonly gateway?: Partial<alicloud.vpc.NatGatewayArgs>;
  readonly entry?: (own: Site) => Partial<alicloud.vpc.SnatEntryArgs>;
  readonly isBound?: boolean;
  readonly machine?: Partial<alicloud.ecs.InstanceArgs>;
  readonly more?: (
    own: Site,
    nat: alicloud.vpc.NatGateway,
    home: alicloud.vpc.Switch,
    address: alicloud.ecs.EipAddress,
  ) => void;
}

/** A machine in a vSwitch, and a NAT gateway in another that sends on what the first one's machines send. */
const through =
  ({ gateway = {}, entry, isBound = true, machine = {}, more }: Ways = {}) =>
  () => {
    const own = site();
    instanceIn(own, { internetMaxBandwidthOut: 0, ...machine });
    const home = new alicloud.vpc.Switch("home", {
      vpcId: own.vpc.id,
      cidrBlock: "10.0.2.0/24",
      zoneId: "cn-hangzhou-h",
    });
    const nat = new alicloud.vpc.NatGateway("nat", {
      vpcId: own.vpc.id,
      vswitchId: home.id,
      natType: "Enhanced",
      ...gateway,
    });
    const address = new alicloud.ecs.EipAddress("address", {});
    if (isBound)
      new alicloud.ecs.EipAssociation("assoc", {
        allocationId: address.id,
        instanceId: nat.id,
        instanceType: "Nat",
      });
    new alicloud.vpc.SnatEntry("entry", {
      snatTableId: nat.snatTableIds,
      snatIp: address.ipAddress,
      ...(entry === undefined ? { sourceVswitchId: own.vswitch.id } : entry(own)),
    });
    more?.(own, nat, home, address);
  };

const route = (
  name: string,
  routeTableId: Input<string>,
  nexthopId: Input<string>,
  more: Partial<alicloud.vpc.RouteEntryArgs> = {},
) =>
  new alicloud.vpc.RouteEntry(name, {
    routeTableId,
    nexthopId,
    destinationCidrblock: "0.0.0.0/0",
    nexthopType: "NatGateway",
    ...more,
  });

/** A table of its own for the machine's vSwitch, which gets no route by itself. */
function ownTable(
  { vpc, vswitch }: Site,
  at: alicloud.vpc.Switch = vswitch,
  name = "own",
): alicloud.vpc.RouteTable {
  const table = new alicloud.vpc.RouteTable(`${name}-table`, { vpcId: vpc.id });
  new alicloud.vpc.RouteTableAttachment(`${name}-attachment`, { vswitchId: at.id, routeTableId: table.id });
  return table;
}

/** An active IPv4 gateway, beside which the machine's table leads to the NAT gateway, and that one's to whatever is said. */
const besideGateway =
  (leads: "Ipv4Gateway" | undefined): NonNullable<Ways["more"]> =>
  (own, nat, home) => {
    const gateway = new alicloud.vpc.Ipv4Gateway("gateway", { vpcId: own.vpc.id, enabled: true });
    route("in", ownTable(own).id, nat.id);
    const table = ownTable(own, home, "home");
    if (leads !== undefined) route("out", table.id, gateway.id, { nexthopType: leads });
  };

const OUT = "Instance box → internet: every icmp message; every tcp port; every udp port";
const PERHAPS = `${OUT} ?`;
const NAT_MODE = { eipBindMode: "NAT" };

describe("ways out through NAT gateways of Alibaba Cloud", () => {
  for (const [title, ways, expected] of [
    ["an entry names the vSwitch", {}, [OUT]],
    ["an entry names another vSwitch's block", { entry: () => ({ sourceCidr: "10.0.2.0/24" }) }, []],
    ["an entry names its block", { entry: () => ({ sourceCidr: "10.0.0.0/16" }) }, [OUT]],
    [
      "an entry names its address",
      { entry: () => ({ sourceCidr: "10.0.1.7/32" }), machine: { privateIp: "10.0.1.7" } },
      [OUT],
    ],
    [
      "an entry names another's address",
      { entry: () => ({ sourceCidr: "10.0.1.8/32" }), machine: { privateIp: "10.0.1.7" } },
      [],
    ],
    [
      "an entry names an address that it may get",
      { entry: () => ({ sourceCidr: "10.0.1.7/32" }) },
      [PERHAPS],
    ],
    ["the entry's address is on nothing", { isBound: false }, [PERHAPS]],
    [
      "the entry's address is on a gateway elsewhere",
      {
        isBound: false,
        more: (_, __, ___, address) => {
          const { id: instanceId } = new alicloud.vpc.NatGateway("other", {
            vpcId: "vpc-bp1elsewhere00000001",
          });
          new alicloud.ecs.EipAssociation("assoc", {
            allocationId: address.id,
            instanceId,
            instanceType: "Nat",
          });
        },
      },
      [PERHAPS],
    ],
    [
      "the machine has an address of its own, for which no route leads to the IPv4 gateway",
      {
        gateway: NAT_MODE,
        machine: { internetMaxBandwidthOut: 5 },
        more: besideGateway("Ipv4Gateway"),
      },
      [PERHAPS],
    ],
    ["the gateway is one of the VPC", { gateway: { networkType: "intranet" } }, []],
    ["a table of its own has no route", { more: (own) => void ownTable(own) }, []],
    [
      "a table of its own leads there",
      { more: (own, nat) => void route("in", ownTable(own).id, nat.id) },
      [OUT],
    ],
    ["an IPv4 gateway is led to", { gateway: NAT_MODE, more: besideGateway("Ipv4Gateway") }, [OUT]],
    [
      "the gateway's vSwitch does not lead to the IPv4 gateway",
      { gateway: NAT_MODE, more: besideGateway(undefined) },
      [PERHAPS],
    ],
    [
      "addresses are bound in a mode that knows no IPv4 gateway",
      { more: besideGateway("Ipv4Gateway") },
      [PERHAPS],
    ],
    [
      "two gateways may have the route",
      {
        more: ({ vpc }, _, home) =>
          void new alicloud.vpc.NatGateway("other", { vpcId: vpc.id, vswitchId: home.id }),
      },
      [PERHAPS],
    ],
  ] satisfies [string, Ways, string[]][]) {
    it(`are ${expected.length === 0 ? "none" : expected[0] === OUT ? "certain" : "marked"} where ${title}`, async () => {
      for (const phase of ["preview", "update"] as const)
        assert.deepEqual(await leaving(through(ways), phase), expected, phase);
    });
  }

  it("have a mark until it is known whom an entry names", async () => {
    for (const [block, expected] of [
      ["10.0.1.0/24", [OUT]],
      ["10.0.2.0/24", []],
    ] as const) {
      const program = through({ entry: () => ({ sourceCidr: later(block) }) });
      assert.deepEqual(await leaving(program, "preview"), [PERHAPS]);
      assert.deepEqual(await leaving(program, "update"), expected);
    }
  });
});

describe("the gateway of an entry of Alibaba Cloud", () => {
  for (const [id, expected] of [
    ["stb-2", OUT],
    ["stb-3", PERHAPS],
  ] as const) {
    it(`is ${expected === OUT ? "known" : "unknown"} by ${id} where it has the tables stb-1 and stb-2`, async () => {
      const resources = (await runProgram(through(), "update")).map((one) => {
        if (one.name === "nat") return { ...one, outputs: { ...one.outputs, snatTableIds: "stb-1,stb-2" } };
        if (one.name !== "entry") return one;
        const dependencies = { ...one.dependencies, snatTableId: [] };
        const told = { snatTableId: id };
        return {
          ...one,
          inputs: { ...one.inputs, ...told },
          outputs: { ...one.outputs, ...told },
          dependencies,
        };
      });
      const { flowsOut } = new Exposures(await networkAmong(resources));
      assert.deepEqual(listedOut(flowsOut).map(flowText), [expected]);
    });
  }
});

describe("the route that a NAT gateway of Alibaba Cloud brings", () => {
  for (const [names, expected] of [
    [["nat"], "NatGateway nat"],
    [["nat", "other"], "a NAT gateway not known yet"],
  ] as const) {
    it(`leads to ${expected} where there is ${names.join(" and ")}`, async () => {
      const program = () => {
        const { vpc, vswitch } = site();
        for (const name of names) new alicloud.vpc.NatGateway(name, { vpcId: vpc.id, vswitchId: vswitch.id });
      };
      const [subnet] = (await networkOf(program, "preview")).subnets;
      const made = subnet?.routeTable?.routes.find(({ destination }) => destination === "0.0.0.0/0");
      assert.equal(made?.target.title, expected);
    });
  }

  it("takes nothing that stays in a VPC whose blocks are not known yet", async () => {
    const program = (isThere: boolean) => () => {
      const vpc = new alicloud.vpc.Network("net", { cidrBlock: later("10.0.0.0/8") });
      const group = new alicloud.ecs.SecurityGroup("web", { vpcId: vpc.id });
      withRules(group, accept("22/22", { cidrIp: "10.0.1.0/24" }));
      const [first] = ["1", "2"].map((part) => {
        const vswitch = new alicloud.vpc.Switch(`part-${part}`, {
          vpcId: vpc.id,
          cidrBlock: `10.0.${part}.0/24`,
          zoneId: "cn-hangzhou-h",
        });
        instanceIn({ vpc, vswitch, group }, { internetMaxBandwidthOut: 0 }, `box-${part}`);
        return vswitch;
      });
      if (isThere && first) new alicloud.vpc.NatGateway("nat", { vpcId: vpc.id, vswitchId: first.id });
    };
    for (const phase of ["preview", "update"] as const) {
      const flows = await inside(program(true), phase);
      assert.ok(flows.includes("Switch part-1 → Instance box-2: tcp 22"), `${phase}: ${flows.join("\n")}`);
      assert.deepEqual(flows, await inside(program(false), phase), phase);
    }
  });
});

describe("vSwitches of Alibaba Cloud in a VPC outside the stack", () => {
  it("lie in one where they name one", async () => {
    const program = () => {
      for (const [i, vpcId] of ["vpc-1", "vpc-1", "vpc-2"].entries())
        new alicloud.vpc.Switch(`part-${i}`, { vpcId, cidrBlock: `10.0.${i}.0/24`, zoneId: "cn-hangzhou-h" });
    };
    const [one, other, elsewhere] = (await networkOf(program, "preview")).subnets.map(({ vpc }) => vpc);
    assert.equal(one?.title, "vpc-1");
    assert.equal(one, other);
    assert.equal(elsewhere?.title, "vpc-2");
  });
});
