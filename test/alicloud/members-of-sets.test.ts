import * as alicloud from "@pulumi/alicloud";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import requireInstanceProfile from "../../policies/instances/require-instance-profile";
import requireLoadBalancer from "../../policies/instances/require-load-balancer-for-public-instances";
import noInternetPath from "../../policies/reachability/no-internet-path-to-private-instance";
import { holdsInEveryForm } from "../adversarial/forms";
import { instanceIn, MACHINE, type Site, site } from "./site";

const { ecs, ess, slb, vpc } = alicloud;

const first = (set: alicloud.ecs.EcsInstanceSet) => set.instanceIds.apply(([id = ""]) => id);

const set =
  (then: (one: alicloud.ecs.EcsInstanceSet) => unknown, more: object = {}) =>
  () => {
    const { vswitch, group } = site();
    then(
      new ecs.EcsInstanceSet("set", {
        ...MACHINE,
        amount: 2,
        vswitchId: vswitch.id,
        securityGroupIds: [group.id],
        ...more,
      }),
    );
  };
const nothing = () => undefined;
const PUBLIC = { tags: { Exposure: "public", App: "shop" } };

describe("a machine of a set of Alibaba Cloud", () => {
  const addressed = set((one) => {
    const { id: allocationId } = new ecs.EipAddress("address", {});
    new ecs.EipAssociation("assoc", { allocationId, instanceId: first(one) });
  });
  const paths = [
    "no-internet-path-to-private-instance: set",
    "no-public-address-path-to-private-instance: assoc",
  ];
  holdsInEveryForm(
    [noAddressPath, noInternetPath],
    [
      ["has the Elastic IP that is put on it", addressed, paths],
      ["has none", set(nothing), []],
    ],
  );

  const withRole = set((one) => {
    new ecs.RamRoleAttachment("role", { ramRoleName: "web", instanceId: first(one) });
  });
  const older = set((one) => {
    new alicloud.ram.RoleAttachment("role", { roleName: "web", instanceIds: one.instanceIds });
  });
  holdsInEveryForm(
    [requireInstanceProfile],
    [
      ["has the role that is attached to it", withRole, []],
      ["has the role that is attached to all", older, []],
      ["has no role", set(nothing), ["require-instance-profile: set"]],
    ],
  );

  const balanced = set((one) => {
    new slb.BackendServer("backends", {
      loadBalancerId: "lb-bp1elsewhere00000001",
      backendServers: [{ serverId: first(one), weight: 100 }],
    });
  }, PUBLIC);
  const unbalanced = ["require-load-balancer-for-public-instances: set"];
  holdsInEveryForm(
    [requireLoadBalancer],
    [
      ["is behind a balancer", balanced, []],
      ["is behind none", set(nothing, PUBLIC), unbalanced],
    ],
  );
});

describe("a node pool of ACK", () => {
  const pool = (isBalanced: boolean) => () => {
    const { scalingGroupId } = new alicloud.cs.NodePool("pool", {
      clusterId: "c-1",
      desiredSize: "2",
      vswitchIds: ["vsw-bp1elsewhere00000001"],
      ...PUBLIC,
    });
    if (!isBalanced) return;
    new ess.AlbServerGroupAttachment("behind", {
      scalingGroupId,
      albServerGroupId: "sgp-bp1elsewhere0000001",
      port: 80,
      weight: 100,
    });
  };
  holdsInEveryForm(
    [requireLoadBalancer],
    [
      ["is behind what its scaling group is behind", pool(true), []],
      ["is behind no balancer", pool(false), ["require-load-balancer-for-public-instances: pool"]],
    ],
  );
});

describe("instances that are put into a scaling group of Alibaba Cloud", () => {
  const joined =
    (more: object, isPut = true) =>
    () => {
      const own = site();
      const instances = ["one", "other"].map((name) => instanceIn(own, PUBLIC, name));
      const { id: scalingGroupId } = new ess.ScalingGroup("scaled", {
        ...{ minSize: 0, maxSize: 2, vswitchIds: [own.vswitch.id] },
        ...more,
      });
      if (isPut) new ess.Attachment("put", { scalingGroupId, instanceIds: instances.map(({ id }) => id) });
    };
  const behind = { loadbalancerIds: ["lb-bp1elsewhere00000001"] };
  const unbalanced = ["require-load-balancer-for-public-instances: one"];
  holdsInEveryForm(
    [requireLoadBalancer],
    [
      ["are behind its balancer", joined(behind), []],
      ["are behind none where it is behind none", joined({}), unbalanced],
      ["are behind none where they are not in it", joined(behind, false), unbalanced],
    ],
  );
});

describe("a port that is forwarded to a further address of an interface of Alibaba Cloud", () => {
  const ADDRESS = "10.0.1.50";
  const forwarded =
    (hold: (own: Site) => unknown, internalIp = ADDRESS) =>
    () => {
      const own = site();
      hold(own);
      const nat = new vpc.NatGateway("nat", { vpcId: own.vpc.id, vswitchId: own.vswitch.id });
      new vpc.ForwardEntry("forward", {
        ...{ forwardTableId: nat.forwardTableIds, externalIp: "198.51.100.7", ipProtocol: "tcp" },
        ...{ externalPort: "22", internalIp, internalPort: "22" },
      });
    };
  const inside = { internetMaxBandwidthOut: 0 };
  const onCard = (addresses: object) => (own: Site) => {
    const box = instanceIn(own, inside);
    const card = new ecs.EcsNetworkInterface("card", {
      vswitchId: own.vswitch.id,
      securityGroupIds: [own.group.id],
      ...addresses,
    });
    new ecs.EcsNetworkInterfaceAttachment("on", { instanceId: box.id, networkInterfaceId: card.id });
  };
  const onMachine = (own: Site) => instanceIn(own, { ...inside, secondaryPrivateIps: [ADDRESS] });
  const pathTo = (name: string) => [`no-internet-path-to-private-instance: ${name}`];
  holdsInEveryForm(
    [noInternetPath],
    [
      ["reaches it", forwarded(onCard({ privateIpAddresses: [ADDRESS] })), pathTo("card")],
      ["reaches it by the older name", forwarded(onCard({ privateIps: [ADDRESS] })), pathTo("card")],
      ["reaches a machine by it", forwarded(onMachine), pathTo("box")],
      ["reaches nothing by another", forwarded(onCard({ privateIpAddresses: [ADDRESS] }), "10.0.1.60"), []],
    ],
  );
});
