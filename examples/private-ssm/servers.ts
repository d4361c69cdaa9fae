import * as aws from "@pulumi/aws";
import { subnets } from "./network";
import * as groups from "./security-groups";
import { application, named, options } from "./settings";

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
const profile = new aws.iam.InstanceProfile("server", { role: role.name, tags: named("server") }, options);

const image = aws.ssm.getParameterOutput(
  { name: "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64" },
  options,
);

export const servers = subnets.map(
  (subnet, i) =>
    new aws.ec2.Instance(
      `server-${i}`,
      {
        ami: image.value,
        instanceType: "t3.small",
        subnetId: subnet.id,
        associatePublicIpAddress: false,
        iamInstanceProfile: profile.name,
        vpcSecurityGroupIds: [groups.server.id],
        metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
        rootBlockDevice: { volumeType: "gp3", volumeSize: 20, encrypted: true },
        tags: named(`server-${i}`, { Tier: "private" }),
        volumeTags: named(`server-${i}`, { Application: application }),
      },
      // A newer image is for a new machine, not for one that is at work.
      { ...options, ignoreChanges: ["ami"] },
    ),
);

const snapshots = new aws.iam.Role(
  "snapshots",
  {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "dlm.amazonaws.com" }),
    tags: named("snapshots"),
  },
  options,
);
new aws.iam.RolePolicyAttachment(
  "snapshots",
  { role: snapshots.name, policyArn: aws.iam.ManagedPolicy.AWSDataLifecycleManagerServiceRole },
  options,
);
new aws.dlm.LifecyclePolicy(
  "snapshots",
  {
    description: "Every volume of the ledger, each night, for a week",
    executionRoleArn: snapshots.arn,
    policyDetails: {
      resourceTypes: ["VOLUME"],
      targetTags: { Application: application },
      schedules: [
        {
          name: "nightly",
          createRule: { interval: 24, intervalUnit: "HOURS", times: "17:00" },
          retainRule: { count: 7 },
          copyTags: true,
        },
      ],
    },
    tags: named("snapshots"),
  },
  options,
);
