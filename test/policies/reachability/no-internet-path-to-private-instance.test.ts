import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/reachability/no-internet-path-to-private-instance";
import { judgeProgram, verdict } from "../../harness/judge";

interface Choice {
  readonly target?: "igw" | "nat" | "none";
  readonly publicIp?: boolean | undefined;
  readonly mapPublicIp?: boolean;
  readonly tags?: Record<string, string>;
  readonly eip?: boolean;
  readonly outbound?: string;
}

/** One instance in one subnet of one VPC, open on port 22. */
function program({
  target = "igw",
  publicIp,
  mapPublicIp = false,
  tags = {},
  eip = false,
  outbound,
}: Choice): void {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const subnet = new aws.ec2.Subnet("web", {
    vpcId: vpc.id,
    cidrBlock: "10.0.1.0/24",
    mapPublicIpOnLaunch: mapPublicIp,
  });
  const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const nat = new aws.ec2.NatGateway("main", { subnetId: subnet.id, connectivityType: "private" });
  const table = new aws.ec2.RouteTable("web", {
    vpcId: vpc.id,
    ...(target === "igw" && { routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] }),
    ...(target === "nat" && { routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }] }),
  });
  new aws.ec2.RouteTableAssociation("web", { subnetId: subnet.id, routeTableId: table.id });
  if (outbound !== undefined) {
    const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0", action: "allow" };
    new aws.ec2.NetworkAcl("web", {
      vpcId: vpc.id,
      subnetIds: [subnet.id],
      ingress: [{ ...all, ruleNo: 100 }],
      egress: [{ ...all, ruleNo: 100, protocol: "tcp", fromPort: Number(outbound), toPort: 65535 }],
    });
  }
  const group = new aws.ec2.SecurityGroup("web", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
  });
  const instance = new aws.ec2.Instance("web", {
    ami: "ami-1",
    instanceType: "t3.micro",
    subnetId: subnet.id,
    vpcSecurityGroupIds: [group.id],
    tags,
    ...(publicIp !== undefined && { associatePublicIpAddress: publicIp }),
  });
  if (eip) new aws.ec2.Eip("web", { instance: instance.id, domain: "vpc" });
}

const flagged = ["no-internet-path-to-private-instance: web"];

describe("no-internet-path-to-private-instance", () => {
  for (const [title, choice, expected] of [
    ["flags a public address by flag", { publicIp: true }, flagged],
    ["flags a public address by subnet", { mapPublicIp: true }, flagged],
    ["passes an instance that overrides its subnet", { mapPublicIp: true, publicIp: false }, []],
    ["flags an Elastic IP", { eip: true }, flagged],
    ["passes without a public address", {}, []],
    ["passes an instance declared public", { publicIp: true, tags: { Exposure: "public" } }, []],
    ["passes behind a NAT gateway", { publicIp: true, target: "nat" }, []],
    ["passes without a route", { publicIp: true, target: "none" }, []],
    ["flags where the ACL lets answers out", { publicIp: true, outbound: "1024" }, flagged],
    ["passes where the ACL lets no answer out", { publicIp: true, outbound: "65536" }, []],
  ] as const) {
    it(title, async () => {
      assert.deepEqual(await verdict([policy], () => program(choice)), expected);
    });
  }

  const SSH = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
  const machine = (args: aws.ec2.InstanceArgs = {}) => {
    const group = new aws.ec2.SecurityGroup("web", { ingress: [SSH] });
    const vpcSecurityGroupIds = [group.id];
    new aws.ec2.Instance("web", { ami: "ami-1", instanceType: "t3.micro", vpcSecurityGroupIds, ...args });
  };
  const adopted = () => new aws.ec2.DefaultVpc("vpc");

  for (const [title, rest, expected] of [
    ["flags what names no subnet", () => machine(), flagged],
    ["passes what wants no address there", () => machine({ associatePublicIpAddress: false }), []],
    ["flags it where the stack adopts the VPC", () => void [machine(), adopted()], flagged],
    [
      "passes it where the stack's main table has no way out",
      () => {
        machine();
        new aws.ec2.DefaultRouteTable("main", {
          defaultRouteTableId: adopted().defaultRouteTableId,
          routes: [],
        });
      },
      [],
    ],
    [
      "passes it where the stack's default ACL lets nothing in",
      () => {
        machine();
        new aws.ec2.DefaultNetworkAcl("wall", { defaultNetworkAclId: adopted().defaultNetworkAclId });
      },
      [],
    ],
    [
      "flags it in an adopted subnet of its zone",
      () => {
        machine({ availabilityZone: "us-east-1a" });
        new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a" });
      },
      flagged,
    ],
    [
      "passes it in one that gives no addresses",
      () => {
        machine({ availabilityZone: "us-east-1a" });
        new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false });
      },
      [],
    ],
    [
      "leaves open in which of several unlike subnets it lands",
      () => {
        machine();
        new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false });
      },
      [],
    ],
    [
      "passes it where the account blocks public access",
      () => {
        machine();
        new aws.ec2.VpcBlockPublicAccessOptions("block", { internetGatewayBlockMode: "block-ingress" });
      },
      [],
    ],
    ["passes it behind a group that admits nobody", () => machine({ vpcSecurityGroupIds: ["sg-1"] }), []],
  ] as const) {
    it(`in the default VPC, ${title}`, async () => {
      assert.deepEqual(await verdict([policy], rest), expected);
    });
  }

  const BLOCK = "2600:1f18:aaaa:bb00";
  for (const [title, block, { assigned = false, ...card }, expected] of [
    [
      "flags an address in a list",
      BLOCK,
      { ipv6AddressListEnabled: true, ipv6AddressLists: [`${BLOCK}::10`] },
      flagged,
    ],
    ["flags an address by name", BLOCK, { ipv6Addresses: [`${BLOCK}::10`] }, flagged],
    ["flags addresses by number", BLOCK, { ipv6AddressCount: 1 }, flagged],
    ["flags a prefix", BLOCK, { ipv6Prefixes: [`${BLOCK}::/80`] }, flagged],
    ["flags prefixes by number", BLOCK, { ipv6PrefixCount: 1 }, flagged],
    ["passes no prefixes", BLOCK, { ipv6PrefixCount: 0 }, []],
    ["passes no address", BLOCK, {}, []],
    ["flags what the subnet gives", BLOCK, { assigned: true }, flagged],
    [
      "flags what the subnet gives beside a number of 0",
      BLOCK,
      { assigned: true, ipv6AddressCount: 0 },
      flagged,
    ],
    ["passes a unique-local address", "fd00:1234:5678:0", { ipv6Addresses: ["fd00:1234:5678::10"] }, []],
    ["passes unique-local addresses by number", "fd00:1234:5678:0", { ipv6AddressCount: 1 }, []],
  ] as readonly (readonly [string, string, { assigned?: boolean } & object, string[]])[]) {
    it(`by IPv6, ${title}`, async () => {
      const ipv6 = () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", ipv6CidrBlock: `${block}::/56` });
        const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
        const routes = [{ ipv6CidrBlock: "::/0", gatewayId: igw.id }];
        const { id } = new aws.ec2.RouteTable("web", { vpcId: vpc.id, routes });
        const blocks = { cidrBlock: "10.0.1.0/24", ipv6CidrBlock: `${block}::/64` };
        const args = { vpcId: vpc.id, ...blocks, assignIpv6AddressOnCreation: assigned };
        const subnet = new aws.ec2.Subnet("web", args);
        new aws.ec2.RouteTableAssociation("web", { subnetId: subnet.id, routeTableId: id });
        const ingress = [{ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] }];
        const group = new aws.ec2.SecurityGroup("web", { vpcId: vpc.id, ingress });
        const own = { subnetId: subnet.id, securityGroups: [group.id] };
        const nic = new aws.ec2.NetworkInterface("web", { ...own, ...(card as object) });
        const primaryNetworkInterface = { networkInterfaceId: nic.id };
        new aws.ec2.Instance("host", { ami: "ami-1", instanceType: "t3.micro", primaryNetworkInterface });
      };
      assert.deepEqual(await verdict([policy], ipv6), expected);
    });
  }

  it("shows the packet and every hop", async () => {
    const [violation] = await judgeProgram([policy], () => program({ publicIp: true }), "preview");
    assert.equal(
      violation?.message,
      [
        "No packet from the internet must get to an instance that is not declared public.",
        "tcp 22 from 198.51.100.7 gets in:\n  InternetGateway main\n  the default network ACL of Vpc main (entry 100)" +
          "\n  SecurityGroup web (ingress[0])\n  Instance web (public IPv4 address by associatePublicIpAddress)" +
          "\n  answer: the default network ACL of Vpc main (entry 100)\n  RouteTable web (0.0.0.0/0 to InternetGateway main)" +
          "\nTake away its public address, the route to the internet, or the rule that admits the packet.",
      ].join("\n"),
    );
  });
});
