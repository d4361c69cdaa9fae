import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/instances/no-default-vpc-use";
import { judge, judgeProgram, verdict } from "../../harness/judge";
import { runProgram } from "../../harness/program";

const NAME = "no-default-vpc-use";
const flagged = (...resources: string[]) => resources.map((resource) => `${NAME}: ${resource}`);

const MACHINE = { ami: "ami-0123456789abcdef0", instanceType: "t3.micro" };
const SUBNET = "subnet-0123456789abcdef0";

/** What lands in the default VPC unless it is told otherwise, called `it`, and what tells it. */
const LANDING: Record<string, [make: (args: object) => unknown, told: object]> = {
  Instance: [(args) => new aws.ec2.Instance("it", { ...MACHINE, ...args }), { subnetId: SUBNET }],
  "Instance with an interface of its own": [
    (args) => new aws.ec2.Instance("it", { ...MACHINE, ...args }),
    { primaryNetworkInterface: { networkInterfaceId: "eni-0123456789abcdef0" } },
  ],
  SpotInstanceRequest: [
    (args) => new aws.ec2.SpotInstanceRequest("it", { ...MACHINE, ...args }),
    { subnetId: SUBNET },
  ],
  "autoscaling Group": [
    (args) =>
      new aws.autoscaling.Group("it", {
        minSize: 1,
        maxSize: 2,
        availabilityZones: ["eu-west-1a"],
        launchTemplate: { id: plain().id },
        ...args,
      }),
    { vpcZoneIdentifiers: [SUBNET] },
  ],
  SecurityGroup: [(args) => new aws.ec2.SecurityGroup("it", args), { vpcId: "vpc-0123456789abcdef0" }],
  "classic LoadBalancer": [
    (args) => new aws.elb.LoadBalancer("it", { listeners: [], availabilityZones: ["eu-west-1a"], ...args }),
    { subnets: [SUBNET] },
  ],
  "rds Instance": [
    (args) => new aws.rds.Instance("it", { instanceClass: "db.t4g.micro", ...args }),
    { dbSubnetGroupName: "own" },
  ],
  "rds Instance of a source": [
    (args) => new aws.rds.Instance("it", { instanceClass: "db.t4g.micro", ...args }),
    { replicateSourceDb: "source" },
  ],
  "rds Cluster": [
    (args) => new aws.rds.Cluster("it", { engine: "aurora-mysql", ...args }),
    { dbSubnetGroupName: "own" },
  ],
  "docdb Cluster": [(args) => new aws.docdb.Cluster("it", args), { dbSubnetGroupName: "own" }],
  "neptune Cluster": [(args) => new aws.neptune.Cluster("it", args), { neptuneSubnetGroupName: "own" }],
  "redshift Cluster": [
    (args) => new aws.redshift.Cluster("it", { clusterIdentifier: "c", nodeType: "ra3.xlplus", ...args }),
    { clusterSubnetGroupName: "own" },
  ],
  "elasticache Cluster": [(args) => new aws.elasticache.Cluster("it", args), { subnetGroupName: "own" }],
  "elasticache Cluster of a group": [
    (args) => new aws.elasticache.Cluster("it", args),
    { replicationGroupId: "own" },
  ],
  ReplicationGroup: [
    (args) => new aws.elasticache.ReplicationGroup("it", { description: "d", ...args }),
    { subnetGroupName: "own" },
  ],
  ServerlessCache: [
    (args) => new aws.elasticache.ServerlessCache("it", { engine: "valkey", ...args }),
    { subnetIds: [SUBNET] },
  ],
  "memorydb Cluster": [
    (args) => new aws.memorydb.Cluster("it", { aclName: "a", nodeType: "n", ...args }),
    { subnetGroupName: "own" },
  ],
  ReplicationInstance: [
    (args) =>
      new aws.dms.ReplicationInstance("it", {
        replicationInstanceClass: "c",
        replicationInstanceId: "i",
        ...args,
      }),
    { replicationSubnetGroupId: "own" },
  ],
  Broker: [
    (args) =>
      new aws.mq.Broker("it", {
        brokerName: "b",
        engineType: "RabbitMQ",
        engineVersion: "3.13",
        hostInstanceType: "mq.m5.large",
        users: [],
        ...args,
      } as never),
    { subnetIds: [SUBNET] },
  ],
  "m2 Environment": [
    (args) => new aws.m2.Environment("it", { engineType: "bluage", instanceType: "M2.m5.large", ...args }),
    { subnetIds: [SUBNET] },
  ],
  ExpressGatewayService: [
    (args) =>
      new aws.ecs.ExpressGatewayService("it", {
        executionRoleArn: "e",
        infrastructureRoleArn: "i",
        primaryContainer: { image: "nginx" },
        ...args,
      } as never),
    { networkConfigurations: [{ subnets: [SUBNET], securityGroups: ["sg-0123456789abcdef0"] }] },
  ],
};

const plain = () => new aws.ec2.LaunchTemplate("template", {});

describe(NAME, () => {
  for (const [what, [make, told]] of Object.entries(LANDING)) {
    it(`flags ${what} that names neither subnet nor VPC, and passes one that does`, async () => {
      assert.deepEqual(await verdict([policy], () => void make({})), flagged("it"));
      assert.deepEqual(await verdict([policy], () => void make(told)), []);
    });
  }

  it("passes what the template puts elsewhere, and what a template outside the stack may", async () => {
    const program = (subnetId: string | undefined) => () => {
      const networkInterfaces = subnetId === undefined ? [] : [{ subnetId }];
      const { id } = new aws.ec2.LaunchTemplate("template", { networkInterfaces });
      new aws.ec2.Instance("it", { launchTemplate: { id } });
    };
    assert.deepEqual(await verdict([policy], program(undefined)), flagged("it"));
    assert.deepEqual(await verdict([policy], program(SUBNET)), []);
    const outside = () => new aws.ec2.Instance("it", { launchTemplate: { id: "lt-0123456789abcdef0" } });
    assert.deepEqual(await verdict([policy], outside), []);
  });

  it("flags what a launch configuration outside the stack describes, which can put it nowhere else", async () => {
    const program = (args: object) => () =>
      new aws.autoscaling.Group("it", { minSize: 1, maxSize: 2, ...args });
    const outside = { launchConfiguration: "web-20260101000000000000000001" };
    assert.deepEqual(await verdict([policy], program(outside)), flagged("it"));
    assert.deepEqual(await verdict([policy], program({ ...outside, vpcZoneIdentifiers: [SUBNET] })), []);
    assert.deepEqual(await verdict([policy], program({ launchTemplate: { id: "lt-1" } })), []);
  });

  it("judges each launch specification, and the overrides of a fleet", async () => {
    const specifications =
      (...launchSpecifications: object[]) =>
      () =>
        new aws.ec2.SpotFleetRequest("it", {
          iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
          targetCapacity: 1,
          launchSpecifications: launchSpecifications as never,
        });
    const inSubnet = { ...MACHINE, subnetId: SUBNET };
    assert.deepEqual(await verdict([policy], specifications(inSubnet, MACHINE)), flagged("it"));
    assert.deepEqual(await verdict([policy], specifications(inSubnet, inSubnet)), []);
    const [violation] = await judgeProgram([policy], specifications(inSubnet, MACHINE), "preview");
    assert.match(violation?.message ?? "", /launchSpecifications\[1\] names neither/);
    const fleet = (overrides: object[]) => () =>
      new aws.ec2.Fleet("it", {
        launchTemplateConfigs: [
          {
            launchTemplateSpecification: { launchTemplateId: plain().id, version: "1" },
            overrides: overrides as never,
          },
        ],
        targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 1 },
      });
    assert.deepEqual(await verdict([policy], fleet([])), flagged("it"));
    assert.deepEqual(await verdict([policy], fleet([{ subnetId: SUBNET }])), []);
  });

  it("passes what is told by a value that is not known yet, in the default VPC or not", async () => {
    const program = (isTold: boolean) => () => {
      const subnet = new aws.ec2.DefaultSubnet("a", { availabilityZone: "eu-west-1a" });
      new aws.ec2.Instance("it", { ...MACHINE, ...(isTold && { subnetId: subnet.id }) });
    };
    assert.deepEqual(await verdict([policy], program(true)), []);
    assert.deepEqual(await verdict([policy], program(false)), flagged("it"));
    const specified = () => {
      const { id } = new aws.ec2.DefaultSubnet("a", { availabilityZone: "eu-west-1a" });
      new aws.ec2.SpotFleetRequest("it", {
        iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
        targetCapacity: 1,
        launchSpecifications: [{ ...MACHINE, subnetId: id }],
      });
    };
    assert.deepEqual(await verdict([policy], specified), []);
    const later = () => new aws.ec2.SecurityGroup("it", { vpcId: new aws.ec2.Eip("later", {}).id });
    assert.deepEqual(await verdict([policy], later), []);
  });

  it("takes the group of subnets that services make in the default VPC for none, and what is no name", async () => {
    const database = (dbSubnetGroupName: unknown) => () =>
      new aws.rds.Instance("it", { instanceClass: "db.t4g.micro", dbSubnetGroupName } as never);
    for (const bad of ["default", "", 7, {}, null])
      assert.deepEqual(await verdict([policy], database(bad)), flagged("it"));
  });

  it("passes an audit, which shows where each thing is", async () => {
    const resources = await runProgram(() => void new aws.ec2.SecurityGroup("it", {}), "update");
    assert.deepEqual(await judge([policy], resources, { outputsAlone: true }), []);
  });
});
