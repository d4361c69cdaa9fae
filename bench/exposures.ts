import { Exposures } from "../network/exposures/exposures";
import { flowText, listed } from "../network/exposures/flows";
import type { Values } from "../stack/value";
import type { Registered } from "../test/harness/program";
import { networkOf } from "../test/network/rendered-network";
import { type Declared, Stack, UNKNOWN } from "./mix";
import { seconds } from "./process";
import { registered } from "./registered";

/**
 * How the time to list every flow of a network grows: a line per size, with the ratio to the line before. Run by `npx ts-node -T bench/exposures.ts`.
 */

const RESOURCES = 10_000;

/** Applications of some ten machines each: a balancer, its group, machines on theirs, a database, two subnets for every ten applications. */
function stack(size: number): Registered[] {
  const declared = new Stack();
  const add = declared.add.bind(declared);
  const vpc = add("ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/8" });
  const gateway = add("ec2/internetGateway:InternetGateway", "main", { vpcId: UNKNOWN }, { vpcId: [vpc] });
  const table = add(
    "ec2/routeTable:RouteTable",
    "public",
    { vpcId: UNKNOWN, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }] },
    { vpcId: [vpc], routes: [gateway] },
  );
  const group = (name: string, ingress: Values[], behind: string[] = []) =>
    add(
      "ec2/securityGroup:SecurityGroup",
      name,
      {
        vpcId: UNKNOWN,
        ingress,
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      },
      { vpcId: [vpc], ingress: behind },
    );
  const tcp = (port: number, from: Values): Values => ({
    protocol: "tcp",
    fromPort: port,
    toPort: port,
    ...from,
  });
  let subnets: string[] = [];
  for (let i = 0; declared.resources.length < size; i++) {
    if (i % 10 === 0) {
      subnets = ["public", "private"].map((kind, side) =>
        add(
          "ec2/subnet:Subnet",
          `${kind}-${i}`,
          { vpcId: UNKNOWN, cidrBlock: `10.${(i / 10) >> 8}.${(i / 10) & 255}.${side * 128}/25` },
          { vpcId: [vpc] },
        ),
      );
      add(
        "ec2/routeTableAssociation:RouteTableAssociation",
        `public-${i}`,
        { subnetId: UNKNOWN, routeTableId: UNKNOWN },
        { subnetId: [subnets[0] as string], routeTableId: [table] },
      );
    }
    const [outer, inner] = subnets as [string, string];
    const front = group(`front-${i}`, [tcp(443, { cidrBlocks: ["0.0.0.0/0"] })]);
    const app = group(`app-${i}`, [tcp(8080, { securityGroups: [UNKNOWN] })], [front]);
    const data = group(`data-${i}`, [tcp(5432, { securityGroups: [UNKNOWN] })], [app]);
    const balancer = add(
      "lb/loadBalancer:LoadBalancer",
      `web-${i}`,
      { subnets: [UNKNOWN], securityGroups: [UNKNOWN] },
      { subnets: [outer], securityGroups: [front] },
    );
    const targets = add(
      "lb/targetGroup:TargetGroup",
      `app-${i}`,
      { port: 8080, protocol: "HTTP", vpcId: UNKNOWN },
      { vpcId: [vpc] },
    );
    add(
      "lb/listener:Listener",
      `https-${i}`,
      {
        loadBalancerArn: UNKNOWN,
        port: 443,
        protocol: "HTTPS",
        defaultActions: [{ type: "forward", targetGroupArn: UNKNOWN }],
      },
      { loadBalancerArn: [balancer], defaultActions: [targets] },
    );
    for (let j = 0; j < 10; j++) {
      const machine = add(
        "ec2/instance:Instance",
        `app-${i}-${j}`,
        { ami: "ami-1", subnetId: UNKNOWN, vpcSecurityGroupIds: [UNKNOWN] },
        { subnetId: [inner], vpcSecurityGroupIds: [app] },
      );
      add(
        "lb/targetGroupAttachment:TargetGroupAttachment",
        `app-${i}-${j}`,
        { targetGroupArn: UNKNOWN, targetId: UNKNOWN },
        { targetGroupArn: [targets], targetId: [machine] },
      );
    }
    const place = add(
      "rds/subnetGroup:SubnetGroup",
      `data-${i}`,
      { subnetIds: [UNKNOWN] },
      { subnetIds: [inner] },
    );
    add(
      "rds/instance:Instance",
      `data-${i}`,
      {
        engine: "postgres",
        instanceClass: "db.t4g.micro",
        dbSubnetGroupName: UNKNOWN,
        vpcSecurityGroupIds: [UNKNOWN],
      },
      { dbSubnetGroupName: [place], vpcSecurityGroupIds: [data] },
    );
  }
  return registered(declared.resources);
}

/** Machines each on a group of its own and on one of all, which every rule names: in the mesh of all pairs only so many differ. */
function mesh(size: number): Declared[] {
  const stack = new Stack();
  const vpc = stack.add("ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/8" });
  const subnets = Array.from({ length: 20 }, (_, i) =>
    stack.add("ec2/subnet:Subnet", `app-${i}`, { cidrBlock: `10.0.${i}.0/24` }, { vpcId: [vpc] }),
  );
  const egress = [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }];
  const all = stack.add("ec2/securityGroup:SecurityGroup", "all", { egress }, { vpcId: [vpc] });
  for (let i = 0; stack.resources.length < size; i++) {
    const own = stack.add("ec2/securityGroup:SecurityGroup", `own-${i}`, {}, { vpcId: [vpc] });
    const [fromPort, toPort] = [8000 + (i % 7), 8000 + (i % 7)];
    stack.add(
      "vpc/securityGroupIngressRule:SecurityGroupIngressRule",
      `own-${i}`,
      { ipProtocol: "tcp", fromPort, toPort },
      { securityGroupId: [own], referencedSecurityGroupId: [all] },
    );
    stack.add(
      "ec2/instance:Instance",
      `app-${i}`,
      { ami: "ami-1" },
      { subnetId: [subnets[i % 20] as string], vpcSecurityGroupIds: [own, all] },
    );
  }
  return stack.resources;
}

/** Machines each on a group of its own, which takes from a block and sends to a block that nobody else names. */
function blocks(size: number): Declared[] {
  const stack = new Stack();
  const vpc = stack.add("ec2/vpc:Vpc", "main", { cidrBlock: "10.0.0.0/8" });
  const subnets = Array.from({ length: 20 }, (_, i) =>
    stack.add("ec2/subnet:Subnet", `app-${i}`, { cidrBlock: `10.0.${i}.0/24` }, { vpcId: [vpc] }),
  );
  for (let i = 0; stack.resources.length < size; i++) {
    const cidr = (first: number) => `10.${first}.${i >> 8}.${i & 255}/32`;
    // A few take from and send to a whole subnet: what is listed.
    const [from, to] = i % 50 === 0 ? [`10.0.${(i / 50) % 20}.0/24`, "10.0.0.0/16"] : [cidr(0), cidr(1)];
    const rule = (block: string) => [{ protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: [block] }];
    const inputs = { ingress: rule(from), egress: rule(to) };
    const own = stack.add("ec2/securityGroup:SecurityGroup", `own-${i}`, inputs, { vpcId: [vpc] });
    stack.add(
      "ec2/instance:Instance",
      `app-${i}`,
      { ami: "ami-1" },
      { subnetId: [subnets[i % 20] as string], vpcSecurityGroupIds: [own] },
    );
  }
  return stack.resources;
}

function grow(title: string, make: (size: number) => Registered[]): void {
  let before: number | undefined;
  for (const size of [RESOURCES / 4, RESOURCES / 2, RESOURCES]) {
    const resources = make(size);
    const network = networkOf(resources);
    const { time: building } = seconds(() => [network.balancedPaths, network.placements, network.databases]);
    const { result: lines, time } = seconds(() => listed(new Exposures(network).flows).map(flowText));
    const ratio = before === undefined ? "" : ` (${(time / before).toFixed(1)} times the line before)`;
    console.log(
      `${title}, ${resources.length} resources: ${building.toFixed(2)} s to build, ${time.toFixed(2)} s to list${ratio}; ${lines.length} flows`,
    );
    before = time;
  }
}

new Exposures(networkOf(stack(RESOURCES / 10)));
grow("applications", stack);
grow("blocks of their own", (size) => registered(blocks(size)));
grow("a mesh", (size) => registered(mesh(size)));
