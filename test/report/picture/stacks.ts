import type { Registered } from "../../harness/program";

/** Resources of a stack as the engine shows them once they exist, their ids what they are called. */
export class Program {
  readonly resources: Registered[] = [];

  /** @returns the id */
  add(token: string, name: string, inputs: object): string {
    const type = `aws:${token}`;
    const id = `${token.split(":")[1]}-${name}`;
    const own = inputs as Registered["inputs"];
    this.resources.push({
      ...{ type, name, inputs: own, parent: "", provider: "", dependencies: {} },
      urn: `urn:pulumi:prod::shop::${type}::${name}`,
      outputs: { ...own, id, arn: id },
    });
    return id;
  }
}

const ZONES = ["a", "b"];
const tcp = (port: number, from: object) => ({ protocol: "tcp", fromPort: port, toPort: port, ...from });
const ANYWHERE = { cidrBlocks: ["0.0.0.0/0"] };

/** What a shop consists of. */
export interface Shop {
  /** Each a balancer, machines behind it and a database that they alone get to. */
  readonly applications: number;
  /** Of each application. */
  readonly machines: number;
  /** How a thing is named. */
  readonly name?: (plain: string) => string;
  /** Where the machines of an application are asked; the same everywhere by default. */
  readonly port?: (application: number) => number;
}

/** A VPC with a public, a private and an isolated subnet in each of two zones, and applications in them. */
export function shop({
  applications,
  machines,
  name = (plain) => plain,
  port = () => 8080,
}: Shop): Registered[] {
  const program = new Program();
  const add = (token: string, plain: string, inputs: object) => program.add(token, name(plain), inputs);
  const vpcId = add("ec2/vpc:Vpc", "shop", { cidrBlock: "10.0.0.0/16" });
  const gatewayId = add("ec2/internetGateway:InternetGateway", "shop", { vpcId });
  const natGatewayId = add("ec2/natGateway:NatGateway", "shop", { subnetId: "" });
  const tierOf = (tier: string, position: number, routes: object[]) =>
    ZONES.map((zone, i) => {
      const cidrBlock = `10.0.${position * 64 + i * 32}.0/19`;
      const subnetId = add("ec2/subnet:Subnet", `${tier}-${zone}`, { vpcId, cidrBlock });
      const routeTableId = add("ec2/routeTable:RouteTable", `${tier}-${zone}`, { vpcId, routes });
      add("ec2/routeTableAssociation:RouteTableAssociation", `${tier}-${zone}`, { subnetId, routeTableId });
      return subnetId;
    });
  const outer = tierOf("public", 0, [{ cidrBlock: "0.0.0.0/0", gatewayId }]);
  const inner = tierOf("private", 1, [{ cidrBlock: "0.0.0.0/0", natGatewayId }]);
  const data = tierOf("data", 2, []);
  const group = (plain: string, rule: object) =>
    add("ec2/securityGroup:SecurityGroup", plain, {
      vpcId,
      ingress: [rule],
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, ...ANYWHERE }],
    });
  const place = add("rds/subnetGroup:SubnetGroup", "data", { name: name("data"), subnetIds: data });
  for (let i = 1; i <= applications; i++) {
    const front = group(`front-${i}`, tcp(443, ANYWHERE));
    const app = group(`app-${i}`, tcp(port(i), { securityGroups: [front] }));
    const store = group(`data-${i}`, tcp(5432, { securityGroups: [app] }));
    const loadBalancerArn = add("lb/loadBalancer:LoadBalancer", `web-${i}`, {
      ...{ loadBalancerType: "application", internal: false, subnets: outer, securityGroups: [front] },
    });
    const targetGroupArn = add("lb/targetGroup:TargetGroup", `app-${i}`, {
      ...{ port: port(i), protocol: "HTTP", vpcId },
    });
    add("lb/listener:Listener", `https-${i}`, {
      ...{ loadBalancerArn, port: 443, protocol: "HTTPS" },
      defaultActions: [{ type: "forward", targetGroupArn }],
    });
    for (let j = 1; j <= machines; j++) {
      const targetId = add("ec2/instance:Instance", `app-${i}-${j}`, {
        ...{ ami: "ami-1", instanceType: "t3.micro", subnetId: inner[j % 2], vpcSecurityGroupIds: [app] },
      });
      add("lb/targetGroupAttachment:TargetGroupAttachment", `app-${i}-${j}`, { targetGroupArn, targetId });
    }
    add("rds/instance:Instance", `orders-${i}`, {
      ...{ engine: "postgres", instanceClass: "db.t4g.micro", dbSubnetGroupName: place },
      vpcSecurityGroupIds: [store],
    });
  }
  return program.resources;
}
