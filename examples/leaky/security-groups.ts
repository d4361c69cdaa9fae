import * as aws from "@pulumi/aws";
import { tags, vpcId } from "./network";

const tcp = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port });

// The console's proposal of a name: it says neither where the group belongs nor what it is for.
export const wizard = new aws.ec2.SecurityGroup("launch-wizard-1", {
  vpcId,
  description: "Administration",
  tags,
  // "For now", since the office's address kept changing.
  ingress: [{ ...tcp(22), description: "SSH", cidrBlocks: ["0.0.0.0/0"] }],
});

export const web = new aws.ec2.SecurityGroup("web-dev", {
  vpcId,
  description: "Web servers",
  tags,
  ingress: [{ ...tcp(443), description: "HTTPS", cidrBlocks: ["0.0.0.0/0"] }],
});
// One more rule beside the inline ones above, each of which undoes the other.
new aws.ec2.SecurityGroupRule("web-http", {
  ...tcp(80),
  type: "ingress",
  securityGroupId: web.id,
  description: "HTTP",
  cidrBlocks: ["0.0.0.0/0"],
});

export const application = new aws.ec2.SecurityGroup("application-dev", {
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
    { ...tcp(8080), description: "API", securityGroups: [web.id] }, // Left behind, inside the rule above.
  ],
});

// Production's group, pasted with its tags into the development stack …
const reports = new aws.ec2.SecurityGroup("reports-prod", {
  vpcId,
  description: "Reports of production",
  tags: { Environment: "prod" },
});

export const database = new aws.ec2.SecurityGroup("database-dev", {
  vpcId,
  description: "Database",
  tags,
  ingress: [
    // The office's addresses: whoever sits behind them, not only the analysts.
    { ...tcp(5432), description: "Analysts", cidrBlocks: ["203.0.113.0/24"] },
    // … and let into its database.
    { ...tcp(5432), description: "Reports", securityGroups: [reports.id] },
  ],
});

export const partners = new aws.ec2.SecurityGroup("partners-dev", {
  vpcId,
  description: "Partners",
  tags,
  // A digit too many.
  ingress: [{ ...tcp(443), description: "Office of the partner", cidrBlocks: ["203.0.1113.0/24"] }],
});

export const worker = new aws.ec2.SecurityGroup("worker-dev", {
  vpcId,
  description: "Workers",
  tags,
  // From before Session Manager: a second way in, which keeps no log of sessions.
  ingress: [{ ...tcp(22), description: "SSH", securityGroups: [wizard.id] }],
  egress: [{ ...tcp(443), description: "AWS", cidrBlocks: ["0.0.0.0/0"] }],
});

export const endpoints = new aws.ec2.SecurityGroup("endpoints-dev", {
  vpcId,
  description: "Endpoints",
  tags,
  // "It is inside anyway": nobody listed who calls.
  ingress: [{ ...tcp(443), description: "AWS", cidrBlocks: ["0.0.0.0/0"] }],
});

// Its server is gone since spring.
new aws.ec2.SecurityGroup("ftp-dev", { vpcId, description: "File transfer", tags });
