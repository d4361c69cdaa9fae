import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { examplePacket, packetText } from "../../network/paths/packet";
import { hopsText } from "./hops-text";
import { inBothPhases } from "./network-of";

/** What gets through accelerators to instances, and through balancers behind them, as `Instance shop: tcp 443 from 198.51.100.7`. */
const reached = (program: () => unknown) =>
  inBothPhases(program, ({ acceleratedPaths, balancedPaths }) =>
    [
      ...acceleratedPaths.map(({ placement, path }) => ({ title: placement.title, path })),
      ...balancedPaths.map(({ destination, path }) => ({ title: destination.title, path })),
    ].flatMap(({ title, path }) => {
      const packet = examplePacket(path.traffic);
      return packet === undefined ? [] : [`${title}: ${packetText(packet)}`];
    }),
  );

interface Choice {
  readonly gateway?: boolean;
  readonly enabled?: boolean;
  readonly protocol?: string;
  readonly ports?: object[];
  readonly overrides?: object[];
  readonly dial?: number;
  readonly endpoint?: object;
  readonly rule?: object;
  readonly blocked?: boolean;
  readonly ipAddressType?: string;
  readonly acl?: boolean;
}

const https = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] };

/** A VPC with one subnet from which no route leads out. */
function net({ gateway = true, blocked = false, acl = false }: Choice) {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  if (gateway) new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const subnet = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  if (blocked)
    new aws.ec2.VpcBlockPublicAccessOptions("block", { internetGatewayBlockMode: "block-ingress" });
  if (acl) new aws.ec2.NetworkAcl("shut", { vpcId: vpc.id, subnetIds: [subnet.id], ingress: [], egress: [] });
  return { vpc, subnet };
}

function accelerate(
  endpointId: aws.ec2.Instance["id"],
  { enabled = true, protocol = "TCP", ports, overrides, dial, endpoint, ipAddressType }: Choice,
): void {
  const accelerator = new aws.globalaccelerator.Accelerator("shop", {
    enabled,
    ...(ipAddressType && { ipAddressType }),
  });
  const listener = new aws.globalaccelerator.Listener("https", {
    acceleratorArn: accelerator.arn,
    protocol,
    portRanges: ports ?? [{ fromPort: 443, toPort: 443 }],
  });
  new aws.globalaccelerator.EndpointGroup("ends", {
    listenerArn: listener.arn,
    endpointConfigurations: [{ endpointId, ...endpoint }],
    ...(overrides && { portOverrides: overrides as never }),
    ...(dial !== undefined && { trafficDialPercentage: dial }),
  });
}

function instance(choice: Choice): void {
  const { vpc, subnet } = net(choice);
  const group = new aws.ec2.SecurityGroup("shop", {
    vpcId: vpc.id,
    ingress: [(choice.rule ?? https) as typeof https],
  });
  const one = new aws.ec2.Instance("shop", {
    ami: "ami-1",
    instanceType: "t3.micro",
    subnetId: subnet.id,
    vpcSecurityGroupIds: [group.id],
  });
  accelerate(one.id, choice);
}

const GETS_IN = ["Instance shop: tcp 443 from 198.51.100.7"];

describe("ways through Global Accelerator to an instance", () => {
  const override = [{ listenerPort: 443, endpointPort: 8443 }];
  for (const [title, choice, expected] of [
    ["without a public address or a route", {}, GETS_IN],
    ["without an internet gateway", { gateway: false }, []],
    ["past an ACL that lets nothing through, which nobody asks", { acl: true }, GETS_IN],
    ["under Block Public Access", { blocked: true }, []],
    ["of an accelerator that is off", { enabled: false }, []],
    ["with no share of the traffic", { dial: 0 }, []],
    ["with a share", { dial: 10 }, GETS_IN],
    ["with no weight", { endpoint: { weight: 0 } }, []],
    ["with a weight", { endpoint: { weight: 1 } }, GETS_IN],
    [
      "whose groups admit some clients",
      { rule: { ...https, cidrBlocks: ["8.8.8.8/32"] } },
      ["Instance shop: tcp 443 from 8.8.8.8"],
    ],
    ["whose groups admit the VPC alone", { rule: { ...https, cidrBlocks: ["10.0.0.0/16"] } }, []],
    ["whose groups admit another port", { rule: { ...https, fromPort: 444, toPort: 444 } }, []],
    ["over another port", { ports: [{ fromPort: 80, toPort: 442 }] }, []],
    ["over UDP", { protocol: "UDP" }, []],
    ["on a port that it maps elsewhere", { overrides: override }, []],
    [
      "on a port that it maps to one that is open",
      { overrides: override, rule: { ...https, fromPort: 8443, toPort: 8443 } },
      GETS_IN,
    ],
    [
      "by IPv6, which an IPv4 accelerator does not take",
      { rule: { ...https, cidrBlocks: [], ipv6CidrBlocks: ["::/0"] } },
      [],
    ],
  ] as const) {
    it(`are known for one ${title}`, async () => {
      assert.deepEqual(await reached(() => instance(choice as Choice)), expected);
    });
  }

  it("are one where every port is mapped", async () => {
    const count = await inBothPhases(
      () => instance({ overrides: override }),
      ({ acceleratedPaths }) => acceleratedPaths.length,
    );
    assert.equal(count, 1);
  });

  it("are told hop by hop", async () => {
    const hops = await inBothPhases(
      () => instance({ overrides: override, rule: { ...https, fromPort: 8443, toPort: 8443 } }),
      ({ acceleratedPaths }) =>
        acceleratedPaths.flatMap(({ path }) => {
          const packet = examplePacket(path.traffic);
          return packet ? [hopsText(path.hops(packet))] : [];
        }),
    );
    assert.deepEqual(hops, [
      "Accelerator shop (Listener https) → SecurityGroup shop (ingress[0]) → Instance shop (an endpoint of Accelerator shop)",
    ]);
  });
});

interface BalancerChoice extends Choice {
  readonly internal?: boolean;
  readonly network?: boolean;
  readonly groups?: boolean;
}

function balancer({ internal = true, network = false, groups = true, ...choice }: BalancerChoice): void {
  const { vpc, subnet } = net(choice);
  const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
  const open = new aws.ec2.SecurityGroup("open", { vpcId: vpc.id, ingress: [all], egress: [all] });
  const front = new aws.lb.LoadBalancer("front", {
    internal,
    loadBalancerType: network ? "network" : "application",
    subnets: [subnet.id],
    ...(groups && { securityGroups: [open.id] }),
  });
  const targets = new aws.lb.TargetGroup("app", {
    port: 8080,
    protocol: network ? "TCP" : "HTTP",
    vpcId: vpc.id,
  });
  new aws.lb.Listener("https", {
    loadBalancerArn: front.arn,
    port: 443,
    protocol: network ? "TCP" : "HTTPS",
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  const one = new aws.ec2.Instance("app", { subnetId: subnet.id, vpcSecurityGroupIds: [open.id] });
  new aws.lb.TargetGroupAttachment("app", { targetGroupArn: targets.arn, targetId: one.id });
  accelerate(front.arn, choice);
}

/** Which endpoints see their clients: https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.html */
describe("ways through Global Accelerator to a balancer and on", () => {
  const through = ["Instance app: tcp 443 from 198.51.100.7"];
  const preserved = { endpoint: { clientIpPreservationEnabled: true } };
  for (const [title, choice, expected] of [
    ["an internal application balancer, which always sees clients", {}, through],
    ["one in a VPC without an internet gateway", { gateway: false }, []],
    ["an internet-facing one without a route that is not told to", { internal: false }, []],
    ["an internet-facing one that is told to", { internal: false, ...preserved }, through],
    ["a network balancer that is told to", { network: true, ...preserved }, through],
    ["a network balancer that is not told to", { network: true }, []],
    ["a network balancer without groups", { network: true, groups: false, ...preserved }, []],
  ] as const) {
    it(`are known for ${title}`, async () => {
      assert.deepEqual(await reached(() => balancer(choice as BalancerChoice)), expected);
    });
  }
});

interface ChainChoice {
  readonly port?: number;
  readonly innerRule?: object;
  readonly appFrom?: "inner" | string;
  readonly circle?: boolean;
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/network/application-load-balancer-target.html */
function chain({ port = 443, innerRule, appFrom = "inner", circle = false }: ChainChoice): void {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable("outer", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
  });
  const outer = new aws.ec2.Subnet("outer", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  const inner = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  new aws.ec2.RouteTableAssociation("outer", { subnetId: outer.id, routeTableId: table.id });
  const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
  const balancers = new aws.ec2.SecurityGroup("inner", {
    vpcId: vpc.id,
    ingress: [(innerRule ?? https) as typeof https],
    egress,
  });
  const app = new aws.ec2.SecurityGroup("app", {
    vpcId: vpc.id,
    ingress: [
      {
        protocol: "tcp",
        fromPort: 8080,
        toPort: 8080,
        ...(appFrom === "inner" ? { securityGroups: [balancers.id] } : { cidrBlocks: [appFrom] }),
      },
    ],
  });
  const front = new aws.lb.LoadBalancer("front", { loadBalancerType: "network", subnets: [outer.id] });
  const behind = new aws.lb.LoadBalancer("behind", {
    internal: true,
    subnets: [inner.id],
    securityGroups: [balancers.id],
  });
  const toBehind = new aws.lb.TargetGroup("to-behind", {
    targetType: "alb",
    port,
    protocol: "TCP",
    vpcId: vpc.id,
  });
  const toApp = new aws.lb.TargetGroup("to-app", { port: 8080, protocol: "HTTP", vpcId: vpc.id });
  new aws.lb.Listener("front", {
    loadBalancerArn: front.arn,
    port: 80,
    protocol: "TCP",
    defaultActions: [{ type: "forward", targetGroupArn: toBehind.arn }],
  });
  new aws.lb.Listener("behind", {
    loadBalancerArn: behind.arn,
    port: 443,
    protocol: "HTTPS",
    defaultActions: [{ type: "forward", targetGroupArn: circle ? toBehind.arn : toApp.arn }],
  });
  new aws.lb.TargetGroupAttachment("behind", { targetGroupArn: toBehind.arn, targetId: behind.arn });
  const one = new aws.ec2.Instance("app", { subnetId: inner.id, vpcSecurityGroupIds: [app.id] });
  new aws.lb.TargetGroupAttachment("app", { targetGroupArn: toApp.arn, targetId: one.id });
}

describe("ways through a balancer behind a balancer", () => {
  const through = (source: string) => [`Instance app: tcp 80 from ${source}`];
  for (const [title, choice, expected] of [
    ["that admits the clients, whom it sees", {}, through("198.51.100.7")],
    ["that admits some of them", { innerRule: { ...https, cidrBlocks: ["8.8.8.8/32"] } }, through("8.8.8.8")],
    [
      "that admits the balancer before it alone",
      { innerRule: { ...https, cidrBlocks: ["10.0.0.0/24"] } },
      [],
    ],
    ["that listens on another port", { port: 80 }, []],
    ["whose target admits the balancer's subnet", { appFrom: "10.0.1.0/24" }, through("198.51.100.7")],
    ["whose target admits the first balancer's subnet", { appFrom: "10.0.0.0/24" }, []],
    ["that sends everything in a circle", { circle: true }, []],
  ] as const) {
    it(`are known for one ${title}`, async () => {
      assert.deepEqual(await reached(() => chain(choice as ChainChoice)), expected);
    });
  }

  it("name both listeners and both balancers", async () => {
    const [hops = ""] = await inBothPhases(
      () => chain({}),
      ({ balancedPaths }) =>
        balancedPaths.flatMap(({ path }) => {
          const packet = examplePacket(path.traffic);
          return packet ? [hopsText(path.hops(packet))] : [];
        }),
    );
    const expected = [
      "Listener front (TargetGroup to-behind)",
      "SecurityGroup inner (ingress[0])",
      "LoadBalancer behind (tcp 443)",
      "Listener behind (TargetGroup to-app)",
      "SecurityGroup app (ingress[0])",
      "Instance app (tcp 8080)",
      "answer: ",
    ];
    assert.ok(hops.includes(` → ${expected.join(" → ")}`), hops);
  });
});
