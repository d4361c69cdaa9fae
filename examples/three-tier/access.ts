import * as aws from "@pulumi/aws";
import { privateSubnets, vpc } from "./network";
import * as groups from "./security-groups";
import { named, options, region } from "./settings";

// Operators reach the servers by Session Manager: no SSH, no bastion, and no way in from outside.
for (const service of ["ssm", "ssmmessages", "ec2messages"]) {
  new aws.ec2.VpcEndpoint(
    service,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${region}.${service}`,
      subnetIds: privateSubnets.map(({ id }) => id),
      securityGroupIds: [groups.endpoints.id],
      privateDnsEnabled: true,
      tags: named(service),
    },
    options,
  );
}

const role = new aws.iam.Role(
  "server",
  {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ec2.amazonaws.com" }),
    tags: named("server"),
  },
  options,
);
new aws.iam.RolePolicyAttachment(
  "server-session-manager",
  { role: role.name, policyArn: aws.iam.ManagedPolicy.AmazonSSMManagedInstanceCore },
  options,
);

export const serverProfile = new aws.iam.InstanceProfile(
  "server",
  { role: role.name, tags: named("server") },
  options,
);
