import * as alicloud from "@pulumi/alicloud";
import noAllTrafficIngress from "../../policies/security-groups/no-all-traffic-ingress";
import noPublicIcmp from "../../policies/security-groups/no-public-icmp";
import noPublicIngressBeyondWebPorts from "../../policies/security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import requireSecurityGroupSourceForDatabasePorts from "../../policies/security-groups/require-security-group-source-for-database-ports";
import { holdsInEveryForm } from "../adversarial/forms";
import { accept, all, drop, dropAll, groupWith, inVpc, WORLD, withRules } from "./group";

const ssh = "no-public-ssh-rdp: rule";
const beyond = "no-public-ingress-beyond-web-ports: rule";
const every = "no-all-traffic-ingress: rule";
const icmp = "no-public-icmp: rule";
const database = "require-security-group-source-for-database-ports: rule";

const HALVES = ["0.0.0.0/1", "128.0.0.0/1"] as const;

/** A group of the classic network. */
const classic =
  (...rules: Parameters<typeof withRules>[1][]) =>
  () => {
    withRules(new alicloud.ecs.SecurityGroup("web", {}), ...rules);
  };

describe("what a group of Alibaba Cloud admits", () => {
  describe("SSH and RDP", () => {
    holdsInEveryForm(
      [noPublicSshRdp],
      [
        ["open", groupWith(accept("22/22")), [ssh]],
        ["open to one office", groupWith(accept("22/22", { cidrIp: "198.51.100.0/24" })), []],
        ["open to one address, bare", groupWith(accept("22/22", { cidrIp: "198.51.100.7" })), []],
        ["open to a block with host bits", groupWith(accept("22/22", { cidrIp: "47.96.6.18/12" })), [ssh]],
        ["RDP over UDP", groupWith(accept("3389/3389", { ipProtocol: "udp" })), [ssh]],
        ["within a range", groupWith(accept("20/30")), [ssh]],
        ["by every protocol", groupWith(all()), [ssh]],
        ["over GRE there is no SSH", groupWith(accept("-1/-1", { ipProtocol: "gre" })), []],
        ["open to IPv6", groupWith(accept("22/22", { ipv6CidrIp: "::/0" })), [ssh]],
        ["outward", groupWith(accept("22/22", { type: "egress" })), []],
        [
          "a drop that comes first",
          groupWith(accept("22/22", { priority: 100 }), drop("22/22", { priority: 1 })),
          [],
        ],
        [
          "a drop that comes later",
          groupWith(accept("22/22", { priority: 1 }), drop("22/22", { priority: 100 })),
          [ssh],
        ],
        [
          "a drop that ties",
          groupWith(accept("22/22", { priority: 50 }), drop("22/22", { priority: 50 })),
          [],
        ],
        ["a drop that ties by default", groupWith(accept("22/22"), drop("22/22")), []],
        [
          "priorities are numbers",
          groupWith(accept("22/22", { priority: 10 }), drop("22/22", { priority: 9 })),
          [],
        ],
        [
          "priorities are no texts",
          groupWith(accept("22/22", { priority: 9 }), drop("22/22", { priority: 10 })),
          [ssh],
        ],
        ["a drop of another port", groupWith(accept("22/22"), drop("23/23")), [ssh]],
        ["a drop of UDP", groupWith(accept("22/22"), drop("22/22", { ipProtocol: "udp" })), [ssh]],
        ["a drop outward", groupWith(accept("22/22"), drop("22/22", { type: "egress" })), [ssh]],
        ["a drop of IPv6 alone", groupWith(accept("22/22"), drop("22/22", { ipv6CidrIp: "::/0" })), [ssh]],
        [
          "two halves of a drop",
          groupWith(accept("22/22"), ...HALVES.map((cidrIp) => drop("22/22", { cidrIp }))),
          [],
        ],
        ["one half of a drop", groupWith(accept("22/22"), drop("22/22", { cidrIp: HALVES[0] })), [ssh]],
        [
          "two halves, one of which comes too late",
          groupWith(
            accept("22/22", { priority: 5 }),
            drop("22/22", { cidrIp: HALVES[0], priority: 1 }),
            drop("22/22", { cidrIp: HALVES[1], priority: 6 }),
          ),
          [ssh],
        ],
        [
          "ports split over two drops",
          groupWith(accept("20/30", { priority: 2 }), drop("20/22"), drop("23/30")),
          [],
        ],
        [
          "a drop of all but one address",
          groupWith(
            accept("22/22", { cidrIp: "203.0.113.0/25", priority: 2 }),
            drop("22/22", { cidrIp: "203.0.113.0/26" }),
          ),
          [],
        ],
        [
          "what a drop leaves is counted",
          groupWith(
            accept("22/22", { cidrIp: "198.51.0.0/16", priority: 2 }),
            drop("22/22", { cidrIp: "198.51.128.0/17" }),
          ),
          [ssh],
        ],
        [
          "what a drop leaves is small enough",
          groupWith(
            accept("22/22", { cidrIp: "198.51.0.0/23", priority: 2 }),
            drop("22/22", { cidrIp: "198.51.1.0/24" }),
          ),
          [],
        ],
        [
          "a small accept before the drop of everything",
          groupWith(accept("22/22", { cidrIp: "198.51.100.0/24" }), dropAll({ priority: 2 })),
          [],
        ],
        [
          "everything dropped, port 22 accepted before",
          groupWith(accept("22/22"), dropAll({ priority: 2 })),
          [ssh],
        ],
        [
          "a drop by source group takes no address away",
          () => {
            const group = inVpc({}, accept("22/22", { priority: 2 }));
            withRules(group, { ...drop("22/22", { sourceSecurityGroupId: group.id }), name: "drop" });
          },
          [ssh],
        ],
        [
          "a drop by a prefix list of the stack",
          () => {
            const list = new alicloud.ecs.EcsPrefixList("everyone", {
              prefixListName: "everyone",
              addressFamily: "IPv4",
              maxEntries: 2,
              entries: HALVES.map((cidr) => ({ cidr })),
            });
            inVpc({}, accept("22/22", { priority: 2 }), drop("22/22", { prefixListId: list.id }));
          },
          [],
        ],
        [
          "a drop by a prefix list that holds half",
          () => {
            const list = new alicloud.ecs.EcsPrefixList("half", {
              prefixListName: "half",
              addressFamily: "IPv4",
              maxEntries: 2,
              entries: [{ cidr: HALVES[1] }],
            });
            inVpc({}, accept("22/22", { priority: 2 }), drop("22/22", { prefixListId: list.id }));
          },
          [ssh],
        ],
        [
          "an accept by a prefix list of the stack",
          () => {
            const list = new alicloud.ecs.EcsPrefixList("everyone", {
              prefixListName: "everyone",
              addressFamily: "IPv4",
              maxEntries: 2,
              entries: HALVES.map((cidr) => ({ cidr })),
            });
            inVpc({}, accept("22/22", { prefixListId: list.id }));
          },
          [ssh],
        ],
        [
          "a drop by a prefix list of another stack may hold anything",
          groupWith(
            accept("22/22", { priority: 2 }),
            drop("22/22", { prefixListId: "pl-bp1elsewhere00000001" }),
          ),
          [],
        ],
        [
          "a list beside a block is ignored",
          groupWith(accept("22/22", { prefixListId: "pl-bp1elsewhere00000001", cidrIp: WORLD })),
          [ssh],
        ],
        [
          "a group beside a block is ignored",
          groupWith(accept("22/22", { sourceSecurityGroupId: "sg-bp1elsewhere000000001", cidrIp: WORLD })),
          [ssh],
        ],
        [
          "a drop of a block beside a group",
          groupWith(
            accept("22/22"),
            drop("22/22", { sourceSecurityGroupId: "sg-bp1elsewhere000000001", cidrIp: WORLD }),
          ),
          [],
        ],
        [
          "two accepts that together are the world, each of which is open by itself",
          groupWith(...HALVES.map((cidrIp) => accept("22/22", { cidrIp }))),
          [ssh, "no-public-ssh-rdp: rule-2"],
        ],
        [
          "two accepts of the same, of which the second comes later",
          groupWith(accept("22/22"), accept("20/30", { priority: 100 })),
          [ssh, "no-public-ssh-rdp: rule-2"],
        ],
        [
          "two of which one is dropped",
          groupWith(accept("22/22"), accept("3389/3389", { priority: 100 }), drop("3389/3389")),
          [ssh],
        ],
        [
          "two that are open together alone",
          groupWith(...["198.51.100.0/24", "203.0.113.0/24"].map((cidrIp) => accept("22/22", { cidrIp }))),
          ["no-public-ssh-rdp: web"],
        ],
        [
          "one that is open by itself beside two that are together",
          groupWith(
            accept("22/22"),
            ...["198.51.100.0/24", "203.0.113.0/24"].map((cidrIp) => accept("3389/3389", { cidrIp })),
          ),
          [ssh, "no-public-ssh-rdp: web"],
        ],
        [
          "a priority that there is none of drops nothing",
          groupWith(accept("22/22"), drop("22/22", { priority: 101 })),
          [ssh],
        ],
        [
          "a policy that there is none of drops nothing",
          groupWith(accept("22/22"), accept("22/22", { policy: "deny" })),
          [ssh],
        ],
      ],
    );
  });

  describe("of another group", () => {
    holdsInEveryForm(
      [noPublicSshRdp],
      [
        [
          "a drop in another group of the same machine closes nothing here",
          () => {
            const group = inVpc({}, accept("22/22", { priority: 100 }));
            const other = new alicloud.ecs.SecurityGroup("other", { vpcId: group.vpcId });
            withRules(other, { ...dropAll({ priority: 1 }), name: "drop" });
            new alicloud.ecs.Instance("box", { securityGroups: [group.id, other.id] });
          },
          [ssh],
        ],
        [
          "rules for a group of another stack are judged together",
          () => {
            for (const [name, args] of Object.entries({
              rule: accept("22/22", { priority: 2 }),
              drop: drop("22/22"),
            })) {
              new alicloud.ecs.SecurityGroupRule(name, {
                type: "ingress",
                ipProtocol: "tcp",
                securityGroupId: "sg-bp1elsewhere000000001",
                ...args,
              });
            }
          },
          [],
        ],
        [
          "drops that may stand in another stack are not assumed",
          () => {
            new alicloud.ecs.SecurityGroupRule("rule", {
              type: "ingress",
              ipProtocol: "tcp",
              securityGroupId: "sg-bp1elsewhere000000001",
              ...accept("22/22"),
            });
          },
          [ssh],
        ],
      ],
    );
  });

  describe("of the classic network", () => {
    holdsInEveryForm(
      [noPublicSshRdp, requireSecurityGroupSourceForDatabasePorts, noPublicIcmp],
      [
        ["SSH on the internet's side, by default", classic(accept("22/22")), [ssh]],
        ["SSH on the internet's side", classic(accept("22/22", { nicType: "internet" })), [ssh]],
        ["SSH on the inner side alone", classic(accept("22/22", { nicType: "intranet" })), []],
        [
          "a drop on the inner side closes nothing outside",
          classic(accept("22/22", { priority: 2 }), drop("22/22", { nicType: "intranet" })),
          [ssh],
        ],
        [
          "a drop on the same side",
          classic(accept("22/22", { priority: 2, nicType: "internet" }), drop("22/22")),
          [],
        ],
        [
          "a database on the inner side",
          classic(accept("3306/3306", { nicType: "intranet", cidrIp: "10.0.0.0/8" })),
          [database],
        ],
        [
          "a database on the internet's side",
          classic(accept("3306/3306", { cidrIp: "10.0.0.0/8" })),
          [database],
        ],
        [
          "a database on the inner side, dropped on the other",
          classic(
            accept("3306/3306", { nicType: "intranet", cidrIp: "10.0.0.0/8", priority: 2 }),
            drop("3306/3306"),
          ),
          [database],
        ],
        ["ICMP on the inner side", classic(accept("-1/-1", { ipProtocol: "icmp", nicType: "intranet" })), []],
        ["ICMP on the internet's side", classic(accept("-1/-1", { ipProtocol: "icmp" })), [icmp]],
        [
          "in a VPC nicType tells nothing apart",
          groupWith(
            accept("22/22", { priority: 2, nicType: "intranet" }),
            drop("22/22", { nicType: "internet" }),
          ),
          [],
        ],
        [
          "in a VPC the inner side is open to the internet",
          groupWith(accept("22/22", { nicType: "intranet" })),
          [ssh],
        ],
      ],
    );
  });

  describe("beyond the web", () => {
    holdsInEveryForm(
      [noPublicIngressBeyondWebPorts],
      [
        ["80 and 443", groupWith(accept("80/80"), accept("443/443")), []],
        ["8080", groupWith(accept("8080/8080")), [beyond]],
        ["443 over UDP", groupWith(accept("443/443", { ipProtocol: "udp" })), []],
        ["GRE", groupWith(accept("-1/-1", { ipProtocol: "gre" })), [beyond]],
        ["GRE dropped", groupWith(accept("-1/-1", { ipProtocol: "gre" }), dropAll()), []],
        ["ICMP is another policy's affair", groupWith(accept("-1/-1", { ipProtocol: "icmp" })), []],
        ["everything", groupWith(all()), [beyond]],
        [
          "everything but what drops leave of it: the web",
          groupWith(
            all({ priority: 3 }),
            drop("1/79"),
            drop("81/442"),
            drop("444/65535"),
            drop("1/65535", { ipProtocol: "udp" }),
            drop("-1/-1", { ipProtocol: "gre" }),
          ),
          [beyond],
        ],
        [
          "every TCP port but those of the web",
          groupWith(accept("1/65535", { priority: 3 }), drop("1/79"), drop("81/442"), drop("444/65535")),
          [],
        ],
        [
          "a drop at the lowest priority, as the guide has it, where the accept is there too",
          groupWith(accept("3306/3306", { priority: 100 }), drop("3306/3306", { priority: 100 })),
          [],
        ],
        [
          "a drop at the lowest priority, under an accept of a higher one",
          groupWith(accept("1/65535", { priority: 1 }), drop("3306/3306", { priority: 100 })),
          [beyond],
        ],
      ],
    );
  });

  describe("ICMP", () => {
    holdsInEveryForm(
      [noPublicIcmp],
      [
        ["open", groupWith(accept("-1/-1", { ipProtocol: "icmp" })), [icmp]],
        ["open to IPv6", groupWith(accept("-1/-1", { ipProtocol: "icmpv6", ipv6CidrIp: "::/0" })), [icmp]],
        [
          "open to one address",
          groupWith(accept("-1/-1", { ipProtocol: "icmp", cidrIp: "198.51.100.7" })),
          [],
        ],
        [
          "dropped",
          groupWith(
            accept("-1/-1", { ipProtocol: "icmp", priority: 2 }),
            drop("-1/-1", { ipProtocol: "icmp" }),
          ),
          [],
        ],
        [
          "dropped with all else",
          groupWith(accept("-1/-1", { ipProtocol: "icmp", priority: 2 }), dropAll()),
          [],
        ],
        [
          "dropped of the other version",
          groupWith(
            accept("-1/-1", { ipProtocol: "icmp", priority: 2 }),
            drop("-1/-1", { ipProtocol: "icmpv6" }),
          ),
          [icmp],
        ],
        ["among every protocol", groupWith(all()), []],
        [
          "behind a rule of every protocol",
          groupWith(accept("-1/-1", { ipProtocol: "icmp", priority: 2 }), all()),
          [icmp],
        ],
      ],
    );
  });

  describe("everything", () => {
    holdsInEveryForm(
      [noAllTrafficIngress],
      [
        ["from the world", groupWith(all()), [every]],
        ["from one address", groupWith(all({ cidrIp: "10.0.0.7" })), [every]],
        ["every TCP port", groupWith(accept("1/65535", { cidrIp: "10.0.0.0/8" })), [every]],
        [
          "every UDP port",
          groupWith(accept("1/65535", { cidrIp: "10.0.0.0/8", ipProtocol: "udp" })),
          [every],
        ],
        ["not quite every port", groupWith(accept("2/65535", { cidrIp: "10.0.0.0/8" })), []],
        [
          "a drop of one TCP port leaves every UDP port",
          groupWith(all({ priority: 2 }), drop("22/22")),
          [every],
        ],
        [
          "a drop of one port of each leaves neither",
          groupWith(all({ priority: 2 }), drop("22/22"), drop("53/53", { ipProtocol: "udp" })),
          [],
        ],
        ["a drop of everything first", groupWith(all({ priority: 2 }), dropAll()), []],
        ["a drop of everything, tied", groupWith(all(), dropAll()), []],
        ["a drop of everything later", groupWith(all(), dropAll({ priority: 2 })), [every]],
        [
          "a drop of everything from elsewhere",
          groupWith(all({ cidrIp: "10.0.0.0/8", priority: 2 }), dropAll({ cidrIp: "172.16.0.0/12" })),
          [every],
        ],
        [
          "a drop of everything from a part",
          groupWith(all({ cidrIp: "10.0.0.0/8", priority: 2 }), dropAll({ cidrIp: "10.0.0.0/9" })),
          [every],
        ],
        [
          "from another group",
          () => {
            const group = inVpc({});
            const other = new alicloud.ecs.SecurityGroup("other", { vpcId: group.vpcId });
            withRules(group, all({ sourceSecurityGroupId: other.id }));
          },
          [every],
        ],
        [
          "from another group that a drop names as well",
          () => {
            const group = inVpc({});
            const other = new alicloud.ecs.SecurityGroup("other", { vpcId: group.vpcId });
            withRules(
              group,
              all({ sourceSecurityGroupId: other.id, priority: 2 }),
              dropAll({ sourceSecurityGroupId: other.id }),
            );
          },
          [],
        ],
        [
          "from another group, beside a drop of every address",
          () => {
            const group = inVpc({});
            const other = new alicloud.ecs.SecurityGroup("other", { vpcId: group.vpcId });
            withRules(group, all({ sourceSecurityGroupId: other.id, priority: 2 }), dropAll());
          },
          [every],
        ],
        [
          "from the group itself",
          () => {
            const group = inVpc({});
            withRules(group, all({ sourceSecurityGroupId: group.id }));
          },
          [],
        ],
        [
          "from a group of another account",
          groupWith(
            all({
              sourceSecurityGroupId: "sg-bp1elsewhere000000001",
              sourceGroupOwnerId: "1609982529920000",
            }),
          ),
          [every],
        ],
      ],
    );
  });

  describe("ports of databases", () => {
    holdsInEveryForm(
      [requireSecurityGroupSourceForDatabasePorts],
      [
        [
          "MySQL from a private address",
          groupWith(accept("3306/3306", { cidrIp: "172.16.1.2" })),
          [database],
        ],
        [
          "SQL Server from a private block",
          groupWith(accept("1433/1433", { cidrIp: "192.168.0.0/16" })),
          [database],
        ],
        [
          "PostgreSQL from a group",
          groupWith(accept("5432/5432", { sourceSecurityGroupId: "sg-bp1hv6wvmegs036abcd0" })),
          [],
        ],
        [
          "Redis from a group of another account",
          groupWith(
            accept("6379/6379", {
              sourceSecurityGroupId: "sg-bp174yoe2ib1sqj5abcd",
              sourceGroupOwnerId: "1609982529920000",
            }),
          ),
          [],
        ],
        [
          "a drop that comes first",
          groupWith(accept("3306/3306", { cidrIp: "10.0.0.0/8", priority: 2 }), drop("3306/3306")),
          [],
        ],
        [
          "a drop of part of it",
          groupWith(
            accept("3306/3306", { cidrIp: "10.0.0.0/8", priority: 2 }),
            drop("3306/3306", { cidrIp: "10.0.0.0/9" }),
          ),
          [database],
        ],
        [
          "a drop at 100 against an accept at 1",
          groupWith(accept("1/65535", { priority: 1 }), drop("3306/3306", { priority: 100 })),
          [database],
        ],
        [
          "a drop at 100 against an accept at 100",
          groupWith(accept("3306/3306", { priority: 100 }), drop("3306/3306", { priority: 100 })),
          [],
        ],
        ["an IPv6 block", groupWith(accept("6379/6379", { ipv6CidrIp: "fc00::/7" })), [database]],
        [
          "a prefix list of another stack",
          groupWith(accept("3306/3306", { prefixListId: "pl-bp1elsewhere00000001" })),
          [database],
        ],
      ],
    );
  });
});
