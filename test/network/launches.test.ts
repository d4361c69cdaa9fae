import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type { Network } from "../../network/network";
import { inBothPhases, networkOf } from "./network-of";

const image = { imageId: "ami-1", instanceType: "t3.micro" };

interface Site {
  readonly open: aws.ec2.Subnet;
  readonly shut: aws.ec2.Subnet;
  readonly one: aws.ec2.LaunchTemplate;
  readonly other: aws.ec2.LaunchTemplate;
  readonly group: aws.ec2.SecurityGroup;
}

/** A subnet that gives public addresses and one that does not, a group of its own, and two templates, each on a group of its own. */
function site(): Site {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const subnet = (name: string, i: number, mapPublicIpOnLaunch: boolean) =>
    new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24`, mapPublicIpOnLaunch });
  const group = (name: string) => new aws.ec2.SecurityGroup(name, { vpcId: vpc.id });
  const template = (name: string) =>
    new aws.ec2.LaunchTemplate(name, { ...image, vpcSecurityGroupIds: [group(name).id] });
  return {
    open: subnet("open", 1, true),
    shut: subnet("shut", 2, false),
    one: template("one"),
    other: template("other"),
    group: group("own"),
  };
}

/** Such as `open on one, public`: the subnet of a placement, its groups, and whether it has a public address. */
const read = (network: Network) =>
  network.placements
    .map(({ subnet, groups, publicAddresses }) =>
      [
        `${subnet?.title.replace("Subnet ", "") ?? "nowhere"} on ${groups.map(({ title }) => title.replace("SecurityGroup ", "")).join("+") || "nothing"}`,
        ...(publicAddresses.length > 0 ? ["public"] : []),
      ].join(", "),
    )
    .sort();

const named = ({ id }: aws.ec2.LaunchTemplate) => ({ launchTemplateId: id, version: "$Latest" });
const scaling = { minSize: 1, maxSize: 2 };
const fleetOf = {
  targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
};
const spot = { iamFleetRole: "arn:aws:iam::123456789012:role/fleet", targetCapacity: 2 };

const mixed = (site: Site, overrides: { launchTemplateSpecification?: object; instanceType: string }[]) =>
  new aws.autoscaling.Group("fleet", {
    ...scaling,
    vpcZoneIdentifiers: [site.open.id],
    mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: named(site.one), overrides } },
  });

const LAUNCHES: readonly (readonly [string, (site: Site) => unknown, readonly string[]])[] = [
  [
    "an override without a template of its own",
    (on) => mixed(on, [{ instanceType: "m7g.large" }]),
    ["open on one, public"],
  ],
  [
    "an override with a template of its own",
    (on) => mixed(on, [{ instanceType: "m7g.large", launchTemplateSpecification: named(on.other) }]),
    ["open on one, public", "open on other, public"],
  ],
  [
    "a fleet's configurations",
    ({ open, one, other }) =>
      new aws.ec2.Fleet("fleet", {
        ...fleetOf,
        launchTemplateConfigs: [one, other].map((template) => ({
          launchTemplateSpecification: named(template),
          overrides: [{ subnetId: open.id }],
        })),
      }),
    ["open on one, public", "open on other, public"],
  ],
  [
    "a spot fleet's configuration, whose two overrides lie in one subnet",
    ({ open, one }) =>
      new aws.ec2.SpotFleetRequest("fleet", {
        ...spot,
        launchTemplateConfigs: [
          {
            launchTemplateSpecification: { id: one.id, version: "1" },
            overrides: [{ subnetId: open.id }, { subnetId: open.id, instanceType: "m7g.large" }],
          },
        ],
      }),
    ["open on one, public"],
  ],
  [
    "a node group without a template",
    ({ open }) =>
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: "arn:aws:iam::123456789012:role/n",
        subnetIds: [open.id],
        scalingConfig: { ...scaling, desiredSize: 1 },
      }),
    ["open on nothing, public"],
  ],
  [
    "a node group with a template",
    ({ open, one }) =>
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: "arn:aws:iam::123456789012:role/n",
        subnetIds: [open.id],
        scalingConfig: { ...scaling, desiredSize: 1 },
        launchTemplate: { id: one.id, version: "1" },
      }),
    ["open on one, public"],
  ],
  [
    "Batch on machines",
    ({ open, group }) =>
      new aws.batch.ComputeEnvironment("jobs", {
        type: "MANAGED",
        computeResources: { type: "EC2", maxVcpus: 4, subnets: [open.id], securityGroupIds: [group.id] },
      }),
    ["open on own, public"],
  ],
  [
    "Batch on machines of a template",
    ({ open, one }) =>
      new aws.batch.ComputeEnvironment("jobs", {
        type: "MANAGED",
        computeResources: { type: "SPOT", maxVcpus: 4, subnets: [open.id], launchTemplate: named(one) },
      }),
    ["open on one, public"],
  ],
  [
    "Batch on Fargate, where tasks say for themselves",
    ({ open, group }) =>
      new aws.batch.ComputeEnvironment("jobs", {
        type: "MANAGED",
        computeResources: { type: "FARGATE", maxVcpus: 4, subnets: [open.id], securityGroupIds: [group.id] },
      }),
    [],
  ],
  [
    "EMR",
    ({ open, group }) =>
      new aws.emr.Cluster("jobs", {
        releaseLabel: "emr-7.0.0",
        serviceRole: "x",
        ec2Attributes: { instanceProfile: "x", subnetId: open.id, emrManagedMasterSecurityGroup: group.id },
      }),
    ["open on own, public"],
  ],
  [
    "EMR, with another group for its workers",
    ({ shut, group }) =>
      new aws.emr.Cluster("jobs", {
        releaseLabel: "emr-7.0.0",
        serviceRole: "x",
        ec2Attributes: { instanceProfile: "x", subnetId: shut.id, additionalSlaveSecurityGroups: group.id },
      }),
    ["shut on own"],
  ],
  [
    "EMR, which makes groups where it is given none",
    ({ shut }) =>
      new aws.emr.Cluster("jobs", {
        releaseLabel: "emr-7.0.0",
        serviceRole: "x",
        ec2Attributes: { instanceProfile: "x", subnetIds: [shut.id] },
      }),
    ["shut on nothing"],
  ],
  [
    "capacity that ECS manages",
    ({ open, group }) =>
      new aws.ecs.CapacityProvider("machines", {
        managedInstancesProvider: {
          infrastructureRoleArn: "arn:aws:iam::123456789012:role/x",
          instanceLaunchTemplate: {
            ec2InstanceProfileArn: "arn:aws:iam::123456789012:instance-profile/x",
            networkConfiguration: { subnets: [open.id], securityGroups: [group.id] },
          },
        },
      }),
    ["open on own, public"],
  ],
  [
    "Image Builder",
    ({ open, group }) =>
      new aws.imagebuilder.InfrastructureConfiguration("images", {
        instanceProfileName: "x",
        subnetId: open.id,
        securityGroupIds: [group.id],
      }),
    ["open on own, public"],
  ],
  [
    "Beanstalk by its settings",
    ({ open }) =>
      new aws.elasticbeanstalk.Environment("shop", {
        application: "shop",
        settings: [
          { namespace: "aws:ec2:vpc", name: "Subnets", value: open.id },
          { namespace: "aws:ec2:vpc", name: "AssociatePublicIpAddress", value: "false" },
        ],
      }),
    ["open on nothing"],
  ],
  [
    "a template with several interfaces, each on its own groups, none with an address of the subnet's accord",
    ({ open, group }) => {
      const template = new aws.ec2.LaunchTemplate("cards", {
        ...image,
        networkInterfaces: [
          { deviceIndex: 0, securityGroups: [group.id], subnetId: open.id },
          {
            deviceIndex: 1,
            associatePublicIpAddress: "true",
            securityGroups: ["sg-second"],
            subnetId: open.id,
          },
        ],
      });
      new aws.autoscaling.Group("fleet", { ...scaling, launchTemplate: { id: template.id } });
    },
    ["open on own", "open on sg-second, public"],
  ],
  [
    "a template that brings an interface, with the addresses of that one",
    ({ open, group }) => {
      const card = new aws.ec2.NetworkInterface("card", { subnetId: open.id, securityGroups: [group.id] });
      new aws.ec2.Eip("ip", { networkInterface: card.id });
      const template = new aws.ec2.LaunchTemplate("cards", {
        ...image,
        networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: card.id }],
      });
      new aws.ec2.Instance("host", { launchTemplate: { id: template.id } });
    },
    ["open on own, public"],
  ],
  [
    "a template that brings an interface without an address, which the subnet gives none either",
    ({ open, group }) => {
      const card = new aws.ec2.NetworkInterface("card", { subnetId: open.id, securityGroups: [group.id] });
      const template = new aws.ec2.LaunchTemplate("cards", {
        ...image,
        networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: card.id }],
      });
      new aws.ec2.Instance("host", { launchTemplate: { id: template.id } });
    },
    ["open on own"],
  ],
  [
    "an Elastic IP of the instance that a spot request is filled by",
    ({ shut, group }) => {
      const host = new aws.ec2.SpotInstanceRequest("host", {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId: shut.id,
        vpcSecurityGroupIds: [group.id],
      });
      new aws.ec2.EipAssociation("ip", { instanceId: host.spotInstanceId, allocationId: "eipalloc-1" });
    },
    ["shut on own, public"],
  ],
  [
    "a spot request without one",
    ({ shut, group }) =>
      new aws.ec2.SpotInstanceRequest("host", {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId: shut.id,
        vpcSecurityGroupIds: [group.id],
      }),
    ["shut on own"],
  ],
];

describe("what launches machines", () => {
  for (const [name, launch, expected] of LAUNCHES) {
    it(`is placed: ${name}`, async () => {
      assert.deepEqual(await inBothPhases(() => void launch(site()), read), expected);
    });
  }

  const specifications =
    (...subnets: (keyof Site)[]) =>
    () => {
      const on = site();
      new aws.ec2.SpotFleetRequest("fleet", {
        ...spot,
        launchSpecifications: subnets.map((subnet) => ({
          ami: "ami-1",
          instanceType: "t3.micro",
          subnetId: on[subnet].id,
          vpcSecurityGroupIds: ["sg-1"],
        })),
      });
    };

  it("leaves open at a preview which of two unlike subnets each specification has, and knows at the update", async () => {
    const program = specifications("open", "shut");
    assert.deepEqual(read(await networkOf(program, "preview")), ["nowhere on sg-1", "nowhere on sg-1"]);
    assert.deepEqual(read(await networkOf(program, "update")), ["open on sg-1, public", "shut on sg-1"]);
  });

  it("leaves open at a preview which of a fleet's templates goes to which of two unlike subnets", async () => {
    const program = (second: "one" | "other") => () => {
      const { open, shut, ...templates } = site();
      new aws.ec2.Fleet("fleet", {
        ...fleetOf,
        launchTemplateConfigs: [
          { launchTemplateSpecification: named(templates.one), overrides: [{ subnetId: open.id }] },
          { launchTemplateSpecification: named(templates[second]), overrides: [{ subnetId: shut.id }] },
        ],
      });
    };
    const two = program("other");
    assert.deepEqual(read(await networkOf(two, "preview")), ["nowhere on one", "nowhere on other"]);
    assert.deepEqual(read(await networkOf(two, "update")), ["open on one, public", "shut on other"]);
    const same = program("one");
    assert.deepEqual(read(await networkOf(same, "preview")), ["nowhere on one"]);
    assert.deepEqual(read(await networkOf(same, "update")), ["open on one, public", "shut on one"]);
  });
});
