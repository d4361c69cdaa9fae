import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { Network } from "../../network/network";
import { pathFromInternet } from "../../network/paths/from-internet";
import { pathInside } from "../../network/paths/inside";
import type { Packet } from "../../network/paths/packet";
import { runProgram } from "../harness/program";
import { hopsText } from "./hops-text";
import { networkOf } from "./rendered-network";

/** The network of a program, at a first preview and at the update. */
async function networksOf(program: () => unknown): Promise<Network[]> {
  return [networkOf(await runProgram(program, "preview")), networkOf(await runProgram(program, "update"))];
}

function placementOf(network: Network, name: string) {
  const found = network.placements.find(({ instance }) => instance.resource.name === name);
  assert.ok(found !== undefined, `nothing places ${name}`);
  return found;
}

const tcp = (port: number, source: string): Packet => ({ protocol: 6, port, source });

/** The way of a packet from the internet, hop by hop; undefined where it does not get through. */
function pathIn(network: Network, name: string, packet: Packet): string | undefined {
  const placement = placementOf(network, name);
  const path = pathFromInternet(placement);
  const isThrough = path.traffic.peersAt(packet.protocol, packet.port)?.addresses.has(packet.source);
  return isThrough ? hopsText(path.hops(packet)) : undefined;
}

/** The way of a packet from one instance to another. */
function pathBetween(network: Network, from: string, to: string, port: number): string | undefined {
  const path = pathInside(placementOf(network, from), placementOf(network, to));
  const source = path.traffic.peersAt(6, port)?.addresses.example();
  return source === undefined ? undefined : hopsText(path.hops(tcp(port, source)));
}

const ANYWHERE = "203.0.113.25";
const HOME = "192.0.2.25";
const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const open = (port: number, ...cidrBlocks: string[]) => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  cidrBlocks,
});
const image = { ami: "ami-1", instanceType: "t3.micro" };

function vpcWithPublicSubnet() {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  const subnet = new aws.ec2.Subnet("public", { vpcId: vpc.id, cidrBlock: "10.0.0.0/20" });
  const gateway = new aws.ec2.InternetGateway("internet", { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable("public", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  });
  new aws.ec2.RouteTableAssociation("public", { subnetId: subnet.id, routeTableId: table.id });
  return { vpc, subnet };
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-dev-test.html */
describe("AWS's example of a test environment: a VPC with a public subnet", () => {
  const program = () => {
    const { vpc, subnet } = vpcWithPublicSubnet();
    const group = new aws.ec2.SecurityGroup("servers", {
      vpcId: vpc.id,
      ingress: [open(22, "192.0.2.0/24"), open(80, "0.0.0.0/0")],
      egress: [all],
    });
    new aws.ec2.Instance("server", {
      ...image,
      subnetId: subnet.id,
      associatePublicIpAddress: true,
      vpcSecurityGroupIds: [group.id],
    });
  };

  it("lets a packet in by gateway, ACL and group, and its answer out by ACL and route", async () => {
    for (const network of await networksOf(program)) {
      assert.equal(
        pathIn(network, "server", tcp(80, ANYWHERE)),
        "InternetGateway internet → the default network ACL of Vpc vpc (entry 100) → SecurityGroup servers (ingress[1])" +
          " → Instance server (public IPv4 address by associatePublicIpAddress)" +
          " → answer: the default network ACL of Vpc vpc (entry 100) → RouteTable public (0.0.0.0/0 to InternetGateway internet)",
      );
      assert.match(pathIn(network, "server", tcp(22, HOME)) ?? "", /SecurityGroup servers \(ingress\[0\]\)/);
      assert.equal(pathIn(network, "server", tcp(22, ANYWHERE)), undefined);
    }
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-private-subnets-nat.html */
describe("AWS's example of servers in private subnets with NAT", () => {
  const program = () => {
    const { vpc, subnet: outer } = vpcWithPublicSubnet();
    const inner = new aws.ec2.Subnet("private", { vpcId: vpc.id, cidrBlock: "10.0.128.0/20" });
    const address = new aws.ec2.Eip("nat", { domain: "vpc" });
    const nat = new aws.ec2.NatGateway("nat", { subnetId: outer.id, allocationId: address.id });
    const table = new aws.ec2.RouteTable("private", { vpcId: vpc.id });
    new aws.ec2.Route("private", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      natGatewayId: nat.id,
    });
    new aws.ec2.RouteTableAssociation("private", { subnetId: inner.id, routeTableId: table.id });
    const front = new aws.ec2.SecurityGroup("front", { vpcId: vpc.id, ingress: [open(80, "0.0.0.0/0")] });
    const servers = new aws.ec2.SecurityGroup("servers", { vpcId: vpc.id });
    const listener = { ipProtocol: "tcp", fromPort: 8080, toPort: 8080 };
    new aws.vpc.SecurityGroupEgressRule("to-servers", {
      ...listener,
      securityGroupId: front.id,
      referencedSecurityGroupId: servers.id,
    });
    new aws.vpc.SecurityGroupIngressRule("from-front", {
      ...listener,
      securityGroupId: servers.id,
      referencedSecurityGroupId: front.id,
    });
    new aws.vpc.SecurityGroupIngressRule("from-anywhere", {
      securityGroupId: servers.id,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
    });
    new aws.ec2.Instance("front", {
      ...image,
      subnetId: outer.id,
      associatePublicIpAddress: true,
      vpcSecurityGroupIds: [front.id],
    });
    new aws.ec2.Instance("server", {
      ...image,
      subnetId: inner.id,
      associatePublicIpAddress: true,
      vpcSecurityGroupIds: [servers.id],
    });
  };

  it("lets packets in to the public subnet alone, and from there to the servers", async () => {
    for (const network of await networksOf(program)) {
      assert.ok(pathIn(network, "front", tcp(80, ANYWHERE)) !== undefined);
      assert.ok(pathFromInternet(placementOf(network, "server")).traffic.isEmpty);
      assert.equal(
        pathBetween(network, "front", "server", 8080),
        "Instance front → SecurityGroup front (SecurityGroupEgressRule to-servers)" +
          " → the default network ACL of Vpc vpc (entry 100) → the default network ACL of Vpc vpc (entry 100)" +
          " → SecurityGroup servers (SecurityGroupIngressRule from-front) → Instance server",
      );
      assert.equal(pathBetween(network, "front", "server", 22), undefined, "front may send nothing else");
      assert.equal(
        pathBetween(network, "server", "front", 80),
        undefined,
        "the provider takes away AWS's egress",
      );
    }
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-example-web-database-servers.html, its private subnets alone, through SSM. */
describe("AWS's example of private subnets alone, with endpoints for SSM", () => {
  const program = (publicAddress: boolean) => () => {
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
    const subnet = new aws.ec2.Subnet("private", { vpcId: vpc.id, cidrBlock: "10.0.128.0/20" });
    const servers = new aws.ec2.SecurityGroup("servers", {
      vpcId: vpc.id,
      ingress: [{ ...all }],
      egress: [open(443, "10.0.128.0/20")],
    });
    const endpoints = new aws.ec2.SecurityGroup("endpoints", {
      vpcId: vpc.id,
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [servers.id] }],
    });
    for (const service of ["ssm", "ssmmessages", "ec2messages"]) {
      new aws.ec2.VpcEndpoint(service, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.us-east-1.${service}`,
        vpcEndpointType: "Interface",
        subnetIds: [subnet.id],
        securityGroupIds: [endpoints.id],
        privateDnsEnabled: true,
      });
    }
    new aws.ec2.Instance("server", {
      ...image,
      subnetId: subnet.id,
      associatePublicIpAddress: publicAddress,
      vpcSecurityGroupIds: [servers.id],
    });
  };

  for (const publicAddress of [false, true]) {
    it(`lets nothing in, ${publicAddress ? "even to a public address" : "and the server out to the endpoints"}`, async () => {
      for (const network of await networksOf(program(publicAddress))) {
        const server = placementOf(network, "server");
        assert.ok(pathFromInternet(server).traffic.isEmpty);
        const ssm = network.endpoints.find(({ resource }) => resource.name === "ssm");
        assert.ok(ssm !== undefined && server.subnet !== undefined);
        const interfaceOfEndpoint = {
          title: ssm.title,
          subnet: server.subnet,
          groups: ssm.groups,
          addresses: server.subnet.addresses,
        };
        const path = pathInside(server, interfaceOfEndpoint);
        assert.equal(path.traffic.servicesText(), "tcp 443");
        assert.equal(
          hopsText(path.hops(tcp(443, "10.0.128.9"))),
          "Instance server → SecurityGroup servers (egress[0]) → SecurityGroup endpoints (ingress[0]) → VpcEndpoint ssm",
        );
      }
    });
  }
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html */
describe("AWS's example of a custom network ACL", () => {
  const entry = (
    ruleNo: number,
    fromPort: number,
    toPort: number,
    cidrBlock = "0.0.0.0/0",
    action = "allow",
  ) => ({
    ruleNo,
    protocol: "tcp",
    fromPort,
    toPort,
    cidrBlock,
    action,
  });
  const inbound = [
    entry(100, 80, 80),
    entry(110, 443, 443),
    entry(120, 22, 22, "192.0.2.0/24"),
    entry(130, 3389, 3389, "192.0.2.0/24"),
    entry(140, 32768, 65535),
  ];
  const outbound = [
    entry(100, 80, 80),
    entry(110, 443, 443),
    entry(120, 1024, 65535, "192.0.2.0/24"),
    entry(140, 32768, 65535),
  ];
  const program = (ingress: typeof inbound, egress: typeof outbound) => () => {
    const { vpc, subnet } = vpcWithPublicSubnet();
    new aws.ec2.NetworkAcl("custom", { vpcId: vpc.id, subnetIds: [subnet.id], ingress, egress });
    const group = new aws.ec2.SecurityGroup("open", { vpcId: vpc.id, ingress: [all] });
    new aws.ec2.Instance("server", {
      ...image,
      subnetId: subnet.id,
      associatePublicIpAddress: true,
      vpcSecurityGroupIds: [group.id],
    });
  };
  const entriesTaken = (path: string | undefined) => path?.match(/NetworkAcl custom \([^)]*\)/g);
  const by = (ingress: number, egress: number) => [
    `NetworkAcl custom (ingress[${ingress}])`,
    `NetworkAcl custom (egress[${egress}])`,
  ];

  for (const [title, packet, expected] of [
    ["HTTP from anywhere", tcp(80, ANYWHERE), by(0, 3)],
    ["HTTPS from anywhere", tcp(443, ANYWHERE), by(1, 3)],
    ["SSH from home", tcp(22, HOME), by(2, 2)],
    ["RDP from home", tcp(3389, HOME), by(3, 2)],
    ["no SSH from elsewhere", tcp(22, ANYWHERE), undefined],
    ["no RDP from elsewhere", tcp(3389, ANYWHERE), undefined],
    ["no port below the ephemeral ones", tcp(32767, ANYWHERE), undefined],
    ["the ephemeral ports that answers need", tcp(32768, ANYWHERE), by(4, 3)],
    ["no UDP", { protocol: 17, port: 443, source: ANYWHERE }, undefined],
  ] as const) {
    it(`admits ${title}`, async () => {
      for (const network of await networksOf(program(inbound, outbound))) {
        assert.deepEqual(entriesTaken(pathIn(network, "server", packet)) ?? undefined, expected);
      }
    });
  }

  /** The ephemeral ports of clients: https://docs.aws.amazon.com/vpc/latest/userguide/nacl-ephemeral-ports.html */
  for (const [client, from, to] of [
    ["many Linux kernels", 32768, 61000],
    ["Elastic Load Balancing", 1024, 65535],
    ["Windows through Server 2003", 1025, 5000],
    ["Windows Server 2008 and later", 49152, 65535],
    ["a NAT gateway", 1024, 65535],
  ] as const) {
    it(`lets answers to ${client} out, but none to ports below those of clients`, async () => {
      for (const network of await networksOf(program(inbound, [entry(100, from, to)]))) {
        assert.deepEqual(entriesTaken(pathIn(network, "server", tcp(80, ANYWHERE))), by(0, 0));
      }
      for (const network of await networksOf(program(inbound, [entry(100, 0, 1023)]))) {
        assert.equal(pathIn(network, "server", tcp(80, ANYWHERE)), undefined);
      }
    });
  }

  it("takes the lowest number first: a denial before an admission decides", async () => {
    const denied = [entry(90, 22, 22, "192.0.2.0/25", "deny"), ...inbound];
    for (const network of await networksOf(program(denied, outbound))) {
      assert.equal(pathIn(network, "server", tcp(22, HOME)), undefined);
      assert.deepEqual(entriesTaken(pathIn(network, "server", tcp(22, "192.0.2.200"))), by(3, 2));
    }
  });
});

/** https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html */
describe("VPC Block Public Access", () => {
  const program =
    (mode: string, exclusion?: { readonly of: "vpc" | "subnet" | "another subnet"; readonly mode: string }) =>
    () => {
      const { vpc, subnet } = vpcWithPublicSubnet();
      const other = new aws.ec2.Subnet("other", { vpcId: vpc.id, cidrBlock: "10.0.16.0/20" });
      new aws.ec2.VpcBlockPublicAccessOptions("block", { internetGatewayBlockMode: mode });
      if (exclusion !== undefined) {
        new aws.ec2.VpcBlockPublicAccessExclusion("exclusion", {
          internetGatewayExclusionMode: exclusion.mode,
          ...(exclusion.of === "vpc"
            ? { vpcId: vpc.id }
            : { subnetId: exclusion.of === "subnet" ? subnet.id : other.id }),
        });
      }
      const group = new aws.ec2.SecurityGroup("open", { vpcId: vpc.id, ingress: [all] });
      new aws.ec2.Instance("server", {
        ...image,
        subnetId: subnet.id,
        associatePublicIpAddress: true,
        vpcSecurityGroupIds: [group.id],
      });
    };

  for (const [title, one, isReached] of [
    ["lets packets in while it is off", program("off"), true],
    ["keeps packets out in both directions", program("block-bidirectional"), false],
    ["keeps packets out in one", program("block-ingress"), false],
    [
      "lets packets into an excluded VPC",
      program("block-ingress", { of: "vpc", mode: "allow-bidirectional" }),
      true,
    ],
    [
      "lets packets into an excluded subnet",
      program("block-bidirectional", { of: "subnet", mode: "allow-bidirectional" }),
      true,
    ],
    [
      "keeps packets out of the others",
      program("block-bidirectional", { of: "another subnet", mode: "allow-bidirectional" }),
      false,
    ],
    [
      "keeps packets out where the exclusion is for the way out",
      program("block-bidirectional", { of: "vpc", mode: "allow-egress" }),
      false,
    ],
  ] as const) {
    it(title, async () => {
      for (const network of await networksOf(one)) {
        assert.equal(pathIn(network, "server", tcp(80, ANYWHERE)) !== undefined, isReached);
      }
    });
  }
});
