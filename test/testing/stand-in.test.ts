import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputOf } from "../../testing";
import { ALICLOUD_ID_PREFIXES, alicloudValue } from "../../testing/alicloud";
import {
  adoptedId,
  answer,
  idOf,
  isUnknown,
  marked,
  planned,
  settled,
  typingsOf,
  UNKNOWN,
  withDefaults,
  withoutTypings,
} from "../../testing/cloud";
import { type Registered, runProgram } from "../../testing/program";
import type { DeclaredResource } from "../../testing/resources";

/** UPDATE_GOLDEN=1 writes it anew. */
function isAsGolden(name: string, lines: readonly string[]): void {
  const file = join(__dirname, "golden", name);
  const text = `${lines.join("\n")}\n`;
  if (process.env.UPDATE_GOLDEN) writeFileSync(file, text);
  assert.equal(text, readFileSync(file, "utf8"));
}

const TYPES = [
  ...["vpc/securityGroupIngressRule", "vpc/securityGroupEgressRule", "ec2/securityGroupRule"],
  ...["ec2/securityGroup", "ec2/vpcEndpoint", "ec2/vpcPeeringConnection", "ec2/vpc", "ec2/subnet"],
  ...["ec2/networkInterface", "ec2/spotInstanceRequest", "ec2/instance", "ec2/launchTemplate"],
  ...["ec2/internetGateway", "ec2/egressOnlyInternetGateway", "ec2/natGateway"],
  ...["ec2transitgateway/transitGateway", "ec2/vpnGateway", "ec2/routeTableAssociation", "ec2/routeTable"],
  ...["ec2/route", "ec2/networkAcl", "ec2/networkAclRule", "ec2/eip", "ec2/eipAssociation"],
  ...["ec2/managedPrefixList", "ec2/prefixList", "ebs/volume", "ec2/flowLog", "ec2/ami"],
  ...["eip/allocation", "eip/association", "rds/instance", "acm/certificate", "alb/listener", "lb/listener"],
  ...["sns/topic", "secretsmanager/secret", "kms/key"],
];

const NAMED = [
  { name: "n", bucket: "b" },
  { bucket: "b", identifier: "i" },
  { identifier: "i", clusterIdentifier: "c" },
  { clusterIdentifier: "c", keyName: "k" },
  { keyName: "k", functionName: "f" },
  { functionName: "f", family: "y" },
  { family: "y" },
  { name: UNKNOWN.length },
];

const FUNCTIONS: [token: string, args: Record<string, unknown>, ...properties: string[]][] = [
  ["aws:ec2/getAmi:getAmi", { owners: ["self"] }, "id", "architecture", "rootDeviceName", "owners", "arn"],
  ["aws:index/getAvailabilityZones:getAvailabilityZones", {}, "names", "zoneIds", "id"],
  ["aws:index/getCallerIdentity:getCallerIdentity", {}, "accountId", "arn", "id", "userId"],
  ["aws:ssm/getParameter:getParameter", { name: "/a" }, "id", "type", "value", "version"],
  ["aws:index/getRegion:getRegion", {}, "name", "id"],
  ["aws:ec2/getSecurityGroups:getSecurityGroups", {}, "ids", "vpcIds"],
  ["aws:ec2/getSubnets:getSubnets", { tags: { a: "b" } }, "ids"],
  ["aws:ec2/getVpc:getVpc", {}, "id", "cidrBlock", "default", "ownerId", "mainRouteTableId", "tags"],
  ["aws:ec2/getSubnet:getSubnet", { id: "subnet-1" }, "id", "vpcId", "availabilityZone", "cidrBlock", "arn"],
  ["aws:iam/getPolicyDocument:getPolicyDocument", {}, "minifiedJson"],
  [
    "aws:iam/getPolicyDocument:getPolicyDocument",
    {
      statements: [
        { actions: ["s3:*"], resources: ["*"], principals: [{ type: "AWS", identifiers: ["*"] }] },
        { effect: "Deny", actions: ["a:B"] },
      ],
    },
    "minifiedJson",
  ],
  ["aws:nothing/ofTheKind:ofTheKind", { a: 1 }, "a"],
];

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const INSTANCE = "aws:ec2/instance:Instance";
const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const of = (type: string, name: string, inputs: DeclaredResource["inputs"] = {}) => ({ type, name, inputs });
const vpcId = outputOf("own");
const subnetId = outputOf("outer");
const bySubnet = { subnetId: outputOf("outer"), instanceType: "t3.micro", ami: "ami-1" };

const RESOURCES: DeclaredResource[] = [
  of("aws:ec2/defaultVpc:DefaultVpc", "usual"),
  of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "of-usual", { vpcId: outputOf("usual") }),
  of(VPC, "own", { cidrBlock: "10.0.0.0/16" }),
  of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "of-own", { vpcId }),
  of(SUBNET, "outer", {
    ...{ vpcId, cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true, assignIpv6AddressOnCreation: true },
  }),
  of(SUBNET, "inner", { vpcId, cidrBlock: "10.0.1.0/24" }),
  of(INSTANCE, "in-usual", { ami: "ami-1", instanceType: "t3.micro" }),
  of(INSTANCE, "in-outer", bySubnet),
  of(INSTANCE, "in-inner", { ...bySubnet, subnetId: outputOf("inner") }),
  of(INSTANCE, "private", { ...bySubnet, associatePublicIpAddress: false, vpcSecurityGroupIds: [] }),
  of(TEMPLATE, "groups", { vpcSecurityGroupIds: ["sg-1"] }),
  of(TEMPLATE, "card", { networkInterfaces: [{ subnetId, securityGroups: ["sg-2"] }] }),
  of(TEMPLATE, "bare", { name: "bare", networkInterfaces: [], vpcSecurityGroupIds: [] }),
  of(INSTANCE, "by-groups", { subnetId, launchTemplate: { id: outputOf("groups") } }),
  of(INSTANCE, "by-card", { launchTemplate: { id: outputOf("card") } }),
  of(INSTANCE, "by-bare", { subnetId, launchTemplate: { name: "bare" } }),
  of(INSTANCE, "by-interface", { ...bySubnet, primaryNetworkInterface: { networkInterfaceId: "eni-1" } }),
  of(BALANCER, "application", { subnets: [subnetId] }),
  of(BALANCER, "network", { subnets: [subnetId], loadBalancerType: "network" }),
  of(ENDPOINT, "gateway", { vpcId, serviceName: "com.amazonaws.us-east-1.s3" }),
  of(ENDPOINT, "interface", { vpcId, serviceName: "a", vpcEndpointType: "Interface", subnetIds: [subnetId] }),
  of("aws:rds/subnetGroup:SubnetGroup", "data", { name: "data", subnetIds: [outputOf("inner")] }),
  of("aws:rds/instance:Instance", "orders", { dbSubnetGroupName: outputOf("data", "name"), engine: "mysql" }),
  of("aws:ec2/networkInterface:NetworkInterface", "card-of-own", { subnetId }),
  of("aws:s3/bucket:Bucket", "files"),
  of("aws:s3/bucketV2:BucketV2", "logs"),
  of("aws:sqs/queue:Queue", "jobs"),
  of("aws:lambda/function:Function", "work", { role: "arn:aws:iam::1:role/a" }),
  of("aws:eks/cluster:Cluster", "cluster", {
    roleArn: "arn:aws:iam::1:role/a",
    vpcConfig: { subnetIds: [] },
  }),
  of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "rule", { ipProtocol: "-1" }),
  of("pulumi:pulumi:StackReference", "played-by-nobody"),
  of("alicloud:vpc/network:Network", "hangzhou"),
  of("alicloud:ecs/instance:Instance", "machine", { instanceType: "a" }),
  of("alicloud:rds/instance:Instance", "store", { engine: "MySQL" }),
];

/** What is worth a look, of every version of the SDKs. */
const SHOWN = [
  ...["invokeArn", "qualifiedArn"],
  ...["id", "arn", "name", "bucket", "vpcId", "subnetId", "defaultSecurityGroupId", "vpcSecurityGroupIds"],
  ...["securityGroupIds", "securityGroups", "associatePublicIpAddress", "ipv6AddressCount", "privateIp"],
  ...["instanceState", "availabilityZone", "enableDnsSupport", "instanceTenancy", "ownerId", "dnsName"],
  ...["address", "endpoint", "mainRouteTableId", "ipProtocol", "securityIps", "primaryIpAddress"],
  ...[
    "metadataOptions",
    "vpcConfig",
    "mapPublicIpOnLaunch",
    "tags",
    "publiclyAccessible",
    "port",
    "fromPort",
  ],
];

const text = (value: unknown) => JSON.stringify(value)?.replaceAll(UNKNOWN, "?");
const shownOf = ({ name, outputs }: Registered) => [
  name,
  ...SHOWN.filter((property) => property in outputs).map(
    (property) => `  ${property}: ${text(outputs[property])}`,
  ),
];

describe("the stand-in for a cloud", () => {
  it("gives ids as the cloud does", () => {
    const origin = (token: string) => ({ token, name: "web", seed: token });
    const token = (type: string) => `aws:${type}:${type.split("/").at(-1)}`;
    const kinds = Object.keys(ALICLOUD_ID_PREFIXES).map((kind) => `alicloud:any/${kind}:Any`);
    isAsGolden("ids.txt", [
      ...[...TYPES.map(token), ...kinds, "alicloud:oss/bucket:Bucket", "alicloud:rds/instance:Instance"].map(
        (one) => `${one} ${idOf(origin(one), {})}`,
      ),
      ...NAMED.flatMap((inputs) =>
        ["thing", "cluster", "keyPair"].map((kind) => {
          const id = idOf(origin(`aws:any/${kind}:Any`), inputs);
          return `${kind} ${text(inputs)} ${id}`;
        }),
      ),
      `named group ${idOf(origin("aws:ec2/securityGroup:SecurityGroup"), { name: "n" })}`,
    ]);
  });

  it("answers what a program asks", () => {
    isAsGolden(
      "answers.txt",
      FUNCTIONS.flatMap(([token, args, ...properties]) => {
        const answered = answer(token, args);
        return [
          `${token} ${text(args)}`,
          ...properties.map((property) => `  ${property}: ${text(answered[property])}`),
        ];
      }),
    );
  });

  for (const phase of ["preview", "update"] as const)
    it(`tells of resources as at the ${phase}`, async () => {
      const registered = new Map((await runProgram(RESOURCES, phase)).map((one) => [one.name, one]));
      const shown = RESOURCES.flatMap(({ name }) => shownOf(registered.get(name) as Registered));
      isAsGolden(`${phase}.txt`, shown);
    });

  for (const phase of ["preview", "update"] as const)
    it(`gives what is imported the id that the program says: ${phase}`, async () => {
      const program = () => new aws.ec2.Vpc("old", { cidrBlock: "10.0.0.0/16" }, { import: "vpc-1" });
      const [vpc] = (await runProgram(program, phase)).filter(({ name }) => name === "old");
      assert.equal(vpc?.outputs.id, "vpc-1");
    });

  it("keeps what it computed before, and the inputs before that", () => {
    const [token, state] = [
      VPC,
      { id: "vpc-1", arn: "arn:of-old", cidrBlock: "10.9.0.0/16", ownerId: "1", a: 1 },
    ];
    const kept = ({ id, arn, cidrBlock, ownerId, a, mainRouteTableId }: Record<string, unknown>) => [
      ...[id, arn, cidrBlock, ownerId, a],
      ...[isUnknown(mainRouteTableId)],
    ];
    const inputs = { cidrBlock: "10.0.0.0/16" };
    assert.deepEqual(kept(planned(token, inputs, state)), [
      "vpc-1",
      "arn:of-old",
      "10.0.0.0/16",
      "1",
      undefined,
      true,
    ]);
    assert.deepEqual(kept(settled({ token, name: "a", seed: "a" }, "vpc-2", inputs, state)), [
      ...["vpc-1", "arn:of-old", "10.0.0.0/16", "1", undefined],
      false,
    ]);
  });

  it("fills in the provider's defaults, and marks what the program left out", () => {
    const written = { cidrBlock: "10.0.0.0/16", tags: { a: "b" }, list: [{ a: 1 }] };
    const filled = withDefaults(VPC, written);
    const { list: _, ...rest } = filled;
    assert.deepEqual(rest, { cidrBlock: "10.0.0.0/16", tags: { a: "b" }, enableDnsSupport: true });
    const signed = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: 1 };
    assert.deepEqual(marked({ ...filled, list: [{ a: 1, b: 2 }, "c"], signed }, { ...written, signed: 1 }), {
      ...{ cidrBlock: "10.0.0.0/16", tags: { a: "b", __defaults: [] }, enableDnsSupport: true, signed },
      list: [{ a: 1, b: 2, __defaults: ["b"] }, "c"],
      __defaults: ["enableDnsSupport"],
    });
    assert.deepEqual(marked({ a: [{ b: 1 }] }, { a: "no list" }), {
      a: [{ b: 1, __defaults: ["b"] }],
      __defaults: [],
    });
  });

  it("adopts what is there already, by the VPC that is named", () => {
    const adopted = (token: string, vpcId?: string) => adoptedId(token, { vpcId }, new Map());
    const group = (vpcId?: string) => adopted("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", vpcId);
    const usual = adopted("aws:ec2/defaultVpc:DefaultVpc");
    assert.equal(usual, "vpc-037dcfe63e27c4bf0");
    assert.deepEqual([group(), group(usual)], ["sg-587e35a40e45f5a5b", "sg-587e35a40e45f5a5b"]);
    assert.match(group("vpc-1") ?? "", /^sg-[0-9a-f]{17}$/);
    assert.equal(new Set([group(), group("vpc-1"), group("vpc-2")]).size, 3);
    assert.equal(adopted(VPC), undefined);
  });

  it("does without the typings of a package that is not installed", () => {
    const none = "nothing-of-the-kind:a/b:C";
    assert.throws(() => typingsOf(none), /is not installed here/);
    withoutTypings("nothing-of-the-kind");
    withoutTypings("aws");
    assert.equal(typingsOf(none).outputsOf(none), undefined);
    assert.ok(typingsOf(VPC).outputsOf(VPC));
    assert.equal(typingsOf(VPC), typingsOf(VPC));
  });

  it("has a region and an account of its own behind each provider", async () => {
    const ids = (inputs: aws.ProviderArgs) => async () => {
      const provider = new aws.Provider("other", inputs);
      new aws.ec2.DefaultVpc("usual", {}, { provider });
    };
    const known = async (inputs: aws.ProviderArgs) =>
      (await runProgram(ids(inputs), "update")).find(({ name }) => name === "usual")?.outputs;
    const seen = [
      await known({}),
      await known({ region: "eu-west-1" }),
      await known({ profile: "a" }),
      await known({ allowedAccountIds: ["1"] }),
      await known({ allowedAccountIds: ["1"], region: "eu-west-1" }),
      await known({ assumeRoles: [{ roleArn: "a" }], allowedAccountIds: ["1"] }),
    ];
    for (const property of ["id", "defaultSecurityGroupId"])
      assert.equal(new Set(seen.map((outputs) => outputs?.[property])).size, seen.length, property);
  });

  it("names what the program leaves unnamed by what others find it by", async () => {
    const program = () => {
      const { identifier } = new aws.rds.Instance("db", { instanceClass: "db.t4g.micro" });
      new aws.rds.Instance("replica", { instanceClass: "db.t4g.micro", replicateSourceDb: identifier });
      const { clusterIdentifier } = new aws.rds.Cluster("cluster", { engine: "aurora-mysql" });
      new aws.rds.ClusterSnapshot("snapshot", {
        dbClusterIdentifier: clusterIdentifier,
        dbClusterSnapshotIdentifier: "s",
      });
    };
    const registered = await runProgram(program, "update");
    const named = (title: string) => registered.find(({ name }) => name === title);
    assert.equal(named("replica")?.inputs.replicateSourceDb, named("db")?.outputs.id);
    assert.equal(named("snapshot")?.inputs.dbClusterIdentifier, named("cluster")?.outputs.id);
  });

  it("takes a secret for what it holds", async () => {
    const outputsOf = async (loadBalancerType: pulumi.Input<string>) => {
      const program = () => void new aws.lb.LoadBalancer("balancer", { loadBalancerType, internal: true });
      const found = (await runProgram(program, "update")).find(({ name }) => name === "balancer");
      return { ...found?.outputs, loadBalancerType: undefined };
    };
    assert.deepEqual(await outputsOf(pulumi.secret("network")), await outputsOf("network"));
  });

  it("answers for Alibaba Cloud what that computes", () => {
    const hash = "0123456789abcdef0";
    for (const [token, name, expected] of [
      ["alicloud:vpc/ipv4Gateway:Ipv4Gateway", "enabled", false],
      ["alicloud:vpc/network:Network", "enabled", undefined],
      ["alicloud:vpc/ipv4Gateway:Ipv4Gateway", "description", undefined],
      ["alicloud:ecs/instance:Instance", "networkInterfaceId", `eni-bp1${hash}`],
      ["alicloud:ecs/ecsNetworkInterfaceAttachment:Any", "networkInterfaceId", undefined],
      ["alicloud:any/any:Any", "ipv6Address", "2408:4001::0123:4567"],
      ["alicloud:any/any:Any", "privateIp", "10.1.1.35"],
      ["alicloud:any/any:Any", "primaryIpAddress", "10.1.1.35"],
      ["alicloud:any/any:Any", "availabilityZone", "cn-hangzhou-h"],
      ["alicloud:any/any:Any", "zoneId", "cn-hangzhou-h"],
      ["alicloud:any/any:Any", "cidrBlock", "10.0.0.0/16"],
      ["alicloud:any/any:Any", "httpEndpoint", "enabled"],
      ["alicloud:any/any:Any", "httpTokens", "optional"],
      ["alicloud:any/any:Any", "innerAccess", true],
      ["alicloud:any/any:Any", "innerAccessPolicy", "Accept"],
      ["alicloud:any/any:Any", "networkType", "internet"],
      ["alicloud:any/any:Any", "nicType", "internet"],
      ["alicloud:any/any:Any", "priority", 1],
      ["alicloud:any/any:Any", "securityGroupType", "normal"],
      ["alicloud:any/any:Any", "securityIps", ["127.0.0.1"]],
      ["alicloud:any/any:Any", "securityIpLists", ["127.0.0.1"]],
      ["alicloud:any/any:Any", "status", "Available"],
    ] as const)
      assert.deepEqual(alicloudValue(token, name, name, hash), expected, `${token} ${name}`);
    assert.equal(
      alicloudValue("alicloud:ecs/instance:Instance", "networkInterfaceId", "a.b", hash),
      undefined,
    );
  });
});

describe("remote components", () => {
  it("are told of once, since nobody makes what is in them", async () => {
    const warnings: Error[] = [];
    const listen = (warning: Error) => void warnings.push(warning);
    process.on("warning", listen);
    const remote = () => new pulumi.ComponentResource("awsx:ec2:Vpc", "far", {}, {}, true);
    const local = () => new pulumi.ComponentResource("shop:index:Vpc", "near", {});
    try {
      await runProgram(() => [remote(), local()], "preview");
      await runProgram(remote, "update");
      await new Promise(setImmediate);
    } finally {
      process.off("warning", listen);
    }
    assert.deepEqual(
      warnings.map(({ message }) => message),
      [
        'awsx:ec2:Vpc "far" is a remote component: what it makes is not judged here, as it is by network-guard check',
      ],
    );
  });
});
