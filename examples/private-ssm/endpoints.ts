import * as aws from "@pulumi/aws";
import { routeTable, subnets, vpc } from "./network";
import * as groups from "./security-groups";
import { named, options, region } from "./settings";

// What the agent on each machine calls; sessions come back through its calls.
for (const service of ["ssm", "ssmmessages", "ec2messages"]) {
  new aws.ec2.VpcEndpoint(
    service,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${region}.${service}`,
      subnetIds: subnets.map(({ id }) => id),
      securityGroupIds: [groups.endpoints.id],
      privateDnsEnabled: true,
      tags: named(service),
    },
    options,
  );
}

/** Amazon Linux keeps its packages in S3: a gateway endpoint is a free way there. */
export const s3 = new aws.ec2.VpcEndpoint(
  "s3",
  {
    vpcId: vpc.id,
    vpcEndpointType: "Gateway",
    serviceName: `com.amazonaws.${region}.s3`,
    routeTableIds: [routeTable.id],
    tags: named("s3"),
  },
  options,
);

new aws.vpc.SecurityGroupEgressRule(
  "server-packages",
  {
    securityGroupId: groups.server.id,
    description: "Packages of Amazon Linux, from S3",
    ipProtocol: "tcp",
    fromPort: 443,
    toPort: 443,
    prefixListId: s3.prefixListId,
    tags: named("server-packages"),
  },
  options,
);
