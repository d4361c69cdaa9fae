import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-default-security-group-use";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram, told } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "no-default-security-group-use";

const { flags, passes } = flagging(policy);

interface Place {
  readonly vpc: aws.ec2.Vpc;
  readonly subnetId: pulumi.Output<string>;
  readonly groups: pulumi.Output<string>[];
}

function place(): Place {
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
  const subnet = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
  return { vpc, subnetId: subnet.id, groups: [new aws.ec2.SecurityGroup("own", { vpcId: vpc.id }).id] };
}

const close = ({ vpc }: Place, args: aws.ec2.DefaultSecurityGroupArgs = {}) =>
  new aws.ec2.DefaultSecurityGroup("default", { vpcId: vpc.id, ...args });

const MACHINE = { ami: "ami-1", instanceType: "t3.micro" };

/** Each makes an interface in the place, on these groups or none, as "it". */
const KINDS: Record<string, (at: Place, groups?: pulumi.Output<string>[]) => unknown> = {
  Instance: ({ subnetId }, vpcSecurityGroupIds) =>
    new aws.ec2.Instance("it", { ...MACHINE, subnetId, ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }) }),
  SpotInstanceRequest: ({ subnetId }, vpcSecurityGroupIds) =>
    new aws.ec2.SpotInstanceRequest("it", {
      ...MACHINE,
      subnetId,
      ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }),
    }),
  NetworkInterface: ({ subnetId }, securityGroups) =>
    new aws.ec2.NetworkInterface("it", { subnetId, ...(securityGroups && { securityGroups }) }),
  "application LoadBalancer": ({ subnetId }, securityGroups) =>
    new aws.lb.LoadBalancer("it", { subnets: [subnetId], ...(securityGroups && { securityGroups }) }),
  "LoadBalancer by subnet mapping": ({ subnetId }, securityGroups) =>
    new aws.lb.LoadBalancer("it", {
      loadBalancerType: "application",
      subnetMappings: [{ subnetId }],
      ...(securityGroups && { securityGroups }),
    }),
  "classic LoadBalancer": ({ subnetId }, securityGroups) =>
    new aws.elb.LoadBalancer("it", {
      listeners: [],
      subnets: [subnetId],
      ...(securityGroups && { securityGroups }),
    }),
  "interface VpcEndpoint": ({ vpc }, securityGroupIds) =>
    new aws.ec2.VpcEndpoint("it", {
      vpcId: vpc.id,
      serviceName: "com.amazonaws.us-east-1.ssm",
      vpcEndpointType: "Interface",
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "resource VpcEndpoint": ({ vpc, subnetId }, securityGroupIds) =>
    new aws.ec2.VpcEndpoint("it", {
      vpcId: vpc.id,
      resourceConfigurationArn: "arn:aws:vpc-lattice:us-east-1:123456789012:resourceconfiguration/rcfg-1",
      vpcEndpointType: "Resource",
      subnetIds: [subnetId],
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "service-network VpcEndpoint": ({ vpc, subnetId }, securityGroupIds) =>
    new aws.ec2.VpcEndpoint("it", {
      vpcId: vpc.id,
      serviceNetworkArn: "arn:aws:vpc-lattice:us-east-1:123456789012:servicenetwork/sn-1",
      vpcEndpointType: "ServiceNetwork",
      subnetIds: [subnetId],
      ...(securityGroupIds && { securityGroupIds }),
    }),
  AgentcoreGatewayTarget: ({ vpc, subnetId }, securityGroupIds) =>
    new aws.bedrock.AgentcoreGatewayTarget("it", {
      gatewayIdentifier: "gateway-1",
      targetConfiguration: { mcp: { mcpServer: { endpoint: "https://inside.example.com" } } },
      privateEndpoint: {
        managedVpcResource: {
          endpointIpAddressType: "IPV4",
          vpcIdentifier: vpc.id,
          subnetIds: [subnetId],
          ...(securityGroupIds && { securityGroupIds }),
        },
      },
    }),
  "ECS Service": ({ subnetId }, securityGroups) =>
    new aws.ecs.Service("it", {
      networkConfiguration: { subnets: [subnetId], ...(securityGroups && { securityGroups }) },
    }),
  MountTarget: ({ subnetId }, securityGroups) =>
    new aws.efs.MountTarget("it", {
      fileSystemId: "fs-1",
      subnetId,
      ...(securityGroups && { securityGroups }),
    }),
  "RDS Instance": ({ subnetId }, vpcSecurityGroupIds) =>
    new aws.rds.Instance("it", {
      instanceClass: "db.t3.micro",
      dbSubnetGroupName: new aws.rds.SubnetGroup("subnets", { subnetIds: [subnetId] }).name,
      ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }),
    }),
  "Redshift Cluster": ({ subnetId }, vpcSecurityGroupIds) =>
    new aws.redshift.Cluster("it", {
      clusterIdentifier: "it",
      nodeType: "ra3.large",
      clusterSubnetGroupName: new aws.redshift.SubnetGroup("subnets", { subnetIds: [subnetId] }).name,
      ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }),
    }),
  "Transfer Server": ({ vpc, subnetId }, securityGroupIds) =>
    new aws.transfer.Server("it", {
      endpointType: "VPC",
      endpointDetails: {
        vpcId: vpc.id,
        subnetIds: [subnetId],
        ...(securityGroupIds && { securityGroupIds }),
      },
    }),
  "App Runner VpcConnector": ({ subnetId }, securityGroups) =>
    new aws.apprunner.VpcConnector("it", {
      vpcConnectorName: "it",
      subnets: [subnetId],
      securityGroups: securityGroups ?? [],
    }),
  "OpenSearch VpcEndpoint": ({ subnetId }, securityGroupIds) =>
    new aws.opensearch.VpcEndpoint("it", {
      domainArn: "arn:aws:es:us-east-1:123456789012:domain/search",
      vpcOptions: { subnetIds: [subnetId], ...(securityGroupIds && { securityGroupIds }) },
    }),
  "OpenSearch ServerlessVpcEndpoint": ({ vpc, subnetId }, securityGroupIds) =>
    new aws.opensearch.ServerlessVpcEndpoint("it", {
      vpcId: vpc.id,
      subnetIds: [subnetId],
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "DMS ReplicationInstance": ({ subnetId }, vpcSecurityGroupIds) =>
    new aws.dms.ReplicationInstance("it", {
      replicationInstanceId: "it",
      replicationInstanceClass: "dms.t3.micro",
      replicationSubnetGroupId: new aws.dms.ReplicationSubnetGroup("subnets", {
        replicationSubnetGroupId: "subnets",
        replicationSubnetGroupDescription: "Subnets",
        subnetIds: [subnetId],
      }).id,
      ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }),
    }),
  "Elasticsearch VpcEndpoint": ({ subnetId }, securityGroupIds) =>
    new aws.elasticsearch.VpcEndpoint("it", {
      domainArn: "arn:aws:es:us-east-1:123456789012:domain/search",
      vpcOptions: { subnetIds: [subnetId], ...(securityGroupIds && { securityGroupIds }) },
    }),
  "RDS ProxyEndpoint": ({ subnetId }, vpcSecurityGroupIds) =>
    new aws.rds.ProxyEndpoint("it", {
      dbProxyName: "proxy",
      dbProxyEndpointName: "it",
      vpcSubnetIds: [subnetId],
      ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }),
    }),
  "RDS Proxy": ({ subnetId }, vpcSecurityGroupIds) =>
    new aws.rds.Proxy("it", {
      engineFamily: "MYSQL",
      roleArn: "arn:aws:iam::123456789012:role/proxy",
      auths: [],
      vpcSubnetIds: [subnetId],
      ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }),
    }),
  "ElastiCache Cluster": ({ subnetId }, securityGroupIds) =>
    new aws.elasticache.Cluster("it", {
      engine: "memcached",
      subnetGroupName: new aws.elasticache.SubnetGroup("caches", { subnetIds: [subnetId] }).name,
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "ElastiCache ReplicationGroup": ({ subnetId }, securityGroupIds) =>
    new aws.elasticache.ReplicationGroup("it", {
      description: "Sessions",
      subnetGroupName: new aws.elasticache.SubnetGroup("caches", { subnetIds: [subnetId] }).name,
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "MemoryDB Cluster": ({ subnetId }, securityGroupIds) =>
    new aws.memorydb.Cluster("it", {
      aclName: "open-access",
      nodeType: "db.t4g.small",
      subnetGroupName: new aws.memorydb.SubnetGroup("caches", { subnetIds: [subnetId] }).name,
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "MQ Broker": ({ subnetId }, securityGroups) =>
    new aws.mq.Broker("it", {
      brokerName: "it",
      engineType: "RabbitMQ",
      engineVersion: "3.13",
      hostInstanceType: "mq.m5.large",
      users: [],
      subnetIds: [subnetId],
      ...(securityGroups && { securityGroups }),
    }),
  "FSx LustreFileSystem": ({ subnetId }, securityGroupIds) =>
    new aws.fsx.LustreFileSystem("it", {
      subnetIds: subnetId,
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "FSx OntapFileSystem": ({ subnetId }, securityGroupIds) =>
    new aws.fsx.OntapFileSystem("it", {
      deploymentType: "SINGLE_AZ_1",
      storageCapacity: 1024,
      preferredSubnetId: subnetId,
      subnetIds: [subnetId],
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "MSK Cluster": ({ subnetId }, securityGroups) =>
    new aws.msk.Cluster("it", {
      clusterName: "it",
      kafkaVersion: "3.6.0",
      numberOfBrokerNodes: 3,
      brokerNodeGroupInfo: {
        clientSubnets: [subnetId],
        instanceType: "kafka.m5.large",
        securityGroups: securityGroups ?? [],
      },
    }),
  "MSK Replicator": ({ subnetId }, securityGroupsIds) =>
    new aws.msk.Replicator("it", {
      replicatorName: "it",
      serviceExecutionRoleArn: "arn:aws:iam::123456789012:role/msk",
      kafkaClusters: [
        { vpcConfig: { subnetIds: [subnetId], securityGroupsIds: ["sg-1"] } },
        { vpcConfig: { subnetIds: [subnetId], ...(securityGroupsIds && { securityGroupsIds }) } },
      ],
      replicationInfoList: {} as never,
    }),
  "MediaLive Channel": ({ subnetId }, securityGroupIds) =>
    new aws.medialive.Channel("it", {
      ...{ channelClass: "SINGLE_PIPELINE", destinations: [], encoderSettings: {} },
      ...{ inputAttachments: [], inputSpecification: {} },
      vpc: { subnetIds: [subnetId], ...(securityGroupIds && { securityGroupIds }) },
    } as never),
  "MediaLive Input": ({ subnetId }, securityGroupIds) =>
    new aws.medialive.Input("it", {
      type: "RTP_PUSH",
      vpc: { subnetIds: [subnetId], ...(securityGroupIds && { securityGroupIds }) },
    }),
  "Image Builder InfrastructureConfiguration": ({ subnetId }, securityGroupIds) =>
    new aws.imagebuilder.InfrastructureConfiguration("it", {
      instanceProfileName: "it",
      subnetId,
      ...(securityGroupIds && { securityGroupIds }),
    }),
  "LaunchTemplate of a Group": ({ subnetId }, vpcSecurityGroupIds) => {
    const { id } = new aws.ec2.LaunchTemplate("it", { ...(vpcSecurityGroupIds && { vpcSecurityGroupIds }) });
    const vpcZoneIdentifiers = [subnetId];
    new aws.autoscaling.Group("group", {
      minSize: 1,
      maxSize: 2,
      vpcZoneIdentifiers,
      launchTemplate: { id },
    });
  },
  "LaunchConfiguration of a Group": ({ subnetId }, securityGroups) => {
    const launchConfiguration = new aws.ec2.LaunchConfiguration("it", {
      imageId: "ami-1",
      instanceType: "t3.micro",
      ...(securityGroups && { securityGroups }),
    }).name;
    const vpcZoneIdentifiers = [subnetId];
    new aws.autoscaling.Group("group", { minSize: 1, maxSize: 2, vpcZoneIdentifiers, launchConfiguration });
  },
};

describe(NAME, () => {
  for (const [kind, make] of Object.entries(KINDS)) {
    describe(`on an interface of ${kind}`, () => {
      it("flags naming none, unless the VPC's default group is closed", async () => {
        await flags(() => make(place()), ["it"]);
        await passes(() => {
          const at = place();
          close(at);
          make(at);
        });
      });

      it("flags naming the default group, closed or not, and passes another one", async () => {
        await flags(() => {
          const at = place();
          make(at, [at.vpc.defaultSecurityGroupId]);
        }, ["it"]);
        await flags(() => {
          const at = place();
          make(at, [close(at).id]);
        }, ["it"]);
        await passes(() => {
          const at = place();
          make(at, at.groups);
        });
      });
    });
  }

  it("passes what AWS makes groups for, and a server on an endpoint that is there", async () => {
    await passes(() => {
      const { subnetId } = place();
      new aws.emr.Cluster("it", {
        releaseLabel: "emr-7.0.0",
        serviceRole: "x",
        ec2Attributes: { instanceProfile: "x", subnetId },
      });
    });
    await passes(() => {
      const { vpc } = place();
      new aws.transfer.Server("it", {
        endpointType: "VPC_ENDPOINT",
        endpointDetails: { vpcId: vpc.id, vpcEndpointId: "vpce-1" },
      });
    });
  });

  it("takes an empty list for naming none", () => flags(() => KINDS.Instance?.(place(), []), ["it"]));

  it("takes a default group with a rule of any form for one that is not closed", async () => {
    const rule = { protocol: "tcp", fromPort: 443, toPort: 443, self: true };
    await flags(() => {
      const at = place();
      close(at, { egress: [rule] });
      KINDS.Instance?.(at);
    }, ["it"]);
    await flags(() => {
      const at = place();
      close(at);
      new aws.ec2.SecurityGroupRule("rule", {
        type: "ingress",
        securityGroupId: at.vpc.defaultSecurityGroupId,
        ...rule,
      });
      KINDS.Instance?.(at);
    }, ["it"]);
    await passes(() => {
      const at = place();
      close(at, { ingress: [], egress: [] });
      KINDS.Instance?.(at);
    });
  });

  it("knows a default group by its id, and by the name that AWS keeps for it", async () => {
    const named = (name: string) => () => new aws.ec2.Instance("it", { ...MACHINE, securityGroups: [name] });
    await flags(named("default"), ["it"]);
    await passes(named("default-web"));
    const at = (id: string) => () => {
      place();
      new aws.ec2.Instance("it", { ...MACHINE, vpcSecurityGroupIds: [id] });
    };
    const [vpc] = (await runProgram(place, "update")).filter(({ name }) => name === "vpc");
    const id = String(vpc?.outputs.defaultSecurityGroupId);
    assert.equal((await judgeProgram([policy], at(id), "update")).length, 1);
    assert.equal((await judgeProgram([policy], at("sg-0123"), "update")).length, 0);
  });

  it("judges each interface that a launch template describes, and what an instance adds to it", async () => {
    const template = (networkInterfaces: (groups: pulumi.Output<string>[]) => object[]) => () => {
      const { subnetId, groups } = place();
      const { id } = new aws.ec2.LaunchTemplate("it", { networkInterfaces: networkInterfaces(groups) });
      new aws.ec2.Instance("instance", { subnetId, launchTemplate: { id } });
    };
    await flags(
      template((securityGroups) => [{ securityGroups }, { deviceIndex: 1 }]),
      ["it"],
    );
    await passes(template((securityGroups) => [{ securityGroups }]));
    await passes(template(() => [{ networkInterfaceId: "eni-1" }]));
    await passes(() => {
      const { subnetId, groups } = place();
      const { id } = new aws.ec2.LaunchTemplate("it", {});
      new aws.ec2.Instance("instance", { subnetId, launchTemplate: { id }, vpcSecurityGroupIds: groups });
    });
  });

  it("is silent where a template, a list of groups or the VPC cannot be known", async () => {
    await passes(() => {
      const { subnetId } = place();
      new aws.ec2.Instance("it", { subnetId, launchTemplate: { id: "lt-outside" } });
    });
    await passes(() => new aws.ec2.Instance("it", MACHINE));
    await passes(() => new aws.ec2.Instance("it", { ...MACHINE, subnetId: "subnet-1" }));
    const computed = () => {
      const at = place();
      const ids = new aws.s3.Bucket("bucket").arn.apply((arn) => [arn]);
      new aws.ec2.Instance("it", { ...MACHINE, subnetId: at.subnetId, vpcSecurityGroupIds: ids });
    };
    await passes(computed);
  });

  it("takes a VPC that a part names for the origin of no group whose id may come from elsewhere", async () => {
    const builder =
      (groupOf: (vpc: aws.ec2.Vpc, cluster: aws.eks.Cluster) => pulumi.Output<string>) => () => {
        const { vpc, subnetId } = place();
        const cluster = new aws.eks.Cluster("cluster", {
          roleArn: "r",
          vpcConfig: { subnetIds: [subnetId] },
        });
        new aws.codebuild.Project("it", {
          ...{ serviceRole: "r", artifacts: { type: "NO_ARTIFACTS" }, source: { type: "NO_SOURCE" } },
          environment: { computeType: "BUILD_GENERAL1_SMALL", image: "i", type: "LINUX_CONTAINER" },
          vpcConfig: { vpcId: vpc.id, subnets: [subnetId], securityGroupIds: [groupOf(vpc, cluster)] },
        });
      };
    await passes(builder((_, cluster) => cluster.vpcConfig.apply(() => "sg-0123456789abcdef0")));
    await flags(
      builder((vpc) => vpc.defaultSecurityGroupId),
      "it",
    );
  });

  it("knows the default group of a VPC outside the stack where the stack adopts it", async () => {
    const endpoint = (ingress?: object[]) => () => {
      const vpcId = "vpc-0123456789abcdef0";
      const serviceName = "com.amazonaws.us-east-1.ssm";
      new aws.ec2.VpcEndpoint("it", { vpcId, serviceName, vpcEndpointType: "Interface" });
      if (ingress !== undefined) new aws.ec2.DefaultSecurityGroup("adopted", { vpcId, ingress } as never);
    };
    await flags(endpoint([{ protocol: "tcp", fromPort: 443, toPort: 443, self: true }]), ["it"]);
    await passes(endpoint([]));
    await passes(endpoint());
  });

  it("keeps the default group where an attachment adds another, and lets an association replace it", async () => {
    await flags(() => {
      const { subnetId, groups } = place();
      const networkInterfaceId = new aws.ec2.NetworkInterface("it", { subnetId }).id;
      const [securityGroupId] = groups as [pulumi.Output<string>];
      new aws.ec2.NetworkInterfaceSecurityGroupAttachment("more", { networkInterfaceId, securityGroupId });
    }, ["it"]);
    const associated = (replaceDefaultAssociation: boolean) => () => {
      const at = place();
      const { id } = new aws.ec2.VpcEndpoint("it", {
        vpcId: at.vpc.id,
        serviceName: "com.amazonaws.us-east-1.ssm",
        vpcEndpointType: "Interface",
      });
      const [securityGroupId] = at.groups as [pulumi.Output<string>];
      new aws.ec2.SecurityGroupAssociation("more", {
        vpcEndpointId: id,
        securityGroupId,
        replaceDefaultAssociation,
      });
    };
    await flags(associated(false), ["it"]);
    await passes(associated(true));
  });

  it("passes what gets no default group: functions, network balancers, gateway endpoints, classic balancers of the default VPC", () =>
    passes(() => {
      const { vpc, subnetId } = place();
      new aws.lambda.Function("function", { role: "arn:aws:iam::123456789012:role/lambda" });
      new aws.lb.LoadBalancer("network", { loadBalancerType: "network", subnets: [subnetId] });
      new aws.ec2.VpcEndpoint("s3", { vpcId: vpc.id, serviceName: "com.amazonaws.us-east-1.s3" });
      const standard = new aws.ec2.DefaultVpc("default-vpc");
      const { id } = new aws.ec2.Subnet("default-subnet", { vpcId: standard.id, cidrBlock: "172.31.0.0/20" });
      new aws.elb.LoadBalancer("classic", { listeners: [], subnets: [id] });
    }));

  it("does not ask what the cloud settled", async () => {
    const program = () => {
      const at = place();
      close(at);
      KINDS.Instance?.(at);
    };
    const resources = await runProgram(program, "update");
    const vpc = resources.find(({ name }) => name === "vpc");
    const settled = resources.map((one) =>
      one.name === "it"
        ? { ...one, outputs: { ...one.outputs, vpcSecurityGroupIds: [vpc?.outputs.defaultSecurityGroupId] } }
        : one,
    );
    assert.deepEqual(await judge([policy], settled), []);
  });

  it("tells in an audit of a default group that is open, whoever put the interface there", async () => {
    const rule = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] };
    const audited = async (...ingress: object[]) => {
      const resources = await runProgram(() => {
        const at = place();
        close(at, { ingress: ingress as never });
        KINDS.Instance?.(at);
      }, "update");
      const id = resources.find(({ name }) => name === "default")?.outputs.id;
      const settled = resources.map((one) =>
        one.name === "it" ? { ...one, outputs: { ...one.outputs, vpcSecurityGroupIds: [id] } } : one,
      );
      return (await judge([policy], settled, { outputsAlone: true })).map(told);
    };
    assert.deepEqual(await audited(), []);
    assert.deepEqual(await audited(rule), ["it is on the default group DefaultSecurityGroup default."]);
  });

  it("names the default group, and where it is told", async () => {
    const one = () => KINDS.Instance?.(place(), ["sg-1" as never]);
    assert.deepEqual(await messages(policy, one), []);
    const adopted = () => {
      const at = place();
      KINDS.Instance?.(at, [close(at).id]);
    };
    assert.deepEqual(await messages(policy, adopted), [
      "it is on the default group DefaultSecurityGroup default.",
    ]);
    const byId = () => {
      const at = place();
      KINDS.Instance?.(at, [at.vpc.defaultSecurityGroupId]);
    };
    assert.deepEqual(await messages(policy, byId), ["it is on the default group of Vpc vpc."]);
    const specified = () => {
      const at = place();
      const { id } = close(at);
      new aws.ec2.SpotFleetRequest("it", {
        iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
        targetCapacity: 1,
        launchSpecifications: [{ ...MACHINE, subnetId: at.subnetId, vpcSecurityGroupIds: [id] }],
      });
    };
    assert.deepEqual(await messages(policy, specified), [
      "launchSpecifications[0] is on the default group DefaultSecurityGroup default.",
    ]);
  });

  it("says each thing once, whatever the number of subnets", async () => {
    const found = await judgeProgram(
      [policy],
      () => {
        const { vpc, subnetId } = place();
        const other = new aws.ec2.Subnet("other", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" }).id;
        const { id } = new aws.ec2.LaunchTemplate("it", {});
        for (const name of ["a", "b"]) {
          const vpcZoneIdentifiers = [subnetId, other];
          new aws.autoscaling.Group(name, {
            minSize: 1,
            maxSize: 2,
            vpcZoneIdentifiers,
            launchTemplate: { id },
          });
        }
      },
      "preview",
    );
    assert.equal(found.length, 1);
    assert.match(
      found[0]?.message ?? "",
      /it names no security group and so gets the default group of Vpc vpc, which is not closed\./,
    );
  });

  it("exempts", () => {
    const exemptions = [{ resource: "*::it", reason: "It is torn down on Friday." }];
    return passes(() => KINDS.Instance?.(place()), configured(policy, { exemptions }));
  });
});
