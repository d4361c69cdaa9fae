import * as aws from "@pulumi/aws";
import { tags, vpcId } from "./network";

const tcp = (port: number) => ({ protocol: "tcp", fromPort: port, toPort: port });

// The console's proposal of a name: it says neither where the group belongs nor what it is for.
// no-public-ingress-beyond-web-ports: launch-wizard-1. SSH is no web port.
// no-public-ssh-rdp: launch-wizard-1
// require-environment-in-security-group-name: launch-wizard-1
// require-purpose-in-security-group-name: launch-wizard-1
export const wizard = new aws.ec2.SecurityGroup("launch-wizard-1", {
  vpcId,
  description: "Administration",
  tags,
  // "For now", since the office's address kept changing.
  ingress: [{ ...tcp(22), description: "SSH", cidrBlocks: ["0.0.0.0/0"] }],
});

// no-mixed-rule-management: web-dev
// no-security-group-shared-across-exposure: web-dev
export const web = new aws.ec2.SecurityGroup("web-dev", {
  vpcId,
  description: "Web servers",
  tags,
  ingress: [{ ...tcp(443), description: "HTTPS", cidrBlocks: ["0.0.0.0/0"] }],
});
// One more rule beside the inline ones above, each of which undoes the other.
// require-rule-description: web-http
new aws.ec2.SecurityGroupRule("web-http", {
  ...tcp(80),
  type: "ingress",
  securityGroupId: web.id, // And nothing says what for.
  cidrBlocks: ["0.0.0.0/0"],
});

// no-all-traffic-ingress: application-dev
// no-cidr-source-inside-vpc: application-dev
// no-open-intra-group-traffic: application-dev
// no-redundant-rule: application-dev
// no-security-group-shared-across-applications: application-dev
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
    // Whatever gets an address in the VPC, when the job that was meant could be named by its group.
    { ...tcp(8081), description: "Nightly job", cidrBlocks: ["10.0.0.0/16"] },
    // As AWS's default group has it: one server that is broken into is a way to all of them.
    { description: "Each other", protocol: "-1", fromPort: 0, toPort: 0, self: true },
  ],
});

// Production's group, pasted with its tags into the development stack …
// no-conflicting-environment: reports-prod
const reports = new aws.ec2.SecurityGroup("reports-prod", {
  vpcId,
  description: "Reports of production",
  tags: { Environment: "prod" },
});

// no-cross-environment-access: database-dev
// require-security-group-source-for-database-ports: database-dev
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

// no-malformed-rule: partners-dev
// no-oversized-security-group: partners-dev
// no-unapproved-cross-account-source: partners-dev
export const partners = new aws.ec2.SecurityGroup("partners-dev", {
  vpcId,
  description: "Partners",
  tags,
  ingress: [
    // A digit too many.
    { ...tcp(443), description: "Office of the partner", cidrBlocks: ["203.0.1113.0/24"] },
    // One more address with every customer, until AWS takes no more.
    {
      ...tcp(443),
      description: "Customers of the partner",
      cidrBlocks: Array.from({ length: 21 }, (_, i) => `198.51.100.${2 * i}/32`),
    },
    // Whatever the partner puts on it gets in, and nobody has approved of that.
    {
      ...tcp(443),
      description: "Servers of the partner",
      securityGroups: ["210987654321/sg-0123456789abcdef0"],
    },
  ],
});

// no-inbound-on-ssm-instances: worker-dev
export const worker = new aws.ec2.SecurityGroup("worker-dev", {
  vpcId,
  description: "Workers",
  tags,
  // From before Session Manager: a second way in, which keeps no log of sessions.
  ingress: [{ ...tcp(22), description: "SSH", securityGroups: [wizard.id] }],
  egress: [{ ...tcp(443), description: "AWS", cidrBlocks: ["0.0.0.0/0"] }],
});

// no-endpoint-egress: endpoints-dev
// require-scoped-endpoint-ingress: endpoints-dev
export const endpoints = new aws.ec2.SecurityGroup("endpoints-dev", {
  vpcId,
  description: "Endpoints",
  tags,
  // Copied from a machine's group: an endpoint begins no connection.
  egress: [{ ...tcp(443), description: "AWS", cidrBlocks: ["10.0.0.0/16"] }],
  // "It is inside anyway": nobody listed who calls.
  ingress: [{ ...tcp(443), description: "AWS", cidrBlocks: ["0.0.0.0/0"] }],
});

// Its server is gone since spring.
// no-default-vpc-use: ftp-dev
// no-mixed-purpose-security-group: ftp-dev
// no-public-icmp: ftp-dev
// no-unrestricted-egress: ftp-dev
// no-unused-security-group: ftp-dev
// no-wide-port-range: ftp-dev
new aws.ec2.SecurityGroup("ftp-dev", {
  // It names no VPC, and so was made in the default one.
  description: "File transfer",
  tags,
  ingress: [
    // One of its servers ran Linux and one Windows, and each was open as if it were both.
    { ...tcp(22), description: "SSH", cidrBlocks: ["203.0.113.0/28"] },
    { ...tcp(3389), description: "RDP", cidrBlocks: ["203.0.113.0/28"] },
    // A passive transfer takes one port, and nobody looked up how to say which.
    {
      protocol: "tcp",
      fromPort: 50000,
      toPort: 65000,
      description: "Transfers",
      cidrBlocks: ["203.0.113.0/24"],
    },
    // For a monitor whose address kept changing.
    { protocol: "icmp", fromPort: -1, toPort: -1, description: "Ping", cidrBlocks: ["0.0.0.0/0"] },
  ],
  // What AWS's console makes, and so what everybody writes.
  egress: [{ protocol: "-1", fromPort: 0, toPort: 0, description: "Everything", cidrBlocks: ["0.0.0.0/0"] }],
});
