import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import requireReturnTrafficInNetworkAcl from "../../policies/reachability/require-return-traffic-in-network-acl";
import noAllTrafficIngress from "../../policies/security-groups/no-all-traffic-ingress";
import noDefaultSecurityGroupUse from "../../policies/security-groups/no-default-security-group-use";
import noMalformedRule from "../../policies/security-groups/no-malformed-rule";
import noOpenIntraGroupTraffic from "../../policies/security-groups/no-open-intra-group-traffic";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import noSecurityGroupSharedAcrossExposure from "../../policies/security-groups/no-security-group-shared-across-exposure";
import noUnapprovedCrossAccountSource from "../../policies/security-groups/no-unapproved-cross-account-source";
import noUnrestrictedEgress from "../../policies/security-groups/no-unrestricted-egress";
import requireSecurityGroupSource from "../../policies/security-groups/require-security-group-source-for-database-ports";
import { holdsOnceKnown } from "../adversarial/forms";
import { holds } from "../adversarial/speakers";
import { accept, all, drop, dropAll, inVpc, WORLD, type WrittenRule, withRules } from "./group";
import { gateway, instanceIn, type Site, site } from "./site";

const ssh = "no-public-ssh-rdp: rule";

/** A value that nobody knows before the update. */
const later = <T>(value: T): pulumi.Output<T> =>
  new alicloud.ecs.EcsKeyPair(`later-${++laters}`, {}).keyPairName.apply(() => value) as pulumi.Output<T>;
let laters = 0;

/** A group whose rules are written while the program runs. */
const group = (rules: () => readonly WrittenRule[]) => () => {
  inVpc({}, ...rules());
};

describe("values of Alibaba Cloud that are not known yet", () => {
  holdsOnceKnown(
    [noSecurityGroupSharedAcrossExposure],
    [
      [
        "which of two machines an interface is attached to",
        () => {
          const own = site();
          const outer = instanceIn(own, { tags: { Exposure: "public" } }, "outer");
          const inner = instanceIn(own, { securityGroups: ["sg-bp1elsewhere000000001"] }, "inner");
          const card = new alicloud.ecs.EcsNetworkInterface("card", {
            vswitchId: own.vswitch.id,
            securityGroupIds: [own.group.id],
          });
          new alicloud.ecs.EcsNetworkInterfaceAttachment("plug", {
            instanceId: pulumi.all([outer.id, inner.id]).apply(([, id]) => id),
            networkInterfaceId: card.id,
          });
        },
        ["no-security-group-shared-across-exposure: web"],
      ],
    ],
  );
  holdsOnceKnown(
    [noPublicSshRdp],
    [
      [
        "the priority of a drop",
        group(() => [accept("22/22", { priority: 5 }), drop("22/22", { priority: later(9) })]),
        [ssh],
      ],
      [
        "the ports of a drop",
        group(() => [accept("22/22", { priority: 5 }), drop("22/22", { portRange: later("23/23") })]),
        [ssh],
      ],
      [
        "the source of a drop",
        group(() => [accept("22/22", { priority: 5 }), drop("22/22", { cidrIp: later("10.0.0.0/8") })]),
        [ssh],
      ],
      [
        "the protocol of a drop",
        group(() => [accept("22/22", { priority: 5 }), drop("22/22", { ipProtocol: later("udp") })]),
        [ssh],
      ],
      [
        "the direction of a drop",
        group(() => [accept("22/22", { priority: 5 }), drop("22/22", { type: later("egress") })]),
        [ssh],
      ],
      [
        "the group of a drop",
        group(() => [
          accept("22/22", { priority: 5 }),
          drop("22/22", { securityGroupId: later("sg-bp1elsewhere000000001") }),
        ]),
        [ssh],
      ],
      [
        "the side of a drop in the classic network",
        () => {
          const classic = new alicloud.ecs.SecurityGroup("web", {});
          withRules(classic, accept("22/22", { priority: 5 }), drop("22/22", { nicType: later("intranet") }));
        },
        [ssh],
      ],
      ["what a rule does", group(() => [accept("22/22", { policy: later("accept") })]), [ssh]],
      [
        "what another rule does",
        group(() => [
          accept("22/22", { priority: 5 }),
          accept("20/30", { cidrIp: "10.0.0.0/8", policy: later("accept") }),
          accept("22/22", { cidrIp: WORLD, priority: 1, policy: later("accept") }),
        ]),
        [ssh, "no-public-ssh-rdp: rule-3"],
      ],
      [
        "the priority of an accept",
        group(() => [accept("22/22", { priority: later(1) }), drop("22/22", { priority: 50 })]),
        [ssh],
      ],
    ],
  );

  describe("do not matter where what is known of them shows that", () => {
    holds(
      [noPublicSshRdp],
      [
        [
          "a drop of another protocol",
          group(() => [
            accept("22/22", { priority: 5 }),
            drop("22/22", { ipProtocol: "udp", priority: later(1) }),
          ]),
          [ssh],
        ],
        [
          "a drop of the other family",
          group(() => [
            accept("22/22", { priority: 5, ipv6CidrIp: "::/0" }),
            drop("22/22", { priority: 1, cidrIp: later(WORLD) }),
          ]),
          [ssh],
        ],
        [
          "a drop that comes later",
          group(() => [
            accept("22/22", { priority: 5 }),
            drop("22/22", { priority: 6, cidrIp: later(WORLD) }),
          ]),
          [ssh],
        ],
        [
          "a drop of the other direction",
          group(() => [
            accept("22/22", { priority: 5 }),
            drop("22/22", { type: "egress", portRange: later("22/22") }),
          ]),
          [ssh],
        ],
        [
          "a drop of other ports",
          group(() => [accept("22/22", { priority: 5 }), drop("80/80", { priority: later(1) })]),
          [ssh],
        ],
        [
          "a drop by group",
          group(() => [
            accept("22/22", { priority: 5 }),
            drop("22/22", { sourceSecurityGroupId: later("sg-bp1elsewhere000000001") }),
          ]),
          [ssh],
        ],
        [
          "a drop of another group",
          () => {
            const group = inVpc({}, accept("22/22", { priority: 5 }));
            const other = new alicloud.ecs.SecurityGroup("other", { vpcId: group.vpcId });
            withRules(other, { ...drop("22/22", { priority: later(1) }), name: "drop" });
          },
          [ssh],
        ],
        [
          "an accept of any priority where nothing drops",
          group(() => [accept("22/22", { priority: later(50) })]),
          [ssh],
        ],
        [
          "an accept of any priority under a drop of all of them",
          group(() => [accept("22/22", { priority: later(1) }), drop("22/22", { priority: 1 })]),
          [],
        ],
      ],
    );
    holds(
      [noUnapprovedCrossAccountSource],
      [
        [
          "the group of an account that is known",
          group(() => [
            accept("22/22", {
              sourceSecurityGroupId: later("sg-bp1elsewhere000000001"),
              sourceGroupOwnerId: "1609982529920000",
            }),
          ]),
          ["no-unapproved-cross-account-source: rule"],
        ],
      ],
    );
  });

  holdsOnceKnown(
    [requireReturnTrafficInNetworkAcl],
    [
      [
        "the entries of a network ACL",
        () =>
          void new alicloud.vpc.NetworkAcl("acl", {
            vpcId: site().vpc.id,
            ingressAclEntries: [
              { policy: "accept", protocol: "tcp", port: "22/22", sourceCidrIp: "0.0.0.0/0" },
            ],
            egressAclEntries: later([]),
          }),
        ["require-return-traffic-in-network-acl: acl"],
      ],
    ],
  );

  holdsOnceKnown(
    [noMalformedRule],
    [
      [
        "a block of a prefix list",
        () =>
          void new alicloud.ecs.EcsPrefixList("list", {
            prefixListName: "list",
            addressFamily: "IPv4",
            maxEntries: 2,
            entries: [{ cidr: "10.0.0.0/8" }, { cidr: later("10.0.0.0/33") }],
          }),
        ["no-malformed-rule: list"],
      ],
    ],
  );

  holdsOnceKnown(
    [noUnrestrictedEgress, noOpenIntraGroupTraffic],
    [
      [
        "a group's kind",
        () => void inVpc({ securityGroupType: later("normal"), innerAccessPolicy: "Drop" }),
        ["no-unrestricted-egress: web"],
      ],
      [
        "a group's inner access",
        () => {
          inVpc({ innerAccessPolicy: later("Accept") }, dropAll({ type: "egress" }));
        },
        ["no-open-intra-group-traffic: web"],
      ],
      ["a drop outward", groupWithDrop(), ["no-unrestricted-egress: web"]],
    ],
  );

  const database = "require-security-group-source-for-database-ports: rule";
  const somebody = () => later("10.0.0.0/8");
  const guarded = (drop: WrittenRule, more: WrittenRule = {}) =>
    group(() => [accept("3306/3306", { priority: 2, cidrIp: somebody(), ...more }), drop]);
  const portal = (enabled: boolean) => () =>
    new alicloud.hologram.Instance("it", {
      instanceName: "it",
      instanceType: "Standard",
      paymentType: "PayAsYouGo",
      zoneId: "cn-hangzhou-h",
      endpoints: [{ type: "Internet", enabled: later(enabled) }],
    });
  const lists = (modifyMode: string) => () =>
    new alicloud.gpdb.DbInstanceIpArray("it", {
      dbInstanceId: "gp-bp1",
      dbInstanceIpArrayName: "all",
      securityIpLists: [WORLD],
      modifyMode: later(modifyMode),
    });
  const permission = (policy: string, priority: number) => ({
    direction: "ingress",
    ipProtocol: "TCP",
    portRange: "22/22",
    sourceCidrIp: WORLD,
    ...{ policy, priority },
  });
  const edge = (...permissions: unknown[]) =>
    new alicloud.ens.SecurityGroup("it", { permissions: permissions as never });
  const turned = () => ({ ...permission("Drop", 1), direction: later("ingress") });
  // biome-ignore format: read row by row
  holds(
    [requireSecurityGroupSource, noAllTrafficIngress, noPublicDatabase, noPublicSshRdp],
    [
      ["whom a rule lets in before a drop", guarded(drop("3306/3306", { priority: 3 })), [database]],
      ["whom it lets in beside a drop of other ports", guarded(drop("22/22")), [database]],
      ["whom it lets in beside a drop outward", guarded(drop("3306/3306", { type: "egress" })), [database]],
      ["whom it lets in after a drop, which may be all of them", guarded(drop("3306/3306")), []],
      ["whom everything lets in after a drop, as well", guarded(dropAll(), { portRange: "-1/-1", ipProtocol: "all" }), []],
      ["whether Hologres is on the internet, where it is not", portal(false), []],
      ["whether a list is taken away, where it is", lists("Delete"), []],
      ["a rule of the edge that drops", () => edge(permission("Accept", 100), later(permission("Drop", 1))), []],
      ["the direction of one that drops", () => edge(permission("Accept", 100), turned()), []],
    ],
  );
  holdsOnceKnown(
    [noPublicDatabase, noPublicSshRdp],
    [
      ["whether Hologres is on the internet", portal(true), ["no-public-database: it"]],
      ["whether a list is taken away", lists("Cover"), ["no-public-database: it"]],
      [
        "a rule of the edge that accepts",
        () => edge(permission("Accept", 100), later(permission("Accept", 1))),
        ["no-public-ssh-rdp: it"],
      ],
    ],
  );

  const scaled = (networkInterfaces: () => unknown) => () => {
    const { vswitch, group } = site(accept("80/80"));
    const scalingGroup = new alicloud.ess.ScalingGroup("set", {
      maxSize: 1,
      minSize: 1,
      vswitchIds: [vswitch.id],
    });
    new alicloud.ess.ScalingConfiguration("set", {
      scalingGroupId: scalingGroup.id,
      instanceType: "ecs.g7.large",
      internetMaxBandwidthOut: 5,
      networkInterfaces: networkInterfaces() as never,
    });
    instanceIn({ vswitch, group } as Site, { internetMaxBandwidthOut: 0 });
  };
  holds(
    [noDefaultSecurityGroupUse, noInternetPathToPrivateInstance],
    [
      [
        "the interfaces of a configuration, which name a group that lets nothing in",
        scaled(() => later([{ instanceType: "Primary", securityGroupIds: ["sg-bp1elsewhere00000001"] }])),
        [],
      ],
    ],
  );
  const behind = (vpcId: () => pulumi.Input<string>) => () => {
    const at = site();
    gateway(at, true, false);
    const vswitch = new alicloud.vpc.Switch("outer", {
      vpcId: vpcId(),
      cidrBlock: "10.0.2.0/24",
      zoneId: "z",
    });
    instanceIn({ ...at, vswitch });
  };
  holdsOnceKnown(
    [noInternetPathToPrivateInstance],
    [
      [
        "the VPC of a vSwitch, which may have an active gateway and no route to it",
        behind(() => later("vpc-bp1elsewhere00000001")),
        ["no-internet-path-to-private-instance: box"],
      ],
    ],
  );

  holdsOnceKnown(
    [noInternetPathToPrivateInstance],
    [
      [
        "bandwidth",
        () => void instanceIn(site(), { internetMaxBandwidthOut: later(5) }),
        ["no-internet-path-to-private-instance: box"],
      ],
      [
        "a group of several",
        () => {
          const own = site();
          instanceIn(own, { securityGroups: [own.group.id, later("sg-bp1elsewhere000000001")] });
        },
        ["no-internet-path-to-private-instance: box"],
      ],
      [
        "whether a gateway is active",
        () => {
          const own = site();
          instanceIn(own);
          new alicloud.vpc.Ipv4Gateway("gateway", { vpcId: own.vpc.id, enabled: later(false) });
        },
        ["no-internet-path-to-private-instance: box"],
      ],
    ],
  );
});

function groupWithDrop() {
  return () =>
    void inVpc(
      { innerAccessPolicy: "Drop" },
      all({ type: "egress", policy: "drop", portRange: "-1/-1", cidrIp: later("10.0.0.7") }),
    );
}
