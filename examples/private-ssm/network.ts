import * as aws from "@pulumi/aws";
import { named, options, region } from "./settings";

export const vpc = new aws.ec2.Vpc(
  "vpc",
  {
    cidrBlock: "10.0.0.0/16",
    enableDnsSupport: true,
    enableDnsHostnames: true, // Endpoints answer to AWS's own names only with it.
    tags: named("vpc"),
  },
  options,
);

// Whatever names no group of its own gets this one, which lets nothing through.
new aws.ec2.DefaultSecurityGroup(
  "closed",
  { vpcId: vpc.id, ingress: [], egress: [], tags: named("default-closed") },
  options,
);

/** There is no gateway to the internet and no NAT: the VPC's own blocks are all that this table knows. */
export const routeTable = new aws.ec2.RouteTable(
  "private",
  { vpcId: vpc.id, routes: [], tags: named("private") },
  options,
);

export const subnets = ["a", "c"].map((zone, i) => {
  const subnet = new aws.ec2.Subnet(
    `private-${zone}`,
    {
      vpcId: vpc.id,
      availabilityZone: `${region}${zone}`,
      cidrBlock: `10.0.${i}.0/24`,
      mapPublicIpOnLaunch: false,
      tags: named(`private-${zone}`, { Tier: "private" }),
    },
    options,
  );
  new aws.ec2.RouteTableAssociation(
    `private-${zone}`,
    { routeTableId: routeTable.id, subnetId: subnet.id },
    options,
  );
  return subnet;
});

const logs = new aws.cloudwatch.LogGroup(
  "flow-logs",
  { retentionInDays: 90, tags: named("flow-logs") },
  options,
);
const logWriter = new aws.iam.Role(
  "flow-logs",
  {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }),
    tags: named("flow-logs"),
  },
  options,
);
new aws.iam.RolePolicy(
  "flow-logs",
  {
    role: logWriter.id,
    policy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
          Resource: logs.arn.apply((arn) => `${arn}:*`),
        },
      ],
    },
  },
  options,
);
new aws.ec2.FlowLog(
  "vpc",
  {
    vpcId: vpc.id,
    trafficType: "ALL",
    logDestination: logs.arn,
    iamRoleArn: logWriter.arn,
    tags: named("vpc"),
  },
  options,
);
