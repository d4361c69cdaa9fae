import * as aws from "@pulumi/aws";

const tags = { Environment: "dev" };

const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16", tags });
const vpcId = vpc.id;

const servers = new aws.ec2.Subnet("servers", {
  vpcId,
  cidrBlock: "10.0.1.0/24",
  mapPublicIpOnLaunch: true, // Copied from a tutorial, where the machine had to be reached from home.
  tags,
});

// The way out that machines in the subnet need for their packages; with a public address, it is a way in as well.
const internet = new aws.ec2.InternetGateway("internet", { vpcId, tags });
const routes = new aws.ec2.RouteTable("servers", {
  vpcId,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: internet.id }],
  tags,
});
new aws.ec2.RouteTableAssociation("servers", { routeTableId: routes.id, subnetId: servers.id });

new aws.ec2.Eip("static", { domain: "vpc" }); // Added in a hurry, without the tags.

// The console's proposal of a name, brought along when the group was imported.
new aws.ec2.SecurityGroup("launch-wizard-1", {
  vpcId,
  description: "Administration",
  tags,
  ingress: [
    {
      description: "SSH",
      protocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrBlocks: ["0.0.0.0/0"], // "For now", since the office's address kept changing.
    },
  ],
});

const web = new aws.ec2.SecurityGroup("web-dev", {
  vpcId,
  description: "Web servers",
  tags,
  ingress: [{ description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
});
// One more rule beside the inline ones above, each of which undoes the other.
new aws.ec2.SecurityGroupRule("web-http", {
  type: "ingress",
  securityGroupId: web.id,
  description: "HTTP",
  protocol: "tcp",
  fromPort: 80,
  toPort: 80,
  cidrBlocks: ["0.0.0.0/0"],
});

new aws.ec2.Instance("web-server", {
  ami: "ami-0123456789abcdef0",
  instanceType: "t3.micro",
  subnetId: servers.id,
  vpcSecurityGroupIds: [web.id],
  associatePublicIpAddress: true, // "Only until the load balancer is there": the browsers come straight to it.
  tags,
});

new aws.ec2.SecurityGroup("application-dev", {
  vpcId,
  description: "Application servers",
  tags,
  ingress: [
    {
      description: "Web servers",
      protocol: "-1", // Nobody remembered which ports the application listens on.
      fromPort: 0,
      toPort: 0,
      securityGroups: [web.id],
    },
  ],
});

// Production's group, pasted with its tags into the development stack …
const reports = new aws.ec2.SecurityGroup("reports-prod", {
  vpcId,
  description: "Reports of production",
  tags: { Environment: "prod" },
});

new aws.ec2.SecurityGroup("database-dev", {
  vpcId,
  description: "Database",
  tags,
  ingress: [
    {
      description: "Application",
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      cidrBlocks: ["10.0.0.0/8"], // "It is internal": every machine of every network the company has.
    },
    {
      description: "Reports",
      protocol: "tcp",
      fromPort: 5432,
      toPort: 5432,
      securityGroups: [reports.id], // … and let into its database.
    },
  ],
});

new aws.ec2.SecurityGroup("partners-dev", {
  vpcId,
  description: "Partners",
  tags,
  ingress: [
    {
      description: "The partner's office",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["203.0.1113.0/24"], // A digit too many.
    },
  ],
});
