import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { examplePacket, packetText } from "../../network/paths/packet";
import { hopsText } from "./hops-text";
import { inBothPhases } from "./network-of";

/** Each way through a balancer: the interface it ends at, its traffic, and the hops of one packet. */
const ways = (program: () => unknown) =>
  inBothPhases(program, ({ balancedPaths }) =>
    balancedPaths.map(({ destination, path }) => {
      const packet = examplePacket(path.traffic);
      assert.ok(packet);
      return {
        to: destination.title,
        services: path.traffic.servicesText(),
        packet: packetText(packet),
        hops: hopsText(path.hops(packet)),
      };
    }),
  );

const reached = async (program: () => unknown) =>
  (await ways(program)).map(({ to, packet }) => `${to}: ${packet}`);

const ANYWHERE = ["0.0.0.0/0"];
const tcp = (port: number, cidrBlocks: string[]) => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  cidrBlocks,
});

interface Net {
  readonly vpc: aws.ec2.Vpc;
  readonly outer: aws.ec2.Subnet;
  readonly inner: aws.ec2.Subnet;
}

/** A public subnet for the balancer and a private one for its targets. */
function net(): Net {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable("outer", {
    vpcId: vpc.id,
    routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }],
  });
  const outer = new aws.ec2.Subnet("outer", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  const inner = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  new aws.ec2.RouteTableAssociation("outer", { subnetId: outer.id, routeTableId: table.id });
  const closed = new aws.ec2.RouteTable("inner", { vpcId: vpc.id, routes: [] });
  new aws.ec2.RouteTableAssociation("inner", { subnetId: inner.id, routeTableId: closed.id });
  return { vpc, outer, inner };
}

interface Choice {
  readonly internal?: boolean;
  /** What the balancer's group lets out: to the instances' group, nothing, or to a block. */
  readonly out?: "group" | "none" | string;
  /** What the instances' group lets in on 8080: from the balancer's group, or from a block. */
  readonly from?: "group" | string;
  readonly weight?: number;
  readonly action?: string;
  readonly innerAcl?: object[];
  readonly attach?: "instance" | "group" | "attachment" | "none";
}

/**
 * The rules that AWS recommends for an internet-facing balancer with instances as targets:
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 */
function application({
  internal = false,
  out = "group",
  from = "group",
  weight,
  action = "forward",
  innerAcl,
  attach = "instance",
}: Choice): void {
  const { vpc, outer, inner } = net();
  const front = new aws.ec2.SecurityGroup("front", { vpcId: vpc.id, ingress: [tcp(443, ANYWHERE)] });
  const app = new aws.ec2.SecurityGroup("app", { vpcId: vpc.id });
  const port = { fromPort: 8080, toPort: 8080, ipProtocol: "tcp" };
  new aws.vpc.SecurityGroupIngressRule("from-front", {
    ...port,
    securityGroupId: app.id,
    ...(from === "group" ? { referencedSecurityGroupId: front.id } : { cidrIpv4: from }),
  });
  if (out !== "none") {
    new aws.vpc.SecurityGroupEgressRule("to-app", {
      ...port,
      securityGroupId: front.id,
      ...(out === "group" ? { referencedSecurityGroupId: app.id } : { cidrIpv4: out }),
    });
  }
  if (innerAcl !== undefined) {
    const all = {
      ruleNo: 100,
      protocol: "-1",
      fromPort: 0,
      toPort: 0,
      cidrBlock: "0.0.0.0/0",
      action: "allow",
    };
    new aws.ec2.NetworkAcl("inner", {
      vpcId: vpc.id,
      subnetIds: [inner.id],
      ingress: [all],
      egress: innerAcl as never,
    });
  }
  const balancer = new aws.lb.LoadBalancer("web", {
    internal,
    subnets: [outer.id],
    securityGroups: [front.id],
  });
  const targets = new aws.lb.TargetGroup("app", { port: 8080, protocol: "HTTP", vpcId: vpc.id });
  new aws.lb.Listener("https", {
    loadBalancerArn: balancer.arn,
    port: 443,
    protocol: "HTTPS",
    defaultActions: [
      weight === undefined
        ? { type: action, targetGroupArn: targets.arn }
        : { type: action, forward: { targetGroups: [{ arn: targets.arn, weight }] } },
    ],
  });
  const machine = { subnetId: inner.id, vpcSecurityGroupIds: [app.id] };
  if (attach === "group" || attach === "attachment") {
    const template = new aws.ec2.LaunchTemplate("app", { vpcSecurityGroupIds: [app.id] });
    const group = new aws.autoscaling.Group("fleet", {
      minSize: 1,
      maxSize: 2,
      vpcZoneIdentifiers: [inner.id],
      launchTemplate: { id: template.id },
      ...(attach === "group" && { targetGroupArns: [targets.arn] }),
    });
    if (attach === "attachment") {
      new aws.autoscaling.Attachment("fleet", {
        autoscalingGroupName: group.name,
        lbTargetGroupArn: targets.arn,
      });
    }
    return;
  }
  const instance = new aws.ec2.Instance("app", { ami: "ami-1", instanceType: "t3.micro", ...machine });
  if (attach === "instance") {
    new aws.lb.TargetGroupAttachment("app", { targetGroupArn: targets.arn, targetId: instance.id });
  }
}

const THROUGH = ["Instance app: tcp 443 from 198.51.100.7"];

describe("ways through an application load balancer", () => {
  it("lead to its instances by the rules that AWS recommends, hop by hop", async () => {
    const [way, ...others] = await ways(() => application({}));
    assert.deepEqual(others, []);
    assert.equal(way?.services, "tcp 443");
    assert.match(way?.hops ?? "", /^InternetGateway main → .* → SecurityGroup front \(ingress\[0\]\) → /);
    const expected = [
      "LoadBalancer web (public IPv4 address by its internet-facing scheme)",
      "Listener https (TargetGroup app)",
      "SecurityGroup app (SecurityGroupIngressRule from-front)",
      "Instance app (tcp 8080)",
      "answer: ",
    ];
    assert.ok(way?.hops.includes(` → ${expected.join(" → ")}`), way?.hops);
    assert.match(way?.hops ?? "", / → RouteTable outer \(0\.0\.0\.0\/0 to InternetGateway main\)$/);
  });

  for (const [title, choice, expected] of [
    ["an internal balancer", { internal: true }, []],
    ["a balancer that lets nothing out", { out: "none" }, []],
    ["a balancer that lets out to the targets' subnet", { out: "10.0.1.0/24" }, THROUGH],
    ["a balancer that lets out to half of it, where the target may not be", { out: "10.0.1.0/25" }, []],
    ["a target that lets in the balancer's subnet", { from: "10.0.0.0/24" }, THROUGH],
    ["a target that lets in another subnet", { from: "10.0.2.0/24" }, []],
    ["a target that lets in clients alone, whose addresses it never sees", { from: "198.51.100.0/24" }, []],
    ["a weighted forward", { weight: 1 }, THROUGH],
    ["a weight of nothing", { weight: 0 }, []],
    ["a redirect", { action: "redirect" }, []],
    ["a target that nobody registered", { attach: "none" }, []],
    ["an autoscaling group", { attach: "group" }, ["Group fleet: tcp 443 from 198.51.100.7"]],
    [
      "one that an attachment registers",
      { attach: "attachment" },
      ["Group fleet: tcp 443 from 198.51.100.7"],
    ],
    ["an ACL that lets the target's answers out", { innerAcl: answers(1024) }, THROUGH],
    ["an ACL that keeps the target's answers in", { innerAcl: answers(1) }, []],
  ] as const) {
    it(`are known for ${title}`, async () => {
      assert.deepEqual(await reached(() => application(choice as Choice)), expected);
    });
  }

  it("take a rule of the listener, whichever token the program uses", async () => {
    const program = (token: typeof aws.lb | typeof aws.alb) => () => {
      const { vpc, outer, inner } = net();
      const open = new aws.ec2.SecurityGroup("open", {
        vpcId: vpc.id,
        ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ANYWHERE }],
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ANYWHERE }],
      });
      const balancer = new token.LoadBalancer("web", {
        subnetMappings: [{ subnetId: outer.id }],
        securityGroups: [open.id],
      });
      const targets = new token.TargetGroup("app", { port: 8080, protocol: "HTTP", vpcId: vpc.id });
      const listener = new token.Listener("http", {
        loadBalancerArn: balancer.arn,
        port: 80,
        defaultActions: [{ type: "fixed-response", fixedResponse: { contentType: "text/plain" } }],
      });
      new token.ListenerRule("api", {
        listenerArn: listener.arn,
        conditions: [{ pathPattern: { values: ["/api"] } }],
        actions: [{ type: "forward", targetGroupArn: targets.arn }],
      });
      const instance = new aws.ec2.Instance("app", { subnetId: inner.id, vpcSecurityGroupIds: [open.id] });
      new token.TargetGroupAttachment("app", { targetGroupArn: targets.arn, targetId: instance.id });
    };
    const expected = ["Instance app: tcp 80 from 198.51.100.7"];
    assert.deepEqual(await reached(program(aws.lb)), expected);
    assert.deepEqual(await reached(program(aws.alb)), expected);
  });
});

function answers(from: number): object[] {
  const to = from === 1 ? 1023 : 65535;
  return [
    { ruleNo: 100, protocol: "tcp", fromPort: from, toPort: to, cidrBlock: "10.0.0.0/24", action: "allow" },
  ];
}

interface NetworkChoice {
  readonly groups?: boolean;
  readonly target?: "instance" | "ip";
  readonly preserve?: string;
  readonly protocol?: string;
  readonly ipAddressType?: string;
  /** What the target lets in on the target port: from the balancer's group, or from a block. */
  readonly from?: "group" | string;
}

/**
 * What targets see, by https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html, and groups,
 * by https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
 */
function network({
  groups = false,
  target = "instance",
  preserve,
  protocol = "TCP",
  ipAddressType = "ipv4",
  from = "0.0.0.0/0",
}: NetworkChoice): void {
  const { vpc, outer, inner } = net();
  const transport = protocol === "UDP" ? "udp" : "tcp";
  const open = { protocol: transport, fromPort: 53, toPort: 53, cidrBlocks: ANYWHERE };
  const front = new aws.ec2.SecurityGroup("front", { vpcId: vpc.id, ingress: [open], egress: [open] });
  const app = new aws.ec2.SecurityGroup("app", {
    vpcId: vpc.id,
    ingress: [
      {
        protocol: transport,
        fromPort: 53,
        toPort: 53,
        ...(from === "group" ? { securityGroups: [front.id] } : { cidrBlocks: [from] }),
      },
    ],
  });
  const balancer = new aws.lb.LoadBalancer("edge", {
    loadBalancerType: "network",
    subnets: [outer.id],
    ...(groups && { securityGroups: [front.id] }),
  });
  const targets = new aws.lb.TargetGroup("app", {
    port: 53,
    protocol,
    targetType: target,
    ipAddressType,
    vpcId: vpc.id,
    ...(preserve !== undefined && { preserveClientIp: preserve }),
  });
  new aws.lb.Listener("dns", {
    loadBalancerArn: balancer.arn,
    port: 53,
    protocol,
    defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
  });
  const instance = new aws.ec2.Instance("app", { subnetId: inner.id, vpcSecurityGroupIds: [app.id] });
  new aws.lb.TargetGroupAttachment("app", {
    targetGroupArn: targets.arn,
    targetId: target === "ip" ? instance.privateIp : instance.id,
  });
}

describe("ways through a network load balancer", () => {
  const through = (source: string, transport = "tcp") => [`Instance app: ${transport} 53 from ${source}`];
  const anyone = through("198.51.100.7");
  for (const [title, choice, expected] of [
    ["without groups to an instance that lets in everyone", {}, anyone],
    ["to an instance that lets in some clients", { from: "8.8.8.0/24" }, through("8.8.8.1")],
    ["to an instance that lets in the balancer's subnet alone", { from: "10.0.0.0/24" }, []],
    ["that keeps its clients' addresses to itself", { preserve: "false", from: "10.0.0.0/24" }, anyone],
    ["that keeps them from who lets in clients alone", { preserve: "false", from: "8.8.8.0/24" }, []],
    ["to an address that lets in the balancer's subnet", { target: "ip", from: "10.0.0.0/24" }, anyone],
    ["to an address that lets in clients alone", { target: "ip", from: "8.8.8.0/24" }, []],
    [
      "to an address by its client's",
      { target: "ip", preserve: "true", from: "8.8.8.0/24" },
      through("8.8.8.1"),
    ],
    [
      "by UDP, which always keeps the client's",
      { target: "ip", protocol: "UDP", preserve: "false", from: "8.8.8.0/24" },
      through("8.8.8.1", "udp"),
    ],
    ["by TCP and UDP, by either", { protocol: "TCP_UDP" }, anyone],
    ["with a group that the target lets in", { groups: true, from: "group" }, anyone],
    ["without the group that the target lets in", { groups: false, from: "group" }, []],
  ] as const) {
    it(`are known for one ${title}`, async () => {
      assert.deepEqual(await reached(() => network(choice as NetworkChoice)), expected);
    });
  }

  it("lead to a target group of IPv6 addresses by IPv6 alone", async () => {
    const families = (ipAddressType: string) =>
      inBothPhases(
        () => network({ ipAddressType }),
        ({ loadBalancers }) =>
          loadBalancers.flatMap(({ listeners }) =>
            listeners.flatMap(({ targets }) => targets.map(({ family }) => family)),
          ),
      );
    assert.deepEqual(await families("ipv6"), ["IPv6"]);
    assert.deepEqual(await families("ipv4"), ["IPv4"]);
  });

  it("name what stands in the place of groups", async () => {
    const [way] = await ways(() => network({}));
    assert.match(
      way?.hops ?? "",
      / → no security group .*→ LoadBalancer edge .* → Listener dns \(TargetGroup app\) → /,
    );
  });
});

describe("ways through a classic load balancer", () => {
  it("lead to its instances on their own port, however they are registered", async () => {
    const program = (how: "inline" | "attachment" | "none") => () => {
      const { vpc, outer, inner } = net();
      const front = new aws.ec2.SecurityGroup("front", {
        vpcId: vpc.id,
        ingress: [tcp(80, ANYWHERE)],
        egress: [tcp(8000, ["10.0.0.0/16"])],
      });
      const app = new aws.ec2.SecurityGroup("app", {
        vpcId: vpc.id,
        ingress: [{ protocol: "tcp", fromPort: 8000, toPort: 8000, securityGroups: [front.id] }],
      });
      const instance = new aws.ec2.Instance("app", { subnetId: inner.id, vpcSecurityGroupIds: [app.id] });
      const balancer = new aws.elb.LoadBalancer("web", {
        subnets: [outer.id],
        securityGroups: [front.id],
        listeners: [{ lbPort: 80, lbProtocol: "http", instancePort: 8000, instanceProtocol: "http" }],
        ...(how === "inline" && { instances: [instance.id] }),
      });
      if (how === "attachment") new aws.elb.Attachment("app", { elb: balancer.id, instance: instance.id });
    };
    const expected = ["Instance app: tcp 80 from 198.51.100.7"];
    assert.deepEqual(await reached(program("inline")), expected);
    assert.deepEqual(await reached(program("attachment")), expected);
    assert.deepEqual(await reached(program("none")), []);
  });
});
