import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const SSH = [tcp(22, WORLD)];
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "sg") => group(at, SSH, name).id;
const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args } as never);
const template = (name: string, args: object) => new aws.ec2.LaunchTemplate(name, args);
const card = (sg: pulumi.Input<string>, isPublic: string, more: object = {}) => ({
  networkInterfaces: [{ associatePublicIpAddress: isPublic, securityGroups: [sg], ...more }],
});
const fleet = (args: object) => new aws.autoscaling.Group("pool", { minSize: 1, maxSize: 1, ...args });
const addressed = (name: string) => `no-public-address-path-to-private-instance: ${name}`;
const giving = { mapPublicIpOnLaunch: true };
const lawn = (at: Site, name = "lawn") => web(at, giving, name).id;
const cellar = (at: Site, name = "cellar") => subnet(at, { cidrBlock: "10.0.77.0/24" }, name).id;

describe("addresses, adversarially", () => {
  describe("addresses", () => {
    const card6 = (at: Site, args: object, sg: object[]) =>
      new aws.ec2.NetworkInterface("nic", { securityGroups: [group(at, sg).id], ...args } as never);
    const SSH6 = [{ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] }];
    const six = { ipv6CidrBlock: "2600:1f18:1234:5600::/64" };
    const holding = (nic: aws.ec2.NetworkInterface) =>
      host({ primaryNetworkInterface: { networkInterfaceId: nic.id } });
    holds(
      [noPathToInstance],
      [
        [
          "on an interface that is attached by a resource of its own",
          on((at) => {
            const place = web(at);
            const nic = new aws.ec2.NetworkInterface("nic", {
              subnetId: place.id,
              securityGroups: [open(at)],
            });
            const one = host({
              subnetId: subnet(at, { cidrBlock: "10.0.7.0/24" }, "inner").id,
              vpcSecurityGroupIds: [group(at, [], "shut").id],
            });
            new aws.ec2.NetworkInterfaceAttachment("plug", {
              instanceId: one.id,
              networkInterfaceId: nic.id,
              deviceIndex: 1,
            });
            new aws.ec2.EipAssociation("ip", {
              allocationId: new aws.ec2.Eip("eip").allocationId,
              networkInterfaceId: nic.id,
            });
          }),
          [reached("nic")],
        ],
        [
          "on an instance's first interface, by its id",
          on((at) => {
            const one = host({
              subnetId: web(at).id,
              vpcSecurityGroupIds: [open(at)],
              associatePublicIpAddress: false,
            });
            new aws.ec2.Eip("eip", { networkInterface: one.primaryNetworkInterfaceId });
          }),
          [reached("host")],
        ],
        [
          "of IPv6, counted",
          on((at) => holding(card6(at, { subnetId: web(at, six).id, ipv6AddressCount: 1 }, SSH6))),
          [reached("nic")],
        ],
        [
          "of IPv6, behind an egress-only gateway",
          on((at) => {
            const place = subnet(at, six);
            const gateway = new aws.ec2.EgressOnlyInternetGateway("out", { vpcId: at.vpc.id });
            const table = new aws.ec2.RouteTable("table", {
              vpcId: at.vpc.id,
              routes: [{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: gateway.id }],
            });
            new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
            holding(card6(at, { subnetId: place.id, ipv6AddressCount: 1 }, SSH6));
          }),
          [],
        ],
        [
          "of IPv6, admitted over IPv4 alone",
          on((at) => holding(card6(at, { subnetId: web(at, six).id, ipv6AddressCount: 1 }, SSH))),
          [],
        ],
        [
          "of IPv6, unique-local",
          on((at) =>
            host({
              subnetId: web(at, { ipv6CidrBlock: "fd00:1::/64" }).id,
              ipv6Addresses: ["fd00:1::5"],
              associatePublicIpAddress: false,
              vpcSecurityGroupIds: [group(at, SSH6).id],
            }),
          ),
          [],
        ],
        [
          "of IPv6, a template's prefixes",
          on((at) =>
            fleet({
              vpcZoneIdentifiers: [web(at, six).id],
              launchTemplate: {
                id: template("wide", card(group(at, SSH6).id, "false", { ipv6PrefixCount: 1 })).id,
              },
            }),
          ),
          [reached("pool")],
        ],
      ],
    );
  });

  describe("addresses asked for in texts", () => {
    const flagged = (name: string) => [`no-public-ip-on-private-instance: ${name}`];
    const job = (text: object) => () => {
      new aws.batch.JobDefinition("job", {
        type: "container",
        platformCapabilities: ["FARGATE"],
        containerProperties: JSON.stringify(text),
      });
    };
    holds(
      [noPublicIp, noAddressPath],
      [
        ["a job's", job({ networkConfiguration: { assignPublicIp: "ENABLED" } }), flagged("job")],
        ["a job's, off", job({ networkConfiguration: { assignPublicIp: "DISABLED" } }), []],
        [
          "a schedule's, of the universal target",
          () => {
            new aws.scheduler.Schedule("night", {
              scheduleExpression: "rate(1 day)",
              flexibleTimeWindow: { mode: "OFF" },
              target: {
                arn: "arn:aws:scheduler:::aws-sdk:ecs:runTask",
                roleArn: "arn:aws:iam::123456789012:role/run",
                input: JSON.stringify({
                  NetworkConfiguration: {
                    AwsvpcConfiguration: { AssignPublicIp: "ENABLED", Subnets: ["subnet-0123456789abcdef0"] },
                  },
                }),
              },
            });
          },
          flagged("night"),
        ],
        [
          "an event's target",
          () => {
            new aws.cloudwatch.EventTarget("tick", {
              rule: "tick",
              arn: "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
              ecsTarget: {
                taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/x:1",
                networkConfiguration: { subnets: ["subnet-0123456789abcdef0"], assignPublicIp: true },
              },
            });
          },
          flagged("tick"),
        ],
        [
          "Elastic Beanstalk's setting, off",
          () => {
            new aws.elasticbeanstalk.Environment("shop", {
              application: "shop",
              settings: [{ namespace: "aws:ec2:vpc", name: "AssociatePublicIpAddress", value: "false" }],
            });
          },
          [],
        ],
      ],
    );
  });

  describe("addresses of spot requests, of interfaces that templates bring, and of IPv6", () => {
    const bid = (at: Site) =>
      new aws.ec2.SpotInstanceRequest("bid", {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId: web(at).id,
        vpcSecurityGroupIds: [open(at)],
      });
    const nic = (at: Site, place: pulumi.Input<string>, more: object = {}) =>
      new aws.ec2.NetworkInterface("nic", { subnetId: place, securityGroups: [open(at)], ...more });
    const brought = (id: pulumi.Input<string>) =>
      host({
        launchTemplate: { id: template("template", { networkInterfaces: [{ networkInterfaceId: id }] }).id },
      });
    holds(
      [noPathToInstance, noAddressPath],
      [
        ["a spot request's instance without one", on(bid), []],
        [
          "an Elastic IP on a spot request's instance",
          on((at) => new aws.ec2.Eip("ip", { instance: bid(at).spotInstanceId })),
          [addressed("ip"), reached("bid")],
        ],
        [
          "an association with a spot request's instance",
          on(
            (at) =>
              new aws.ec2.EipAssociation("tie", {
                allocationId: "eipalloc-1",
                instanceId: bid(at).spotInstanceId,
              }),
          ),
          [addressed("tie"), reached("bid")],
        ],
        [
          "an association by the address itself",
          on((at) => {
            const one = host({ subnetId: web(at).id, vpcSecurityGroupIds: [open(at)] });
            new aws.ec2.EipAssociation("tie", { publicIp: "203.0.113.9", instanceId: one.id });
          }),
          [addressed("tie"), reached("host")],
        ],
        [
          "an interface that a template brings gets none of the subnet's",
          on((at) => brought(nic(at, lawn(at)).id)),
          [],
        ],
        [
          "an interface that a template brings, with an Elastic IP",
          on((at) => {
            const one = nic(at, web(at).id);
            new aws.ec2.Eip("ip", { networkInterface: one.id });
            brought(one.id);
          }),
          [addressed("ip"), reached("nic")],
        ],
        [
          "an Elastic IP where no route leads out",
          on((at) => {
            const one = host({ subnetId: cellar(at), vpcSecurityGroupIds: [open(at)] });
            new aws.ec2.Eip("ip", { instance: one.id });
          }),
          [addressed("ip")],
        ],
        [
          "of IPv6 alone, on a group for everyone of IPv4",
          on((at) =>
            host({
              subnetId: web(at, {
                ipv6Native: true,
                ipv6CidrBlock: "2600:1f18::/64",
                assignIpv6AddressOnCreation: true,
              }).id,
              vpcSecurityGroupIds: [open(at)],
            }),
          ),
          [],
        ],
        [
          "of IPv6 alone, on a group for everyone of IPv6",
          on((at) =>
            host({
              subnetId: web(at, {
                ipv6Native: true,
                ipv6CidrBlock: "2600:1f18::/64",
                assignIpv6AddressOnCreation: true,
              }).id,
              vpcSecurityGroupIds: [
                group(at, [{ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] }]).id,
              ],
            }),
          ),
          [reached("host")],
        ],
      ],
    );
  });
});
