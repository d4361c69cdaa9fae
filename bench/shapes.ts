import { type Declared, mix, Stack, UNKNOWN } from "./mix";

/** Stacks that grow in one way alone. */
export interface Shape {
  /** Of what it has the more, the larger it is. */
  readonly what: string;
  /** How many of that the smallest has. */
  readonly first: number;
  of(size: number): Declared[];
}

const OF: Readonly<Record<string, (size: number) => Declared[]>> = {
  "the mix": mix,
  "the mix, IPv6": (size) => mix(size).map(withIpv6),
  "rules of one group, inline": (size) => [group({ ingress: range(size).map((i) => inline(i)) })],
  "blocks of one rule": (size) => [
    group({ ingress: [{ ...inline(0), cidrBlocks: range(size).map(block) }] }),
  ],
  "standalone rules of one group": (size) => {
    const stack = new Stack();
    const vpc = stack.add("ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/8" });
    const web = stack.add(
      "ec2/securityGroup:SecurityGroup",
      "web-prod",
      { description: "Web" },
      { vpcId: [vpc] },
    );
    for (const i of range(size))
      stack.add(
        "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        `rule-${i}`,
        {
          ipProtocol: "tcp",
          fromPort: 1000 + (i % 50_000),
          toPort: 1000 + (i % 50_000),
          cidrIpv4: block(i),
          description: "One",
        },
        { securityGroupId: [web] },
      );
    return stack.resources;
  },
  "groups that name each other": (size) => {
    const stack = new Stack();
    const groups = range(size).map((i) =>
      stack.add("ec2/securityGroup:SecurityGroup", `app-prod-${i}`, { description: "App" }),
    );
    for (const [i, own] of groups.entries())
      stack.add(
        "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        `rule-${i}`,
        { ipProtocol: "tcp", fromPort: 8080, toPort: 8080, description: "Next" },
        { securityGroupId: [own], referencedSecurityGroupId: [groups[(i + 1) % size] ?? own] },
      );
    return stack.resources;
  },
  "entries of prefix lists": (size) => {
    const stack = new Stack();
    const entries = range(size).map((i) => ({ cidr: block(i), description: "One" }));
    const list = stack.add("ec2/managedPrefixList:ManagedPrefixList", "list", {
      addressFamily: "IPv4",
      maxEntries: size,
      entries,
    });
    const web = stack.add("ec2/securityGroup:SecurityGroup", "web-prod", { description: "Web" });
    stack.add(
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      "rule",
      { ipProtocol: "tcp", fromPort: 22, toPort: 22, description: "Lists" },
      { securityGroupId: [web], prefixListId: [list] },
    );
    return stack.resources;
  },
  "components, each in the one before": (size) => {
    const stack = new Stack();
    let parent: string | undefined;
    for (const i of range(size)) {
      parent = stack.add("shop:index:Site", `site-${i}`, {}, {}, parent);
      const own = stack.add(
        "ec2/securityGroup:SecurityGroup",
        `web-prod-${i}`,
        { description: "Web" },
        {},
        parent,
      );
      // By the component's output, whose resource is not named.
      stack.add(
        "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        `rule-${i}`,
        {
          ipProtocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrIpv4: "0.0.0.0/0",
          description: "One",
          securityGroupId: UNKNOWN,
        },
        { securityGroupId: [i % 2 === 0 ? parent : own] },
        parent,
      );
    }
    return stack.resources;
  },
  "subnets, each with its table, ACL and machine": (size) => {
    const stack = new Stack();
    const vpc = stack.add("ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/8" });
    const inVpc = { vpcId: [vpc] };
    const gateway = stack.add("ec2/internetGateway:InternetGateway", "gateway", {}, inVpc);
    for (const i of range(size)) {
      const cidrBlock = `10.${i >> 8}.${i & 255}.0/24`;
      const subnet = stack.add("ec2/subnet:Subnet", `subnet-${i}`, { cidrBlock }, inVpc);
      const table = stack.add(
        "ec2/routeTable:RouteTable",
        `table-${i}`,
        { routes: [{ cidrBlock: block(i), gatewayId: UNKNOWN }] },
        { ...inVpc, routes: [gateway] },
      );
      stack.add(
        "ec2/routeTableAssociation:RouteTableAssociation",
        `routes-${i}`,
        {},
        { subnetId: [subnet], routeTableId: [table] },
      );
      const all = { action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" };
      const ingress = [
        { ...all, ruleNo: 1, action: "deny", cidrBlock: block(i) },
        { ...all, ruleNo: 2 },
      ];
      stack.add(
        "ec2/networkAcl:NetworkAcl",
        `acl-${i}`,
        { ingress, egress: [{ ...all, ruleNo: 1 }] },
        { ...inVpc, subnetIds: [subnet] },
      );
      const own = stack.add(
        "ec2/securityGroup:SecurityGroup",
        `app-prod-${i}`,
        { description: "App", ingress: [inline(i)] },
        inVpc,
      );
      stack.add(
        "ec2/instance:Instance",
        `app-prod-${i}`,
        { ami: "ami-1", instanceType: "t3.micro" },
        { subnetId: [subnet], vpcSecurityGroupIds: [own] },
      );
    }
    return stack.resources;
  },
  "groups of Alibaba Cloud, each on a machine": (size) => {
    const stack = new Stack();
    const vpc = stack.add("alicloud:vpc/network:Network", "vpc", { cidrBlock: "10.0.0.0/8" });
    const inner = stack.add(
      "alicloud:vpc/switch:Switch",
      "inner",
      { cidrBlock: "10.0.0.0/16", zoneId: "cn-hangzhou-h" },
      { vpcId: [vpc] },
    );
    for (const i of range(size)) {
      const own = stack.add(
        "alicloud:ecs/securityGroup:SecurityGroup",
        `app-prod-${i}`,
        {},
        { vpcId: [vpc] },
      );
      stack.add(
        "alicloud:ecs/securityGroupRule:SecurityGroupRule",
        `rule-${i}`,
        { type: "ingress", ipProtocol: "tcp", portRange: "8080/8080", cidrIp: block(i), priority: 1 },
        { securityGroupId: [own] },
      );
      stack.add(
        "alicloud:ecs/instance:Instance",
        `app-prod-${i}`,
        { imageId: "aliyun_3_x64", instanceType: "ecs.g7.large", internetMaxBandwidthOut: 10 },
        { vswitchId: [inner], securityGroups: [own] },
      );
    }
    return stack.resources;
  },
  "instances behind one balancer": (size) => {
    const stack = new Stack();
    const vpc = stack.add("ec2/vpc:Vpc", "vpc", { cidrBlock: "10.0.0.0/8" });
    const subnets = range(2).map((i) =>
      stack.add("ec2/subnet:Subnet", `subnet-${i}`, { cidrBlock: `10.0.${i}.0/24` }, { vpcId: [vpc] }),
    );
    const app = stack.add(
      "ec2/securityGroup:SecurityGroup",
      "app-prod",
      { description: "App", ingress: [inline(0)] },
      { vpcId: [vpc] },
    );
    const balancer = stack.add(
      "lb/loadBalancer:LoadBalancer",
      "alb",
      { loadBalancerType: "application" },
      { subnets, securityGroups: [app] },
    );
    const target = stack.add(
      "lb/targetGroup:TargetGroup",
      "tg",
      { port: 8080, protocol: "HTTP" },
      { vpcId: [vpc] },
    );
    stack.add(
      "lb/listener:Listener",
      "listener",
      { port: 443, protocol: "HTTPS", defaultActions: [{ type: "forward", targetGroupArn: UNKNOWN }] },
      { loadBalancerArn: [balancer], defaultActions: [target] },
    );
    for (const i of range(size)) {
      const machine = stack.add(
        "ec2/instance:Instance",
        `app-prod-${i}`,
        { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" },
        { subnetId: [subnets[i % 2] ?? ""], vpcSecurityGroupIds: [app] },
      );
      stack.add(
        "lb/targetGroupAttachment:TargetGroupAttachment",
        `target-${i}`,
        {},
        { targetGroupArn: [target], targetId: [machine] },
      );
    }
    return stack.resources;
  },
  // Each within the ports of the one before, blocks one in another.
  "overlapping entries of an ACL": (size) =>
    acl(size, (i) => ({
      fromPort: i,
      toPort: 65_535 - i,
      cidrBlock: `${i % 200}.0.0.0/${4 + (i % 5)}`,
    })),
  "entries of an ACL, a port each": (size) =>
    acl(size, (i) => ({ fromPort: 2 * i, toPort: 2 * i, cidrBlock: "10.0.0.0/8" })),
  "entries of an ACL, a block each": (size) =>
    acl(size, (i) => ({ fromPort: 443, toPort: 443, cidrBlock: block(i) })),
  "entries of an ACL, ever wider": (size) =>
    acl(size, (i) => ({ fromPort: 30_000 - i, toPort: 30_000 + i, cidrBlock: "10.0.0.0/8" })),
  findings: (size) => range(size).map(openGroup),
};

/** How many the smallest stack of a shape has, where it is not 500; the largest has 16 times as many. */
const FIRST: Readonly<Record<string, number>> = {
  "the mix": 1000,
  "the mix, IPv6": 1000,
  "rules of one group, inline": 1000,
  "blocks of one rule": 1000,
  "entries of prefix lists": 4000,
  "subnets, each with its table, ACL and machine": 125,
  "groups of Alibaba Cloud, each on a machine": 250,
  "components, each in the one before": 125,
  "overlapping entries of an ACL": 400,
  "entries of an ACL, a port each": 400,
  "entries of an ACL, a block each": 400,
  "entries of an ACL, ever wider": 400,
  findings: 625,
};

export const SHAPES: readonly Shape[] = Object.entries(OF).map(([what, of]) => ({
  ...{ what, of },
  first: FIRST[what] ?? 500,
}));

/** Machines each on a group of its own that takes from the network, of whose egress nothing is known yet. */
export function unknownSenders(size: number): Declared[] {
  const stack = new Stack();
  const vpc = stack.add("ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/8" });
  const subnets = range(20).map((i) =>
    stack.add("ec2/subnet:Subnet", `app-${i}`, { cidrBlock: `10.0.${i}.0/24` }, { vpcId: [vpc] }),
  );
  for (const i of range(size)) {
    const ports = { fromPort: 1000 + i, toPort: 1000 + i };
    const inputs = {
      ingress: [{ protocol: "tcp", ...ports, cidrBlocks: ["10.0.0.0/16"] }],
      egress: UNKNOWN,
    };
    const own = stack.add("ec2/securityGroup:SecurityGroup", `own-${i}`, inputs, { vpcId: [vpc] });
    const behind = { subnetId: [subnets[i % 20] ?? ""], vpcSecurityGroupIds: [own] };
    stack.add("ec2/instance:Instance", `app-${i}`, { ami: "ami-1" }, behind);
  }
  return stack.resources;
}

/** A group that lets SSH in from the internet. */
export const openGroup = (i: number): Declared =>
  group(
    { ingress: [{ ...inline(i), fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }] },
    `web-prod-${i}`,
  );

function acl(size: number, entry: (i: number) => Record<string, string | number>): Declared[] {
  const stack = new Stack();
  const ingress = range(size).map((i) => ({
    ...{ ruleNo: i + 1, action: i % 2 === 0 ? "deny" : "allow", protocol: "tcp" },
    ...entry(i),
  }));
  stack.add("ec2/networkAcl:NetworkAcl", "acl", { ingress, egress: [] });
  return stack.resources;
}

const range = (size: number) => Array.from({ length: size }, (_, i) => i);

/** Distinct, none beside another. */
const block = (i: number) => `${11 + (i >> 15)}.${(i >> 7) & 255}.${(i & 127) * 2}.0/24`;

const inline = (i: number) => ({
  description: "One",
  protocol: "tcp",
  fromPort: 1000 + ((i * 7) % 50_000),
  toPort: 1000 + ((i * 7) % 50_000),
  cidrBlocks: [block(i)],
});

function group(inputs: object, name = "web-prod"): Declared {
  const stack = new Stack();
  stack.add("ec2/securityGroup:SecurityGroup", name, { description: "Web", ...inputs });
  return stack.resources[0] as Declared;
}

function withIpv6(resource: Declared): Declared {
  const { cidrIpv4, ...inputs } = resource.inputs;
  return cidrIpv4 === undefined
    ? resource
    : { ...resource, inputs: { ...inputs, cidrIpv6: "2001:db8::/32" } };
}
