import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noCrossEnvironment from "../../policies/security-groups/no-cross-environment-access";
import noSharedExposure from "../../policies/security-groups/no-security-group-shared-across-exposure";
import noUnusedGroup from "../../policies/security-groups/no-unused-security-group";
import { inBothPhases } from "../network/network-of";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const found = (name: string) => `no-internet-path-to-database: ${name}`;
const exposed = (name: string) => `no-database-in-public-subnet: ${name}`;

/** A group of the default VPC. */
const here = (port: number, name = "sg") =>
  new aws.ec2.SecurityGroup(name, { ingress: [tcp(port, WORLD)] as never });

describe("what is left to AWS, adversarially", () => {
  describe("databases that name no subnets", () => {
    const postgres = (args: object, name = "db") =>
      new aws.rds.Instance(name, {
        engine: "postgres",
        instanceClass: "db.t3.micro",
        allocatedStorage: 10,
        ...args,
      });
    const on =
      (make: (sg: pulumi.Output<string>) => unknown, port = 5432) =>
      () => {
        make(here(port).id);
      };
    holdsInEveryForm(
      [noDatabaseInPublicSubnet, noPathToDatabase],
      [
        [
          "public and admitted",
          on((sg) => postgres({ vpcSecurityGroupIds: [sg], publiclyAccessible: true })),
          [exposed("db"), found("db")],
        ],
        ["not public", on((sg) => postgres({ vpcSecurityGroupIds: [sg] })), [exposed("db")]],
        [
          "a warehouse",
          on(
            (sg) =>
              new aws.redshift.Cluster("db", {
                clusterIdentifier: "db",
                nodeType: "ra3.large",
                vpcSecurityGroupIds: [sg],
                publiclyAccessible: true,
              }),
            5439,
          ),
          [exposed("db"), found("db")],
        ],
        [
          "an instance of a cluster",
          on((sg) => {
            const cluster = new aws.rds.Cluster("cluster", {
              engine: "aurora-postgresql",
              vpcSecurityGroupIds: [sg],
            });
            new aws.rds.ClusterInstance("db", {
              engine: "aurora-postgresql",
              instanceClass: "db.t3.medium",
              clusterIdentifier: cluster.id,
              publiclyAccessible: true,
            });
          }),
          [exposed("cluster"), exposed("db"), found("db")],
        ],
        [
          "a serverless cache",
          on(
            (sg) =>
              new aws.elasticache.ServerlessCache("cache", {
                engine: "redis",
                name: "cache",
                securityGroupIds: [sg],
              }),
            6379,
          ),
          [exposed("cache")],
        ],
      ],
    );
    holds(
      [noDatabaseInPublicSubnet, noPathToDatabase],
      [
        [
          "by the name that AWS keeps for those of the default VPC",
          on((sg) =>
            postgres({ dbSubnetGroupName: "default", vpcSecurityGroupIds: [sg], publiclyAccessible: true }),
          ),
          [exposed("db"), found("db")],
        ],
        [
          "by the name of another, which is not in the stack",
          on((sg) =>
            postgres({ dbSubnetGroupName: "rooms", vpcSecurityGroupIds: [sg], publiclyAccessible: true }),
          ),
          [],
        ],
        [
          "a replica beside its source",
          on((sg) => {
            const source = postgres({ identifier: "source" }, "source");
            new aws.rds.Instance("db", {
              replicateSourceDb: source.identifier,
              instanceClass: "db.t3.micro",
              vpcSecurityGroupIds: [sg],
              publiclyAccessible: true,
            });
          }),
          [exposed("db"), exposed("source"), found("db")],
        ],
        [
          "a replica of what is not in the stack",
          on(
            (sg) =>
              new aws.rds.Instance("db", {
                replicateSourceDb: "orders",
                instanceClass: "db.t3.micro",
                vpcSecurityGroupIds: [sg],
                publiclyAccessible: true,
              }),
          ),
          [],
        ],
        [
          "restored from a snapshot, which may say",
          on((sg) =>
            postgres({ snapshotIdentifier: "night", vpcSecurityGroupIds: [sg], publiclyAccessible: true }),
          ),
          [],
        ],
        [
          "a search domain outside every VPC",
          () => {
            new aws.opensearch.Domain("search", {});
          },
          [],
        ],
        [
          "the default VPC's table leads nowhere",
          on((sg) => {
            const vpc = new aws.ec2.DefaultVpc("vpc", {});
            new aws.ec2.DefaultRouteTable("table", {
              defaultRouteTableId: vpc.defaultRouteTableId,
              routes: [],
            });
            postgres({ vpcSecurityGroupIds: [sg], publiclyAccessible: true });
          }),
          [],
        ],
      ],
    );
  });

  describe("classic balancers by zone", () => {
    const ways = (args: object, port = 8080) =>
      inBothPhases(
        () => {
          const host = new aws.ec2.Instance("host", {
            ami: "ami-1",
            instanceType: "t3.micro",
            vpcSecurityGroupIds: [here(port).id],
          });
          new aws.elb.LoadBalancer("door", {
            availabilityZones: ["us-east-1a"],
            listeners: [{ lbPort: 80, lbProtocol: "http", instancePort: 8080, instanceProtocol: "http" }],
            instances: [host.id],
            ...args,
          });
        },
        ({ balancedPaths }) => balancedPaths.map(({ destination }) => destination.title),
      );

    it("lie in the default VPC, on a group that AWS makes", async () => {
      assert.deepEqual(await ways({}), ["Instance host"]);
    });

    for (const [title, args, port] of [
      ["where they are internal", { internal: true }, 8080],
      ["before a host that admits another port", {}, 9090],
      ["on a group that admits nobody", { securityGroups: ["sg-0123456789abcdef0"] }, 8080],
    ] as const) {
      it(`lead nowhere ${title}`, async () => assert.deepEqual(await ways(args, port), []));
    }
  });

  describe("groups that a service makes", () => {
    const nodes = (isOpen: boolean, remoteAccess: object) => () => {
      const at = site();
      const place = (isOpen ? web : subnet)(at, { mapPublicIpOnLaunch: true });
      new aws.eks.NodeGroup("nodes", {
        clusterName: "shop",
        nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
        subnetIds: [place.id],
        scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
        remoteAccess,
      });
    };
    holds(
      [noPathToInstance],
      [
        ["open the nodes to SSH", nodes(true, { ec2SshKey: "key" }), [reached("nodes")]],
        ["of nodes in a private subnet", nodes(false, { ec2SshKey: "key" }), []],
        ["without a key", nodes(true, {}), []],
        [
          "with sources",
          nodes(true, { ec2SshKey: "key", sourceSecurityGroupIds: ["sg-0123456789abcdef0"] }),
          [],
        ],
      ],
    );
  });

  describe("the group that Elastic Beanstalk makes", () => {
    const setting = (
      name: string,
      value: pulumi.Input<string>,
      namespace = "aws:autoscaling:launchconfiguration",
    ) => ({
      namespace,
      name,
      value,
    });
    const environment =
      (place: (at: Site) => aws.ec2.Subnet, ...more: object[]) =>
      () => {
        const at = site();
        new aws.elasticbeanstalk.Environment("shop", {
          application: "shop",
          settings: [
            setting("Subnets", place(at).id, "aws:ec2:vpc"),
            setting("AssociatePublicIpAddress", "true", "aws:ec2:vpc"),
            setting("SecurityGroups", group(at, []).id),
            ...more,
          ] as never,
        });
      };
    const key = setting("EC2KeyName", "key");
    holds(
      [noPathToInstance],
      [
        ["lets SSH in to machines with a key", environment(web, key), [reached("shop")]],
        ["of machines in a private subnet", environment(subnet, key), []],
        ["of machines without a key", environment(web), []],
        ["of machines with an empty key", environment(web, setting("EC2KeyName", "")), []],
        [
          "restricted to an office",
          environment(web, key, setting("SSHSourceRestriction", "tcp, 22, 22, 203.0.113.7/32")),
          [reached("shop")],
        ],
        [
          "restricted to a private block",
          environment(web, key, setting("SSHSourceRestriction", "tcp, 22, 22, 10.0.0.0/16")),
          [],
        ],
        ["left out", environment(web, key, setting("DisableDefaultEC2SecurityGroup", "true")), []],
      ],
    );
  });

  describe("groups named in settings and JSON", () => {
    const beanstalk =
      (place: (at: Site) => aws.ec2.Subnet, more: (sg: aws.ec2.SecurityGroup) => object[]) => () => {
        const at = site();
        const sg = group(at, [tcp(22, WORLD)]);
        new aws.elasticbeanstalk.Environment("shop", {
          application: "shop",
          settings: [
            { namespace: "aws:ec2:vpc", name: "Subnets", value: place(at).id },
            { namespace: "aws:ec2:vpc", name: "AssociatePublicIpAddress", value: "true" },
            ...more(sg),
          ] as never,
        });
      };
    const option = (sg: aws.ec2.SecurityGroup) => [
      { namespace: "aws:autoscaling:launchconfiguration", name: "SecurityGroups", value: sg.id },
    ];
    holds(
      [noPathToInstance, noUnusedGroup],
      [
        ["Elastic Beanstalk's option", beanstalk(web, option), [reached("shop")]],
        ["its option, in a private subnet", beanstalk(subnet, option), []],
        [
          "an option of another namespace",
          beanstalk(web, (sg) => [{ namespace: "my:own", name: "SecurityGroups", value: sg.id }]),
          [],
        ],
      ],
    );
    const machine = (place: (at: Site) => aws.ec2.Subnet, assign: string) => () => {
      const at = site();
      const [sg, where] = [group(at, [tcp(22, WORLD)]), place(at)];
      const run = (subnetId: string, sgId: string) => ({
        StartAt: "Run",
        States: {
          Run: {
            Type: "Task",
            Resource: "arn:aws:states:::ecs:runTask.sync",
            Parameters: {
              LaunchType: "FARGATE",
              NetworkConfiguration: {
                AwsvpcConfiguration: { Subnets: [subnetId], SecurityGroups: [sgId], AssignPublicIp: assign },
              },
            },
            End: true,
          },
        },
      });
      const definition = pulumi
        .all([where.id, sg.id])
        .apply(([subnetId, sgId]) => JSON.stringify(run(subnetId, sgId)));
      new aws.sfn.StateMachine("runner", { roleArn: "arn:aws:iam::123456789012:role/run", definition });
    };
    const once = [noPathToInstance, noPublicIp, noUnusedGroup];
    holdsOnceKnown(once, [
      [
        "a state machine's tasks",
        machine(web, "ENABLED"),
        ["no-public-ip-on-private-instance: runner", reached("runner")],
      ],
      [
        "a state machine's tasks in a private subnet",
        machine(subnet, "ENABLED"),
        ["no-public-ip-on-private-instance: runner"],
      ],
      ["a state machine's tasks without an address", machine(web, "DISABLED"), []],
    ]);
  });

  describe("environments of what is launched", () => {
    const mixed = (args: (name: string) => void) => () => args("fleet");
    const templated = (
      fleetTags: { key: string; value: string; propagateAtLaunch: boolean }[],
      instanceTags: Record<string, string> | undefined,
      other = "dev",
    ) =>
      mixed((name) => {
        const at = site();
        const sg = group(at, [tcp(443, "10.0.0.0/16")], "shared");
        new aws.ec2.Instance("host", {
          ami: "ami-1",
          instanceType: "t3.micro",
          vpcSecurityGroupIds: [sg.id],
          tags: { Env: other },
        });
        const template = new aws.ec2.LaunchTemplate("template", {
          vpcSecurityGroupIds: [sg.id],
          ...(instanceTags === undefined
            ? {}
            : { tagSpecifications: [{ resourceType: "instance", tags: instanceTags }] }),
        });
        new aws.autoscaling.Group(name, {
          minSize: 1,
          maxSize: 1,
          tags: fleetTags,
          vpcZoneIdentifiers: [subnet(at).id],
          launchTemplate: { id: template.id },
        });
      });
    const tag = (value: string, propagateAtLaunch: boolean) => [{ key: "Env", value, propagateAtLaunch }];
    const crossing = ["no-cross-environment-access: host"];
    holds(
      [noCrossEnvironment],
      [
        [
          "a group's tag that is propagated goes before the template's",
          templated(tag("prod", true), { Env: "dev" }),
          crossing,
        ],
        [
          "a group's tag that is not leaves the template's",
          templated(tag("prod", false), { Env: "dev" }),
          [],
        ],
        [
          "a group's tag that is not, where the template says nothing",
          templated(tag("prod", false), undefined),
          crossing,
        ],
      ],
    );

    const spot = (specification: object, request: object) => () => {
      const sg = group(site(), [tcp(443, "10.0.0.0/16")], "shared");
      new aws.ec2.Instance("host", {
        ami: "ami-1",
        instanceType: "t3.micro",
        vpcSecurityGroupIds: [sg.id],
        tags: { Env: "dev" },
      });
      new aws.ec2.SpotFleetRequest("fleet", {
        iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
        targetCapacity: 1,
        launchSpecifications: [
          { ami: "ami-1", instanceType: "t3.micro", vpcSecurityGroupIds: [sg.id], ...specification },
        ],
        ...request,
      });
    };
    const fleet = (fleetTags: object | undefined, instanceTags: Record<string, string>) => () => {
      const sg = group(site(), [tcp(443, "10.0.0.0/16")], "shared");
      new aws.ec2.Instance("host", {
        ami: "ami-1",
        instanceType: "t3.micro",
        vpcSecurityGroupIds: [sg.id],
        tags: { Env: "dev" },
      });
      const template = new aws.ec2.LaunchTemplate("template", {
        vpcSecurityGroupIds: [sg.id],
        tagSpecifications: [{ resourceType: "instance", tags: instanceTags }],
      });
      new aws.ec2.Fleet("fleet", {
        launchTemplateConfigs: [
          { launchTemplateSpecification: { launchTemplateId: template.id, version: "1" } },
        ],
        targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 1 },
        ...(fleetTags === undefined ? {} : { tags: fleetTags as never }),
      });
    };
    holds(
      [noCrossEnvironment],
      [
        [
          "a spot fleet's specification goes before its request",
          spot({ tags: { Env: "prod" } }, { tags: { Env: "dev" } }),
          ["no-cross-environment-access: fleet"],
        ],
        [
          "a spot fleet's specification agrees, whatever the request says",
          spot({ tags: { Env: "dev" } }, { tags: { Env: "prod" } }),
          [],
        ],
        ["a fleet's own tags are not its machines'", fleet({ Env: "prod" }, { Env: "dev" }), []],
        [
          "a fleet's template tags are",
          fleet({ Env: "dev" }, { Env: "prod" }),
          ["no-cross-environment-access: host"],
        ],
      ],
    );

    const hosted = () => {
      const at = site();
      const sg = group(at, [tcp(443, "10.0.0.0/16")], "shared");
      new aws.ec2.Instance("host", {
        ami: "ami-1",
        instanceType: "t3.micro",
        vpcSecurityGroupIds: [sg.id],
        tags: { Tier: "public", Env: "dev" },
      });
      return { at, sg };
    };
    const schedule = (tags: Record<string, string>) => () => {
      const { at, sg } = hosted();
      const { arn: taskDefinitionArn } = new aws.ecs.TaskDefinition("task", {
        ...{ family: "task", containerDefinitions: "[]", tags },
      });
      const networkConfiguration = { subnets: [subnet(at).id], securityGroups: [sg.id] };
      new aws.scheduler.Schedule("night", {
        scheduleExpression: "rate(1 day)",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
          roleArn: "arn:aws:iam::123456789012:role/run",
          ecsParameters: { taskDefinitionArn, propagateTags: "TASK_DEFINITION", networkConfiguration },
        },
      });
    };
    const jobs = (tags: Record<string, string>) => () => {
      const { at, sg } = hosted();
      const { id: launchTemplateId } = new aws.ec2.LaunchTemplate("template", {
        vpcSecurityGroupIds: [sg.id],
      });
      new aws.batch.ComputeEnvironment("jobs", {
        type: "MANAGED",
        computeResources: {
          ...{ type: "EC2", maxVcpus: 4, subnets: [subnet(at).id], tags },
          launchTemplate: { launchTemplateId },
        },
      });
    };
    const service = (propagateTags: string | undefined, definitionTags: object, own: object) => () => {
      const { at, sg } = hosted();
      const definition = new aws.ecs.TaskDefinition("task", {
        family: "task",
        containerDefinitions: "[]",
        tags: definitionTags as never,
      });
      new aws.ecs.Service("service", {
        taskDefinition: definition.arn,
        ...(propagateTags === undefined ? {} : { propagateTags }),
        networkConfiguration: { subnets: [subnet(at).id], securityGroups: [sg.id] },
        tags: own as never,
      });
    };
    holds(
      [noCrossEnvironment, noSharedExposure],
      [
        [
          "tasks get their definition's tags",
          service("TASK_DEFINITION", { Env: "prod", Tier: "public" }, {}),
          ["no-cross-environment-access: service"],
        ],
        [
          "a schedule's tasks get their definition's tags",
          schedule({ Env: "prod", Tier: "public" }),
          ["no-cross-environment-access: night"],
        ],
        [
          "a schedule's tasks are of their definition's environment",
          schedule({ Env: "dev", Tier: "public" }),
          [],
        ],
        [
          "Batch gives its machines tags beside their template's",
          jobs({ Env: "prod", Tier: "public" }),
          ["no-cross-environment-access: host"],
        ],
        [
          "tasks get their service's",
          service("SERVICE", { Env: "prod" }, { Env: "dev", Tier: "public" }),
          [],
        ],
        [
          "tasks get none, and the service says",
          service(undefined, { Env: "prod" }, { Env: "dev", Tier: "public" }),
          [],
        ],
        [
          "the definition's go before the service's",
          service("TASK_DEFINITION", { Env: "dev", Tier: "public" }, { Env: "prod" }),
          [],
        ],
      ],
    );
  });
});
