import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import { policies } from "../../policies";
import { holdsOnceKnown } from "../adversarial/forms";
import { type Case, holds } from "../adversarial/speakers";
import { configured } from "../harness/configured";
import { later } from "../harness/phases";
import { accept, dropAll, inVpc, type withRules } from "./group";
import { instanceIn, MACHINE, type Site, site, systemGateway } from "./site";

const { actiontrail, cs, ecs, ess, kvstore, mongodb, polardb, privatelink, ram, rds, redis, vpc } = alicloud;

const PRIVATE = { internetMaxBandwidthOut: 0 };
const OTHER = "sg-bp1elsewhere000000001";

/** A VPC of two vSwitches, and a flow log of each of the first `logged`. */
function logged(count: number, more: Partial<alicloud.vpc.FlowLogArgs> = {}): void {
  const net = new vpc.Network("net", {});
  for (const i of [0, 1]) {
    const { id } = new vpc.Switch(`inner-${i}`, { vpcId: net.id, cidrBlock: `10.0.${i}.0/24` });
    if (i >= count) continue;
    new vpc.FlowLog(`log-${i}`, {
      resourceId: id,
      resourceType: "VSwitch",
      trafficType: "All",
      projectName: "p",
      logStoreName: "s",
      ...more,
    });
  }
}

const database = (more: Partial<alicloud.rds.InstanceArgs> = {}) =>
  new rds.Instance("db", {
    engine: "MySQL",
    engineVersion: "8.0",
    instanceType: "rds.mysql.s1.small",
    instanceStorage: 20,
    ...more,
  });

const mongo = (more: Partial<alicloud.mongodb.InstanceArgs> = {}) =>
  new mongodb.Instance("db", {
    engineVersion: "4.4",
    dbInstanceClass: "dds.mongo.mid",
    dbInstanceStorage: 10,
    ...more,
  });

const polar = (more: Partial<alicloud.polardb.ClusterArgs> = {}) =>
  new polardb.Cluster("db", { dbType: "MySQL", dbVersion: "8.0", dbNodeClass: "x", ...more });

const tair = (more: Partial<alicloud.redis.TairInstanceArgs> = {}) =>
  new redis.TairInstance("db", {
    instanceClass: "tair.rdb.1g",
    instanceType: "tair_rdb",
    vpcId: "vpc-x",
    vswitchId: "vsw-x",
    zoneId: "cn-hangzhou-h",
    ...more,
  });

const backups = (
  of: alicloud.rds.Instance,
  backupRetentionPeriod: alicloud.rds.BackupPolicyArgs["backupRetentionPeriod"],
) => new rds.BackupPolicy("backups", { instanceId: of.id, backupRetentionPeriod });

/** A NAT gateway of a site that sends port 2222 on to SSH of an address. */
function forward({ vpc: net, vswitch }: Site, internalIp: alicloud.vpc.ForwardEntryArgs["internalIp"]): void {
  const nat = new vpc.NatGateway("nat", { vpcId: net.id, vswitchId: vswitch.id, natType: "Enhanced" });
  const address = new ecs.EipAddress("address", {});
  new ecs.EipAssociation("assoc", { allocationId: address.id, instanceId: nat.id, instanceType: "Nat" });
  new vpc.ForwardEntry("entry", {
    forwardTableId: nat.forwardTableIds,
    externalIp: address.ipAddress,
    externalPort: "2222",
    internalIp,
    internalPort: "22",
    ipProtocol: "tcp",
  });
}

/** An instance whose IPv6 address of the stack is open to the internet, or only outward. */
function withIpv6(own: Site, isOneWay: boolean): void {
  const gate = new vpc.Ipv6Gateway("gate", { vpcId: own.vpc.id });
  const address = new vpc.Ipv6Address("address", { vswitchId: own.vswitch.id });
  instanceIn(own, { ...PRIVATE, ipv6Addresses: [address.ipv6Address] });
  new vpc.Ipv6InternetBandwidth("bandwidth", {
    ipv6GatewayId: gate.id,
    ipv6AddressId: address.id,
    bandwidth: 1,
    internetChargeType: "PayByBandwidth",
  });
  if (!isOneWay) return;
  new vpc.Ipv6EgressRule("outward", {
    ipv6GatewayId: gate.id,
    instanceId: address.id,
    instanceType: "Ipv6Address",
  });
}

/** A scaling group of two machines of one public application. */
function scaled(more: Partial<alicloud.ess.ScalingGroupArgs>): void {
  const own = site();
  const { id } = new ess.ScalingGroup("scale", {
    minSize: 2,
    maxSize: 4,
    vswitchIds: [own.vswitch.id],
    ...more,
  });
  new ess.ScalingConfiguration("box", {
    scalingGroupId: id,
    ...MACHINE,
    securityGroupIds: [own.group.id],
    tags: { Exposure: "public", App: "shop" },
  });
}

const fromGroup = { ipProtocol: "tcp", portRange: "443/443", sourceSecurityGroupId: OTHER };

function endpoint(...rules: Parameters<typeof withRules>[1][]): void {
  const group = inVpc({}, ...rules);
  new privatelink.VpcEndpoint("endpoint", { vpcId: group.vpcId, securityGroupIds: [group.id] });
}

const allowing = (action: string, resource: string) => () =>
  new ram.Policy("policy", {
    policyName: "p",
    policyDocument: JSON.stringify({
      Version: "1",
      Statement: [{ Effect: "Allow", Action: action, Resource: resource }],
    }),
  });

type Row = readonly [title: string, program: () => unknown, ...found: string[]];

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  "no-internet-route-in-private-subnet": [
    ["a gateway that is not active", () => systemGateway(site(), false)],
    ["a gateway that says nothing", () => systemGateway(site(), undefined)],
    ["an active one", () => systemGateway(site(), true), "inner"],
  ],
  "no-database-in-public-subnet": [
    [
      "a gateway that is not active",
      () => {
        const own = site();
        systemGateway(own, false);
        database({ vswitchId: own.vswitch.id });
      },
    ],
    [
      "an active one",
      () => {
        const own = site();
        systemGateway(own, true);
        polar({ vswitchId: own.vswitch.id });
      },
      "db",
    ],
  ],
  "no-internet-path-to-private-instance": [
    [
      "a route to a gateway that is not active, which no address needs",
      () => {
        const own = site();
        systemGateway(own, false);
        instanceIn(own);
      },
      "box",
    ],
    [
      "an IPv6 address of the stack",
      () => withIpv6(site(accept("22/22", { ipv6CidrIp: "::/0" })), false),
      "box",
    ],
    [
      "an IPv6 address that only goes out",
      () => withIpv6(site(accept("22/22", { ipv6CidrIp: "::/0" })), true),
    ],
    ["an IPv6 address, where rules are of IPv4", () => withIpv6(site(), false)],
    [
      "an entry for an interface",
      () => {
        const own = site();
        const card = new ecs.EcsNetworkInterface("card", {
          vswitchId: own.vswitch.id,
          securityGroupIds: [own.group.id],
        });
        new ecs.EcsNetworkInterfaceAttachment("plug", {
          instanceId: instanceIn(own, PRIVATE).id,
          networkInterfaceId: card.id,
        });
        forward(own, card.primaryIpAddress);
      },
      "card",
    ],
    [
      "an entry for an address that a machine of another VPC has too",
      () => {
        const own = site();
        const net = new vpc.Network("other", { cidrBlock: "10.0.0.0/8" });
        const vswitch = new vpc.Switch("outer", { vpcId: net.id, cidrBlock: "10.0.1.0/24" });
        instanceIn(own, { ...PRIVATE, privateIp: "10.0.1.7" });
        instanceIn({ ...own, vpc: net, vswitch }, { ...PRIVATE, privateIp: "10.0.1.7" }, "stranger");
        forward(own, "10.0.1.7");
      },
      "box",
    ],
  ],
  "no-public-database": [
    [
      "a public address of a proxy",
      () =>
        new rds.DbProxyPublic("public", {
          connectionStringPrefix: "x",
          dbInstanceId: database().id,
          dbProxyConnectionStringNetType: "Public",
          dbProxyEndpointId: "e",
        }),
      "public",
    ],
    [
      "a public address of an endpoint",
      () =>
        new rds.DbInstanceEndpointAddress("public", {
          connectionStringPrefix: "x",
          dbInstanceId: database().id,
          dbInstanceEndpointId: "e",
          port: "3306",
        }),
      "public",
    ],
    ["blocks in the text of Tair", () => tair({ securityIps: "10.0.0.0/8,0.0.0.0/0" }), "db"],
  ],
  "no-internet-path-to-database": [
    [
      "Tair",
      () =>
        new kvstore.Connection("public", {
          instanceId: tair({ securityIps: "198.51.100.7" }).id,
          connectionStringPrefix: "x",
          port: "6379",
        }),
      "db",
    ],
    [
      "an address of PolarDB inside its VPC",
      () =>
        new polardb.EndpointAddress("inner", {
          dbClusterId: polar({ securityIps: ["0.0.0.0/0"] }).id,
          dbEndpointId: "pe-x",
          netType: "Private",
        }),
    ],
  ],
  "require-vpc-flow-logs": [
    ["logs of each vSwitch", () => logged(2)],
    ["a log of one of two", () => logged(1), "net"],
    ["logs of what is dropped", () => logged(2, { trafficType: "Drop" })],
    ["logs of what is let through", () => logged(2, { trafficType: "Allow" }), "net"],
    ["logs that are inactive", () => logged(2, { status: "Inactive" }), "net"],
  ],
  "require-cloudtrail": [
    ["events that write alone", () => new actiontrail.Trail("trail", { eventRw: "Write" }), "trail"],
    ["events that read alone", () => new actiontrail.Trail("trail", { eventRw: "Read" }), "trail"],
    ["both kinds", () => new actiontrail.Trail("trail", { eventRw: "All" })],
    ["a trail that is off", () => new actiontrail.Trail("trail", { status: "Disable" }), "trail"],
    ["a trail that is on", () => new actiontrail.Trail("trail", { status: "Enable" })],
  ],
  "require-ebs-encryption": [
    [
      "a data disk of an instance set",
      () =>
        new ecs.EcsInstanceSet("set", {
          ...MACHINE,
          securityGroupIds: [OTHER],
          dataDisks: [{ diskSize: 20 }],
        }),
      "set",
    ],
    [
      "an encrypted one, and a system disk that a set cannot encrypt",
      () =>
        new ecs.EcsInstanceSet("set", {
          ...MACHINE,
          securityGroupIds: [OTHER],
          systemDiskSize: 40,
          dataDisks: [{ diskSize: 20, encrypted: true }],
        }),
    ],
  ],
  "require-database-encryption": [
    ["disks of MongoDB", () => mongo({ encrypted: true })],
    ["a key for disks of MongoDB", () => mongo({ cloudDiskEncryptionKey: "key-x" })],
    ["MongoDB that says nothing", () => mongo(), "db"],
    ["Tair that says nothing", () => tair(), "db"],
    ["Tair", () => tair({ tdeStatus: "Enabled" })],
  ],
  "require-database-backup": [
    ["seven days, which RDS keeps by itself", () => database(), "db"],
    ["a fortnight", () => backups(database(), 14)],
    ["less", () => backups(database(), 13), "db"],
    [
      "another's",
      () =>
        backups(database({}), 14) &&
        new rds.Instance("other", { engine: "x", engineVersion: "y", instanceType: "z", instanceStorage: 5 }),
      "other",
    ],
    ["thirty days, which MongoDB keeps by itself", () => mongo()],
    ["less of MongoDB", () => mongo({ backupRetentionPeriod: 7 }), "db"],
    ["PolarDB", () => polar(), "db"],
    [
      "PolarDB for longer",
      () =>
        new polardb.BackupPolicy("backups", { dbClusterId: polar().id, dataLevel1BackupRetentionPeriod: 14 }),
    ],
    ["a cache", () => tair()],
    [
      "a replica",
      () =>
        new rds.ReadOnlyInstance("db", {
          engineVersion: "8.0",
          instanceType: "x",
          instanceStorage: 5,
          masterDbInstanceId: "rm-x",
        }),
    ],
  ],
  "no-administrator-policy": [
    ["everything in RAM's own words", allowing("*", "acs:*:*:*:*"), "policy"],
    ["everything of one service", allowing("ecs:*", "acs:*:*:*:*")],
    ["every action on one service", allowing("*", "acs:ecs:*:*:*")],
  ],
  "no-public-service-endpoint": [
    [
      "a dedicated cluster",
      () => new cs.Kubernetes("k8s", { masterVswitchIds: [], masterInstanceTypes: [] }),
      "k8s",
    ],
    [
      "a dedicated cluster inside",
      () =>
        new cs.Kubernetes("k8s", {
          masterVswitchIds: [],
          masterInstanceTypes: [],
          slbInternetEnabled: false,
        }),
    ],
    [
      "a serverless cluster",
      () => new cs.ServerlessKubernetes("k8s", { endpointPublicAccessEnabled: true }),
      "k8s",
    ],
    ["a serverless cluster that says nothing", () => new cs.ServerlessKubernetes("k8s", {})],
  ],
  "require-environment-tag": [
    [
      "tags of a template itself",
      () => new ecs.EcsLaunchTemplate("t", { templateTags: { Environment: "dev" } }),
    ],
    ["tags of what it launches", () => new ecs.EcsLaunchTemplate("t", { tags: { Environment: "dev" } })],
    ["none", () => new ecs.EcsLaunchTemplate("t", {}), "t"],
  ],
  "require-load-balancer-for-public-instances": [
    ["a scaling group of two", () => scaled({}), "box"],
    ["a scaling group of one", () => scaled({ minSize: 1 })],
    ["a scaling group of two or more", () => scaled({ desiredCapacity: later(3) }), "box"],
    ["a scaling group with servers of a balancer", () => scaled({ loadbalancerIds: ["lb-x"] })],
  ],
  "require-scoped-endpoint-ingress": [
    ["a block", () => endpoint(accept("443/443", { cidrIp: "10.0.0.0/8", priority: 2 })), "rule"],
    [
      "a block that drops leave nothing of",
      () => endpoint(accept("443/443", { cidrIp: "10.0.0.0/8", priority: 2 }), dropAll()),
    ],
    ["a group", () => endpoint(fromGroup)],
  ],
};

const OPTIONS: Readonly<Record<string, Record<string, unknown>>> = {
  "require-database-backup": { minDays: 14 },
};

const chosen = (name: string) =>
  policies.filter((policy) => policy.name === name).map((policy) => configured(policy, OPTIONS[name] ?? {}));

describe("what programs of Alibaba Cloud mean", () => {
  for (const [name, rows] of Object.entries(ROWS)) {
    describe(name, () => {
      holds(
        chosen(name),
        rows.map(
          ([title, program, ...found]): Case => [
            title,
            () => void program(),
            found.map((one) => `${name}: ${one}`),
          ],
        ),
      );
    });
  }

  for (const [name, program, found] of [
    [
      "require-load-balancer-for-public-instances",
      () => scaled({ minSize: 1, desiredCapacity: later(2) }),
      "box",
    ],
    [
      "require-imdsv2",
      () => void instanceIn(site(), { httpTokens: "optional", httpEndpoint: later("enabled") }),
      "box",
    ],
    [
      "no-internet-route-in-private-subnet",
      () => systemGateway(site(), later(true) as unknown as pulumi.Output<boolean>),
      "inner",
    ],
    [
      "require-database-backup",
      () => void backups(database(), later(7) as unknown as pulumi.Output<number>),
      "db",
    ],
  ] as const) {
    describe(`${name}, of values that are not known yet`, () => {
      holdsOnceKnown(chosen(name), [["what decides", program, [`${name}: ${found}`]]]);
    });
  }
});
