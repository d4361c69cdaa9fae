import * as alicloud from "@pulumi/alicloud";
import { accept, all, drop, dropAll, groupWith, inVpc, type WrittenRule, withRules } from "./group";
import { eip, gateway, instanceIn, MACHINE, type Site, site, systemGateway } from "./site";

export type Program = () => unknown;

const OTHER = "sg-bp1elsewhere000000001";
const basic = (...rules: readonly WrittenRule[]) => groupWith(...rules);
const described =
  (more: object, ...rules: WrittenRule[]) =>
  () =>
    void inVpc(more, ...rules);
const outward = (more: WrittenRule): WrittenRule => ({ type: "egress", ...more });

/** A site whose vSwitch leads to an active IPv4 gateway, or not. */
function routed(isRouted: boolean, then: (own: Site) => unknown = () => undefined): Program {
  return () => {
    const own = site();
    if (isRouted) systemGateway(own, true);
    else gateway(own, true, false);
    then(own);
  };
}

const ENTRY = { policy: "accept", protocol: "tcp", port: "22/22", sourceCidrIp: "0.0.0.0/0" };
const BACK = { policy: "accept", protocol: "tcp", port: "1024/65535", destinationCidrIp: "0.0.0.0/0" };
const acl =
  (
    ingress: object[],
    egress: object[] = [BACK],
    then: (one: alicloud.vpc.NetworkAcl) => unknown = () => undefined,
  ): Program =>
  () => {
    const own = site();
    then(
      new alicloud.vpc.NetworkAcl("acl", {
        vpcId: own.vpc.id,
        ingressAclEntries: ingress,
        egressAclEntries: egress,
      }),
    );
  };

const rds =
  (more: object, then: (db: alicloud.rds.Instance) => unknown = () => undefined): Program =>
  () => {
    const db = new alicloud.rds.Instance("db", {
      engine: "MySQL",
      engineVersion: "8.0",
      instanceType: "x",
      instanceStorage: 20,
      ...more,
    });
    then(db);
  };

const connected =
  (securityIps: string[]): Program =>
  () => {
    const db = new alicloud.kvstore.Instance("db", { securityIps, tags: { Environment: "dev" } });
    new alicloud.kvstore.Connection("public", {
      instanceId: db.id,
      connectionStringPrefix: "x",
      port: "6379",
    });
  };

const shared =
  (one: object, other: object): Program =>
  () => {
    const own = site();
    instanceIn(own, { tags: one as Record<string, string> }, "one");
    instanceIn(own, { tags: other as Record<string, string> }, "other");
  };

const roles =
  (one: object, other: object, roleName = "web"): Program =>
  () => {
    const own = site();
    instanceIn(own, { roleName: "web", tags: one as Record<string, string> }, "one");
    instanceIn(own, { roleName, tags: other as Record<string, string> }, "other");
  };

const environments =
  (source: string): Program =>
  () => {
    const prod = inVpc({ tags: { Environment: "prod" } });
    const other = new alicloud.ecs.SecurityGroup("other", {
      vpcId: prod.vpcId,
      tags: { Environment: source },
    });
    withRules(prod, accept("3306/3306", { sourceSecurityGroupId: other.id }));
  };

const groups =
  (count: number): Program =>
  () => {
    const own = site();
    const others = Array.from(
      { length: count - 1 },
      (_, i) => new alicloud.ecs.SecurityGroup(`g${i}`, { vpcId: own.vpc.id }),
    );
    instanceIn(own, { securityGroups: [own.group.id, ...others.map(({ id }) => id)] });
  };

const endpoint =
  (...rules: WrittenRule[]): Program =>
  () => {
    const group = inVpc({}, ...rules);
    new alicloud.privatelink.VpcEndpoint("endpoint", { vpcId: group.vpcId, securityGroupIds: [group.id] });
  };

const many = (count: number) => Array.from({ length: count }, (_, i) => accept(`${i + 1000}/${i + 1000}`));

const twoPublic =
  (isBalanced: boolean): Program =>
  () => {
    const own = site();
    const tags = { Exposure: "public", App: "shop" };
    const [one] = ["web-1", "web-2"].map((name) => instanceIn(own, { tags }, name)) as [
      alicloud.ecs.Instance,
    ];
    if (!isBalanced) return;
    new alicloud.slb.BackendServer("backends", {
      loadBalancerId: "lb-x",
      backendServers: [{ serverId: one.id, weight: 1 }],
    });
  };

const address =
  (isOn: boolean): Program =>
  () =>
    isOn
      ? eip({
          instanceId: instanceIn(site(), { internetMaxBandwidthOut: 0, tags: { Exposure: "public" } }).id,
        })
      : new alicloud.ecs.EipAddress("address", {});

const bucket =
  (more: object): Program =>
  () =>
    new alicloud.oss.Bucket("files", more);

const replicated: Program = () =>
  new alicloud.oss.BucketReplication("copy", {
    bucket: new alicloud.oss.Bucket("files", {}).id,
    destination: { bucket: "copies", location: "oss-cn-beijing" },
  });

const logged =
  (trafficType: string): Program =>
  () => {
    const vpc = new alicloud.vpc.Network("net", {});
    new alicloud.vpc.FlowLog("log", {
      resourceId: vpc.id,
      resourceType: "VPC",
      trafficType,
      logStoreName: "s",
      projectName: "p",
    });
  };

const ssh = basic(accept("22/22"));
const web = basic(accept("443/443"));

/** By policy, a program of Alibaba Cloud that breaks it and one that does not. */
export const ROWS: Readonly<Record<string, readonly [breaks: Program, keeps: Program]>> = {
  "no-public-ssh-rdp": [ssh, basic(accept("22/22", { priority: 2 }), dropAll())],
  "require-security-group-source-for-database-ports": [
    basic(accept("3306/3306", { cidrIp: "10.0.0.0/8" })),
    basic(accept("3306/3306", { sourceSecurityGroupId: OTHER })),
  ],
  "no-public-ingress-beyond-web-ports": [basic(accept("8080/8080")), web],
  "no-all-traffic-ingress": [basic(all()), basic(all(), dropAll())],
  "no-wide-port-range": [basic(accept("1000/2000")), basic(drop("1000/2000"))],
  "no-public-icmp": [
    basic(accept("-1/-1", { ipProtocol: "icmp" })),
    basic(accept("-1/-1", { ipProtocol: "icmp", cidrIp: "10.0.0.0/8" })),
  ],
  "no-cidr-source-inside-vpc": [
    basic(accept("22/22", { cidrIp: "10.0.0.0/8" })),
    basic(accept("22/22", { sourceSecurityGroupId: OTHER })),
  ],
  "no-unrestricted-egress": [basic(), basic(outward(dropAll()))],
  "no-malformed-rule": [basic(accept("22/22", { priority: 101 })), basic(accept("22/22", { priority: 100 }))],
  "require-rule-description": [basic(), described({ description: "Web servers." })],
  "no-default-security-group-use": [
    () => new alicloud.ecs.Instance("box", { ...MACHINE, vswitchId: site().vswitch.id }),
    () => instanceIn(site()),
  ],
  "no-mixed-rule-management": [
    acl(
      [ENTRY],
      [BACK],
      (one) => new alicloud.vpc.NetworkAclEntries("entries", { networkAclId: one.id, ingresses: [ENTRY] }),
    ),
    acl([ENTRY]),
  ],
  "no-redundant-rule": [
    basic(accept("22/22"), accept("22/22")),
    basic(accept("22/22"), drop("22/22", { priority: 2 })),
  ],
  "no-oversized-security-group": [basic(...many(21)), basic(...many(20))],
  "no-mixed-purpose-security-group": [
    basic(accept("22/22"), accept("3389/3389")),
    basic(accept("22/22"), drop("3389/3389")),
  ],
  "no-open-intra-group-traffic": [basic(), described({ innerAccessPolicy: "Drop" })],
  "no-unapproved-cross-account-source": [
    basic(accept("22/22", { sourceSecurityGroupId: OTHER, sourceGroupOwnerId: "1609982529920000" })),
    basic(accept("22/22", { sourceSecurityGroupId: OTHER })),
  ],
  "no-unused-security-group": [basic(), () => instanceIn(site())],
  "no-excess-security-groups": [groups(6), groups(5)],
  "no-cross-environment-access": [environments("test"), environments("prod")],
  "no-security-group-shared-across-exposure": [shared({ Exposure: "public" }, {}), shared({}, {})],
  "no-security-group-shared-across-applications": [
    shared({ App: "a" }, { App: "b" }),
    shared({ App: "a" }, { App: "a" }),
  ],
  "require-environment-in-security-group-name": [
    described({ securityGroupName: "shop" }),
    described({ securityGroupName: "shop-prod" }),
  ],
  "require-purpose-in-security-group-name": [
    described({ securityGroupName: "sg-prod" }),
    described({ securityGroupName: "shop-prod" }),
  ],
  "require-environment-tag": [
    () => new alicloud.vpc.Network("net", {}),
    () => new alicloud.vpc.Network("net", { tags: { Environment: "dev" } }),
  ],
  "no-conflicting-environment": [
    () => new alicloud.vpc.Network("net", { vpcName: "prod-net", tags: { Environment: "test" } }),
    () => new alicloud.vpc.Network("net", { vpcName: "dev-net", tags: { Environment: "dev" } }),
  ],
  "no-public-ip-on-private-instance": [
    () => instanceIn(site()),
    () => instanceIn(site(), { internetMaxBandwidthOut: 0 }),
  ],
  "no-public-address-path-to-private-instance": [
    () => eip({ instanceId: instanceIn(site(), { internetMaxBandwidthOut: 0 }).id }),
    address(true),
  ],
  "require-load-balancer-for-public-instances": [twoPublic(false), twoPublic(true)],
  "require-instance-profile": [() => instanceIn(site()), () => instanceIn(site(), { roleName: "web" })],
  "no-embedded-credentials": [
    () => instanceIn(site(), { userData: "export KEY=LTAI5tAbCdEfGhIjKlMnOpQr" }),
    () => instanceIn(site(), { userData: "echo hello" }),
  ],
  "no-role-shared-across-exposure": [
    roles({ Exposure: "public" }, {}),
    roles({ Exposure: "public" }, {}, "other"),
  ],
  "no-default-vpc-use": [() => new alicloud.ecs.Instance("box", MACHINE), () => instanceIn(site())],
  "no-unattached-elastic-ip": [address(false), address(true)],
  "no-public-service-endpoint": [
    () => new alicloud.cs.ManagedKubernetes("k8s", {}),
    () => new alicloud.cs.ManagedKubernetes("k8s", { slbInternetEnabled: false }),
  ],
  "no-public-data-sharing": [
    () => new alicloud.oss.BucketAcl("files", { bucket: "b", acl: "public-read" }),
    () => new alicloud.oss.BucketAcl("files", { bucket: "b", acl: "private" }),
  ],
  "require-storage-encryption": [
    () => new alicloud.nas.FileSystem("files", { protocolType: "NFS", storageType: "Performance" }),
    () =>
      new alicloud.nas.FileSystem("files", {
        protocolType: "NFS",
        storageType: "Performance",
        encryptType: 1,
      }),
  ],
  "no-user-attached-policy": [
    () =>
      new alicloud.ram.UserPolicyAttachment("grant", {
        policyName: "p",
        policyType: "Custom",
        userName: "u",
      }),
    () =>
      new alicloud.ram.RolePolicyAttachment("grant", {
        policyName: "p",
        policyType: "Custom",
        roleName: "r",
      }),
  ],
  "no-long-term-access-key": [
    () => new alicloud.ram.AccessKey("key", {}),
    () => new alicloud.ram.AccessKey("key", { status: "Inactive" }),
  ],
  "require-imdsv2": [() => instanceIn(site()), () => instanceIn(site(), { httpTokens: "required" })],
  "require-scoped-endpoint-ingress": [
    endpoint(accept("443/443", { cidrIp: "10.0.0.0/8" })),
    endpoint(accept("443/443", { sourceSecurityGroupId: OTHER })),
  ],
  "no-endpoint-egress": [endpoint(outward(accept("443/443"))), endpoint(outward(drop("443/443")))],
  "no-internet-route-in-private-subnet": [routed(true), routed(false)],
  "no-internet-path-to-private-instance": [routed(true, instanceIn), routed(false, instanceIn)],
  "no-unrecorded-exposure": [routed(true, instanceIn), routed(false, instanceIn)],
  "no-internet-path-to-database": [connected(["198.51.100.7"]), connected(["10.0.0.0/8"])],
  "no-public-ssh-rdp-in-network-acl": [acl([ENTRY]), acl([{ ...ENTRY, policy: "drop" }, ENTRY])],
  "require-return-traffic-in-network-acl": [acl([ENTRY], []), acl([ENTRY])],
  "no-shadowed-network-acl-entry": [
    acl([{ ...ENTRY, port: "20/30" }, ENTRY]),
    acl([ENTRY, { ...ENTRY, port: "20/30" }]),
  ],
  "no-public-database": [rds({ securityIps: ["0.0.0.0/0"] }), rds({ securityIps: ["10.0.0.0/8"] })],
  "no-database-in-public-subnet": [
    routed(true, ({ vswitch }) => rds({ vswitchId: vswitch.id })()),
    routed(false, ({ vswitch }) => rds({ vswitchId: vswitch.id })()),
  ],
  "require-vpc-flow-logs": [logged("Allow"), logged("All")],
  "require-cloudtrail": [
    () => new alicloud.actiontrail.Trail("trail", { trailRegion: "cn-hangzhou" }),
    () => new alicloud.actiontrail.Trail("trail", {}),
  ],
  "require-ebs-encryption": [
    () => new alicloud.ecs.EcsDisk("disk", { size: 20 }),
    () => new alicloud.ecs.EcsDisk("disk", { size: 20, encrypted: true }),
  ],
  "require-ebs-backup": [
    () => instanceIn(site(), { dataDisks: [{ size: 20 }] }),
    () => instanceIn(site(), { dataDisks: [{ size: 20, autoSnapshotPolicyId: "sp-x" }] }),
  ],
  "require-s3-public-access-block": [
    () => new alicloud.oss.BucketPublicAccessBlock("block", { bucket: "b", blockPublicAccess: false }),
    () => new alicloud.oss.BucketPublicAccessBlock("block", { bucket: "b", blockPublicAccess: true }),
  ],
  "require-s3-versioning": [bucket({}), bucket({ versioning: { status: "Enabled" } })],
  "require-s3-encryption": [bucket({}), bucket({ serverSideEncryptionRule: { sseAlgorithm: "AES256" } })],
  "require-s3-replication": [bucket({}), replicated],
  "require-tls-in-transit": [rds({ sslAction: "Close" }), rds({ sslAction: "Open" })],
  "require-kms-key-rotation": [
    () => new alicloud.kms.Key("key", {}),
    () => new alicloud.kms.Key("key", { automaticRotation: "Enabled" }),
  ],
  "require-database-encryption": [rds({}), rds({ encryptionKey: "key-x" })],
  "require-database-backup": [
    rds({}),
    rds({}, ({ id }) => {
      new alicloud.rds.BackupPolicy("backups", { instanceId: id, backupRetentionPeriod: 14 });
    }),
  ],
  "no-administrator-policy": [
    () =>
      new alicloud.ram.RolePolicyAttachment("grant", {
        policyName: "AdministratorAccess",
        policyType: "System",
        roleName: "r",
      }),
    () =>
      new alicloud.ram.RolePolicyAttachment("grant", {
        policyName: "AliyunOSSReadOnlyAccess",
        policyType: "System",
        roleName: "r",
      }),
  ],
};

/** Of a policy that finds nothing there by default. */
export const OPTIONS: Readonly<Record<string, Record<string, unknown>>> = {
  "require-s3-replication": { enforcementLevel: "advisory" },
  "no-unrecorded-exposure": { flows: ["# nothing"] },
  "require-database-backup": { minDays: 14 },
};
