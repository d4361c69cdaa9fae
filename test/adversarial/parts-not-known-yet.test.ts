import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import requireDatabaseEncryption from "../../policies/databases/require-database-encryption";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noEmbeddedCredentials from "../../policies/instances/no-embedded-credentials";
import requireInstanceProfile from "../../policies/instances/require-instance-profile";
import noInboundOnSsmInstances from "../../policies/private-access/no-inbound-on-ssm-instances";
import noInternetPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noCrossEnvironmentAccess from "../../policies/security-groups/no-cross-environment-access";
import noDefaultSecurityGroupUse from "../../policies/security-groups/no-default-security-group-use";
import { later } from "../harness/phases";
import { holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

/** A program that is written with what is known later, which only a program that runs can make. */
const written = (write: () => () => void) => () => write()();

const AMI = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };

/** A whole object, or one that says how others count, is what the program learns only at the update. */
describe("parts that are not known yet, adversarially", () => {
  const service = (network: object, more: object = {}) =>
    new aws.ecs.Service("service", {
      taskDefinition: "web:1",
      networkConfiguration: pulumi.output(network) as never,
      ...more,
    });
  const domain = (at: Site, groups: object) =>
    new aws.opensearch.Domain("store", {
      vpcOptions: pulumi.output({ subnetIds: [subnet(at).id], ...groups }) as never,
    });
  const replicator = (at: Site, groups: object) => ({
    replicationInfoList: {},
    serviceExecutionRoleArn: "arn:aws:iam::123456789012:role/it",
    replicatorName: "it",
    kafkaClusters: pulumi.output([{ vpcConfig: { subnetIds: [subnet(at).id], ...groups } }]),
  });
  holds(
    [noDefaultSecurityGroupUse],
    [
      [
        "the network of a task, with a group",
        () => {
          const at = site();
          service({ subnets: [subnet(at).id], securityGroups: [group(at, []).id] });
        },
        [],
      ],
      [
        "the VPC of a domain, with a group",
        () => {
          const at = site();
          domain(at, { securityGroupIds: [group(at, []).id] });
        },
        [],
      ],
      [
        "the clusters of a replicator, with a group",
        () => {
          const at = site();
          new aws.msk.Replicator("it", replicator(at, { securityGroupsIds: [group(at, []).id] }) as never);
        },
        [],
      ],
    ],
  );
  holdsOnceKnown(
    [noDefaultSecurityGroupUse],
    [
      [
        "the network of a task, without",
        () => {
          const at = site();
          service({ subnets: [subnet(at).id] });
        },
        ["no-default-security-group-use: service"],
      ],
      [
        "the VPC of a domain, without",
        () => {
          const at = site();
          domain(at, {});
        },
        ["no-default-security-group-use: store"],
      ],
      [
        "the clusters of a replicator, without",
        () => {
          const at = site();
          new aws.msk.Replicator("it", replicator(at, {}) as never);
        },
        ["no-default-security-group-use: it"],
      ],
    ],
  );

  const fleet = (overrides: object[]) => () => {
    const template = new aws.ec2.LaunchTemplate("template", {
      imageId: AMI.ami,
      instanceType: AMI.instanceType,
    });
    new aws.ec2.Fleet("pool", {
      launchTemplateConfigs: [
        {
          launchTemplateSpecification: { launchTemplateId: template.id, version: "1" },
          overrides: later(overrides) as never,
        },
      ],
      targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 1 },
    });
  };
  holds(
    [noDefaultVpcUse],
    [["overrides that name a subnet", fleet([{ subnetId: "subnet-0123456789abcdef0" }]), []]],
  );
  holdsOnceKnown(
    [noDefaultVpcUse],
    [["overrides that name none", fleet([{ instanceType: "t3.small" }]), ["no-default-vpc-use: pool"]]],
  );

  const shared = (launch: (sg: aws.ec2.SecurityGroup, at: Site) => void) => () => {
    const at = site();
    const sg = group(at, [], "shared");
    new aws.ec2.Instance("host", {
      ...AMI,
      subnetId: subnet(at).id,
      vpcSecurityGroupIds: [sg.id],
      tags: { Env: "dev" },
    });
    launch(sg, at);
  };
  const scaled = (propagateAtLaunch: unknown, specifications: unknown) =>
    shared((sg, at) => {
      const template = new aws.ec2.LaunchTemplate("template", {
        vpcSecurityGroupIds: [sg.id],
        tagSpecifications: specifications as never,
      });
      new aws.autoscaling.Group("fleet", {
        ...{ minSize: 1, maxSize: 1, launchTemplate: { id: template.id } },
        vpcZoneIdentifiers: [subnet(at, {}, "other").id],
        tags: [{ key: "Env", value: "prod", propagateAtLaunch: propagateAtLaunch as boolean }],
      });
    });
  const development = [{ resourceType: "instance", tags: { Env: "dev" } }];
  const task = (tags: unknown, propagateTags: unknown) =>
    shared((sg, at) => {
      const definition = new aws.ecs.TaskDefinition("task", {
        family: "web",
        containerDefinitions: "[]",
        tags: tags as never,
      });
      new aws.ecs.Service("service", {
        taskDefinition: definition.arn,
        networkConfiguration: { subnets: [subnet(at, {}, "other").id], securityGroups: [sg.id] },
        tags: { Env: "prod" },
        propagateTags: propagateTags as string,
      });
    });
  holds(
    [noCrossEnvironmentAccess],
    [
      [
        "whether a tag comes with what is launched, which does not",
        written(() => scaled(later(false), development)),
        [],
      ],
      [
        "the tags of a task, over those of its service",
        written(() => task(later({ Env: "dev" }), "TASK_DEFINITION")),
        [],
      ],
      ["whose tags a task has", written(() => task({ Env: "dev" }, later("TASK_DEFINITION"))), []],
    ],
  );
  holdsOnceKnown(
    [noCrossEnvironmentAccess],
    [
      [
        "whether a tag comes with what is launched",
        written(() => scaled(later(true), development)),
        ["no-cross-environment-access: host"],
      ],
    ],
  );

  const build = (type: unknown) => () =>
    new aws.codebuild.Project("build", {
      serviceRole: "arn:aws:iam::123456789012:role/build",
      artifacts: { type: "NO_ARTIFACTS" },
      source: { type: "NO_SOURCE" },
      environment: {
        ...{
          computeType: "BUILD_GENERAL1_SMALL",
          image: "aws/codebuild/standard:7.0",
          type: "LINUX_CONTAINER",
        },
        environmentVariables: [{ name: "AWS_ACCESS_KEY_ID", value: "/build/key", type: type as string }],
      },
    });
  holds(
    [noEmbeddedCredentials],
    [["that a variable names a parameter", written(() => build(later("PARAMETER_STORE"))), []]],
  );
  holdsOnceKnown(
    [noEmbeddedCredentials],
    [
      [
        "that a variable holds its value",
        written(() => build(later("PLAINTEXT"))),
        ["no-embedded-credentials: build"],
      ],
    ],
  );

  const events = (condition: unknown) => () =>
    new aws.cloudwatch.EventPermission("bus", {
      principal: "*",
      statementId: "all",
      condition: condition as never,
    });
  const organization = { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-abc1234567" };
  holds(
    [noPublicDataSharing],
    [
      ["the condition of a permission", written(() => events(later(organization))), []],
      [
        "what kind of condition it is",
        written(() => events({ ...organization, type: later("StringEquals") })),
        [],
      ],
      ["no condition", events(undefined), ["no-public-data-sharing: bus"]],
    ],
  );

  const cluster = (engineMode: string) => () =>
    new aws.rds.Cluster("db", {
      engine: "aurora-mysql",
      engineMode: later(engineMode),
      masterUsername: "root",
    });
  holds(
    [requireDatabaseEncryption],
    [["the mode of a cluster, which encrypts by itself", cluster("serverless"), []]],
  );
  holdsOnceKnown(
    [requireDatabaseEncryption],
    [["the mode of a cluster", cluster("provisioned"), ["require-database-encryption: db"]]],
  );

  const launched = (mappings: unknown) => () => {
    const template = new aws.ec2.LaunchTemplate("template", { blockDeviceMappings: mappings as never });
    new aws.ec2.Instance("host", {
      ...AMI,
      launchTemplate: { id: template.id },
      rootBlockDevice: { volumeSize: 8 },
    });
  };
  const copied = (encrypted: boolean) => () => {
    const source = new aws.ebs.Volume("source", {
      availabilityZone: "us-east-1a",
      size: 1,
      encrypted: false,
    });
    const snapshot = new aws.ebs.Snapshot("snapshot", { volumeId: source.id });
    const copy = new aws.ebs.SnapshotCopy("copy", {
      sourceSnapshotId: snapshot.id,
      sourceRegion: "us-east-1",
      encrypted: later(encrypted),
    });
    new aws.ebs.Volume("volume", { availabilityZone: "us-east-1a", snapshotId: copy.id });
  };
  const encryptedRoot = { deviceName: "/dev/xvda", ebs: { encrypted: "true" } };
  holds(
    [requireEbsEncryption],
    [
      ["the devices of a template", written(() => launched(later([encryptedRoot]))), []],
      [
        "the name of one",
        written(() => launched([{ ...encryptedRoot, deviceName: later("/dev/xvda") }])),
        [],
      ],
      ["whether a copy is encrypted", copied(true), ["require-ebs-encryption: source"]],
    ],
  );

  const nodes = (launchTemplate: unknown) => () => {
    new aws.ec2.LaunchTemplate("template", { name: "wide", imageId: AMI.ami });
    new aws.eks.NodeGroup("nodes", {
      ...{
        clusterName: "shop",
        nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
        subnetIds: ["subnet-0123456789abcdef0"],
      },
      scalingConfig: { desiredSize: 1, maxSize: 1, minSize: 1 },
      launchTemplate: launchTemplate as never,
    });
  };
  holds(
    [requireInstanceProfile],
    [
      [
        "from which template a service launches",
        written(() => nodes(later({ name: "wide", version: "1" }))),
        [],
      ],
      [
        "from none of the stack",
        nodes({ name: "other", version: "1" }),
        ["require-instance-profile: template"],
      ],
    ],
  );

  const managed = (ingress: unknown) => () => {
    const at = site();
    const own = group(at, [], "machines", { egress: [tcp(5432, "0.0.0.0/0")] });
    new aws.ec2.SecurityGroup("database", {
      vpcId: at.vpc.id,
      ingress: (ingress as (sg: unknown) => never)(own.id),
    });
    const role = new aws.iam.Role("role", {
      assumeRolePolicy: "{}",
      managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
    });
    new aws.ec2.Instance("host", {
      ...{ ...AMI, subnetId: subnet(at).id, vpcSecurityGroupIds: [own.id] },
      iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }).name,
    });
  };
  const postgres = (protocol: unknown) => ({ protocol, fromPort: 5432, toPort: 5432 });
  holds(
    [noInboundOnSsmInstances],
    [
      [
        "what a database lets in, which is the machine",
        managed((sg: never) => later([{ ...postgres("tcp"), securityGroups: [sg] }])),
        [],
      ],
      [
        "by which protocol",
        managed((sg: never) => [{ ...postgres(later("tcp")), securityGroups: [sg] }]),
        [],
      ],
    ],
  );
  holdsOnceKnown(
    [noInboundOnSsmInstances],
    [
      [
        "what a database lets in, which is others",
        managed(() => later([{ ...postgres("tcp"), cidrBlocks: ["10.0.0.0/8"] }])),
        ["no-inbound-on-ssm-instances: machines"],
      ],
    ],
  );

  const weighed = (weight: number) => () => {
    const at = site();
    const store = new aws.opensearch.Domain("store", {
      vpcOptions: {
        subnetIds: [subnet(at).id],
        securityGroupIds: [group(at, [tcp(443, "0.0.0.0/0")], "back").id],
      },
    });
    const door = new aws.lb.LoadBalancer("door", {
      subnets: [web(at).id],
      securityGroups: [group(at, [tcp(443, "0.0.0.0/0")], "front", { egress: [tcp(443, "0.0.0.0/0")] }).id],
    });
    const targets = new aws.lb.TargetGroup("targets", {
      port: 443,
      protocol: "HTTPS",
      targetType: "ip",
      vpcId: at.vpc.id,
    });
    new aws.lb.TargetGroupAttachment("target", { targetGroupArn: targets.arn, targetId: store.endpoint });
    new aws.lb.Listener("listener", {
      ...{ loadBalancerArn: door.arn, port: 443, protocol: "HTTPS" },
      defaultActions: [
        { type: "forward", forward: { targetGroups: [{ arn: targets.arn, weight: later(weight) }] } },
      ],
    });
  };
  holds([noInternetPathToDatabase], [["the weight of a target, which gets nothing", weighed(0), []]]);
  holdsOnceKnown(
    [noInternetPathToDatabase],
    [["the weight of a target", weighed(1), ["no-internet-path-to-database: store"]]],
  );
});

describe("what is bound to what is not known yet, adversarially", () => {
  const seen = (at: Site, place: aws.ec2.Subnet) =>
    new aws.ec2.Instance("host", {
      ...AMI,
      subnetId: place.id,
      associatePublicIpAddress: true,
      vpcSecurityGroupIds: [group(at, [tcp(22, "0.0.0.0/0")]).id],
    });
  /** A machine that everyone gets to, beside what may be bound to its VPC. */
  const beside = (bind: (at: Site) => unknown) => () => {
    const at = site();
    seen(at, web(at));
    bind(at);
  };
  /** The same in a subnet that goes by its VPC's main table. */
  const byMain = (bind: (at: Site) => unknown) => () => {
    const at = site();
    seen(at, subnet(at));
    new aws.ec2.DefaultRouteTable("main", {
      defaultRouteTableId: at.vpc.defaultRouteTableId,
      routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id }],
    });
    bind(at);
  };
  const shut = ({ vpc }: Site, more: object = {}) =>
    new aws.ec2.NetworkAcl("shut", { vpcId: vpc.id, ...more });
  const local = ({ vpc }: Site) => new aws.ec2.RouteTable("local", { vpcId: vpc.id, routes: [] });
  const denies = { ruleNumber: 1, protocol: "-1", ruleAction: "deny", cidrBlock: "0.0.0.0/0" };
  const elsewhere = { destinationCidrBlock: "198.51.100.0/24", networkInterfaceId: "eni-0123456789abcdef0" };
  const reached = ["no-internet-path-to-private-instance: host"];
  holdsOnceKnown(
    [noInternetPathToPrivateInstance],
    [
      [
        "an ACL's subnets",
        beside((at) => shut(at, { subnetIds: later(["subnet-0123456789abcdef0"]) })),
        reached,
      ],
      [
        "the subnet of an ACL's association",
        beside(
          (at) =>
            new aws.ec2.NetworkAclAssociation("it", {
              networkAclId: shut(at).id,
              subnetId: later("subnet-0123456789abcdef0"),
            }),
        ),
        reached,
      ],
      [
        "the ACL of an entry that denies",
        beside(
          () => new aws.ec2.NetworkAclRule("it", { ...denies, networkAclId: later("acl-0123456789abcdef0") }),
        ),
        reached,
      ],
      [
        "the default ACL that is adopted",
        beside(
          () => new aws.ec2.DefaultNetworkAcl("it", { defaultNetworkAclId: later("acl-0123456789abcdef0") }),
        ),
        reached,
      ],
      [
        "the table of a route elsewhere",
        beside(() => new aws.ec2.Route("it", { ...elsewhere, routeTableId: later("rtb-0123456789abcdef0") })),
        reached,
      ],
      [
        "the subnet of a table's association",
        byMain(
          (at) =>
            new aws.ec2.RouteTableAssociation("it", {
              routeTableId: local(at).id,
              subnetId: later("subnet-0123456789abcdef0"),
            }),
        ),
        reached,
      ],
      [
        "the VPC whose main table is replaced",
        byMain(
          () =>
            new aws.ec2.MainRouteTableAssociation("it", {
              routeTableId: "rtb-0123456789abcdef0",
              vpcId: later("vpc-0123456789abcdef0"),
            }),
        ),
        reached,
      ],
    ],
  );
  const other = () => new aws.ec2.Vpc("other", { cidrBlock: "10.1.0.0/16" });
  holds(
    [noInternetPathToPrivateInstance],
    [
      [
        "the subnets of another VPC's ACL",
        beside(
          () =>
            new aws.ec2.NetworkAcl("shut", {
              vpcId: other().id,
              subnetIds: later(["subnet-0123456789abcdef0"]),
            }),
        ),
        reached,
      ],
      [
        "the subnet of another VPC's table",
        byMain(
          () =>
            new aws.ec2.RouteTableAssociation("it", {
              routeTableId: new aws.ec2.RouteTable("local", { vpcId: other().id }).id,
              subnetId: later("subnet-0123456789abcdef0"),
            }),
        ),
        reached,
      ],
      [
        "the default ACL that is adopted, beside one of its own",
        () => {
          const at = site();
          const place = web(at);
          seen(at, place);
          const open = {
            ruleNo: 100,
            action: "allow",
            protocol: "-1",
            fromPort: 0,
            toPort: 0,
            cidrBlock: "0.0.0.0/0",
          };
          new aws.ec2.NetworkAcl("open", {
            vpcId: at.vpc.id,
            subnetIds: [place.id],
            ingress: [open],
            egress: [open],
          });
          new aws.ec2.DefaultNetworkAcl("it", { defaultNetworkAclId: later("acl-0123456789abcdef0") });
        },
        reached,
      ],
    ],
  );
});
