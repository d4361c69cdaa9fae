/** Mistakes of many kinds, registered before a program's own resources. The program's own SDK registers them, whatever version of a provider it has. */
const pulumi = require("@pulumi/pulumi");

const add = (type, name, args) => new pulumi.CustomResource(`aws:${type}`, `planted-${name}`, args);

const tags = { Environment: "prod" };
const vpc = add("ec2/vpc:Vpc", "vpc", { cidrBlock: "10.99.0.0/16", tags });
const gateway = add("ec2/internetGateway:InternetGateway", "gateway", { vpcId: vpc.id, tags });
const group = (name, ingress = [], environment = "prod") =>
  add("ec2/securityGroup:SecurityGroup", name, {
    vpcId: vpc.id,
    description: "Planted",
    name: `${environment}-${name}`,
    ingress,
    egress: [],
    tags: { Environment: environment },
  });
const tcp = (port, sources) => ({ protocol: "tcp", fromPort: port, toPort: port, ...sources });
const subnet = (name, block) =>
  add("ec2/subnet:Subnet", name, { vpcId: vpc.id, cidrBlock: block, tags: { ...tags, Name: name } });
const machine = (name, where, args) =>
  add("ec2/instance:Instance", name, {
    ami: "ami-0123456789abcdef0",
    instanceType: "t3.micro",
    subnetId: where.id,
    tags,
    ...args,
  });

// SSH open to the world, in two halves.
const ssh = group("ssh", [tcp(22, { cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] })]);

// A database's port by address, in a rule of its own.
const database = add("ec2/securityGroup:SecurityGroup", "database", {
  vpcId: vpc.id,
  description: "Planted",
  name: "prod-database",
  tags,
});
add("ec2/securityGroupRule:SecurityGroupRule", "database-port", {
  securityGroupId: database.id,
  type: "ingress",
  ...tcp(5432, { cidrBlocks: ["10.99.0.0/16"] }),
  description: "Planted",
});

// A route to the internet from a subnet that is not declared public.
const routed = subnet("routed", "10.99.1.0/24");
const table = add("ec2/routeTable:RouteTable", "table", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
  tags,
});
add("ec2/routeTableAssociation:RouteTableAssociation", "association", {
  subnetId: routed.id,
  routeTableId: table.id,
});

// A public address on a private machine, which the SSH of above reaches.
machine("machine", routed, { associatePublicIpAddress: true, vpcSecurityGroupIds: [ssh.id] });

// A machine that names no group.
const isolated = subnet("isolated", "10.99.2.0/24");
machine("nightly", isolated, {});

// An ACL that lets SSH in before it denies it.
add("ec2/networkAcl:NetworkAcl", "acl", {
  vpcId: vpc.id,
  subnetIds: [isolated.id],
  ingress: [
    { ruleNo: 100, action: "allow", protocol: "tcp", fromPort: 20, toPort: 30, cidrBlock: "0.0.0.0/0" },
    { ruleNo: 200, action: "deny", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlock: "0.0.0.0/0" },
  ],
  egress: [{ ruleNo: 100, action: "allow", protocol: "-1", fromPort: 0, toPort: 0, cidrBlock: "0.0.0.0/0" }],
  tags,
});

// A rule that admits development to production.
const development = group("jobs", [], "dev");
group("crossed", [tcp(443, { securityGroups: [development.id] })]);

// A group whose range of ports is inverted.
group("malformed", [{ protocol: "tcp", fromPort: 443, toPort: 80, cidrBlocks: ["10.99.0.0/16"] }]);

// A subnet group for databases in a subnet that leads to the internet.
add("rds/subnetGroup:SubnetGroup", "databases", { subnetIds: [routed.id, isolated.id], tags });
