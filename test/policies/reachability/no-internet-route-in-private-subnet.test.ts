import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/reachability/no-internet-route-in-private-subnet";
import { configured } from "../../harness/configured";
import { judgeProgram, told, verdict } from "../../harness/judge";
import { later, phases } from "../../harness/phases";

const FLAGGED = ["no-internet-route-in-private-subnet: app"];

interface Shape {
  readonly route?: Partial<aws.types.input.ec2.RouteTableRoute>;
  readonly more?: readonly Partial<aws.types.input.ec2.RouteTableRoute>[];
  readonly tags?: Record<string, aws.types.input.ec2.RouteTableRoute["cidrBlock"]>;
  readonly isMain?: boolean;
}

/** A subnet, and a table with a default route to an internet gateway. */
function network({ route = {}, more = [], tags, isMain = false }: Shape = {}): void {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const gatewayId = new aws.ec2.InternetGateway("igw", { vpcId: vpc.id }).id;
  const subnet = new aws.ec2.Subnet("app", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", tags: tags as never });
  const table = new aws.ec2.RouteTable("table", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId, ...route }, ...more],
  });
  if (isMain) new aws.ec2.MainRouteTableAssociation("main", { vpcId: vpc.id, routeTableId: table.id });
  else new aws.ec2.RouteTableAssociation("app", { subnetId: subnet.id, routeTableId: table.id });
}

const nat = (cidrBlock: string) => ({ cidrBlock, natGatewayId: "nat-1" });

describe("no-internet-route-in-private-subnet", () => {
  for (const [what, bad, good] of [
    ["a default route", {}, { route: { gatewayId: undefined, natGatewayId: "nat-1" } }],
    ["a gateway from a look-up", { route: { gatewayId: "igw-1" } }, { route: { gatewayId: "vgw-1" } }],
    [
      "an IPv6 route",
      { route: { cidrBlock: undefined, ipv6CidrBlock: "::/0" } },
      {
        route: {
          cidrBlock: undefined,
          gatewayId: undefined,
          ipv6CidrBlock: "::/0",
          egressOnlyGatewayId: "eigw-1",
        },
      },
    ],
    [
      "half of a default route",
      { more: [nat("0.0.0.0/1")] },
      { more: [nat("0.0.0.0/1"), nat("128.0.0.0/1")] },
    ],
    [
      "a narrow route",
      { route: { cidrBlock: "203.0.113.0/24" } },
      { route: { cidrBlock: "10.0.0.0/24" }, more: [nat("10.0.0.0/25"), nat("10.0.0.128/25")] },
    ],
    [
      "what a prefix list outside the stack holds",
      { route: { cidrBlock: undefined, destinationPrefixListId: "pl-1" } },
      {
        route: {
          cidrBlock: undefined,
          gatewayId: undefined,
          destinationPrefixListId: "pl-1",
          natGatewayId: "nat-1",
        },
      },
    ],
    [
      "a block not known yet",
      { route: { cidrBlock: later("0.0.0.0/0") }, more: [nat("0.0.0.0/1")] },
      { route: { gatewayId: undefined, natGatewayId: "nat-1", cidrBlock: later("0.0.0.0/0") } },
    ],
    ["the main table", { isMain: true }, { isMain: true, tags: { SubnetType: "Public" } }],
    ["a subnet tagged otherwise", { tags: { Tier: "private" } }, { tags: { Tier: "dmz" } }],
  ] as [string, Shape, Shape][]) {
    it(`flags ${what}`, async () => {
      assert.deepEqual(await verdict([policy], () => network(bad)), FLAGGED);
      assert.deepEqual(await verdict([policy], () => network(good)), []);
    });
  }

  it("leaves a block not known yet to the update where two others may take it all", async () => {
    const program = (block: string) => () =>
      network({
        route: { cidrBlock: later(block) },
        more: [nat("10.1.0.0/17"), nat("10.1.128.0/17")],
      });
    assert.deepEqual(await phases(policy, program("10.1.0.0/16")), [0, 0]);
    assert.deepEqual(await phases(policy, program("0.0.0.0/0")), [0, 1]);
  });

  it("flags a table of the stack's that a standalone route of the stack opens", async () => {
    const program = (routeTableId: "mainRouteTableId" | "id") => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const gatewayId = new aws.ec2.InternetGateway("igw", { vpcId: vpc.id }).id;
      const table = new aws.ec2.RouteTable("table", { vpcId: vpc.id });
      new aws.ec2.Subnet("app", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
      new aws.ec2.Route("default", {
        routeTableId: routeTableId === "id" ? table.id : vpc.mainRouteTableId,
        destinationCidrBlock: "0.0.0.0/0",
        gatewayId,
      });
    };
    assert.deepEqual(await verdict([policy], program("mainRouteTableId")), FLAGGED);
    assert.deepEqual(await verdict([policy], program("id")), []);
  });

  it("knows an internet gateway among inline routes to other targets that are not known yet", async () => {
    const program =
      (others: (vpc: aws.ec2.Vpc, subnet: aws.ec2.Subnet) => object[], opens: boolean) => () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const subnet = new aws.ec2.Subnet("app", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
        const igw = new aws.ec2.InternetGateway("igw", { vpcId: vpc.id });
        const table = new aws.ec2.RouteTable("table", {
          vpcId: vpc.id,
          routes: [
            ...others(vpc, subnet),
            ...(opens ? [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] : []),
          ] as never,
        });
        new aws.ec2.RouteTableAssociation("table", { subnetId: subnet.id, routeTableId: table.id });
      };
    const toEndpoint = (vpc: aws.ec2.Vpc, subnet: aws.ec2.Subnet) => [
      {
        cidrBlock: "172.31.0.0/16",
        vpcEndpointId: new aws.ec2.VpcEndpoint("inspection", {
          vpcId: vpc.id,
          serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
          vpcEndpointType: "GatewayLoadBalancer",
          subnetIds: [subnet.id],
        }).id,
      },
    ];
    const toOffice = (vpc: aws.ec2.Vpc) => [
      { cidrBlock: "172.31.0.0/16", gatewayId: new aws.ec2.VpnGateway("office", { vpcId: vpc.id }).id },
    ];
    for (const others of [toEndpoint, toOffice]) {
      assert.deepEqual(await verdict([policy], program(others, true)), FLAGGED);
      assert.deepEqual(await verdict([policy], program(others, false)), []);
    }
    const [violation] = await judgeProgram([policy], program(toOffice, true), "preview");
    assert.match(
      violation?.message ?? "",
      /one of routes\[0\] and routes\[1\] of RouteTable table leads to InternetGateway igw, and /,
    );
  });

  it("names a prefix list that it cannot see into", async () => {
    const program = () =>
      network({
        more: [{ destinationPrefixListId: "pl-1", gatewayId: "igw-1" }],
        route: { ...nat("0.0.0.0/0"), gatewayId: undefined },
      });
    const [violation] = await judgeProgram([policy], program, "update");
    assert.match(
      violation?.message ?? "",
      /^.*\n?routes\[1\] of RouteTable table sends prefix list pl-1 to igw-1, and neither/,
    );
  });

  it("waits for tags that could still say public", async () => {
    const program = (value: string) => () =>
      network({ tags: { Tier: new aws.ec2.Eip("address").publicIp.apply(() => value) as never } });
    assert.deepEqual(await judgeProgram([policy], program("private"), "preview"), []);
    assert.equal((await judgeProgram([policy], program("private"), "update")).length, 1);
    assert.deepEqual(await judgeProgram([policy], program("public"), "update"), []);
  });

  it("takes options", async () => {
    const words = configured(policy, { exposure: { tags: ["zone"], values: ["edge"] } });
    assert.deepEqual(await verdict([words], () => network({ tags: { Zone: "Edge" } })), []);
    assert.deepEqual(await verdict([words], () => network({ tags: { Tier: "public" } })), FLAGGED);
  });

  it("exempts the subnet that an exemption names", async () => {
    const exempting = configured(policy, { exemptions: [{ resource: "*::app", reason: "a honeypot" }] });
    assert.deepEqual(await verdict([exempting], () => network()), []);
  });

  it("says which route of which table leads where", async () => {
    const program = () => network({ more: [{ ipv6CidrBlock: "::/0", gatewayId: "igw-1" }] });
    const [violation, ...others] = await judgeProgram([policy], program, "preview");
    assert.deepEqual(others, []);
    assert.equal(
      told(violation),
      "routes[0] and routes[1] of RouteTable table send 0.0.0.0/0 and ::/0 to InternetGateway igw and igw-1, " +
        `and neither tag nor name declares the subnet public.`,
    );
  });
});
