import * as aws from "@pulumi/aws";
import { vpc } from "./network";
import { environment, named, options } from "./settings";

function group(purpose: string, description: string): aws.ec2.SecurityGroup {
  return new aws.ec2.SecurityGroup(
    `${purpose}-${environment}`,
    { vpcId: vpc.id, description, tags: named(purpose) },
    options,
  );
}

/** It has no rule for ingress: nothing gets in, not even from inside. */
export const server = group("server", "The private servers");
export const endpoints = group("endpoints", "The endpoints through which Systems Manager is reached");

const https = {
  description: "Systems Manager, from the servers",
  ipProtocol: "tcp",
  fromPort: 443,
  toPort: 443,
};
new aws.vpc.SecurityGroupEgressRule(
  "server-to-endpoints",
  {
    ...https,
    securityGroupId: server.id,
    referencedSecurityGroupId: endpoints.id,
    tags: named("server-to-endpoints"),
  },
  options,
);
new aws.vpc.SecurityGroupIngressRule(
  "server-to-endpoints",
  {
    ...https,
    securityGroupId: endpoints.id,
    referencedSecurityGroupId: server.id,
    tags: named("server-to-endpoints"),
  },
  options,
);
