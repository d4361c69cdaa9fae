import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import { PrefixLists } from "../../network/alicloud/groups/prefix-lists";
import type { Policy } from "../../policies/kit/policy";
import requireScopedEndpointIngress from "../../policies/private-access/require-scoped-endpoint-ingress";
import noPublicSshRdpInNetworkAcl from "../../policies/reachability/no-public-ssh-rdp-in-network-acl";
import noShadowedNetworkAclEntry from "../../policies/reachability/no-shadowed-network-acl-entry";
import requireReturnTrafficInNetworkAcl from "../../policies/reachability/require-return-traffic-in-network-acl";
import noCidrSourceInsideVpc from "../../policies/security-groups/no-cidr-source-inside-vpc";
import noCrossEnvironmentAccess from "../../policies/security-groups/no-cross-environment-access";
import noExcessSecurityGroups from "../../policies/security-groups/no-excess-security-groups";
import noMalformedRule from "../../policies/security-groups/no-malformed-rule";
import noMixedPurposeSecurityGroup from "../../policies/security-groups/no-mixed-purpose-security-group";
import noMixedRuleManagement from "../../policies/security-groups/no-mixed-rule-management";
import noOpenIntraGroupTraffic from "../../policies/security-groups/no-open-intra-group-traffic";
import noOversizedSecurityGroup from "../../policies/security-groups/no-oversized-security-group";
import noRedundantRule from "../../policies/security-groups/no-redundant-rule";
import noSecurityGroupSharedAcrossApplications from "../../policies/security-groups/no-security-group-shared-across-applications";
import noSecurityGroupSharedAcrossExposure from "../../policies/security-groups/no-security-group-shared-across-exposure";
import noUnapprovedCrossAccountSource from "../../policies/security-groups/no-unapproved-cross-account-source";
import noUnrestrictedEgress from "../../policies/security-groups/no-unrestricted-egress";
import noUnusedSecurityGroup from "../../policies/security-groups/no-unused-security-group";
import noWidePortRange from "../../policies/security-groups/no-wide-port-range";
import requireClosedDefaultSecurityGroup from "../../policies/security-groups/require-closed-default-security-group";
import requireRuleDescription from "../../policies/security-groups/require-rule-description";
import { Resource } from "../../stack/resource";
import { Stack } from "../../stack/stack";
import { UNKNOWN } from "../../stack/value";
import { holdsInEveryForm } from "../adversarial/forms";
import type { Case } from "../adversarial/speakers";
import { configured } from "../harness/configured";
import { later } from "../harness/phases";
import { accept, all, drop, dropAll, groupWith, inVpc, type WrittenRule, withRules } from "./group";
import { instanceIn, site } from "./site";

const OTHER = "sg-bp1elsewhere000000001";
const ACCOUNT = "1609982529920000";

const on = (policy: Policy, cases: readonly Case[]) => {
  describe(policy.name, () => holdsInEveryForm([policy], cases));
};
const says = (policy: Policy, resource = "rule") => [`${policy.name}: ${resource}`];
const basic = (...rules: readonly WrittenRule[]) => groupWith(...rules);
const advanced =
  (...rules: readonly WrittenRule[]) =>
  () =>
    void inVpc({ securityGroupType: "enterprise" }, ...rules);
const fromGroup = (portRange: string, more: WrittenRule = {}): WrittenRule => ({
  portRange,
  sourceSecurityGroupId: "sg-bp1hv6wvmegs036abcde",
  ...more,
});
const outward = (more: WrittenRule): WrittenRule => ({ type: "egress", ...more });

describe("policies of groups on Alibaba Cloud", () => {
  on(noUnrestrictedEgress, [
    ["a basic group lets everything out", basic(), says(noUnrestrictedEgress, "web")],
    ["an advanced one nothing", advanced(), []],
    ["an advanced one what a rule accepts", advanced(outward(all())), says(noUnrestrictedEgress)],
    ["an advanced one that accepts one port", advanced(outward(accept("443/443"))), []],
    ["a basic one that drops everything", basic(outward(dropAll({ priority: 100 }))), []],
    ["a basic one that drops all of TCP", basic(outward(drop("1/65535"))), []],
    ["a basic one that drops one address", basic(outward(dropAll({ cidrIp: "198.51.100.7" }))), []],
    ["a basic one that drops inward", basic(dropAll()), says(noUnrestrictedEgress, "web")],
    [
      "a basic one that drops IPv6 alone",
      basic(outward(dropAll({ ipv6CidrIp: "::/0" }))),
      says(noUnrestrictedEgress, "web"),
    ],
    [
      "one website after a drop of all else",
      basic(
        outward(dropAll({ priority: 2 })),
        outward(accept("80/80", { cidrIp: "47.96.1.2" })),
        outward(accept("443/443", { cidrIp: "121.199.1.2" })),
      ),
      [],
    ],
    [
      "a drop of everything behind an accept of everything",
      basic(outward(all()), outward(dropAll({ priority: 2 }))),
      says(noUnrestrictedEgress),
    ],
    [
      "an accept of a port beside what leaves anyway",
      basic(outward(accept("443/443"))),
      says(noUnrestrictedEgress, "web"),
    ],
    [
      "IPv6 in a VPC that has it",
      () => {
        const vpc = new alicloud.vpc.Network("net", { cidrBlock: "10.0.0.0/8", enableIpv6: true });
        const group = new alicloud.ecs.SecurityGroup("web", { vpcId: vpc.id });
        withRules(group, outward(dropAll()));
      },
      says(noUnrestrictedEgress, "web"),
    ],
  ]);

  on(noOpenIntraGroupTraffic, [
    ["a basic group that says nothing", basic(), says(noOpenIntraGroupTraffic, "web")],
    [
      "a basic group that accepts",
      () => void inVpc({ innerAccessPolicy: "Accept" }),
      says(noOpenIntraGroupTraffic, "web"),
    ],
    ["a basic group that drops", () => void inVpc({ innerAccessPolicy: "Drop" }), []],
    ["in the older words", () => void inVpc({ innerAccess: false }), []],
    [
      "in the older words, open",
      () => void inVpc({ innerAccess: true }),
      says(noOpenIntraGroupTraffic, "web"),
    ],
    ["an advanced group", advanced(), []],
    [
      "a rule from the group itself",
      () => {
        const group = inVpc({ innerAccessPolicy: "Drop" });
        withRules(group, all({ sourceSecurityGroupId: group.id }));
      },
      says(noOpenIntraGroupTraffic),
    ],
    [
      "a rule from the group itself for one port",
      () => {
        const group = inVpc({ innerAccessPolicy: "Drop" });
        withRules(group, accept("22/22", { sourceSecurityGroupId: group.id }));
      },
      [],
    ],
    [
      "no drop mends what goes before every rule",
      () => {
        const group = inVpc({});
        withRules(group, dropAll({ sourceSecurityGroupId: group.id }));
      },
      says(noOpenIntraGroupTraffic, "web"),
    ],
    [
      "a drop mends a rule",
      () => {
        const group = inVpc({ innerAccessPolicy: "Drop" });
        withRules(
          group,
          all({ sourceSecurityGroupId: group.id, priority: 2 }),
          dropAll({ sourceSecurityGroupId: group.id }),
        );
      },
      [],
    ],
  ]);

  on(noRedundantRule, [
    ["a rule twice", basic(accept("22/22"), accept("22/22")), says(noRedundantRule, "rule-2")],
    ["two rules apart", basic(accept("22/22"), accept("23/23")), []],
    [
      "a rule inside a wider one of another priority",
      basic(accept("20/30", { priority: 1 }), accept("22/22", { priority: 9 })),
      says(noRedundantRule, "rule-2"),
    ],
    [
      "an accept that a drop takes away",
      basic(accept("22/22", { priority: 2 }), drop("22/22")),
      says(noRedundantRule),
    ],
    [
      "an accept that stands before a drop",
      basic(accept("22/22"), accept("1/65535", { priority: 3 }), drop("22/22", { priority: 2 })),
      [],
    ],
    [
      "a drop inside an earlier drop",
      basic(drop("20/30"), drop("22/22", { priority: 2 })),
      says(noRedundantRule, "rule-2"),
    ],
    [
      "a drop inside a later drop bears on other groups",
      basic(drop("20/30", { priority: 2 }), drop("22/22")),
      [],
    ],
    ["a drop of what nothing accepts bears on other groups", basic(drop("22/22")), []],
    ["what leaves a basic group anyway", basic(outward(accept("443/443"))), says(noRedundantRule)],
    [
      "an exception to a drop outward",
      basic(outward(accept("443/443")), outward(dropAll({ priority: 2 }))),
      [],
    ],
    ["what leaves an advanced group", advanced(outward(accept("443/443"))), []],
    [
      "what leaves a basic group for another one anyway",
      basic(outward(fromGroup("3306/3306"))),
      says(noRedundantRule),
    ],
    [
      "an exception for a group, whose members have addresses, to a drop of addresses outward",
      basic(outward(fromGroup("3306/3306")), outward(dropAll({ priority: 2 }))),
      [],
    ],
    [
      "an exception for a group to a drop of another port",
      basic(outward(fromGroup("3306/3306")), outward(drop("22/22", { priority: 2 }))),
      says(noRedundantRule),
    ],
    [
      "an exception for addresses, which may be of the group that is dropped",
      basic(outward(accept("443/443")), outward(fromGroup("1/65535", { policy: "drop", priority: 2 }))),
      [],
    ],
  ]);

  on(noMalformedRule, [
    ["a good rule", basic(accept("22/22")), []],
    ["no range", basic(accept("-1/-1")), says(noMalformedRule)],
    ["one port alone", basic(accept("22")), says(noMalformedRule)],
    ["an inverted range", basic(accept("30/20")), says(noMalformedRule)],
    ["port 0", basic(accept("0/65535")), says(noMalformedRule)],
    ["port 65536", basic(accept("1/65536")), says(noMalformedRule)],
    ["ports beside every protocol", basic(all({ portRange: "22/22" })), says(noMalformedRule)],
    ["ports beside ICMP", basic(accept("8/0", { ipProtocol: "icmp" })), says(noMalformedRule)],
    ["the number of a protocol", basic(accept("22/22", { ipProtocol: "6" })), says(noMalformedRule)],
    ["priority 0", basic(accept("22/22", { priority: 0 })), says(noMalformedRule)],
    ["priority 101", basic(accept("22/22", { priority: 101 })), says(noMalformedRule)],
    ["priority 100", basic(accept("22/22", { priority: 100 })), []],
    ["another policy", basic(accept("22/22", { policy: "allow" })), says(noMalformedRule)],
    ["another direction", basic(accept("22/22", { type: "inbound" })), says(noMalformedRule)],
    ["no source", basic({ portRange: "22/22" }), says(noMalformedRule)],
    ["a block that is none", basic(accept("22/22", { cidrIp: "10.0.0.0/33" })), says(noMalformedRule)],
    ["a block of the other family", basic(accept("22/22", { cidrIp: "::/0" })), says(noMalformedRule)],
    ["a bare address", basic(accept("22/22", { cidrIp: "10.0.0.7" })), []],
    ["host bits", basic(accept("22/22", { cidrIp: "10.159.6.18/12" })), []],
  ]);

  on(noWidePortRange, [
    ["101 ports", basic(accept("1000/1100", { cidrIp: "10.0.0.0/8" })), says(noWidePortRange)],
    ["100 ports", basic(accept("1000/1099", { cidrIp: "10.0.0.0/8" })), []],
    ["a drop of many", basic(drop("1000/2000")), []],
    ["every port is another policy's affair", basic(accept("1/65535")), []],
  ]);

  on(noCidrSourceInsideVpc, [
    ["a private block", basic(accept("22/22", { cidrIp: "10.0.0.0/8" })), says(noCidrSourceInsideVpc)],
    ["a public block", basic(accept("22/22")), []],
    ["a drop of one", basic(drop("22/22", { cidrIp: "10.0.0.0/8" })), []],
    ["a balancer's block, of no VPC and no group", basic(accept("22/22", { cidrIp: "100.64.0.0/10" })), []],
    ["a wider one", basic(accept("22/22", { cidrIp: "100.0.0.0/8" })), []],
    ["a group", basic(accept("22/22", { sourceSecurityGroupId: OTHER })), []],
  ]);

  on(noUnapprovedCrossAccountSource, [
    [
      "another account's group",
      basic(accept("6379/6379", { sourceSecurityGroupId: OTHER, sourceGroupOwnerId: ACCOUNT })),
      says(noUnapprovedCrossAccountSource),
    ],
    [
      "in the older words",
      basic(accept("6379/6379", { sourceSecurityGroupId: OTHER, sourceGroupOwnerAccount: ACCOUNT })),
      says(noUnapprovedCrossAccountSource),
    ],
    ["a group of one's own", basic(accept("6379/6379", { sourceSecurityGroupId: OTHER })), []],
    [
      "a drop of another account's",
      basic(drop("6379/6379", { sourceSecurityGroupId: OTHER, sourceGroupOwnerId: ACCOUNT })),
      [],
    ],
    [
      "an account beside a block is ignored",
      basic(accept("6379/6379", { cidrIp: "10.0.0.0/8", sourceGroupOwnerId: ACCOUNT })),
      [],
    ],
  ]);
  on(configured(noUnapprovedCrossAccountSource, { approvedAccounts: [ACCOUNT] }), [
    [
      "an approved account's group",
      basic(accept("6379/6379", { sourceSecurityGroupId: OTHER, sourceGroupOwnerId: ACCOUNT })),
      [],
    ],
  ]);

  on(noMixedPurposeSecurityGroup, [
    ["SSH and RDP", basic(accept("22/22"), accept("3389/3389")), says(noMixedPurposeSecurityGroup, "web")],
    [
      "the web and databases",
      basic(accept("443/443"), accept("3306/3306")),
      says(noMixedPurposeSecurityGroup, "web"),
    ],
    ["the web and a drop of databases", basic(accept("443/443"), drop("3306/3306")), []],
  ]);

  on(requireRuleDescription, [
    ["neither", basic(accept("22/22")), ["require-rule-description: rule", "require-rule-description: web"]],
    [
      "both",
      () => void inVpc({ description: "Web servers." }, accept("22/22", { description: "Offices." })),
      [],
    ],
    [
      "a drop without",
      () => void inVpc({ description: "Web servers." }, drop("22/22")),
      says(requireRuleDescription),
    ],
  ]);

  const many = (count: number, more: (i: number) => WrittenRule = () => ({})) =>
    Array.from({ length: count }, (_, i) => accept(`${i + 1000}/${i + 1000}`, more(i)));
  on(noOversizedSecurityGroup, [
    ["20 rules", basic(...many(20)), []],
    ["21 rules", basic(...many(21)), says(noOversizedSecurityGroup, "web")],
    ["drops count", basic(...many(20), drop("22/22")), says(noOversizedSecurityGroup, "web")],
    ["directions are counted apart", basic(...many(15), ...many(15, () => ({ type: "egress" }))), []],
  ]);
  on(configured(noOversizedSecurityGroup, { maxRules: 500, groupQuota: 25 }), [
    [
      "a quota for both directions",
      basic(...many(15), ...many(15, () => ({ type: "egress" }))),
      says(noOversizedSecurityGroup, "web"),
    ],
    ["within it", basic(...many(12), ...many(12, () => ({ type: "egress" }))), []],
  ]);

  on(noUnusedSecurityGroup, [
    ["on nothing", basic(accept("22/22")), says(noUnusedSecurityGroup, "web")],
    ["on an instance", () => void instanceIn(site()), []],
    [
      "on a database",
      () =>
        void new alicloud.rds.Instance("db", {
          engine: "MySQL",
          engineVersion: "8.0",
          instanceType: "x",
          instanceStorage: 20,
          securityGroupIds: [inVpc({}).id],
        }),
      [],
    ],
    [
      "on a template",
      () =>
        void new alicloud.ecs.EcsLaunchTemplate("t", {
          networkInterfaces: { securityGroupId: inVpc({}).id },
        }),
      [],
    ],
    [
      "on an endpoint",
      () =>
        void new alicloud.privatelink.VpcEndpoint("e", { vpcId: "vpc-x", securityGroupIds: [inVpc({}).id] }),
      [],
    ],
    [
      "on a balancer, by an attachment",
      () =>
        void new alicloud.alb.LoadBalancerSecurityGroupAttachment("a", {
          loadBalancerId: "alb-x",
          securityGroupId: inVpc({}).id,
        }),
      [],
    ],
    [
      "named by another's rule",
      () => {
        const group = inVpc({});
        const other = new alicloud.ecs.SecurityGroup("other", { vpcId: group.vpcId });
        withRules(other, accept("22/22", { sourceSecurityGroupId: group.id }));
        new alicloud.ecs.Instance("box", { securityGroups: [other.id] });
      },
      [],
    ],
  ]);

  const groups = (count: number) => {
    const own = site();
    const others = Array.from(
      { length: count - 1 },
      (_, i) => new alicloud.ecs.SecurityGroup(`g${i}`, { vpcId: own.vpc.id }),
    );
    instanceIn(own, { securityGroups: [own.group.id, ...others.map(({ id }) => id)] });
  };
  on(noExcessSecurityGroups, [
    ["five groups", () => groups(5), []],
    ["six groups", () => groups(6), says(noExcessSecurityGroups, "box")],
  ]);

  const environments =
    (source: string, more: WrittenRule = {}) =>
    () => {
      const prod = inVpc({ tags: { Environment: "prod" } });
      const other = new alicloud.ecs.SecurityGroup("other", {
        vpcId: prod.vpcId,
        tags: { Environment: source },
      });
      withRules(prod, accept("3306/3306", { sourceSecurityGroupId: other.id, ...more }));
    };
  on(noCrossEnvironmentAccess, [
    ["a rule from another environment", environments("test"), says(noCrossEnvironmentAccess)],
    ["a rule from the same", environments("production"), []],
    ["a drop", environments("test", { policy: "drop" }), []],
  ]);

  const shared = (one: Record<string, string>, other: Record<string, string>) => () => {
    const own = site();
    instanceIn(own, { tags: one }, "one");
    instanceIn(own, { tags: other }, "other");
  };
  on(noSecurityGroupSharedAcrossExposure, [
    [
      "public and private",
      shared({ Exposure: "public" }, {}),
      says(noSecurityGroupSharedAcrossExposure, "web"),
    ],
    ["both private", shared({}, {}), []],
  ]);
  on(noSecurityGroupSharedAcrossApplications, [
    [
      "two applications",
      shared({ App: "a" }, { App: "b" }),
      says(noSecurityGroupSharedAcrossApplications, "web"),
    ],
    ["one application", shared({ App: "a" }, { App: "a" }), []],
  ]);

  on(requireClosedDefaultSecurityGroup, [["there is none to adopt", () => void site(), []]]);

  const endpoint =
    (...rules: WrittenRule[]) =>
    () => {
      const group = inVpc({}, ...rules);
      new alicloud.privatelink.VpcEndpoint("endpoint", { vpcId: group.vpcId, securityGroupIds: [group.id] });
    };
  on(requireScopedEndpointIngress, [
    ["a block", endpoint(accept("443/443", { cidrIp: "10.0.0.0/8" })), says(requireScopedEndpointIngress)],
    ["a group", endpoint(accept("443/443", { sourceSecurityGroupId: OTHER })), []],
    ["a drop of a block", endpoint(drop("443/443", { cidrIp: "10.0.0.0/8" })), []],
    [
      "a block that is not known yet",
      () => endpoint(accept("443/443", { cidrIp: later("10.0.0.0/8") }))(),
      says(requireScopedEndpointIngress),
    ],
    [
      "a block that is not known yet, all of which may be dropped",
      () =>
        endpoint(
          accept("443/443", { cidrIp: later("10.0.0.0/8"), priority: 2 }),
          drop("443/443", { priority: 1 }),
        )(),
      [],
    ],
  ]);
});

const ENTRY = { policy: "accept", protocol: "tcp", port: "22/22", sourceCidrIp: "0.0.0.0/0" };
const OUT = { policy: "accept", protocol: "all", port: "-1/-1", destinationCidrIp: "0.0.0.0/0" };

function acl(ingress: object[], egress: object[] = [OUT], more: object = {}) {
  const own = site();
  return {
    own,
    one: new alicloud.vpc.NetworkAcl("acl", {
      vpcId: own.vpc.id,
      ingressAclEntries: ingress,
      egressAclEntries: egress,
      ...more,
    }),
  };
}

const prefixList = (cidr: string) =>
  new alicloud.ecs.EcsPrefixList("list", {
    prefixListName: "list",
    addressFamily: "IPv4",
    maxEntries: 1,
    entries: [{ cidr }],
  }).id;

describe("prefix lists of Alibaba Cloud", () => {
  for (const [what, declared, name] of [
    ["its name", { prefixListName: "offices" }, "offices"],
    ["the logical name of one that has none", { prefixListName: "" }, "list"],
    ["the logical name of one whose name is not known", { prefixListName: UNKNOWN }, "list"],
  ] as const) {
    it(`go by ${what}`, () => {
      const type = "alicloud:ecs/ecsPrefixList:EcsPrefixList";
      const list = new Resource({ urn: `urn:pulumi:dev::shop::${type}::list`, type, name: "list", declared });
      assert.deepEqual(
        new PrefixLists(new Stack([list])).all.map((one) => one.name),
        [name],
      );
    });
  }
});

describe("network ACLs of Alibaba Cloud", () => {
  on(noMalformedRule, [
    [
      "a prefix list in an entry",
      () => void acl([{ ...ENTRY, sourceCidrIp: "pl-bp1elsewhere00000001" }]),
      [],
    ],
    [
      "no block in an entry",
      () => void acl([{ ...ENTRY, sourceCidrIp: "elsewhere" }]),
      says(noMalformedRule, "acl"),
    ],
  ]);
  on(noPublicSshRdpInNetworkAcl, [
    ["SSH let in", () => void acl([ENTRY]), says(noPublicSshRdpInNetworkAcl, "acl")],
    ["SSH denied first", () => void acl([{ ...ENTRY, policy: "drop" }, ENTRY]), []],
    [
      "SSH denied later",
      () => void acl([ENTRY, { ...ENTRY, policy: "drop" }]),
      says(noPublicSshRdpInNetworkAcl, "acl"),
    ],
    ["the web", () => void acl([{ ...ENTRY, port: "443/443" }]), []],
    [
      "a prefix list of everyone",
      () => void acl([{ ...ENTRY, sourceCidrIp: prefixList("0.0.0.0/0") }]),
      says(noPublicSshRdpInNetworkAcl, "acl"),
    ],
    [
      "a prefix list of an office",
      () => void acl([{ ...ENTRY, sourceCidrIp: prefixList("10.0.0.0/8") }]),
      [],
    ],
    [
      "a prefix list dropped first",
      () => void acl([{ ...ENTRY, sourceCidrIp: prefixList("0.0.0.0/0"), policy: "drop" }, ENTRY]),
      [],
    ],
    [
      "a prefix list of another stack",
      () => void acl([{ ...ENTRY, sourceCidrIp: "pl-bp1elsewhere00000001" }]),
      [],
    ],
  ]);
  on(noShadowedNetworkAclEntry, [
    [
      "an entry behind a wider one",
      () => void acl([{ ...ENTRY, port: "20/30" }, ENTRY]),
      says(noShadowedNetworkAclEntry, "acl"),
    ],
    ["an entry before a wider one", () => void acl([ENTRY, { ...ENTRY, port: "20/30" }]), []],
  ]);
  on(requireReturnTrafficInNetworkAcl, [
    ["no answer", () => void acl([ENTRY], []), says(requireReturnTrafficInNetworkAcl, "acl")],
    ["an answer", () => void acl([ENTRY], [{ ...OUT, protocol: "tcp", port: "1024/65535" }]), []],
  ]);
  on(noMixedRuleManagement, [
    ["entries in one place", () => void acl([ENTRY]), []],
    [
      "entries in two",
      () => {
        const { one } = acl([ENTRY]);
        new alicloud.vpc.NetworkAclEntries("entries", { networkAclId: one.id, ingresses: [ENTRY] });
      },
      says(noMixedRuleManagement, "acl"),
      [],
    ],
    [
      "a binding in two places",
      () => {
        const own = site();
        const other = new alicloud.vpc.Switch("other", { vpcId: own.vpc.id, cidrBlock: "10.0.2.0/24" });
        const one = new alicloud.vpc.NetworkAcl("acl", {
          vpcId: own.vpc.id,
          resources: [{ resourceId: own.vswitch.id, resourceType: "VSwitch" }],
        });
        new alicloud.vpc.VpcNetworkAclAttachment("bound", {
          networkAclId: one.id,
          resourceId: other.id,
          resourceType: "VSwitch",
        });
      },
      says(noMixedRuleManagement, "acl"),
      [],
    ],
    [
      "two ACLs on one vSwitch",
      () => {
        const { own, one } = acl([ENTRY]);
        const two = new alicloud.vpc.NetworkAcl("two", { vpcId: own.vpc.id });
        for (const [name, id] of [
          ["a", one.id],
          ["b", two.id],
        ] as const)
          new alicloud.vpc.VpcNetworkAclAttachment(name, {
            networkAclId: id,
            resourceId: own.vswitch.id,
            resourceType: "VSwitch",
          });
      },
      says(noMixedRuleManagement, "b"),
    ],
    [
      "two tables on one vSwitch",
      () => {
        const own = site();
        for (const name of ["a", "b"]) {
          const table = new alicloud.vpc.RouteTable(`table-${name}`, { vpcId: own.vpc.id });
          new alicloud.vpc.RouteTableAttachment(name, { routeTableId: table.id, vswitchId: own.vswitch.id });
        }
      },
      says(noMixedRuleManagement, "b"),
    ],
    ["rules apart are the only way", () => void site(), []],
  ]);
});
