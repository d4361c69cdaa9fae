import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicServiceEndpoint from "../../policies/databases/no-public-service-endpoint";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noRoleSharedAcrossExposure from "../../policies/instances/no-role-shared-across-exposure";
import noUnattachedElasticIp from "../../policies/instances/no-unattached-elastic-ip";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requireInstanceProfile from "../../policies/instances/require-instance-profile";
import type { Policy } from "../../policies/kit/policy";
import noEndpointEgress from "../../policies/private-access/no-endpoint-egress";
import noCidrSourceInsideVpc from "../../policies/security-groups/no-cidr-source-inside-vpc";
import noMixedPurposeSecurityGroup from "../../policies/security-groups/no-mixed-purpose-security-group";
import noOpenIntraGroupTraffic from "../../policies/security-groups/no-open-intra-group-traffic";
import noOversizedSecurityGroup from "../../policies/security-groups/no-oversized-security-group";
import noPublicIcmp from "../../policies/security-groups/no-public-icmp";
import noUnapprovedCrossAccountSource from "../../policies/security-groups/no-unapproved-cross-account-source";
import noUnrestrictedEgress from "../../policies/security-groups/no-unrestricted-egress";
import noWidePortRange from "../../policies/security-groups/no-wide-port-range";
import requireRuleDescription from "../../policies/security-groups/require-rule-description";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";

const WORLD = "0.0.0.0/0";
const SUBNET = "subnet-0123456789abcdef0";
const OFFICE = "203.0.113.0/28";

const sg = (args: object = {}, name = "sg") => new aws.ec2.SecurityGroup(name, args as never);
const inline =
  (...ingress: object[]) =>
  () =>
    void sg({ ingress });
const egress =
  (...rules: object[]) =>
  () =>
    void sg({ egress: rules });
const oldOf = (securityGroupId: pulumi.Input<string>, args: object) =>
  new aws.ec2.SecurityGroupRule("rule", { type: "ingress", securityGroupId, ...args } as never);
const old = (args: object) => () => void oldOf(sg().id, args);
const inwardOf = (securityGroupId: pulumi.Input<string>, args: object, name = "rule") =>
  new aws.vpc.SecurityGroupIngressRule(name, { securityGroupId, ...args } as never);
const inward = (args: object) => () => void inwardOf(sg().id, args);
const outward = (args: object) => () =>
  void new aws.vpc.SecurityGroupEgressRule("rule", { securityGroupId: sg().id, ...args } as never);
const open = (protocol: unknown, fromPort: unknown, toPort: unknown, ...cidrBlocks: string[]) => ({
  protocol,
  fromPort,
  toPort,
  cidrBlocks,
});
const list = (maxEntries: number, ...cidrs: string[]) =>
  new aws.ec2.ManagedPrefixList("list", {
    addressFamily: "IPv4",
    maxEntries,
    entries: cidrs.map((cidr) => ({ cidr })),
  }).id;
const vpc = () => new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).id;
const many = (count: number) => Array.from({ length: count }, (_, i) => `203.0.113.${i}/32`);

const MACHINE = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };
const host = (args: object = {}, name = "host") =>
  new aws.ec2.Instance(name, { ...MACHINE, ...args } as never);
const template = (args: object = {}, name = "template") => new aws.ec2.LaunchTemplate(name, args as never);
const configuration = (metadataOptions?: object) => () =>
  void new aws.ec2.LaunchConfiguration("old", {
    imageId: "ami-1",
    instanceType: "t3.micro",
    iamInstanceProfile: "web",
    metadataOptions,
  });
const defaults = (args: object) => new aws.ec2.InstanceMetadataDefaults("defaults", args);
const tokens = (httpTokens: string, more: object = {}) => ({ metadataOptions: { httpTokens, ...more } });
const fleet = (args: object) => new aws.autoscaling.Group("fleet", { minSize: 1, maxSize: 1, ...args });
const profile = (name: string) => {
  const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" }).name;
  return new aws.iam.InstanceProfile(name, { role });
};
const nodes = (id: pulumi.Input<string>) =>
  new aws.eks.NodeGroup("nodes", {
    clusterName: "c",
    nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
    subnetIds: [SUBNET],
    scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
    launchTemplate: { id, version: "1" },
  });
const notebook = (minimumInstanceMetadataServiceVersion: string) => () =>
  void new aws.sagemaker.NotebookInstance("book", {
    roleArn: "arn:aws:iam::123456789012:role/book",
    instanceType: "ml.t3.medium",
    instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion },
  });
const beanstalk =
  (solutionStackName: string, value?: string, more: object = {}) =>
  () =>
    void new aws.elasticbeanstalk.Environment("app", {
      application: "a",
      solutionStackName,
      settings:
        value === undefined
          ? []
          : [{ namespace: "aws:autoscaling:launchconfiguration", name: "DisableIMDSv1", value }],
      ...more,
    });
const pair = (one: string, other: string) => () => {
  const iamInstanceProfile = profile("p").name;
  for (const name of [one, other]) host({ iamInstanceProfile }, name);
};
const ofItself = (make: (id: pulumi.Output<string>) => unknown) => () => void make(sg().id);
const fn = (args: object) =>
  new aws.lambda.Function("fn", {
    role: "arn:aws:iam::123456789012:role/fn",
    runtime: "nodejs22.x",
    handler: "index.handler",
    ...args,
  });
const bastionAndNodes = () => {
  const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" });
  host({ iamInstanceProfile: new aws.iam.InstanceProfile("p", { role: role.name }).name }, "bastion");
  new aws.eks.NodeGroup("workers", {
    clusterName: "c",
    nodeRoleArn: role.arn,
    subnetIds: [SUBNET],
    scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
  });
};
const fleetAndWorker = () => {
  const { name, arn } = profile("p");
  const tags = [{ key: "Exposure", value: "public", propagateAtLaunch: true }];
  fleet({
    vpcZoneIdentifiers: [SUBNET],
    tags,
    launchTemplate: { id: template({ iamInstanceProfile: { arn } }).id },
  });
  host({ iamInstanceProfile: name }, "worker");
};
const spotOf = (name: pulumi.Input<string>) =>
  new aws.ec2.SpotFleetRequest("spot", {
    iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
    targetCapacity: 1,
    launchTemplateConfigs: [{ launchTemplateSpecification: { name, version: "$Latest" } }],
  });
const spotFleet = () =>
  void new aws.ec2.SpotFleetRequest("spot", {
    iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
    targetCapacity: 1,
    launchSpecifications: [{ ...MACHINE, iamInstanceProfile: "p" }, MACHINE],
  });
const broker = (args: object) => () =>
  void new aws.mq.Broker("it", {
    brokerName: "b",
    engineType: "ActiveMQ",
    engineVersion: "5.18",
    hostInstanceType: "mq.t3.micro",
    users: [],
    ...args,
  } as never);
const connectEndpoint = () => {
  const ssh = open("tcp", 22, 22, "10.0.0.0/16");
  const securityGroupIds = [sg({ vpcId: vpc(), egress: [ssh] }).id];
  new aws.ec2transitgateway.InstanceConnectEndpoint("eice", { subnetId: SUBNET, securityGroupIds });
};
const eip = (args: object = {}) => new aws.ec2.Eip("address", args);

const eks = (vpcConfig: object) => () =>
  void new aws.eks.Cluster("it", {
    roleArn: "arn:aws:iam::123456789012:role/eks",
    vpcConfig: { subnetIds: [SUBNET], ...vpcConfig },
  });
const ANYONE = { Effect: "Allow", Principal: { AWS: ["*"] }, Action: "es:ESHttpGet", Resource: "*" };
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const from = (ip: unknown) => ({ ...ANYONE, Condition: { IpAddress: { "aws:SourceIp": ip } } });
const domain = (args: object) => new aws.opensearch.Domain("it", args);
const serverless = (type: string, policy: unknown) => () =>
  void new aws.opensearch.ServerlessSecurityPolicy("it", { type, policy: JSON.stringify(policy) });
const dashboard = { ResourceType: "dashboard", Resource: ["collection/logs"] };
const joined = () => {
  const { domainName } = new aws.elasticsearch.Domain("it", {});
  new aws.elasticsearch.DomainPolicy("policy", { domainName, accessPolicies: document(ANYONE) });
};
const collection = { ResourceType: "collection", Resource: ["collection/logs"] };

const WITHIN = { Rules: [collection], AllowFromPublic: false, SourceVPCEs: ["vpce-1"] };

/** A program, the resource that is flagged where one is, and whether an audit, which sees outputs alone, cannot tell. */
type Row = readonly [title: string, program: () => unknown, flagged?: string, audited?: "unseen by an audit"];

function held(policy: Policy, rows: readonly Row[]): void {
  describe(policy.name, () => {
    holdsInEveryForm(
      [policy],
      rows.map(([title, program, flagged, audited]) => {
        const expected = flagged === undefined ? [] : [`${policy.name}: ${flagged}`];
        return [title, program, expected, audited === undefined ? expected : []];
      }),
    );
  });
}

describe("what the fixtures of controls hold", () => {
  // biome-ignore format: read row by row
  held(noWidePortRange, [
    ["one port more than a hundred", inline(open("tcp", 1000, 1100, OFFICE)), "sg"],
    ["a hundred ports, as strings", inline(open("6", "1000", "1099", WORLD))],
    ["every port but the last", inline(open("TCP", 0, 65534, OFFICE)), "sg"],
    ["every port from 1", inline(open("tcp", 1, 65535, OFFICE))],
    ["UDP by number, standalone", old({ protocol: "17", fromPort: 10000, toPort: 20000, cidrBlocks: [OFFICE] }), "rule"],
    ["from a list of AWS", inward({ ipProtocol: "tcp", fromPort: 1024, toPort: 65535, prefixListId: "pl-0123456789abcdef0" }), "rule"],
    ["from a group", inward({ ipProtocol: "tcp", fromPort: 30000, toPort: 32767, referencedSecurityGroupId: "sg-0123456789abcdef0" }), "rule"],
    ["outward", outward({ ipProtocol: "tcp", fromPort: 1024, toPort: 65535, cidrIpv4: WORLD })],
    ["the types of ICMP", inline(open("icmp", 0, 255, OFFICE))],
    ["every protocol, whatever its ports", inline(open("-1", 1000, 5000, OFFICE))],
    ["without a source", inline(open("tcp", 1000, 5000))],
  ]);

  // biome-ignore format: read row by row
  held(noPublicIcmp, [
    ["every message, by number", inline(open("1", -1, -1, WORLD)), "sg"],
    ["fragmentation needed alone", old({ protocol: "ICMP", fromPort: 3, toPort: 4, cidrBlocks: [WORLD] }), "rule"],
    ["ICMPv6 by number", inline({ protocol: 58, fromPort: -1, toPort: -1, ipv6CidrBlocks: ["::/0"] }), "sg"],
    ["every protocol, which another policy has", inline(open("-1", 0, 0, WORLD))],
    ["from private addresses", inline(open("icmp", -1, -1, "10.0.0.0/8"))],
    ["from an office", inline(open("icmp", 8, 0, "203.0.113.0/24"))],
    ["from a list of the stack", () => void inward({ ipProtocol: "icmp", fromPort: -1, toPort: -1, prefixListId: list(1, WORLD) })(), "rule"],
    ["outward", outward({ ipProtocol: "icmp", fromPort: -1, toPort: -1, cidrIpv4: WORLD })],
    ["by Lightsail", () => void new aws.lightsail.InstancePublicPorts("ports", { instanceName: "web", portInfos: [{ protocol: "icmp", fromPort: 8, toPort: -1, cidrs: [WORLD] }] }), "ports"],
    ["two offices, together too many", inline(open("icmp", 8, -1, "203.0.113.0/24"), open("icmp", 8, 0, "198.51.100.0/24")), "sg"],
    ["two offices, each with a type of its own", inline(open("icmp", 8, -1, "203.0.113.0/24"), open("icmp", 3, -1, "198.51.100.0/24"))],
  ]);

  // biome-ignore format: read row by row
  held(noCidrSourceInsideVpc, [
    ["host bits set", inline(open("tcp", 443, 443, "172.16.5.4/12")), "sg"],
    ["beyond the private block", inline(open("tcp", 443, 443, "172.32.0.0/12"))],
    ["unique-local IPv6", inward({ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv6: "fd12::/16" }), "rule"],
    ["everyone", inline(open("tcp", 443, 443, WORLD))],
    ["one private block beside a public one", old({ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [OFFICE, "192.168.0.0/24"] }), "rule"],
    ["a list of the stack", () => void inward({ ipProtocol: "tcp", fromPort: 443, toPort: 443, prefixListId: list(1, "10.0.0.0/8") })(), "rule"],
    ["outward", egress(open("tcp", 5432, 5432, "10.0.0.0/8"))],
    ["shared addresses", inline(open("tcp", 443, 443, "100.64.0.0/10")), "sg"],
    ["a group and its VPC's block", inline({ ...open("tcp", 443, 443, "10.0.0.0/16"), securityGroups: ["sg-0123456789abcdef0"] }), "sg"],
  ]);

  // biome-ignore format: read row by row
  held(noUnrestrictedEgress, [
    ["left out, which the provider takes away", () => void sg()],
    ["none", egress()],
    ["all of IPv6", outward({ ipProtocol: "-1", cidrIpv6: "0::/0" }), "rule"],
    ["in the older form, by a word", old({ type: "egress", protocol: "ALL", fromPort: 0, toPort: 65535, cidrBlocks: [WORLD] }), "rule"],
    ["every port of TCP alone", egress(open("tcp", 0, 65535, WORLD))],
    ["HTTPS alone", egress(open("tcp", 443, 443, WORLD))],
    ["by a list of the stack", () => void outward({ ipProtocol: "-1", prefixListId: list(1, WORLD) })(), "rule"],
    ["everything to private addresses", egress(open("-1", 0, 0, "10.0.0.0/8"))],
    ["every protocol, whose port does not matter", old({ type: "egress", protocol: "-1", fromPort: 443, toPort: 443, cidrBlocks: [WORLD] }), "rule"],
    ["TCP, UDP and ICMP, which are not every protocol", egress(open("tcp", 0, 65535, WORLD), open("udp", 0, 65535, WORLD), open("icmp", -1, -1, WORLD))],
  ]);

  const SAID = { description: "From the balancer" };
  // biome-ignore format: read row by row
  held(requireRuleDescription, [
    ["a group that says nothing", () => void sg(), "sg"],
    ["a group that says what the engine says", () => void sg({ description: "Managed by Pulumi" }), "sg"],
    ["a blank", () => void sg({ description: "  " }), "sg"],
    ["an inline rule without one", () => void sg({ ...SAID, ingress: [open("tcp", 443, 443, WORLD)] }), "sg"],
    ["an inline rule out without one", () => void sg({ ...SAID, egress: [open("tcp", 443, 443, WORLD)] }), "sg"],
    ["all said", () => void sg({ ...SAID, ingress: [{ ...open("tcp", 443, 443, WORLD), ...SAID }] })],
    [
      "a rule of its own without one",
      () => void new aws.vpc.SecurityGroupEgressRule("rule", { securityGroupId: sg(SAID).id, ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: WORLD }),
      "rule",
    ],
    ["of a group that is elsewhere", () => void oldOf("sg-0123456789abcdef0", { protocol: "tcp", fromPort: 443, toPort: 443, self: true }), "rule"],
    ["a default group without rules", () => void new aws.ec2.DefaultSecurityGroup("default", { vpcId: "vpc-1" })],
    ["what another engine says", () => void sg({ description: "managed by terraform" }), "sg"],
    ["a default group with a rule", () => void new aws.ec2.DefaultSecurityGroup("default", { vpcId: "vpc-1", ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, self: true }] }), "default"],
    ["a rule in the older form", () => void oldOf(sg(SAID).id, { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [OFFICE], ...SAID })],
  ]);

  const one = (cidrBlocks: string[], more: object = {}) =>
    inline({ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks, ...more });
  // biome-ignore format: read row by row
  held(noOversizedSecurityGroup, [
    ["twenty blocks", one(many(20))],
    ["twenty-one blocks of one rule", one(many(21)), "sg"],
    ["twenty blocks and a group", one(many(20), { securityGroups: ["sg-0123456789abcdef0"] }), "sg"],
    ["twenty blocks and itself", one(many(20), { self: true }), "sg"],
    ["fifteen of each family", one(many(15), { ipv6CidrBlocks: many(15).map((_, i) => `2001:db8:${i}::/48`) })],
    ["a list of twenty-five at most", () => void inward({ ipProtocol: "tcp", fromPort: 443, toPort: 443, prefixListId: list(25, OFFICE) })(), "sg"],
    ["twenty-one rules of their own", ofItself((id) => many(21).map((cidrIpv4, i) => inwardOf(id, { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4 }, `r${i}`))), "sg"],
    ["fifteen each way", () => void sg({ ingress: [open("tcp", 443, 443, ...many(15))], egress: [open("tcp", 443, 443, ...many(15))] })],
    ["twenty-one ports", inline(...many(21).map((_, i) => open("tcp", 8000 + i, 8000 + i, OFFICE))), "sg"],
    ["of a group that is elsewhere", () => void oldOf("sg-0123456789abcdef0", open("tcp", 443, 443, ...many(21))), "rule"],
  ]);

  // biome-ignore format: read row by row
  held(noMixedPurposeSecurityGroup, [
    ["SSH and RDP", inline(open("tcp", 22, 22, OFFICE), open("tcp", 3389, 3389, OFFICE)), "sg"],
    ["HTTPS and PostgreSQL", inline(open("tcp", 443, 443, WORLD), { protocol: "tcp", fromPort: 5432, toPort: 5432, self: true }), "sg"],
    ["SSH and HTTPS", inline(open("tcp", 22, 22, OFFICE), open("tcp", 443, 443, WORLD))],
    ["SSH over UDP, which is none", inline(open("udp", 22, 22, OFFICE), open("tcp", 3389, 3389, OFFICE))],
    ["the web in, a database out", () => void sg({ ingress: [open("tcp", 443, 443, WORLD)], egress: [open("tcp", 5432, 5432, "10.0.0.0/8")] })],
    ["everything, which tells nothing", inline(open("tcp", 22, 22, OFFICE), open("-1", 0, 0, OFFICE))],
    ["one range from SSH to RDP", inline(open("tcp", 22, 3389, OFFICE)), "sg"],
    ["HTTP inline, Redis by a rule of its own", () => void inwardOf(sg({ ingress: [open("tcp", 80, 80, WORLD)] }).id, { ipProtocol: "tcp", fromPort: 6379, toPort: 6379, cidrIpv4: OFFICE }), "sg"],
    ["HTTP/3 and MySQL", inline(open("udp", 443, 443, WORLD), open("tcp", 3306, 3306, OFFICE))],
  ]);

  // biome-ignore format: read row by row
  held(noOpenIntraGroupTraffic, [
    ["itself, inline", inline({ protocol: "all", fromPort: 0, toPort: 0, self: true }), "sg"],
    ["itself, by its id", ofItself((id) => inwardOf(id, { ipProtocol: "-1", referencedSecurityGroupId: id })), "rule"],
    ["itself, as the older form's source", ofItself((id) => oldOf(id, { protocol: "-1", fromPort: 0, toPort: 0, sourceSecurityGroupId: id })), "rule"],
    ["another group", inward({ ipProtocol: "-1", referencedSecurityGroupId: "sg-0123456789abcdef0" })],
    ["itself, one port", inline({ protocol: "tcp", fromPort: 2379, toPort: 2380, self: true })],
    ["outward to itself", egress({ protocol: "-1", fromPort: 0, toPort: 0, self: true })],
  ]);

  const ownAccount = () => {
    const provider = new aws.Provider("own", { allowedAccountIds: ["210987654321"] });
    const ingress = [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [other] }];
    new aws.ec2.SecurityGroup("sg", { ingress }, { provider });
  };
  const other = "210987654321/sg-0123456789abcdef0";
  // biome-ignore format: read row by row
  held(noUnapprovedCrossAccountSource, [
    ["inline", inline({ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [other] }), "sg"],
    ["in the older form", old({ protocol: "tcp", fromPort: 443, toPort: 443, sourceSecurityGroupId: other }), "rule"],
    ["without an account", inline({ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: ["sg-0123456789abcdef0"] })],
    ["its own account", ownAccount],
    ["by a rule of its own", inward({ ipProtocol: "tcp", fromPort: 443, toPort: 443, referencedSecurityGroupId: other }), "rule"],
    ["outward, inline", egress({ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [other] }), "sg"],
  ]);

  // biome-ignore format: read row by row
  held(requireImdsv2, [
    ["nothing said", () => void host(), "host"],
    ["an endpoint and nothing else", () => void host({ metadataOptions: { httpEndpoint: "enabled" } }), "host"],
    ["no endpoint", () => void host({ metadataOptions: { httpEndpoint: "disabled" } })],
    ["three hops, as a string", () => void host(tokens("required", { httpPutResponseHopLimit: "3" })), "host"],
    ["the account's word, overruled", () => { defaults({ httpTokens: "required" }); host(tokens("optional")); }, "host"],
    ["the account without an endpoint, overruled by the provider's default", () => { defaults({ httpEndpoint: "disabled" }); host(tokens("optional")); }, "host"],
    ["a launch configuration", configuration({ httpEndpoint: "enabled", httpTokens: "required" })],
    ["a launch configuration whose tokens the provider leaves out", configuration({ httpTokens: "required" }), "old", "unseen by an audit"],
    ["a launch configuration without an endpoint", configuration({ httpEndpoint: "disabled" })],
    ["a launch configuration without an endpoint, whose tokens do not matter", configuration({ httpEndpoint: "disabled", httpTokens: "optional" })],
    ["nodes of a template", () => void nodes(template(tokens("optional")).id), "template"],
    ["a notebook of version 1", notebook("1"), "book"],
    ["a notebook of version 2", notebook("2")],
    ["Beanstalk on Amazon Linux 2", beanstalk("64bit Amazon Linux 2 v3.5.0 running Python 3.8"), "app"],
    ["the same, with the first version disabled", beanstalk("64bit Amazon Linux 2 v3.5.0 running Python 3.8", "True")],
    ["Beanstalk on Amazon Linux 2023", beanstalk("64bit Amazon Linux 2023 v4.3.0 running Python 3.11")],
    ["the same, with the first version enabled", beanstalk("64bit Amazon Linux 2023 v4.3.0 running Python 3.11", "false"), "app"],
    ["Beanstalk on Windows 2019", beanstalk("64bit Windows Server Core 2019 v2.11.4 running IIS 10.0"), "app"],
    ["Beanstalk on Windows 2022", beanstalk("64bit Windows Server 2022 v2.11.4 running IIS 10.0")],
    ["Beanstalk on a platform of one's own", beanstalk("mine")],
    ["Beanstalk with a saved configuration", beanstalk("64bit Amazon Linux 2 v3.5.0 running Python 3.8", undefined, { templateName: "t" })],
    ["a spot fleet of a template", () => void spotOf(template({ ...tokens("required"), name: "t" }).name)],
    ["a spot fleet of a lax template", () => void spotOf(template({ ...tokens("optional"), name: "t" }).name), "template"],
    ["a template without an endpoint, whatever its hops", () => void template(tokens("optional", { httpEndpoint: "disabled", httpPutResponseHopLimit: 9 }))],
    ["a launch configuration with many hops", configuration({ httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 64 }), "old"],
  ]);

  // biome-ignore format: read row by row
  held(requireInstanceProfile, [
    ["none", () => void host(), "host"],
    ["a blank", () => void host({ iamInstanceProfile: "" }), "host"],
    ["by reference", () => void host({ iamInstanceProfile: profile("p").name })],
    ["by its template", () => void host({ launchTemplate: { name: template({ name: "t", iamInstanceProfile: { arn: "arn:aws:iam::123456789012:instance-profile/p" } }).name } })],
    ["by a template elsewhere", () => void host({ launchTemplate: { id: "lt-0123456789abcdef0" } })],
    ["nor its template", () => { fleet({ vpcZoneIdentifiers: [SUBNET], launchTemplate: { id: template().id } }); }, "template"],
    ["nodes have a role", () => void nodes(template().id)],
    ["one of two specifications of a spot fleet", spotFleet, "spot"],
    ["a spot request", () => void new aws.ec2.SpotInstanceRequest("spot", MACHINE), "spot"],
    ["a spot fleet of a template", () => void spotOf(template({ name: "t", iamInstanceProfile: { name: "p" } }).name)],
    ["a template that its machine makes up for", () => void host({ iamInstanceProfile: "p", launchTemplate: { id: template().id } })],
  ]);

  // biome-ignore format: read row by row
  held(noUnattachedElasticIp, [
    ["on nothing", () => void eip(), "address"],
    ["with a private address and nothing that has it", () => void eip({ associateWithPrivateIp: "10.0.0.5" }), "address"],
    ["on an interface", () => void eip({ networkInterface: new aws.ec2.NetworkInterface("eni", { subnetId: SUBNET }).id })],
    ["on a network balancer", () => { new aws.lb.LoadBalancer("nlb", { loadBalancerType: "network", subnetMappings: [{ subnetId: SUBNET, allocationId: eip().allocationId }] }); }],
    ["on a NAT gateway", () => { new aws.ec2.NatGateway("nat", { subnetId: SUBNET, allocationId: eip().id }); }],
    ["with a name in DNS alone", () => { new aws.ec2.EipDomainName("name", { allocationId: eip().allocationId, domainName: "mail.example.com" }); }, "address"],
    ["put on by a machine's user data", () => { host({ userData: pulumi.interpolate`aws ec2 associate-address --allocation-id ${eip().allocationId}` }); }],
    ["put on by a function", () => void fn({ environment: { variables: { ADDRESS: eip().allocationId } } })],
    ["told by a parameter", () => { new aws.ssm.Parameter("told", { type: "String", value: eip().id }); }],
    ["of one NAT gateway, for another", () => { new aws.ec2.NatGateway("nat", { subnetId: SUBNET, allocationId: new aws.ec2.Eip("other", {}).id }); eip(); }, "address"],
    ["put on by a template's user data, in base64", () => void template({ userData: eip().allocationId.apply((id) => Buffer.from(`associate ${id}`).toString("base64")) })],
  ]);

  // biome-ignore format: read row by row
  held(noDefaultVpcUse, [
    ["a machine", () => void host(), "host", "unseen by an audit"],
    ["a group", () => void sg(), "sg", "unseen by an audit"],
    ["a group in the default VPC by name", () => void sg({ vpcId: new aws.ec2.DefaultVpc("default").id })],
    ["a machine in a default subnet by name", () => void host({ subnetId: new aws.ec2.DefaultSubnet("default", { availabilityZone: "eu-west-1a" }).id })],
    ["a function outside any VPC", () => void new aws.lambda.Function("f", { role: "arn:aws:iam::123456789012:role/f", runtime: "nodejs22.x", handler: "index.handler" })],
    ["a database from a snapshot", () => void new aws.rds.Instance("db", { instanceClass: "db.t4g.micro", snapshotIdentifier: "s" }), "db"],
    ["a database of a group called default", () => void new aws.rds.Instance("db", { instanceClass: "db.t4g.micro", engine: "mysql", dbSubnetGroupName: "default" }), "db"],
    ["a cluster of Hadoop", () => void new aws.emr.Cluster("emr", { releaseLabel: "emr-7.0.0", serviceRole: "arn:aws:iam::123456789012:role/e" }), "emr"],
    ["a warehouse without servers", () => void new aws.redshiftserverless.Workgroup("w", { namespaceName: "n", workgroupName: "w" }), "w"],
    ["a domain", () => void domain({})],
    ["a builder of images", () => void new aws.imagebuilder.InfrastructureConfiguration("builder", { instanceProfileName: "p" }), "builder"],
    ["a workbench", () => void new aws.cloud9.EnvironmentEC2("bench", { instanceType: "t3.micro", imageId: "amazonlinux-2023-x86_64" }), "bench"],
    ["a cluster of Aurora restored", () => void new aws.rds.Cluster("db", { engine: "aurora-mysql", snapshotIdentifier: "s" }), "db"],
    ["a fleet by zones, whose template names a subnet", () => void fleet({ availabilityZones: ["eu-west-1a"], launchTemplate: { id: template({ networkInterfaces: [{ subnetId: SUBNET }] }).id } })],
    ["a classic balancer by zones", () => void new aws.elb.LoadBalancer("elb", { listeners: [], availabilityZones: ["eu-west-1a"] }), "elb"],
    ["a notebook, which stands in a VPC of the service", () => void notebook("2")()],
    ["a machine whose template brings an interface", () => void host({ launchTemplate: { id: template({ networkInterfaces: [{ networkInterfaceId: "eni-1" }] }).id } })],
    ["a spot fleet whose template names no subnet", () => void spotOf(template({ name: "t" }).name), "spot"],
  ]);

  // biome-ignore format: read row by row
  held(noRoleSharedAcrossExposure, [
    ["a bastion and a worker", pair("bastion", "worker"), "role"],
    ["two workers", pair("worker-a", "worker-b")],
    ["a profile elsewhere", () => { host({ iamInstanceProfile: "shared" }, "bastion"); host({ iamInstanceProfile: "shared" }, "worker"); }, "worker"],
    ["a bastion and nodes", bastionAndNodes, "role"],
    ["a fleet that says it is public, and a worker", fleetAndWorker, "role"],
    ["a host that is not public by its name", () => { host({ iamInstanceProfile: "p" }, "non-public"); host({ iamInstanceProfile: "p" }, "public-web"); }, "non-public"],
  ]);

  const door =
    (egress: object[] | undefined, also: (id: pulumi.Output<string>) => unknown = () => {}) =>
    () => {
      const vpcId = vpc();
      const { id } = sg({ vpcId, egress });
      new aws.ec2.VpcEndpoint("ssm", {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.eu-west-1.ssm",
        securityGroupIds: [id],
      });
      also(id);
    };
  // biome-ignore format: read row by row
  held(noEndpointEgress, [
    ["HTTPS to the VPC", door([open("tcp", 443, 443, "10.0.0.0/16")]), "sg"],
    ["none", door([])],
    ["left out", door(undefined)],
    ["to itself alone, which reaches nobody", door([open("-1", 0, 0, "127.0.0.1/32")])],
    ["on a machine too", door([open("-1", 0, 0, WORLD)], (id) => host({ subnetId: SUBNET, vpcSecurityGroupIds: [id] }))],
    ["by a rule of its own", door(undefined, (securityGroupId) => new aws.vpc.SecurityGroupEgressRule("rule", { securityGroupId, ipProtocol: "-1", cidrIpv6: "::/0" })), "rule"],
    ["to nobody, as some tools write it", door([open("icmp", 252, 86, "255.255.255.255/32")])],
    ["on a function too", door([open("tcp", 443, 443, WORLD)], (id) => fn({ vpcConfig: { subnetIds: [SUBNET], securityGroupIds: [id] } }))],
    ["of an EC2 Instance Connect endpoint, which begins connections", connectEndpoint],
  ]);

  const warehouse = (args: object) => () =>
    void new aws.redshift.Cluster("it", { clusterIdentifier: "c", nodeType: "ra3.xlplus", ...args });
  const ofLightsail = () =>
    void new aws.lightsail.Database("it", {
      blueprintId: "mysql_8_0",
      bundleId: "micro_1_0",
      masterDatabaseName: "d",
      masterPassword: "p",
      masterUsername: "u",
      relationalDatabaseName: "r",
      publiclyAccessible: true,
    });
  const migration = (args: object) => () =>
    void new aws.dms.ReplicationInstance("it", {
      replicationInstanceClass: "dms.t3.micro",
      replicationInstanceId: "m",
      ...args,
    });
  // biome-ignore format: read row by row
  held(noPublicDatabase, [
    ["as a string", () => void new aws.rds.Instance("it", { instanceClass: "db.t4g.micro", publiclyAccessible: "true" as never }), "it"],
    ["nothing said", () => void new aws.rds.Instance("it", { instanceClass: "db.t4g.micro" })],
    ["of Aurora", () => void new aws.rds.ClusterInstance("it", { clusterIdentifier: "c", engine: "aurora-mysql", instanceClass: "db.t4g.medium", publiclyAccessible: true }), "it"],
    ["a warehouse that says nothing", warehouse({})],
    ["a warehouse that says so", warehouse({ publiclyAccessible: true }), "it"],
    ["a migration that says nothing", migration({})],
    ["a migration that says so", migration({ publiclyAccessible: true }), "it"],
    ["of Lightsail", ofLightsail, "it"],
    ["of Neptune", () => void new aws.neptune.ClusterInstance("it", { clusterIdentifier: "c", instanceClass: "db.t4g.medium", publiclyAccessible: true }), "it"],
    ["a warehouse without servers", () => void new aws.redshiftserverless.Workgroup("it", { namespaceName: "n", workgroupName: "w", publiclyAccessible: true }), "it"],
    ["a cluster that has no such word", () => void new aws.rds.Cluster("it", { engine: "aurora-mysql" })],
  ]);

  // biome-ignore format: read row by row
  held(noPublicServiceEndpoint, [
    ["a cluster with no blocks", eks({ endpointPublicAccess: true, publicAccessCidrs: [] }), "it"],
    ["a cluster, as a string", eks({ endpointPublicAccess: "false" })],
    ["a cluster for one address", eks({ publicAccessCidrs: ["203.0.113.7/32"] })],
    ["a cluster for two offices, together too many", eks({ publicAccessCidrs: ["203.0.113.0/24", "198.51.100.0/24"] }), "it"],
    ["a domain for anyone to read", () => void domain({ accessPolicies: document(ANYONE) }), "it"],
    ["a domain for every address", () => void domain({ accessPolicies: document(from([WORLD])) }), "it"],
    ["a domain for one address", () => void domain({ accessPolicies: document(from("203.0.113.7")) })],
    ["a domain with users of its own, for anyone", () => void domain({ accessPolicies: document(ANYONE), advancedSecurityOptions: { enabled: true } }), "it"],
    ["a domain within, for anyone", () => void domain({ accessPolicies: document(ANYONE), vpcOptions: { subnetIds: [SUBNET] } })],
    ["a domain by a policy of its own", joined, "it"],
    ["collections for everyone", serverless("network", [{ Rules: [collection], AllowFromPublic: true }]), "it"],
    ["collections within, dashboards for everyone", serverless("network", [WITHIN, { Rules: [dashboard], AllowFromPublic: true }]), "it"],
    ["collections within", serverless("network", [WITHIN])],
    ["the encryption of collections", serverless("encryption", { Rules: [collection], AWSOwnedKey: true })],
    ["a Transfer server within by an endpoint of old", () => void new aws.transfer.Server("it", { endpointType: "VPC_ENDPOINT", endpointDetails: { vpcEndpointId: "vpce-1" } })],
    ["a Transfer server that says nothing", () => void new aws.transfer.Server("it", {}), "it"],
    ["a web application, which is there to be public", () => void new aws.apprunner.Service("it", { serviceName: "s", sourceConfiguration: {} })],
    ["a domain with blank VPC options, for anyone", () => void domain({ accessPolicies: document(ANYONE), vpcOptions: {} }), "it"],
    ["a domain for an organization", () => void domain({ accessPolicies: document({ ...ANYONE, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } } }) })],
    ["a domain for two halves", () => void domain({ accessPolicies: document(from(["0.0.0.0/1", "128.0.0.0/1"])) }), "it"],
    ["a domain that denies everyone", () => void domain({ accessPolicies: document(ANYONE, { ...ANYONE, Effect: "Deny", Action: "*" }) })],
    ["a broker that says so as a string", broker({ publiclyAccessible: "true" }), "it"],
    ["a broker that says no as a string", broker({ publiclyAccessible: "false" })],
    ["a cluster for an office, and everyone of IPv6", eks({ publicAccessCidrs: [OFFICE, "0::/0"] }), "it"],
    ["a cluster for one office, said thrice", eks({ publicAccessCidrs: ["203.0.113.0/25", "203.0.113.128/25", "203.0.113.0/24"] })],
    ["a domain for an office, and everyone of IPv6", () => void domain({ accessPolicies: document(from([OFFICE, "::/0"])) }), "it"],
    ["a domain for a VPC's endpoint", () => void domain({ accessPolicies: document({ ...ANYONE, Condition: { StringEquals: { "aws:SourceVpce": "vpce-1" } } }) })],
  ]);

  const later = <T>(value: T) => new aws.kms.Key("later", {}).keyId.apply(() => value);
  // biome-ignore format: read row by row
  const unknowns: [Policy, () => unknown, string?][] = [
    [noWidePortRange, () => sg({ ingress: [open("tcp", 1000, later(2000), OFFICE)] }), "sg"],
    [noPublicIcmp, () => sg({ ingress: [open(later("icmp"), -1, -1, WORLD)] }), "sg"],
    [noCidrSourceInsideVpc, () => sg({ ingress: [open("tcp", 443, 443, later("10.0.0.0/8") as never)] }), "sg"],
    [noUnrestrictedEgress, () => sg({ egress: [open("-1", 0, 0, later(WORLD) as never)] }), "sg"],
    [requireRuleDescription, () => sg({ description: later("Managed by Pulumi") }), "sg"],
    [noOpenIntraGroupTraffic, () => sg({ ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: later(true) }] }), "sg"],
    [noUnapprovedCrossAccountSource, () => sg({ ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [later(other)] }] }), "sg"],
    [requireImdsv2, () => template(tokens(later("optional") as never)), "template"],
    [requireInstanceProfile, () => host({ iamInstanceProfile: later("") }), "host"],
    [noUnattachedElasticIp, () => eip({ instance: later("") }), "address"],
    [noDefaultVpcUse, () => host({ subnetId: later("subnet-1") })],
    [noPublicDatabase, () => new aws.rds.Instance("it", { instanceClass: "db.t4g.micro", publiclyAccessible: later(true) }), "it"],
    [noPublicServiceEndpoint, () => new aws.opensearch.ServerlessSecurityPolicy("it", { type: "network", policy: later(JSON.stringify([{ AllowFromPublic: true }])) }), "it"],
    [noPublicServiceEndpoint, () => domain({ accessPolicies: document(ANYONE), vpcOptions: { subnetIds: [later(SUBNET)] } })],
  ];
  for (const [policy, program, name] of unknowns) {
    const expected = name === undefined ? [] : [`${policy.name}: ${name}`];
    holdsOnceKnown([policy], [[policy.name, () => void program(), expected]]);
  }
});
