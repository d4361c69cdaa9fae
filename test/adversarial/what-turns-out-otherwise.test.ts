import * as alicloud from "@pulumi/alicloud";
import * as aws from "@pulumi/aws";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import noEmbeddedCredentials from "../../policies/instances/no-embedded-credentials";
import requireInstanceProfile from "../../policies/instances/require-instance-profile";
import type { Policy } from "../../policies/kit/policy";
import noEndpointEgress from "../../policies/private-access/no-endpoint-egress";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noDefaultGroup from "../../policies/security-groups/no-default-security-group-use";
import noRedundantRule from "../../policies/security-groups/no-redundant-rule";
import noUnapprovedAccount from "../../policies/security-groups/no-unapproved-cross-account-source";
import { later } from "../harness/phases";
import { holdsOnceKnown } from "./forms";
import { group, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const HERE = "us-east-2";
const THERE = "ap-northeast-1";
const WORLD = "0.0.0.0/0";
const AMI = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };

/** A value that is not known yet: nothing is said of it at the preview, and at the update what it has turned out to be decides. */
function turnsOut<T>(
  title: string,
  policy: Policy,
  program: (value: unknown) => unknown,
  harmless: T,
  harmful: T,
  on: string,
): void {
  const given = (value: T) => () => program(later(value));
  holds([policy], [[`${title}, harmless`, given(harmless), []]]);
  holdsOnceKnown([policy], [[`${title}, harmful`, given(harmful), [`${policy.name}: ${on}`]]]);
}

function fleetOf(named: { readonly name?: unknown; readonly region?: unknown }) {
  const at = site();
  const ssh = group(at, [tcp(22, WORLD)], "ssh");
  const template = (name: string, args: object) =>
    new aws.ec2.LaunchTemplate(name, {
      ...{ imageId: AMI.ami, vpcSecurityGroupIds: [ssh.id], name: "web" },
      ...args,
    });
  template("far", { region: THERE });
  template("near", { region: HERE, ...named });
  new aws.autoscaling.Group("fleet", {
    ...{ maxSize: 1, minSize: 1, region: HERE, launchTemplate: { name: "web" } },
    vpcZoneIdentifiers: [web(at, { mapPublicIpOnLaunch: true }).id],
  });
}

const account = (allowedAccountIds: unknown) => () => {
  const provider = new aws.Provider("own", { allowedAccountIds } as aws.ProviderArgs);
  const rule = { protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["210987654321/sg-1"] };
  new aws.ec2.SecurityGroup("web", { ingress: [rule] }, { provider });
};

function forwarded(forward: (targets: aws.lb.TargetGroup) => object) {
  const at = site();
  const vpcOptions = {
    subnetIds: [subnet(at).id],
    securityGroupIds: [group(at, [tcp(443, WORLD)], "back").id],
  };
  const store = new aws.opensearch.Domain("store", { vpcOptions });
  const door = new aws.lb.LoadBalancer("door", {
    subnets: [web(at).id],
    securityGroups: [group(at, [tcp(443, WORLD)], "front", { egress: [tcp(443, WORLD)] }).id],
  });
  const targets = new aws.lb.TargetGroup("targets", {
    ...{ port: 443, protocol: "HTTPS", targetType: "ip", vpcId: at.vpc.id },
  });
  new aws.lb.TargetGroupAttachment("target", { targetGroupArn: targets.arn, targetId: store.endpoint });
  new aws.lb.Listener("listener", {
    ...{ loadBalancerArn: door.arn, port: 443, protocol: "HTTPS" },
    defaultActions: [forward(targets)] as never,
  });
}

const weighing = (weight: unknown) => (targets: aws.lb.TargetGroup) =>
  targets.arn.apply((arn) =>
    (weight as { apply: typeof later }).apply((known: never) => [{ arn, weight: known }]),
  );

describe("what turns out otherwise, adversarially", () => {
  turnsOut(
    "the region of a template",
    noPathToInstance,
    (region) => fleetOf({ region }),
    THERE,
    HERE,
    "fleet",
  );
  turnsOut("the name of a template", noPathToInstance, (name) => fleetOf({ name }), "other", "web", "fleet");
  turnsOut(
    "the region of a machine",
    noDefaultGroup,
    (region) => {
      new aws.ec2.DefaultVpc("ohio", { region: HERE });
      new aws.ec2.DefaultSecurityGroup("closed", { region: THERE, ingress: [], egress: [] });
      new aws.ec2.Instance("host", { ...AMI, region: region as string });
    },
    THERE,
    HERE,
    "host",
  );
  turnsOut(
    "the region of a provider",
    noPathToInstance,
    (region) => {
      const provider = new aws.Provider("own", { region: region as never });
      const at = site();
      const ssh = group(at, [tcp(22, WORLD)], "ssh");
      new aws.ec2.LaunchTemplate(
        "far",
        { imageId: AMI.ami, vpcSecurityGroupIds: [ssh.id], name: "web" },
        { provider },
      );
      new aws.autoscaling.Group("fleet", {
        ...{ maxSize: 1, minSize: 1, region: HERE, launchTemplate: { name: "web" } },
        vpcZoneIdentifiers: [web(at, { mapPublicIpOnLaunch: true }).id],
      });
    },
    THERE,
    HERE,
    "fleet",
  );

  turnsOut(
    "the account of a provider",
    noUnapprovedAccount,
    (ids) => account(ids)(),
    ["210987654321"],
    ["123456789012"],
    "web",
  );

  const path = (forward: (weight: unknown) => (targets: aws.lb.TargetGroup) => object) => (weight: unknown) =>
    forwarded(forward(weight));
  turnsOut(
    "all that a listener forwards",
    noPathToDatabase,
    path((weight) => (targets) => ({
      type: "forward",
      forward: weighing(weight)(targets).apply((targetGroups) => ({ targetGroups })),
    })),
    0,
    1,
    "store",
  );
  turnsOut(
    "the whole action of a listener",
    noPathToDatabase,
    path(
      (weight) => (targets) =>
        weighing(weight)(targets).apply((targetGroups) => ({ type: "forward", forward: { targetGroups } })),
    ),
    0,
    1,
    "store",
  );
  turnsOut(
    "what a listener's action does",
    noPathToDatabase,
    path((type) => (targets) => ({ type, targetGroupArn: targets.arn })),
    "authenticate-oidc",
    "forward",
    "store",
  );

  turnsOut(
    "the name of a device",
    requireEbsEncryption,
    (deviceName) => {
      const image = new aws.ec2.AmiCopy("image", {
        ...{ encrypted: true, sourceAmiId: AMI.ami, sourceAmiRegion: "us-east-1" },
      });
      const mapping = { deviceName: deviceName as string, ebs: { volumeSize: 20 } };
      new aws.ec2.LaunchTemplate("template", { imageId: image.id, blockDeviceMappings: [mapping] });
    },
    "/dev/xvda",
    "/dev/sdf",
    "template",
  );
  turnsOut(
    "the kind of a parameter",
    noEmbeddedCredentials,
    (type) => {
      new aws.ssm.Parameter("key", {
        type: type as "String",
        value: ["AKIA", "IOSFODNN7", "QKTXZPA"].join(""),
      });
    },
    "SecureString",
    "String",
    "key",
  );
  turnsOut(
    "the zone of a default subnet",
    noPathToInstance,
    (availabilityZone) => {
      new aws.ec2.DefaultSubnet("a", {
        availabilityZone: availabilityZone as string,
        mapPublicIpOnLaunch: false,
      });
      const web = new aws.ec2.SecurityGroup("web", { ingress: [tcp(22, WORLD)] });
      new aws.ec2.Instance("host", { ...AMI, availabilityZone: "us-east-1a", vpcSecurityGroupIds: [web.id] });
    },
    "us-east-1a",
    "us-east-1b",
    "host",
  );
  holds(
    [requireInstanceProfile],
    [
      [
        "what compute a batch environment has, whose template is given a role",
        () => {
          const template = new aws.ec2.LaunchTemplate("template", { imageId: AMI.ami });
          new aws.batch.ComputeEnvironment("jobs", {
            type: "MANAGED",
            computeResources: {
              ...{ maxVcpus: 4, subnets: ["subnet-0123456789abcdef0"], instanceTypes: ["m5"] },
              type: later("EC2"),
              instanceRole: "arn:aws:iam::123456789012:instance-profile/some",
              launchTemplate: { launchTemplateId: template.id },
            },
          });
        },
        [],
      ],
    ],
  );
  turnsOut(
    "where a function is, by groups one of which an endpoint is on",
    noEndpointEgress,
    (isOnIt) => {
      const at = site();
      const sg = group(at, [], "sg", { egress: [tcp(443, WORLD)] });
      const place = subnet(at);
      new aws.ec2.VpcEndpoint("ssm", {
        ...{ vpcId: at.vpc.id, serviceName: "com.amazonaws.us-east-1.ssm", vpcEndpointType: "Interface" },
        securityGroupIds: [sg.id],
      });
      const its = (isOnIt as { apply: typeof later }).apply((it: never) =>
        sg.id.apply((id) => ({
          subnetIds: [place.id],
          securityGroupIds: [it ? id : "sg-0123456789abcdef0"],
        })),
      );
      new aws.lambda.Function("job", { role: "arn:aws:iam::123456789012:role/job", vpcConfig: its as never });
    },
    true,
    false,
    "sg",
  );
  turnsOut(
    "the side of a drop",
    noRedundantRule,
    (nicType) => {
      const web = new alicloud.ecs.SecurityGroup("web", {});
      const rule = {
        cidrIp: WORLD,
        ipProtocol: "tcp",
        portRange: "22/22",
        type: "ingress",
        securityGroupId: web.id,
      };
      new alicloud.ecs.SecurityGroupRule("accept", { ...rule, priority: 2 });
      new alicloud.ecs.SecurityGroupRule("drop", { ...rule, policy: "drop", nicType: nicType as string });
    },
    "intranet",
    "internet",
    "accept",
  );
});
