import * as aws from "@pulumi/aws";
import { s3Addresses, vpc } from "./network";
import { environment, named, options } from "./settings";

function group(purpose: string, description: string): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${purpose}-${environment}`,
    { vpcId: vpc.id, description, tags: named(purpose) },
    options,
  );
}

export const webBalancer = group("web-balancer", "The public balancer before the web servers");
export const web = group("web", "The web servers");
export const applicationBalancer = group(
  "application-balancer",
  "The balancer before the application servers",
);
export const application = group("application", "The application servers");
export const database = group("database", "The database of orders");
export const endpoints = group("endpoints", "The endpoints through which Systems Manager is reached");

interface Flow {
  description: string;
  from: aws.ec2.SecurityGroup;
  to: aws.ec2.SecurityGroup;
  port: number;
}

/** Opens both ends of a flow: what one group sends is what the other admits. */
function allow(name: string, { description, from, to, port }: Flow): void {
  const rule = { description, ipProtocol: "tcp", fromPort: port, toPort: port };
  new aws.vpc.SecurityGroupEgressRule(
    name,
    { ...rule, securityGroupId: from.id, referencedSecurityGroupId: to.id, tags: named(name) },
    options,
  );
  new aws.vpc.SecurityGroupIngressRule(
    name,
    { ...rule, securityGroupId: to.id, referencedSecurityGroupId: from.id, tags: named(name) },
    options,
  );
}

for (const [name, port, description] of [
  ["http", 80, "Browsers, to be redirected to HTTPS"],
  ["https", 443, "Browsers"],
] as const) {
  new aws.vpc.SecurityGroupIngressRule(
    name,
    {
      securityGroupId: webBalancer.id,
      description,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      cidrIpv4: "0.0.0.0/0",
      tags: named(name),
    },
    options,
  );
}

allow("balancer-to-web", {
  description: "Pages, from the balancer to the web servers",
  from: webBalancer,
  to: web,
  port: 8443,
});
allow("web-to-balancer", {
  description: "Calls of the application, from the web servers to its balancer",
  from: web,
  to: applicationBalancer,
  port: 443,
});
allow("balancer-to-application", {
  description: "Calls of the application, from its balancer to its servers",
  from: applicationBalancer,
  to: application,
  port: 8443,
});
allow("application-to-database", {
  description: "Queries, from the application to the database",
  from: application,
  to: database,
  port: 5432,
});
allow("web-to-endpoints", {
  description: "Systems Manager, from the web servers",
  from: web,
  to: endpoints,
  port: 443,
});
allow("application-to-endpoints", {
  description: "Systems Manager, from the application servers",
  from: application,
  to: endpoints,
  port: 443,
});

function out(
  name: string,
  from: aws.ec2.SecurityGroup,
  description: string,
  to: Pick<aws.vpc.SecurityGroupEgressRuleArgs, "cidrIpv4" | "prefixListId">,
): void {
  new aws.vpc.SecurityGroupEgressRule(
    name,
    {
      ...to,
      securityGroupId: from.id,
      description,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      tags: named(name),
    },
    options,
  );
}

out("web-packages", web, "Packages of Amazon Linux, from S3", { prefixListId: s3Addresses });
out("application-packages", application, "Packages of Amazon Linux, from S3", { prefixListId: s3Addresses });
out("application-payments", application, "API of the payment provider", { cidrIpv4: "203.0.113.0/24" });
