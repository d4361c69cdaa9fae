import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noPublicAddressPathToPrivateInstance from "../../policies/instances/no-public-address-path-to-private-instance";
import noPublicIpOnPrivateInstance from "../../policies/instances/no-public-ip-on-private-instance";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noInternetRouteInPrivateSubnet from "../../policies/reachability/no-internet-route-in-private-subnet";
import noDefaultSecurityGroupUse from "../../policies/security-groups/no-default-security-group-use";
import { holdsInEveryForm } from "../adversarial/forms";
import type { Case } from "../adversarial/speakers";
import { accept, all, drop, dropAll, withRules } from "./group";
import { eip, gateway, instanceIn, MACHINE, type Site, site, systemGateway } from "./site";

const path = "no-internet-path-to-private-instance: box";
const flag = "no-public-ip-on-private-instance: box";
const address = "no-public-address-path-to-private-instance: assoc";

/** An instance in the second of two vSwitches, of which no preview tells which that is. */
function inOneOfTwo(at: Site): alicloud.ecs.Instance {
  const other = new alicloud.vpc.Switch("other", {
    vpcId: at.vpc.id,
    cidrBlock: "10.0.2.0/24",
    zoneId: "cn-hangzhou-i",
  });
  const ids = pulumi.all([at.vswitch.id, other.id]);
  return instanceIn(at, { vswitchId: ids.apply(([, second]) => second) });
}

/** A route of the newer type to an IPv4 gateway, in the table that the VPC is made with. */
function newerRoute({ vpc }: Site, isListed: boolean): void {
  const { id } = new alicloud.vpc.Ipv4Gateway("gateway", { vpcId: vpc.id, enabled: true });
  const hop = { nexthopType: "Ipv4Gateway", nexthopId: id };
  new alicloud.vpc.VPCRouteEntry("route", {
    routeTableId: vpc.routeTableId,
    destinationCidrBlock: "0.0.0.0/0",
    ...(isListed ? { nextHops: [hop] } : hop),
  });
}

function acl({ vpc, vswitch }: Site, ...entries: object[]): void {
  const open = { policy: "accept", protocol: "all", port: "-1/-1", destinationCidrIp: "0.0.0.0/0" };
  new alicloud.vpc.NetworkAcl("acl", {
    vpcId: vpc.id,
    ingressAclEntries: entries,
    egressAclEntries: [open],
    resources: [{ resourceId: vswitch.id, resourceType: "VSwitch" }],
  });
}

const ENTRY = { policy: "accept", protocol: "tcp", port: "22/22", sourceCidrIp: "0.0.0.0/0" };

function containers({ vswitch, group }: Site, autoCreateEip: boolean): alicloud.eci.ContainerGroup {
  return new alicloud.eci.ContainerGroup("box", {
    containerGroupName: "box",
    containers: [{ image: "nginx", name: "nginx" }],
    securityGroupId: group.id,
    vswitchId: vswitch.id,
    autoCreateEip,
  });
}

/** The containers of a scaling group. */
function scaled({ vswitch, group }: Site, autoCreateEip: boolean): void {
  const one = new alicloud.ess.ScalingGroup("scaling", {
    minSize: 1,
    maxSize: 2,
    groupType: "ECI",
    vswitchIds: [vswitch.id],
  });
  new alicloud.ess.EciScalingConfiguration("box", {
    scalingGroupId: one.id,
    securityGroupId: group.id,
    autoCreateEip,
  });
}

function mapReduce({ vpc, vswitch, group }: Site, withPublicIp: boolean): void {
  const disk = { category: "cloud_essd", size: 80 };
  new alicloud.emrv2.Cluster("box", {
    clusterName: "box",
    clusterType: "DATALAKE",
    releaseVersion: "EMR-5.10.0",
    applications: ["HDFS"],
    nodeAttributes: [
      {
        keyPairName: "k",
        ramRole: "AliyunECSInstanceForEMRRole",
        securityGroupId: group.id,
        vpcId: vpc.id,
        zoneId: "cn-hangzhou-h",
      },
    ],
    nodeGroups: [
      {
        nodeGroupName: "master",
        nodeGroupType: "MASTER",
        nodeCount: 1,
        instanceTypes: ["ecs.g7.xlarge"],
        vswitchIds: [vswitch.id],
        systemDisk: disk,
        dataDisks: [disk],
        withPublicIp,
      },
    ],
  });
}

describe("the way from the internet to a machine of Alibaba Cloud", () => {
  holdsInEveryForm(
    [noInternetPathToPrivateInstance, noPublicIpOnPrivateInstance, noPublicAddressPathToPrivateInstance],
    [
      ["by its own bandwidth", () => void instanceIn(site()), [flag, path]],
      ["without bandwidth", () => void instanceIn(site(), { internetMaxBandwidthOut: 0 }), []],
      ["in one of two vSwitches that are alike", () => void inOneOfTwo(site()), [flag, path]],
      [
        "with bandwidth inward alone",
        () => void instanceIn(site(), { internetMaxBandwidthOut: 0, internetMaxBandwidthIn: 10 }),
        [],
      ],
      ["declared public", () => void instanceIn(site(), { tags: { Exposure: "public" } }), []],
      ["public by its name", () => void instanceIn(site(), { instanceName: "bastion-1" }), []],
      [
        "that nothing lets in",
        () => void instanceIn(site(accept("22/22", { cidrIp: "10.0.0.0/8" }))),
        [flag],
      ],
      [
        "that a drop keeps out",
        () => void instanceIn(site(accept("22/22", { priority: 2 }), dropAll())),
        [flag],
      ],
      ["by ICMP", () => void instanceIn(site(accept("-1/-1", { ipProtocol: "icmp" }))), [flag, path]],
      ["by GRE", () => void instanceIn(site(accept("-1/-1", { ipProtocol: "gre" }))), [flag, path]],
      [
        "by one address",
        () => void instanceIn(site(accept("22/22", { cidrIp: "198.51.100.7" }))),
        [flag, path],
      ],
      [
        "in the classic network, by a group that drops on the inner side",
        () => {
          const group = withRules(
            new alicloud.ecs.SecurityGroup("web", {}),
            accept("22/22", { priority: 2 }),
            drop("22/22", { nicType: "intranet" }),
          );
          new alicloud.ecs.Instance("box", {
            ...MACHINE,
            securityGroups: [group.id],
            internetMaxBandwidthOut: 10,
          });
        },
        [flag, path],
      ],
      [
        "by an Elastic IP",
        () => {
          const box = instanceIn(site(), { internetMaxBandwidthOut: 0 });
          eip({ instanceId: box.id });
        },
        [address, path],
      ],
      [
        "by an address that several regions announce",
        () => {
          const box = instanceIn(site(), { internetMaxBandwidthOut: 0 });
          new alicloud.eipanycast.AnycastEipAddressAttachment("assoc", {
            anycastId: "aeip-x",
            bindInstanceId: box.networkInterfaceId,
            bindInstanceRegionId: "cn-hangzhou",
            bindInstanceType: "NetworkInterface",
          });
        },
        [address, path],
      ],
      ["of containers that ask for an Elastic IP", () => void containers(site(), true), [flag, path]],
      ["of containers that ask for none", () => void containers(site(), false), []],
      ["of a scaling group's containers that ask for one", () => void scaled(site(), true), [flag, path]],
      ["of a scaling group's containers that ask for none", () => void scaled(site(), false), []],
      ["of the nodes of EMR that ask for one", () => void mapReduce(site(), true), [flag, path]],
      ["of the nodes of EMR that ask for none", () => void mapReduce(site(), false), []],
      [
        "of containers whose group lets nothing in",
        () => void containers(site(accept("22/22", { cidrIp: "10.0.0.0/8" })), true),
        [flag],
      ],
      [
        "by an Elastic IP on a NAT gateway there is none",
        () => {
          const own = site();
          instanceIn(own, { internetMaxBandwidthOut: 0 });
          const nat = new alicloud.vpc.NatGateway("nat", {
            vpcId: own.vpc.id,
            vswitchId: own.vswitch.id,
            natType: "Enhanced",
          });
          eip({ instanceId: nat.id, instanceType: "Nat" });
          new alicloud.vpc.SnatEntry("out", {
            snatTableId: nat.snatTableIds,
            sourceVswitchId: own.vswitch.id,
            snatIp: "198.51.100.9",
          });
        },
        [],
      ],
      [
        "by an Elastic IP on a further interface, whose groups decide",
        () => {
          const own = site(accept("22/22", { cidrIp: "10.0.0.0/8" }));
          const other = new alicloud.ecs.SecurityGroup("other", { vpcId: own.vpc.id });
          withRules(other, { ...accept("22/22"), name: "other-rule" });
          const box = instanceIn(own, { internetMaxBandwidthOut: 0 });
          const card = new alicloud.ecs.EcsNetworkInterface("card", {
            vswitchId: own.vswitch.id,
            securityGroupIds: [other.id],
          });
          new alicloud.ecs.EcsNetworkInterfaceAttachment("plug", {
            instanceId: box.id,
            networkInterfaceId: card.id,
          });
          eip({ instanceId: card.id, instanceType: "NetworkInterface" });
        },
        [address, "no-internet-path-to-private-instance: card"],
      ],
      [
        "by an Elastic IP on a further interface that lets nothing in",
        () => {
          const own = site();
          const other = new alicloud.ecs.SecurityGroup("other", { vpcId: own.vpc.id });
          const box = instanceIn(own, { internetMaxBandwidthOut: 0 });
          const card = new alicloud.ecs.EcsNetworkInterface("card", {
            vswitchId: own.vswitch.id,
            securityGroupIds: [other.id],
          });
          new alicloud.ecs.EcsNetworkInterfaceAttachment("plug", {
            instanceId: box.id,
            networkInterfaceId: card.id,
          });
          eip({ instanceId: card.id, instanceType: "NetworkInterface" });
        },
        [address],
      ],
      [
        "a drop in another of its groups closes it",
        () => {
          const own = site(accept("22/22", { priority: 100 }));
          const other = new alicloud.ecs.SecurityGroup("other", { vpcId: own.vpc.id });
          withRules(other, { ...drop("22/22", { priority: 1 }), name: "drop" });
          instanceIn(own, { securityGroups: [own.group.id, other.id] });
        },
        [flag],
      ],
      [
        "a drop in another of its groups that comes later does not",
        () => {
          const own = site(accept("22/22", { priority: 1 }));
          const other = new alicloud.ecs.SecurityGroup("other", { vpcId: own.vpc.id });
          withRules(other, { ...drop("22/22", { priority: 2 }), name: "drop" });
          instanceIn(own, { securityGroups: [own.group.id, other.id] });
        },
        [flag, path],
      ],
      [
        "a drop in another of its groups that ties",
        () => {
          const own = site(accept("22/22", { priority: 7 }));
          const other = new alicloud.ecs.SecurityGroup("other", { vpcId: own.vpc.id });
          withRules(other, { ...drop("22/22", { priority: 7 }), name: "drop" });
          instanceIn(own, { securityGroups: [own.group.id, other.id] });
        },
        [flag],
      ],
      [
        "an advanced group admits answers without rules outward",
        () => {
          const own = site(accept("22/22", { cidrIp: "10.0.0.0/8" }));
          const advanced = new alicloud.ecs.SecurityGroup("advanced", {
            vpcId: own.vpc.id,
            securityGroupType: "enterprise",
          });
          withRules(advanced, { ...accept("22/22"), name: "advanced-rule" });
          instanceIn(own, { securityGroups: [advanced.id] });
        },
        [flag, path],
      ],
      [
        "beside a gateway that is not active",
        () => {
          const own = site();
          instanceIn(own);
          gateway(own, undefined, false);
        },
        [flag, path],
      ],
      [
        "beside an active gateway without a route",
        () => {
          const own = site();
          instanceIn(own);
          gateway(own, true, false);
        },
        [flag],
      ],
      [
        "beside an active gateway with a route",
        () => {
          const own = site();
          instanceIn(own);
          gateway(own, true, true);
        },
        [flag, path],
      ],
      [
        "beside an active gateway, routed by the system's own table",
        () => {
          const own = site();
          instanceIn(own);
          systemGateway(own, true);
        },
        [flag, path],
      ],
      [
        "beside an active gateway of another VPC",
        () => {
          const own = site();
          instanceIn(own);
          const other = new alicloud.vpc.Network("elsewhere", { cidrBlock: "172.16.0.0/12" });
          new alicloud.vpc.Ipv4Gateway("gateway", { vpcId: other.id, enabled: true });
        },
        [flag, path],
      ],
      [
        "a network ACL that lets it in",
        () => {
          const own = site();
          instanceIn(own);
          acl(own, ENTRY);
        },
        [flag, path],
      ],
      [
        "a network ACL with no entry",
        () => {
          const own = site();
          instanceIn(own);
          acl(own);
        },
        [flag],
      ],
      [
        "a network ACL whose first entry drops",
        () => {
          const own = site();
          instanceIn(own);
          acl(own, { ...ENTRY, policy: "drop" }, ENTRY);
        },
        [flag],
      ],
      [
        "a network ACL whose second entry drops",
        () => {
          const own = site();
          instanceIn(own);
          acl(own, ENTRY, { ...ENTRY, policy: "drop" });
        },
        [flag, path],
      ],
      [
        "a network ACL that lets no answer out",
        () => {
          const own = site();
          instanceIn(own);
          new alicloud.vpc.NetworkAcl("acl", {
            vpcId: own.vpc.id,
            ingressAclEntries: [ENTRY],
            egressAclEntries: [
              { policy: "accept", protocol: "tcp", port: "22/22", destinationCidrIp: "0.0.0.0/0" },
            ],
            resources: [{ resourceId: own.vswitch.id, resourceType: "VSwitch" }],
          });
        },
        [flag],
      ],
      [
        "a network ACL that is bound apart",
        () => {
          const own = site();
          instanceIn(own);
          const one = new alicloud.vpc.NetworkAcl("acl", { vpcId: own.vpc.id });
          new alicloud.vpc.VpcNetworkAclAttachment("bound", {
            networkAclId: one.id,
            resourceId: own.vswitch.id,
            resourceType: "VSwitch",
          });
        },
        [flag],
      ],
      [
        "a network ACL of a vSwitch elsewhere",
        () => {
          const own = site();
          instanceIn(own);
          new alicloud.vpc.NetworkAcl("acl", {
            vpcId: own.vpc.id,
            resources: [{ resourceId: "vsw-bp1elsewhere00000001", resourceType: "VSwitch" }],
          });
        },
        [flag, path],
      ],
      [
        "a network ACL of no vSwitch",
        () => {
          const own = site();
          instanceIn(own);
          new alicloud.vpc.NetworkAcl("acl", { vpcId: own.vpc.id });
        },
        [flag, path],
      ],
      [
        "by its template's bandwidth and groups",
        () => {
          const own = site();
          const template = new alicloud.ecs.EcsLaunchTemplate("template", {
            ...MACHINE,
            internetMaxBandwidthOut: 5,
            securityGroupIds: [own.group.id],
            vswitchId: own.vswitch.id,
            tags: { Exposure: "public" },
          });
          new alicloud.ecs.Instance("box", {
            ...MACHINE,
            launchTemplateId: template.id,
            tags: { Exposure: "private" },
          });
        },
        [path, "no-public-address-path-to-private-instance: template"],
        // What the stand-in settles of the instance itself is no bandwidth.
        [],
      ],
      [
        "whose own word goes before its template's",
        () => {
          const own = site();
          const template = new alicloud.ecs.EcsLaunchTemplate("template", {
            ...MACHINE,
            internetMaxBandwidthOut: 5,
            tags: { Exposure: "public" },
          });
          instanceIn(own, {
            launchTemplateId: template.id,
            internetMaxBandwidthOut: 0,
            tags: { Exposure: "private" },
          });
        },
        [],
      ],
      [
        "by a scaling configuration",
        () => {
          const own = site();
          const group = new alicloud.ess.ScalingGroup("scale", {
            minSize: 1,
            maxSize: 2,
            vswitchIds: [own.vswitch.id],
          });
          new alicloud.ess.ScalingConfiguration("box", {
            scalingGroupId: group.id,
            imageId: MACHINE.imageId,
            instanceType: MACHINE.instanceType,
            securityGroupIds: [own.group.id],
            internetMaxBandwidthOut: 3,
          });
        },
        [flag, path],
      ],
      ...[false, true].map(
        (isClosed): Case => [
          `by a scaling group and its template${isClosed ? ", in a vSwitch that an ACL closes" : ""}`,
          () => {
            const own = site();
            const template = new alicloud.ecs.EcsLaunchTemplate("template", {
              ...MACHINE,
              securityGroupIds: [own.group.id],
              internetMaxBandwidthOut: 3,
            });
            const vswitchIds = [own.vswitch.id];
            const scaling = { minSize: 1, maxSize: 2, vswitchIds, launchTemplateId: template.id };
            new alicloud.ess.ScalingGroup("box", scaling);
            if (isClosed)
              new alicloud.vpc.NetworkAcl("acl", {
                vpcId: own.vpc.id,
                ingressAclEntries: [],
                resources: [{ resourceId: own.vswitch.id, resourceType: "VSwitch" }],
              });
          },
          [...(isClosed ? [] : [path]), "no-public-ip-on-private-instance: template"],
        ],
      ),
      [
        "by an instance set",
        () => {
          const own = site();
          new alicloud.ecs.EcsInstanceSet("box", {
            ...MACHINE,
            vswitchId: own.vswitch.id,
            securityGroupIds: [own.group.id],
            internetMaxBandwidthOut: 3,
          });
        },
        [flag, path],
      ],
    ],
  );

  describe("in the default VPC, on the default group", () => {
    holdsInEveryForm(
      [noInternetPathToPrivateInstance, noDefaultVpcUse, noDefaultSecurityGroupUse],
      [
        [
          "an instance that names neither vSwitch nor group",
          () => void new alicloud.ecs.Instance("box", { ...MACHINE, internetMaxBandwidthOut: 1 }),
          ["no-default-security-group-use: box", "no-default-vpc-use: box", path],
        ],
        ["an instance that names both", () => void instanceIn(site(all({ cidrIp: "10.0.0.0/8" }))), []],
      ],
    );
  });

  describe("routes", () => {
    holdsInEveryForm(
      [noInternetRouteInPrivateSubnet],
      [
        [
          "a default route to an IPv4 gateway",
          () => gateway(site(), true, true),
          ["no-internet-route-in-private-subnet: inner"],
        ],
        ["a gateway without a route", () => gateway(site(), true, false), []],
        ...[true, false].map(
          (isListed) =>
            [
              `a default route of the newer type, ${isListed ? "in its list" : "by itself"}`,
              () => newerRoute(site(), isListed),
              ["no-internet-route-in-private-subnet: inner"],
            ] as const,
        ),
        ["no gateway", () => void instanceIn(site()), []],
      ],
    );
  });
});
