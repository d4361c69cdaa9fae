import { UNKNOWN } from "../../../testing/cloud";
import type { Registered } from "../../harness/program";
import { Program } from "./stacks";

const ANYWHERE = { cidrBlocks: ["0.0.0.0/0"] };
const TO_ALL = { protocol: "-1", fromPort: 0, toPort: 0, ...ANYWHERE };
const tcp = (port: number, from: object) => ({ protocol: "tcp", fromPort: port, toPort: port, ...from });

/**
 * A network in which something of every kind is: a VPC with subnets of every exposure, some alike; numbered and unlike machines, on one group, on
 * several and on none; one that is nobody knows where; balancers; databases; services in no VPC; a VPC that the internet does not get into.
 */
export function town(): Registered[] {
  const program = new Program();
  const add = (token: string, name: string, inputs: object) => program.add(token, name, inputs);
  const vpcId = add("ec2/vpc:Vpc", "north", { cidrBlock: "10.0.0.0/16" });
  const southId = add("ec2/vpc:Vpc", "south", { cidrBlock: "10.1.0.0/16" });
  const westId = add("ec2/vpc:Vpc", "west", { cidrBlock: "10.2.0.0/16" });
  const gatewayId = add("ec2/internetGateway:InternetGateway", "north", { vpcId });
  const natGatewayId = add("ec2/natGateway:NatGateway", "north", { subnetId: "" });
  const subnet = (name: string, vpc: string, cidrBlock: string, routes?: object[]) => {
    const subnetId = add("ec2/subnet:Subnet", name, { vpcId: vpc, cidrBlock });
    if (routes === undefined) return subnetId;
    const routeTableId = add("ec2/routeTable:RouteTable", name, { vpcId: vpc, routes });
    add("ec2/routeTableAssociation:RouteTableAssociation", name, { subnetId, routeTableId });
    return subnetId;
  };
  const door = [{ cidrBlock: "0.0.0.0/0", gatewayId }];
  const out = [{ cidrBlock: "0.0.0.0/0", natGatewayId }];
  const publics = ["a", "b"].map((zone, i) => subnet(`public-${zone}`, vpcId, `10.0.${i}.0/24`, door));
  const privates = ["a", "b"].map((zone, i) => subnet(`private-${zone}`, vpcId, `10.0.${8 + i}.0/24`, out));
  const data = ["a", "b"].map((zone, i) => subnet(`data-${zone}`, vpcId, `10.0.${16 + i}.0/24`, []));
  subnet("spare", vpcId, "10.0.32.0/24");
  const both = subnet("both", vpcId, "10.0.40.0/24", [
    { cidrBlock: "0.0.0.0/1", gatewayId },
    { cidrBlock: "128.0.0.0/1", natGatewayId },
  ]);
  const quiet = subnet("quiet", southId, "10.1.0.0/24", []);
  const far = subnet("far", westId, "10.2.0.0/24", []);
  const groupIn = (vpc: string, name: string, ...ingress: object[]) =>
    add("ec2/securityGroup:SecurityGroup", name, { vpcId: vpc, ingress, egress: [TO_ALL] });
  const group = (name: string, ...ingress: object[]) => groupIn(vpcId, name, ...ingress);
  const front = group("front", tcp(443, ANYWHERE));
  const app = group("app", tcp(8080, { securityGroups: [front] }), tcp(7946, { self: true }));
  const admin = group("admin", tcp(22, { cidrBlocks: ["203.0.113.0/24", "198.51.100.0/24"] }));
  const store = group("store", tcp(5432, { securityGroups: [app] }));
  const machine = (name: string, subnetId: string | undefined, ...vpcSecurityGroupIds: string[]) =>
    add("ec2/instance:Instance", name, {
      ...{ ami: "ami-1", instanceType: "t3.micro", subnetId, vpcSecurityGroupIds },
      associatePublicIpAddress: publics.includes(subnetId ?? "") || subnetId === both,
    });
  const targetGroupArn = add("lb/targetGroup:TargetGroup", "app", { port: 8080, protocol: "HTTP", vpcId });
  const loadBalancerArn = add("lb/loadBalancer:LoadBalancer", "web", {
    ...{ loadBalancerType: "application", internal: false, subnets: publics, securityGroups: [front] },
  });
  add("lb/listener:Listener", "https", {
    ...{ loadBalancerArn, port: 443, protocol: "HTTPS" },
    defaultActions: [{ type: "forward", targetGroupArn }],
  });
  for (const [i, name] of ["app-1", "app-2", "app-3", "odd"].entries()) {
    const targetId = machine(name, privates[i % 2], app);
    if (name !== "odd")
      add("lb/targetGroupAttachment:TargetGroupAttachment", name, { targetGroupArn, targetId });
  }
  machine("bastion", publics[0], admin, app);
  machine("jump", publics[0], app, admin);
  machine("backup", data[0], app, store);
  machine("there", both, admin);
  machine("lost", "subnet-0123456789abcdef0", admin);
  machine("mixed", privates[0], store);
  machine("usual", undefined);
  machine("roaming", UNKNOWN);
  add("ec2/subnet:Subnet", "nowhere", { vpcId: UNKNOWN, cidrBlock: "10.4.0.0/24" });
  machine("astray", subnet("stray", "vpc-0123456789abcdef0", "10.3.0.0/24"), admin);
  machine(
    "unsure",
    subnet("unsure", vpcId, "10.0.48.0/24", [{ cidrBlock: "0.0.0.0/0", gatewayId: UNKNOWN }]),
  );
  for (const name of ["job-1", "job-2"]) machine(name, quiet, groupIn(southId, name));
  for (const name of ["task-1", "task-2"]) machine(name, quiet);
  machine("grave", far);
  const place = add("rds/subnetGroup:SubnetGroup", "data", { name: "data", subnetIds: data });
  for (const name of ["orders", "users"])
    add("rds/instance:Instance", name, {
      ...{ engine: "postgres", instanceClass: "db.t4g.micro", dbSubnetGroupName: place },
      vpcSecurityGroupIds: [store],
    });
  add("rds/instance:Instance", "anywhere", {
    ...{ engine: "postgres", instanceClass: "db.t4g.micro", dbSubnetGroupName: UNKNOWN },
    vpcSecurityGroupIds: [store],
  });
  for (const name of ["plain", "simple"])
    add("lb/loadBalancer:LoadBalancer", name, {
      loadBalancerType: "network",
      internal: true,
      subnets: publics,
    });
  add("lb/loadBalancer:LoadBalancer", "adrift", { loadBalancerType: "network", subnets: [UNKNOWN] });
  add("neptunegraph/graph:Graph", "map", { publicConnectivity: true, provisionedMemory: 16 });
  for (const name of ["one", "two"])
    add("ec2/vpcEndpoint:VpcEndpoint", name, {
      ...{ vpcId, serviceName: `com.amazonaws.us-east-1.${name}`, vpcEndpointType: "Interface" },
      ...{ subnetIds: privates, securityGroupIds: [app] },
    });
  return program.resources;
}
