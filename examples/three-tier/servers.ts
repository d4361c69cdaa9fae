import * as aws from "@pulumi/aws";
import { serverProfile } from "./access";
import { privateSubnets, publicSubnets, vpc } from "./network";
import * as groups from "./security-groups";
import { application, domain, environment, named, options } from "./settings";

const certificate = aws.acm.getCertificateOutput({ domain, statuses: ["ISSUED"], mostRecent: true }, options);

interface Tier {
  name: string;
  balancer: {
    isPublic: boolean;
    group: aws.ec2.SecurityGroup;
    subnets: aws.ec2.Subnet[];
  };
  servers: { group: aws.ec2.SecurityGroup; instanceType: string; count: number };
}

/** Servers in the private subnets that a balancer spreads HTTPS over. */
function tier({ name, balancer, servers }: Tier): aws.lb.LoadBalancer {
  const targets = new aws.lb.TargetGroup(
    name,
    {
      vpcId: vpc.id,
      port: 8443,
      protocol: "HTTPS",
      healthCheck: { protocol: "HTTPS", path: "/health" },
      tags: named(name),
    },
    options,
  );

  // Neither a volume nor a machine that a group launches gets the provider's default tags.
  const tags = named(name, { Environment: environment, Application: application, Tier: name });
  const template = new aws.ec2.LaunchTemplate(
    name,
    {
      imageId: "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
      instanceType: servers.instanceType,
      iamInstanceProfile: { arn: serverProfile.arn },
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeType: "gp3", volumeSize: 20, encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: [servers.group.id] }],
      tagSpecifications: ["instance", "volume"].map((resourceType) => ({ resourceType, tags })),
      tags: named(name),
    },
    options,
  );
  new aws.autoscaling.Group(
    name,
    {
      launchTemplate: { id: template.id, version: "$Latest" },
      vpcZoneIdentifiers: privateSubnets.map(({ id }) => id),
      minSize: servers.count,
      maxSize: servers.count * 3,
      targetGroupArns: [targets.arn],
      healthCheckType: "ELB",
      tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    options,
  );

  const loadBalancer = new aws.lb.LoadBalancer(
    name,
    {
      internal: !balancer.isPublic,
      securityGroups: [balancer.group.id],
      subnets: balancer.subnets.map(({ id }) => id),
      dropInvalidHeaderFields: true,
      tags: named(name, { Tier: balancer.isPublic ? "public" : "private" }),
    },
    options,
  );
  new aws.lb.Listener(
    `${name}-https`,
    {
      loadBalancerArn: loadBalancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
      certificateArn: certificate.arn,
      defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
      tags: named(name),
    },
    options,
  );
  return loadBalancer;
}

tier({
  name: "application",
  balancer: { isPublic: false, group: groups.applicationBalancer, subnets: privateSubnets },
  servers: { group: groups.application, instanceType: "m7i.large", count: 2 },
});

export const webBalancer = tier({
  name: "web",
  balancer: { isPublic: true, group: groups.webBalancer, subnets: publicSubnets },
  servers: { group: groups.web, instanceType: "t3.small", count: 2 },
});

new aws.lb.Listener(
  "web-http",
  {
    loadBalancerArn: webBalancer.arn,
    port: 80,
    protocol: "HTTP",
    defaultActions: [
      { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
    ],
    tags: named("web-http"),
  },
  options,
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
    description: "Every volume of the shop, each night, for a week",
    executionRoleArn: snapshots.arn,
    policyDetails: {
      resourceTypes: ["VOLUME"],
      targetTags: { Application: application },
      schedules: [
        {
          name: "nightly",
          createRule: { interval: 24, intervalUnit: "HOURS", times: "02:00" },
          retainRule: { count: 7 },
          copyTags: true,
        },
      ],
    },
    tags: named("snapshots"),
  },
  options,
);
