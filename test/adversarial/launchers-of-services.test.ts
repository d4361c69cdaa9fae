import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import { holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { type Case, holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const ROLE = "arn:aws:iam::123456789012:role/some";
const PROFILE = "arn:aws:iam::123456789012:instance-profile/some";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const addressed = (name: string) => `no-public-address-path-to-private-instance: ${name}`;
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "open") => group(at, [tcp(22, WORLD)], name).id;
const shut = (at: Site, name = "shut") => group(at, [], name).id;
const giving = { mapPublicIpOnLaunch: true };
const lawn = (at: Site, name = "lawn") => web(at, giving, name).id;
const cellar = (at: Site, name = "cellar") => subnet(at, { cidrBlock: "10.0.77.0/24" }, name).id;
const template = (args: object, name = "template") => new aws.ec2.LaunchTemplate(name, args as never);
const card = (sg: pulumi.Input<string>, isPublic = "true") => ({
  networkInterfaces: [{ associatePublicIpAddress: isPublic, securityGroups: [sg] }],
});
type Ids = { readonly subnet: pulumi.Input<string>; readonly sg: pulumi.Input<string> };
/** The same with an open group in a subnet that gives addresses, in one that gives none, and with a shut group. */
const launching = (title: string, name: string, make: (ids: Ids) => unknown): Case[] => [
  [title, on((at) => make({ subnet: lawn(at), sg: open(at) })), [reached(name), addressed(name)]],
  [`${title}, in a cellar`, on((at) => make({ subnet: cellar(at), sg: open(at) })), []],
  [`${title}, on a shut group`, on((at) => make({ subnet: lawn(at), sg: shut(at) })), [addressed(name)]],
];

describe("launchers of services, adversarially", () => {
  const nodes = (subnetId: pulumi.Input<string>, more: object = {}) =>
    new aws.eks.NodeGroup("nodes", {
      clusterName: "c",
      nodeRoleArn: ROLE,
      subnetIds: [subnetId],
      scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
      ...more,
    });
  const overridden =
    (subnets: (at: Site) => pulumi.Input<string>[], first: object, own: object | undefined) => (at: Site) =>
      new aws.autoscaling.Group("pool", {
        minSize: 1,
        maxSize: 1,
        vpcZoneIdentifiers: subnets(at),
        mixedInstancesPolicy: {
          launchTemplate: {
            launchTemplateSpecification: { launchTemplateId: template(first, "first").id },
            overrides: [
              {
                instanceType: "m5.large",
                ...(own && { launchTemplateSpecification: { launchTemplateId: template(own, "own").id } }),
              },
            ],
          },
        },
      });
  const specified = (...specifications: object[]) =>
    new aws.ec2.SpotFleetRequest("pool", {
      iamFleetRole: ROLE,
      targetCapacity: 1,
      launchSpecifications: specifications.map((one) => ({
        ami: "ami-1",
        instanceType: "m5.large",
        ...one,
      })) as never,
    });
  holds(
    [noPathToInstance, noAddressPath],
    [
      ["EKS nodes without a template", on((at) => nodes(lawn(at))), [addressed("nodes")]],
      ["EKS nodes without a template, in a cellar", on((at) => nodes(cellar(at))), []],
      [
        "EKS nodes that only an open group's members may log in to",
        on((at) => nodes(lawn(at), { remoteAccess: { ec2SshKey: "k", sourceSecurityGroupIds: [open(at)] } })),
        [addressed("nodes")],
      ],
      ...launching(
        "Batch's machines",
        "jobs",
        ({ subnet: one, sg }) =>
          new aws.batch.ComputeEnvironment("jobs", {
            type: "MANAGED",
            computeResources: {
              type: "SPOT",
              maxVcpus: 4,
              instanceTypes: ["m5"],
              instanceRole: PROFILE,
              subnets: [one],
              securityGroupIds: [sg],
            },
          }),
      ),
      ...launching(
        "Batch's machines, on their template's group",
        "jobs",
        ({ subnet: one, sg }) =>
          new aws.batch.ComputeEnvironment("jobs", {
            type: "MANAGED",
            computeResources: {
              type: "EC2",
              maxVcpus: 4,
              instanceTypes: ["m5"],
              instanceRole: PROFILE,
              subnets: [one],
              launchTemplate: { launchTemplateId: template({ vpcSecurityGroupIds: [sg] }).id },
            },
          }),
      ),
      ...launching(
        "Image Builder's machines",
        "forge",
        ({ subnet: one, sg }) =>
          new aws.imagebuilder.InfrastructureConfiguration("forge", {
            instanceProfileName: "forge",
            subnetId: one,
            securityGroupIds: [sg],
          }),
      ),
      ...launching(
        "a spot request",
        "bid",
        ({ subnet: one, sg }) =>
          new aws.ec2.SpotInstanceRequest("bid", {
            ami: "ami-1",
            instanceType: "t3.micro",
            subnetId: one,
            vpcSecurityGroupIds: [sg],
          }),
      ),
      ...launching("one specification of a spot fleet", "pool", ({ subnet: one, sg }) =>
        specified({ subnetId: one, vpcSecurityGroupIds: [sg] }),
      ),
      [
        "an override with a template of its own",
        on((at) => overridden((here) => [web(here).id], card(shut(at), "false"), card(open(at)))(at)),
        [reached("pool")],
      ],
      [
        "a fleet's first template, whose second is shut",
        on(
          (at) =>
            new aws.ec2.Fleet("pool", {
              targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
              launchTemplateConfigs: [card(open(at)), card(shut(at), "false")].map((args, i) => ({
                launchTemplateSpecification: { launchTemplateId: template(args, `t${i}`).id, version: "1" },
                overrides: [{ subnetId: web(at, {}, `web${i}`).id }],
              })),
            }),
        ),
        [reached("pool")],
      ],
      [
        "an override without one",
        on((at) => overridden((here) => [web(here).id], card(shut(at), "false"), undefined)(at)),
        [],
      ],
      [
        "an override whose template is shut, beside an open one",
        on((at) => overridden((here) => [web(here).id], card(open(at)), card(shut(at), "false"))(at)),
        [reached("pool")],
      ],
    ],
  );
  holdsOnceKnown(
    [noPathToInstance, noAddressPath],
    [
      [
        "two specifications, one open in a cellar and one shut on a lawn",
        on((at) =>
          specified(
            { subnetId: cellar(at), vpcSecurityGroupIds: [open(at)] },
            { subnetId: lawn(at), vpcSecurityGroupIds: [shut(at)] },
          ),
        ),
        [addressed("pool")],
      ],
      [
        "a fleet's first template, whose second is shut, in a cellar",
        on(
          (at) =>
            new aws.ec2.Fleet("pool", {
              targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
              launchTemplateConfigs: [card(open(at)), card(shut(at), "false")].map((args, i) => ({
                launchTemplateSpecification: { launchTemplateId: template(args, `t${i}`).id, version: "1" },
                overrides: [{ subnetId: i === 0 ? web(at).id : cellar(at) }],
              })),
            }),
        ),
        [reached("pool")],
      ],
    ],
  );
  holdsOnceKnown(
    [noPathToInstance],
    [
      [
        "a spot fleet's specification of two subnets in one text",
        on((at) =>
          specified({
            subnetId: pulumi.interpolate`${cellar(at)}, ${lawn(at)}`,
            vpcSecurityGroupIds: [open(at)],
          }),
        ),
        [reached("pool")],
      ],
    ],
  );
});
