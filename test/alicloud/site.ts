import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import { accept, type WrittenRule, withRules } from "./group";

export interface Site {
  readonly vpc: alicloud.vpc.Network;
  readonly vswitch: alicloud.vpc.Switch;
  readonly group: alicloud.ecs.SecurityGroup;
}

/** A VPC with one vSwitch and a group that lets SSH in from everywhere, or by the given rules. */
export function site(...rules: readonly WrittenRule[]): Site {
  const vpc = new alicloud.vpc.Network("net", { cidrBlock: "10.0.0.0/8" });
  const vswitch = new alicloud.vpc.Switch("inner", {
    vpcId: vpc.id,
    cidrBlock: "10.0.1.0/24",
    zoneId: "cn-hangzhou-h",
  });
  const group = new alicloud.ecs.SecurityGroup("web", { vpcId: vpc.id });
  withRules(group, ...(rules.length > 0 ? rules : [accept("22/22")]));
  return { vpc, vswitch, group };
}

/** An IPv4 gateway of a site, active or not, and a route to it where one is asked for. */
export function gateway(
  { vpc, vswitch }: Omit<Site, "group">,
  enabled: boolean | undefined,
  isRouted: boolean,
): void {
  const one = new alicloud.vpc.Ipv4Gateway("gateway", {
    vpcId: vpc.id,
    ...(enabled !== undefined && { enabled }),
  });
  if (!isRouted) return;
  const table = new alicloud.vpc.RouteTable("table", { vpcId: vpc.id });
  routeTo(one, table.id);
  new alicloud.vpc.RouteTableAttachment("attached", { routeTableId: table.id, vswitchId: vswitch.id });
}

/** An IPv4 gateway, active or not, and a route to it in the table that its VPC is made with. */
export function systemGateway(
  { vpc }: Pick<Site, "vpc">,
  enabled: alicloud.vpc.Ipv4GatewayArgs["enabled"],
): void {
  routeTo(new alicloud.vpc.Ipv4Gateway("gateway", { vpcId: vpc.id, enabled }), vpc.routeTableId);
}

function routeTo({ id }: alicloud.vpc.Ipv4Gateway, routeTableId: pulumi.Output<string>): void {
  new alicloud.vpc.RouteEntry("route", {
    routeTableId,
    destinationCidrblock: "0.0.0.0/0",
    nexthopType: "Ipv4Gateway",
    nexthopId: id,
  });
}

export const MACHINE = { imageId: "aliyun_3_x64", instanceType: "ecs.g7.large" };

/** An instance in a site's vSwitch, on its group, with a public address unless more is said. */
export function instanceIn(
  { vswitch, group }: Site,
  more: Partial<alicloud.ecs.InstanceArgs> = {},
  name = "box",
): alicloud.ecs.Instance {
  return new alicloud.ecs.Instance(name, {
    ...MACHINE,
    vswitchId: vswitch.id,
    securityGroups: [group.id],
    internetMaxBandwidthOut: 10,
    ...more,
  });
}

export function eip(on: Partial<alicloud.ecs.EipAssociationArgs>): alicloud.ecs.EipAssociation {
  const address = new alicloud.ecs.EipAddress("address", {});
  return new alicloud.ecs.EipAssociation("assoc", {
    allocationId: address.id,
    ...(on as { instanceId: string }),
  });
}
