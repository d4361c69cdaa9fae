import * as alicloud from "@pulumi/alicloud";
import noAllTrafficIngress from "../../policies/security-groups/no-all-traffic-ingress";
import noPublicIcmp from "../../policies/security-groups/no-public-icmp";
import noPublicIngressBeyondWebPorts from "../../policies/security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import noUnapprovedCrossAccountSource from "../../policies/security-groups/no-unapproved-cross-account-source";
import noUnrestrictedEgress from "../../policies/security-groups/no-unrestricted-egress";
import requireSecurityGroupSourceForDatabasePorts from "../../policies/security-groups/require-security-group-source-for-database-ports";
import { holdsInEveryForm } from "../adversarial/forms";
import { configured } from "../harness/configured";
import { accept, dropAll, groupWith, inVpc, WORLD, type WrittenRule, withRules } from "./group";

const ACCOUNT = "1609982529920000";
const OTHER = "sg-bp174yoe2ib1sqj5abcd";

const INGRESS = [
  noAllTrafficIngress,
  noPublicIcmp,
  noPublicIngressBeyondWebPorts,
  noPublicSshRdp,
  noUnapprovedCrossAccountSource,
  requireSecurityGroupSourceForDatabasePorts,
];

const database = "require-security-group-source-for-database-ports: rule";
const account = "no-unapproved-cross-account-source: rule";

/** The tables of the guide to security groups of ECS, case by case, and what a stray from each comes to. */
describe("the guide to security groups of Alibaba Cloud", () => {
  describe("case 1, a website", () => {
    holdsInEveryForm(INGRESS, [
      ["HTTP and HTTPS from everywhere", groupWith(accept("80/80"), accept("443/443")), []],
      [
        "SSH beside them",
        groupWith(accept("22/22"), accept("443/443")),
        ["no-public-ingress-beyond-web-ports: rule", "no-public-ssh-rdp: rule"],
      ],
    ]);
  });

  describe("case 2, who may connect", () => {
    holdsInEveryForm(INGRESS, [
      ["SSH from one private address", groupWith(accept("22/22", { cidrIp: "192.168.1.2" })), []],
      ["SSH from one public address", groupWith(accept("22/22", { cidrIp: "198.51.100.7" })), []],
      [
        "RDP from Workbench's few addresses",
        groupWith(accept("3389/3389", { cidrIp: "161.117.0.0/24" })),
        [],
      ],
      [
        "RDP from everywhere",
        groupWith(accept("3389/3389")),
        ["no-public-ingress-beyond-web-ports: rule", "no-public-ssh-rdp: rule"],
      ],
    ]);
  });

  const TABLE: readonly (readonly [string, WrittenRule, readonly string[]])[] = [
    ["MySQL from an address", accept("3306/3306", { cidrIp: "172.16.1.2" }), [database]],
    ["Oracle from an address", accept("1521/1521", { cidrIp: "192.168.1.2" }), [database]],
    ["MS SQL from a block", accept("1433/1433", { cidrIp: "192.168.0.0/16" }), [database]],
    ["PostgreSQL from a group", accept("5432/5432", { sourceSecurityGroupId: OTHER }), []],
    [
      "Redis from another account's group",
      accept("6379/6379", { sourceSecurityGroupId: OTHER, sourceGroupOwnerId: ACCOUNT }),
      [account],
    ],
  ];
  describe("case 3, databases", () => {
    holdsInEveryForm(
      INGRESS,
      TABLE.map(([title, rule, expected]) => [title, groupWith(rule), expected]),
    );
    holdsInEveryForm(
      [
        configured(requireSecurityGroupSourceForDatabasePorts, {
          allowedCidrs: ["172.16.0.0/12", "192.168.0.0/16"],
        }),
        configured(noUnapprovedCrossAccountSource, { approvedAccounts: [ACCOUNT] }),
      ],
      TABLE.map(([title, rule]) => [`${title}, as one may allow it`, groupWith(rule), []]),
    );
    holdsInEveryForm(INGRESS, [
      [
        "a drop of MySQL at the lowest priority, beside an accept of everything at it",
        groupWith(
          accept("3306/3306", { priority: 100 }),
          accept("3306/3306", { policy: "drop", priority: 100 }),
        ),
        [],
      ],
      [
        "the same drop under an accept that comes first",
        groupWith(
          accept("3306/3306", { priority: 1 }),
          accept("3306/3306", { policy: "drop", priority: 100 }),
        ),
        ["no-public-ingress-beyond-web-ports: rule", database],
      ],
    ]);
  });

  describe("case 4, one protocol", () => {
    const ping = (cidrIp: string) => groupWith(accept("-1/-1", { ipProtocol: "icmp", cidrIp }));
    holdsInEveryForm(INGRESS, [
      ["a ping from the client", ping("198.51.100.7"), []],
      ["a ping from everywhere", ping(WORLD), ["no-public-icmp: rule"]],
      [
        "a ping by IPv6 from everywhere",
        groupWith(accept("-1/-1", { ipProtocol: "icmpv6", ipv6CidrIp: "::/0" })),
        ["no-public-icmp: rule"],
      ],
    ]);
  });

  describe("case 5, groups that reach each other", () => {
    holdsInEveryForm(INGRESS, [
      [
        "scenario 1, FTP from a group of the same account",
        () => {
          const b = inVpc({});
          const a = new alicloud.ecs.SecurityGroup("a", { vpcId: b.vpcId });
          withRules(b, accept("21/21", { sourceSecurityGroupId: a.id }));
        },
        [],
      ],
      [
        "scenario 2, FTP from a group of another account",
        groupWith(accept("21/21", { sourceSecurityGroupId: OTHER, sourceGroupOwnerId: ACCOUNT })),
        [account],
      ],
      [
        "the same by addresses of everyone",
        groupWith(accept("21/21")),
        ["no-public-ingress-beyond-web-ports: rule"],
      ],
    ]);
    holdsInEveryForm(
      [configured(noUnapprovedCrossAccountSource, { approvedAccounts: [ACCOUNT] })],
      [
        [
          "scenario 2, of an approved account",
          groupWith(accept("21/21", { sourceSecurityGroupId: OTHER, sourceGroupOwnerId: ACCOUNT })),
          [],
        ],
      ],
    );
  });

  describe("case 6, websites outside", () => {
    const sites = (priority: number): WrittenRule[] => [
      accept("80/80", { type: "egress", cidrIp: "47.96.1.2", priority }),
      accept("443/443", { type: "egress", cidrIp: "121.199.1.2", priority }),
    ];
    holdsInEveryForm(
      [noUnrestrictedEgress],
      [
        [
          "a drop of everything behind the two sites",
          groupWith(dropAll({ type: "egress", priority: 2 }), ...sites(1)),
          [],
        ],
        ["the two sites without the drop", groupWith(...sites(1)), ["no-unrestricted-egress: web"]],
      ],
    );
  });
});
