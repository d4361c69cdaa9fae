import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import { Network } from "../../network/network";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noDefaultSecurityGroupUse from "../../policies/security-groups/no-default-security-group-use";
import noSecurityGroupSharedAcrossExposure from "../../policies/security-groups/no-security-group-shared-across-exposure";
import { Resource } from "../../stack/resource";
import { UNKNOWN, type Value, type Values } from "../../stack/value";
import { holdsInEveryForm } from "../adversarial/forms";
import { accept } from "./group";
import { eip, instanceIn, MACHINE, type Site, site } from "./site";

const ELSEWHERE = "eni-bp1elsewhere00000001";
const byCard = "no-internet-path-to-private-instance: card";
const unnamed = ["no-default-security-group-use: box", "no-default-vpc-use: box"];

/** An instance whose first interface is there already, named in either of two places. */
const given = (
  networkInterfaceId: alicloud.ecs.InstanceArgs["networkInterfaceId"],
  isTop: boolean,
  more = {},
) =>
  new alicloud.ecs.Instance("box", {
    ...MACHINE,
    ...(isTop ? { networkInterfaceId } : { networkInterfaces: { networkInterfaceId } }),
    ...more,
  });

function card({ vswitch, group }: Site) {
  return new alicloud.ecs.EcsNetworkInterface("card", {
    vswitchId: vswitch.id,
    securityGroupIds: [group.id],
  });
}

describe("an interface that an instance of Alibaba Cloud is given", () => {
  for (const isTop of [true, false]) {
    const place = isTop ? "named by the instance" : "named in its networkInterfaces";
    holdsInEveryForm(
      [noInternetPathToPrivateInstance, noDefaultSecurityGroupUse, noDefaultVpcUse],
      [
        [
          `${place}, with bandwidth`,
          () => void given(card(site()).id, isTop, { internetMaxBandwidthOut: 5 }),
          [byCard],
        ],
        [
          `${place}, with an Elastic IP on the instance`,
          () => void eip({ instanceId: given(card(site()).id, isTop).id }),
          [byCard],
        ],
        [
          `${place}, with an Elastic IP on the interface`,
          () => {
            const one = card(site());
            given(one.id, isTop);
            eip({ instanceId: one.id, instanceType: "NetworkInterface" });
          },
          [byCard],
        ],
        [
          `${place}, that nothing lets into`,
          () => {
            const own = site(accept("22/22", { cidrIp: "10.0.0.0/8" }));
            given(card(own).id, isTop, { internetMaxBandwidthOut: 5 });
          },
          [],
        ],
        // An audit shows the interface of every instance, and then its groups and vSwitch too.
        [`${place}, of another stack`, () => void given(ELSEWHERE, isTop), [], unnamed],
      ],
    );
  }
});

describe("a balancer of Alibaba Cloud that shares a group with a private instance", () => {
  const balanced = (addressType: string) => () => {
    const own = site();
    instanceIn(own, { internetMaxBandwidthOut: 0 });
    const balancer = new alicloud.nlb.LoadBalancer("balancer", {
      addressType,
      vpcId: own.vpc.id,
      zoneMappings: [],
    });
    new alicloud.nlb.LoadBalancerSecurityGroupAttachment("attached", {
      loadBalancerId: balancer.id,
      securityGroupId: own.group.id,
    });
  };
  holdsInEveryForm(
    [noSecurityGroupSharedAcrossExposure],
    [
      ["on the internet", balanced("Internet"), ["no-security-group-shared-across-exposure: web"]],
      ["inside", balanced("Intranet"), []],
    ],
  );
});

describe("the groups of an interface of Alibaba Cloud", () => {
  const one = (type: string, name: string, declared: Values, settled: Values) =>
    new Resource({ urn: `urn:pulumi:dev::shop::${type}::${name}`, type, name, declared, settled });
  const web = one("alicloud:ecs/securityGroup:SecurityGroup", "web", {}, { id: "sg-1" });
  const nodes = (...additionalSecurityGroupIds: Value[]) => ({
    nodeGroups: [{ additionalSecurityGroupIds }],
  });
  for (const [what, type, declared, settled] of [
    ["inside a list, once they are known", "emrv2/cluster:Cluster", nodes(UNKNOWN), nodes("sg-1")],
    ["for null", "ecs/instance:Instance", { securityGroups: null }, { securityGroups: ["sg-1"] }],
  ] as const) {
    it(`are those that the cloud tells ${what}`, () => {
      const { interfaces } = Network.ofStack([web, one(`alicloud:${type}`, "box", declared, settled)]);
      const groups = interfaces.flatMap(({ attachments }) => attachments.map(({ group }) => group.title));
      assert.deepEqual(groups, ["SecurityGroup web"]);
    });
  }
});
