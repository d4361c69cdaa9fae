import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicServiceEndpoint from "../../policies/databases/no-public-service-endpoint";
import noRoleSharedAcrossExposure from "../../policies/instances/no-role-shared-across-exposure";
import noUnattachedElasticIp from "../../policies/instances/no-unattached-elastic-ip";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requireInstanceProfile from "../../policies/instances/require-instance-profile";
import noEndpointEgress from "../../policies/private-access/no-endpoint-egress";
import noCidrSourceInsideVpc from "../../policies/security-groups/no-cidr-source-inside-vpc";
import noMixedPurposeSecurityGroup from "../../policies/security-groups/no-mixed-purpose-security-group";
import noOpenIntraGroupTraffic from "../../policies/security-groups/no-open-intra-group-traffic";
import noOversizedSecurityGroup from "../../policies/security-groups/no-oversized-security-group";
import noPublicIcmp from "../../policies/security-groups/no-public-icmp";
import noUnapprovedCrossAccountSource from "../../policies/security-groups/no-unapproved-cross-account-source";
import noUnrestrictedEgress from "../../policies/security-groups/no-unrestricted-egress";
import noWidePortRange from "../../policies/security-groups/no-wide-port-range";
import { holdsInEveryForm } from "./forms";

const WORLD = "0.0.0.0/0";
const SUBNET = "subnet-0123456789abcdef0";
const MACHINE = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };

const group = (args: object = {}, name = "web") => new aws.ec2.SecurityGroup(name, args as never);
const rule = (args: object, name = "rule") => new aws.ec2.SecurityGroupRule(name, args as never);
const inward = (args: object, name = "rule") => new aws.vpc.SecurityGroupIngressRule(name, args as never);
const outward = (args: object, name = "rule") => new aws.vpc.SecurityGroupEgressRule(name, args as never);
const template = (args: object, name = "template") => new aws.ec2.LaunchTemplate(name, args as never);
const instance = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ...MACHINE, ...args } as never);
const every = (cidrBlocks: string[]) => ({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks });

const OWN = { metadataOptions: { httpTokens: "required" } };
const NAMED = { iamInstanceProfile: { name: "web" } };

const mixed = (first: pulumi.Input<string>, second: pulumi.Input<string>) =>
  new aws.autoscaling.Group("fleet", {
    minSize: 1,
    maxSize: 2,
    vpcZoneIdentifiers: [SUBNET],
    mixedInstancesPolicy: {
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: first },
        overrides: [{ instanceType: "m6g.large", launchTemplateSpecification: { launchTemplateId: second } }],
      },
    },
  });

describe("machines, groups and doors, adversarially", () => {
  describe("security groups", () => {
    const ALL = [
      noWidePortRange,
      noPublicIcmp,
      noCidrSourceInsideVpc,
      noUnrestrictedEgress,
      noOversizedSecurityGroup,
      noMixedPurposeSecurityGroup,
      noOpenIntraGroupTraffic,
      noUnapprovedCrossAccountSource,
    ];
    // biome-ignore format: read row by row
    holdsInEveryForm(ALL, [
      [
        "ICMPv6 without a type, by a rule of its own",
        () => inward({ securityGroupId: group().id, ipProtocol: "icmpv6", cidrIpv6: "::/0" }),
        ["no-public-icmp: rule"],
      ],
      [
        "ping from the world in two halves, by two resources",
        () => {
          const securityGroupId = group().id;
          for (const [name, cidrIpv4] of [["a", "0.0.0.0/1"], ["b", "128.0.0.0/1"]] as const)
            inward({ securityGroupId, ipProtocol: "icmp", fromPort: 8, toPort: 0, cidrIpv4 }, name);
        },
        ["no-public-icmp: a", "no-public-icmp: b"],
        ["no-public-icmp: web"],
      ],
      [
        "the VPC's own block, by reference",
        () => {
          const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
          group({ vpcId: vpc.id, ingress: [{ protocol: "tcp", fromPort: 8080, toPort: 8080, cidrBlocks: [vpc.cidrBlock] }] });
        },
        ["no-cidr-source-inside-vpc: web"],
      ],
      [
        "everything out, half of it inline and half by a rule of its own",
        () => outward({ securityGroupId: group({ egress: [every(["0.0.0.0/1"])] }).id, ipProtocol: "-1", cidrIpv4: "128.0.0.0/1" }),
        ["no-unrestricted-egress: web"],
      ],
      [
        "everything out but for private addresses",
        () => group({ egress: [every(["0.0.0.0/5", "8.0.0.0/7", "11.0.0.0/8", "12.0.0.0/6", "16.0.0.0/4", "32.0.0.0/3", "64.0.0.0/2", "128.0.0.0/1"])] }),
        ["no-unrestricted-egress: web"],
      ],
      [
        "AWS's default group, as the console shows it",
        () => new aws.ec2.DefaultSecurityGroup("web", { ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }], egress: [every([WORLD])] }),
        ["no-open-intra-group-traffic: web", "no-unrestricted-egress: web"],
      ],
      [
        "a game server's ports",
        () => new aws.gamelift.Fleet("web", { ec2InstanceType: "c5.large", ec2InboundPermissions: [{ protocol: "UDP", fromPort: 1026, toPort: 60000, ipRange: "203.0.113.0/24" }] }),
        ["no-wide-port-range: web"],
      ],
      [
        "RDP over UDP in a rule of its own beside SSH inline",
        () => {
          const ssh = { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["sg-0123456789abcdef0"] };
          rule({ type: "ingress", securityGroupId: group({ ingress: [ssh] }).id, protocol: "udp", fromPort: 3389, toPort: 3389, cidrBlocks: ["203.0.113.0/28"] });
        },
        ["no-mixed-purpose-security-group: web"],
      ],
      [
        "a list of AWS beside twenty blocks",
        () => group({ ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: Array.from({ length: 20 }, (_, i) => `203.0.113.${i}/32`), prefixListIds: ["pl-0123456789abcdef0"] }] }),
        ["no-oversized-security-group: web"],
      ],
      [
        "another account's group, outward",
        () => outward({ securityGroupId: group().id, ipProtocol: "tcp", fromPort: 443, toPort: 443, referencedSecurityGroupId: "210987654321/sg-0123456789abcdef0" }),
        ["no-unapproved-cross-account-source: rule"],
      ],
      ["every port of TCP, which another policy has", () => group({ ingress: [{ protocol: "6", fromPort: "0", toPort: "65535", cidrBlocks: ["203.0.113.0/24"] }] }), []],
    ]);
  });

  describe("machines", () => {
    // biome-ignore format: read row by row
    holdsInEveryForm([requireImdsv2, requireInstanceProfile, noRoleSharedAcrossExposure, noUnattachedElasticIp], [
      [
        "an override whose template says nothing",
        () => mixed(template({ ...OWN, ...NAMED }, "good").id, template(OWN, "bare").id),
        ["require-instance-profile: bare"],
      ],
      [
        "a template by name",
        () => instance({ launchTemplate: { name: template({ name: "web", metadataOptions: { httpTokens: "optional" }, ...NAMED }).name } }),
        ["require-imdsv2: host", "require-imdsv2: template"],
      ],
      [
        "a launch configuration behind a group",
        () => {
          const metadataOptions = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 4 };
          const old = { imageId: "ami-1", instanceType: "t3.micro", iamInstanceProfile: "web", metadataOptions };
          const launchConfiguration = new aws.ec2.LaunchConfiguration("old", old).name;
          new aws.autoscaling.Group("fleet", { minSize: 1, maxSize: 1, vpcZoneIdentifiers: [SUBNET], launchConfiguration });
        },
        ["require-imdsv2: old"],
      ],
      [
        "an address by an association that names both by id",
        () => {
          const allocationId = new aws.ec2.Eip("address", {}).allocationId;
          new aws.ec2.EipAssociation("association", { allocationId, instanceId: instance({ ...OWN, iamInstanceProfile: "web" }).id });
        },
        [],
      ],
      [
        "one role through two profiles, by ARN and by name",
        () => {
          const { name } = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
          const [one, other] = ["a", "b"].map((profile) => new aws.iam.InstanceProfile(profile, { role: name }));
          const { id } = template({ ...OWN, iamInstanceProfile: { arn: one?.arn } });
          instance({ ...OWN, launchTemplate: { id }, tags: { Exposure: "DMZ" } }, "edge");
          instance({ ...OWN, iamInstanceProfile: other?.name }, "core");
        },
        ["no-role-shared-across-exposure: role"],
      ],
    ]);
  });

  describe("doors", () => {
    const eks = (vpcConfig: object) =>
      new aws.eks.Cluster("it", {
        roleArn: "arn:aws:iam::123456789012:role/eks",
        vpcConfig: { subnetIds: [SUBNET], ...vpcConfig },
      });
    // biome-ignore format: read row by row
    holdsInEveryForm([noPublicDatabase, noPublicServiceEndpoint, noEndpointEgress], [
      ["a cluster open to the world by its default, private beside it", () => eks({ endpointPrivateAccess: true }), ["no-public-service-endpoint: it"]],
      ["a cluster open to private addresses alone", () => eks({ publicAccessCidrs: ["10.0.0.0/8"] }), []],
      ["a replica that is public", () => new aws.rds.Instance("it", { instanceClass: "db.t4g.micro", replicateSourceDb: "source", publiclyAccessible: true }), ["no-public-database: it"]],
      [
        "a domain for everyone but by a Deny of all other addresses",
        () => {
          const all = { Principal: "*", Action: "es:*", Resource: "*" };
          const Condition = { NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } };
          new aws.opensearch.Domain("it", { accessPolicies: JSON.stringify({ Statement: [{ Effect: "Allow", ...all }, { Effect: "Deny", ...all, Condition }] }) });
        },
        [],
      ],
      [
        "an endpoint's group by an association, with a rule of its own",
        () => {
          const vpcId = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).id;
          const securityGroupId = group({ vpcId }).id;
          const vpcEndpointId = new aws.ec2.VpcEndpoint("ssm", { vpcId, vpcEndpointType: "Interface", serviceName: "com.amazonaws.eu-west-1.ssm" }).id;
          new aws.ec2.SecurityGroupAssociation("on", { securityGroupId, vpcEndpointId, replaceDefaultAssociation: true });
          outward({ securityGroupId, ipProtocol: "-1", cidrIpv4: WORLD });
        },
        ["no-endpoint-egress: rule"],
      ],
    ]);
  });
});
