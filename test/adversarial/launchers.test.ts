import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import { holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const SSH = [tcp(22, WORLD)];
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "sg") => group(at, SSH, name).id;
const giving = { mapPublicIpOnLaunch: true };
const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args });
const template = (name: string, args: object) => new aws.ec2.LaunchTemplate(name, args);
const card = (sg: pulumi.Input<string>, isPublic: string, more: object = {}) => ({
  networkInterfaces: [{ associatePublicIpAddress: isPublic, securityGroups: [sg], ...more }],
});
const fleet = (args: object) => new aws.autoscaling.Group("pool", { minSize: 1, maxSize: 1, ...args });

describe("launchers, adversarially", () => {
  holds(
    [noPathToInstance],
    [
      [
        "a fleet whose public template lies in the private subnet",
        on((at) => {
          const inner = subnet(at, {}, "inner");
          const wide = template("wide", card(open(at, "b"), "true"));
          new aws.ec2.Fleet("pool", {
            targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
            launchTemplateConfigs: [
              {
                launchTemplateSpecification: { launchTemplateId: wide.id, version: "1" },
                overrides: [{ subnetId: inner.id }],
              },
            ],
          });
        }),
        [],
      ],
      [
        "a spot fleet's override",
        on((at) => {
          const wide = template("wide", card(open(at), "true"));
          new aws.ec2.SpotFleetRequest("pool", {
            iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
            targetCapacity: 1,
            launchTemplateConfigs: [
              {
                launchTemplateSpecification: { id: wide.id, version: "1" },
                overrides: [{ subnetId: web(at).id }],
              },
            ],
          });
        }),
        [reached("pool")],
      ],
      [
        "a launch configuration by its name",
        on((at) => {
          new aws.ec2.LaunchConfiguration("old", {
            name: "web",
            imageId: "ami-1",
            instanceType: "t3.micro",
            associatePublicIpAddress: true,
            securityGroups: [open(at)],
          });
          fleet({ launchConfiguration: "web", vpcZoneIdentifiers: [web(at).id] });
        }),
        [reached("pool")],
      ],
      [
        "a launch configuration of another name",
        on((at) => {
          new aws.ec2.LaunchConfiguration("old", {
            name: "web",
            imageId: "ami-1",
            instanceType: "t3.micro",
            associatePublicIpAddress: true,
            securityGroups: [open(at)],
          });
          fleet({ launchConfiguration: "api", vpcZoneIdentifiers: [web(at).id] });
        }),
        [],
      ],
      [
        "EKS nodes on their template's group",
        on((at) => {
          const wide = template("wide", { vpcSecurityGroupIds: [open(at)] });
          new aws.eks.NodeGroup("nodes", {
            clusterName: "c",
            nodeRoleArn: "arn:aws:iam::123456789012:role/n",
            subnetIds: [web(at, giving).id],
            scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
            launchTemplate: { id: wide.id, version: "1" },
          });
        }),
        [reached("nodes")],
      ],
      [
        "EKS nodes whose template names no group",
        on((at) => {
          const bare = template("bare", {});
          new aws.eks.NodeGroup("nodes", {
            clusterName: "c",
            nodeRoleArn: "arn:aws:iam::123456789012:role/n",
            subnetIds: [web(at, giving).id],
            scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
            launchTemplate: { id: bare.id, version: "1" },
          });
        }),
        [],
      ],
      [
        "Batch's machines",
        on(
          (at) =>
            new aws.batch.ComputeEnvironment("jobs", {
              type: "MANAGED",
              computeResources: {
                type: "EC2",
                maxVcpus: 4,
                instanceTypes: ["m5"],
                instanceRole: "arn:aws:iam::123456789012:instance-profile/jobs",
                subnets: [web(at, giving).id],
                securityGroupIds: [open(at)],
              },
            }),
        ),
        [reached("jobs")],
      ],
      [
        "Batch's tasks on Fargate have no such subnet's address",
        on(
          (at) =>
            new aws.batch.ComputeEnvironment("jobs", {
              type: "MANAGED",
              computeResources: {
                type: "FARGATE",
                maxVcpus: 4,
                subnets: [web(at, giving).id],
                securityGroupIds: [open(at)],
              },
            }),
        ),
        [],
      ],
      [
        "machines of ECS",
        on(
          (at) =>
            new aws.ecs.CapacityProvider("capacity", {
              cluster: "shop",
              managedInstancesProvider: {
                infrastructureRoleArn: "arn:aws:iam::123456789012:role/infra",
                instanceLaunchTemplate: {
                  ec2InstanceProfileArn: "arn:aws:iam::123456789012:instance-profile/ecs",
                  networkConfiguration: { subnets: [web(at, giving).id], securityGroups: [open(at)] },
                },
              },
            } as never),
        ),
        [reached("capacity")],
      ],
      [
        "Image Builder's machines",
        on(
          (at) =>
            new aws.imagebuilder.InfrastructureConfiguration("forge", {
              instanceProfileName: "forge",
              subnetId: web(at, giving).id,
              securityGroupIds: [open(at)],
            }),
        ),
        [reached("forge")],
      ],
      [
        "EMR's master",
        on(
          (at) =>
            new aws.emr.Cluster("crunch", {
              releaseLabel: "emr-7.0.0",
              serviceRole: "arn:aws:iam::123456789012:role/emr",
              ec2Attributes: {
                instanceProfile: "emr",
                subnetId: web(at, giving).id,
                emrManagedMasterSecurityGroup: open(at),
              },
            }),
        ),
        [reached("crunch")],
      ],
      [
        "game servers",
        on((at) => {
          const wide = template("wide", { vpcSecurityGroupIds: [open(at)] });
          new aws.gamelift.GameServerGroup("games", {
            gameServerGroupName: "games",
            maxSize: 2,
            minSize: 1,
            roleArn: "arn:aws:iam::123456789012:role/games",
            instanceDefinitions: [{ instanceType: "c5.large" }],
            launchTemplate: { id: wide.id },
            vpcSubnets: [web(at, giving).id],
          });
        }),
        [reached("games")],
      ],
      [
        "an instance in its template's subnet",
        on((at) =>
          host({
            launchTemplate: {
              id: template("wide", card(open(at), "true", { subnetId: web(at).id })).id,
              version: "1",
            },
          }),
        ),
        [reached("host")],
      ],
      [
        "an instance that takes its template's address away",
        on((at) =>
          host({
            launchTemplate: {
              id: template("wide", card(open(at), "true", { subnetId: web(at).id })).id,
              version: "1",
            },
            associatePublicIpAddress: false,
          }),
        ),
        [],
      ],
      [
        "a group by zones, in the default VPC",
        () => {
          const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
          fleet({
            availabilityZones: ["us-east-1a", "us-east-1b"],
            launchTemplate: { id: template("plain", { vpcSecurityGroupIds: [sg.id] }).id },
          });
        },
        [reached("pool")],
      ],
      [
        "a spot request that names nothing",
        () => {
          const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
          new aws.ec2.SpotInstanceRequest("bid", {
            ami: "ami-1",
            instanceType: "t3.micro",
            vpcSecurityGroupIds: [sg.id],
          });
        },
        [reached("bid")],
      ],
      [
        "an instance in the zone of a default subnet that gives no address",
        () => {
          const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
          new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false });
          host({ availabilityZone: "us-east-1a", vpcSecurityGroupIds: [sg.id] });
        },
        [],
      ],
      [
        "an instance in another zone than that default subnet",
        () => {
          const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
          new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false });
          host({ availabilityZone: "us-east-1b", vpcSecurityGroupIds: [sg.id] });
        },
        [reached("host")],
      ],
      [
        "a default subnet whose own table leads nowhere",
        () => {
          const vpc = new aws.ec2.DefaultVpc("vpc", {});
          const sg = new aws.ec2.SecurityGroup("sg", { vpcId: vpc.id, ingress: SSH as never });
          const place = new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a" });
          const table = new aws.ec2.RouteTable("table", { vpcId: vpc.id });
          new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
          host({ subnetId: place.id, associatePublicIpAddress: true, vpcSecurityGroupIds: [sg.id] });
        },
        [],
      ],
      [
        "tasks in a default subnet",
        () => {
          const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
          const place = new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a" });
          new aws.ecs.Service("service", {
            launchType: "FARGATE",
            networkConfiguration: { subnets: [place.id], securityGroups: [sg.id], assignPublicIp: true },
          });
        },
        [reached("service")],
      ],
      [
        "Elastic Beanstalk that names no VPC",
        () => {
          const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
          new aws.elasticbeanstalk.Environment("shop", {
            application: "shop",
            settings: [
              { namespace: "aws:autoscaling:launchconfiguration", name: "SecurityGroups", value: sg.id },
            ],
          });
        },
        [reached("shop")],
      ],
    ],
  );
  // Of several unknown templates and subnets, only the update tells which goes with which.
  holdsOnceKnown(
    [noPathToInstance],
    [
      [
        "a fleet's second configuration, by its override's subnet",
        on((at) => {
          const [inner, outer] = [subnet(at, {}, "inner"), web(at)];
          const [shut, wide] = [
            template("shut", card(open(at, "a"), "false")),
            template("wide", card(open(at, "b"), "true")),
          ];
          new aws.ec2.Fleet("pool", {
            targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
            launchTemplateConfigs: [
              {
                launchTemplateSpecification: { launchTemplateId: shut.id, version: "1" },
                overrides: [{ subnetId: inner.id }],
              },
              {
                launchTemplateSpecification: { launchTemplateId: wide.id, version: "1" },
                overrides: [{ subnetId: outer.id }],
              },
            ],
          });
        }),
        [reached("pool")],
      ],
    ],
  );
});
