import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import requireEbsBackup from "../../policies/data/require-ebs-backup";
import requireStorageEncryption from "../../policies/data/require-storage-encryption";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicServiceEndpoint from "../../policies/databases/no-public-service-endpoint";
import requireDatabaseEncryption from "../../policies/databases/require-database-encryption";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noEmbeddedCredentials from "../../policies/instances/no-embedded-credentials";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import noUnattachedElasticIp from "../../policies/instances/no-unattached-elastic-ip";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { later } from "../harness/phases";
import { instanceIn, site } from "./site";

/** A resource by its token: the class of an older one warns whoever makes it. */
class Resource extends pulumi.CustomResource {}

const { adb, cas, cms, cr, cs, ebs, ecs, ens, maxcompute, polardb, rds, rocketmq } = alicloud;

describe("a node pool of ACK that binds Elastic IPs as it scales", () => {
  const pool =
    (scalingConfig: alicloud.cs.NodePoolArgs["scalingConfig"], more: object = {}) =>
    () =>
      void new cs.NodePool("it", {
        clusterId: "c-1",
        instanceTypes: ["ecs.g7.large"],
        vswitchIds: ["vsw-bp1elsewhere00000001"],
        ...(scalingConfig && { scalingConfig }),
        ...more,
      });
  const address = ["no-public-ip-on-private-instance: it"];
  holdsInEveryForm(
    [noPublicIp],
    [
      ["has public addresses", pool({ enable: true, isBondEip: true }), address],
      ["binds none", pool({ enable: true, isBondEip: false }), []],
      ["does not scale, so that this has no effect", pool({ enable: false, isBondEip: true }), []],
      ["does not say that it scales", pool({ isBondEip: true }), []],
      ["may, declared public", pool({ enable: true, isBondEip: true }, { tags: { Exposure: "public" } }), []],
    ],
  );
  holdsOnceKnown(
    [noPublicIp],
    [
      ["asked for by what is not known yet", () => pool(later({ enable: true, isBondEip: true }))(), address],
      ["scaling is not known to be on yet", () => pool({ enable: later(true), isBondEip: true })(), address],
    ],
  );
});

describe("an Elastic IP at the edge", () => {
  const bought = { ensRegionId: "cn-chengdu-telecom", paymentType: "PayAsYouGo" };
  const address = () => new ens.Eip("it", { ...bought, internetChargeType: "95BandwidthByMonth" });
  const machine = () =>
    new ens.Instance("box", {
      instanceType: "ens.sn1.small",
      paymentType: "PayAsYouGo",
      scheduleAreaLevel: "Region",
      publicIpIdentification: false,
    });
  const gateway = () =>
    new ens.NatGateway("nat", { ensRegionId: bought.ensRegionId, networkId: "n-1", vswitchId: "vsw-1" });
  const bound = (to: () => { readonly id: alicloud.ens.EipInstanceAttachmentArgs["instanceId"] }) => () => {
    machine();
    new ens.EipInstanceAttachment("attachment", { allocationId: address().id, instanceId: to().id });
  };
  holdsInEveryForm(
    [noUnattachedElasticIp, noAddressPath],
    [
      ["on nothing", () => void address(), ["no-unattached-elastic-ip: it"]],
      ["on a gateway", bound(gateway), []],
    ],
  );
  holdsInEveryForm(
    [noUnattachedElasticIp, noAddressPath],
    [
      [
        "on a machine",
        () => {
          new ens.EipInstanceAttachment("attachment", {
            allocationId: address().id,
            instanceId: machine().id,
          });
        },
        ["no-public-address-path-to-private-instance: attachment"],
      ],
    ],
  );
});

describe("an Elastic IP of a zone of ALB, by either name", () => {
  const balancer = (zone: (allocationId: alicloud.ecs.EipAddress["id"]) => object) => () => {
    const { id } = new ecs.EipAddress("it", {});
    new alicloud.alb.LoadBalancer("lb", {
      addressType: "Internet",
      loadBalancerBillingConfig: { payType: "PayAsYouGo" },
      loadBalancerEdition: "Basic",
      vpcId: "vpc-bp1elsewhere00000001",
      zoneMappings: [{ vswitchId: "vsw-bp1elsewhere00000001", zoneId: "cn-hangzhou-h", ...zone(id) }],
    });
  };
  const unattached = ["no-unattached-elastic-ip: it"];
  holdsInEveryForm(
    [noUnattachedElasticIp],
    [
      ["is taken", balancer((allocationId) => ({ allocationId })), []],
      [
        "is taken by an address",
        balancer((allocationId) => ({ loadBalancerAddresses: [{ allocationId }] })),
        [],
      ],
      ["is not", balancer(() => ({})), unattached],
    ],
  );
});

describe("charts of a registry of Alibaba Cloud", () => {
  const named = { instanceId: "cri-1", repoNamespaceName: "shop" };
  const charts = (repoType: string) => () =>
    void new cr.ChartRepository("it", { ...named, repoName: "it", repoType });
  const namespace = (defaultRepoType: string, autoCreateRepo: boolean) => () =>
    void new cr.ChartNamespace("it", {
      instanceId: "cri-1",
      namespaceName: "shop",
      defaultRepoType,
      autoCreateRepo,
    });
  const shared = ["no-public-data-sharing: it"];
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      ["for everybody", charts("PUBLIC"), shared],
      ["for the account", charts("PRIVATE"), []],
      ["for everybody, as they are pushed", namespace("PUBLIC", true), shared],
      ["for the account, as they are pushed", namespace("PRIVATE", true), []],
      ["which are not made as they are pushed", namespace("PUBLIC", false), []],
    ],
  );
});

describe("metrics of Prometheus on Alibaba Cloud, without a password", () => {
  const metrics = (more: Partial<alicloud.cms.PrometheusInstanceArgs>) => () =>
    void new cms.PrometheusInstance("it", { prometheusInstanceName: "it", workspace: "shop", ...more });
  const from = (...SourceIp: string[]) => JSON.stringify({ SourceIp, SourceVpc: ["vpc-1"] });
  const view = (authFreeReadPolicy: string) => () =>
    void new cms.PrometheusView("it", {
      ...{ prometheusViewName: "it", version: "V2", workspace: "shop", prometheusInstances: [] },
      ...{ enableAuthFreeRead: true, authFreeReadPolicy },
    });
  const shared = ["no-public-data-sharing: it"];
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      [
        "read by everybody",
        metrics({ enableAuthFreeRead: true, authFreeReadPolicy: from("0.0.0.0/0") }),
        shared,
      ],
      [
        "written by both halves of everybody",
        metrics({ enableAuthFreeWrite: true, authFreeWritePolicy: from("0.0.0.0/1", "128.0.0.0/1") }),
        shared,
      ],
      ["read in a view by everybody", view(from("0.0.0.0/0")), shared],
      ["read from inside", metrics({ enableAuthFreeRead: true, authFreeReadPolicy: from("10.0.0.0/8") }), []],
      ["that is not on", metrics({ enableAuthFreeRead: false, authFreeReadPolicy: from("0.0.0.0/0") }), []],
    ],
  );
});

describe("private keys of certificates on Alibaba Cloud, where they belong", () => {
  const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDOST00\n";
  const domain =
    (privateKey: string, userData = "") =>
    () => {
      new alicloud.fc.V3CustomDomain("it", {
        ...{ customDomainName: "shop.example", protocol: "HTTPS" },
        certConfig: { certName: "shop", certificate: "PEM", privateKey },
      });
      if (userData !== "") instanceIn(site(), { userData });
    };
  const database = () =>
    void new rds.Instance("it", {
      ...{ engine: "MySQL", engineVersion: "8.0", instanceStorage: 20, instanceType: "mysql.n2.large.1" },
      serverKey: key,
    });
  holdsInEveryForm(
    [noEmbeddedCredentials],
    [
      ["in a store of them", () => void new cas.ServiceCertificate("it", { cert: "PEM", key }), []],
      ["of a domain", domain(key), []],
      ["of a database", database, []],
      ["and in user data", domain(key, `cat > key <<END\n${key}END`), ["no-embedded-credentials: box"]],
    ],
  );
});

describe("warehouses of Alibaba Cloud, by their rarer types", () => {
  const analytic = (enableSsl: boolean) => () =>
    void new adb.Cluster("it", {
      dbClusterCategory: "MixedStorage",
      mode: "flexible",
      dbClusterVersion: "3.0",
      enableSsl,
    });
  const rocks = (more: object) => () =>
    void new Resource("alicloud:index/starRocksInstance:StarRocksInstance", "it", {
      ...{ adminPassword: "x", clusterZoneId: "cn-hangzhou-h", instanceName: "it", packageType: "official" },
      ...{ payType: "postPaid", runMode: "sharedData", version: "3.3", vpcId: "vpc-bp1elsewhere00000001" },
      ...more,
    });
  const project = (properties: object) => () =>
    void new maxcompute.Project("it", { projectName: "it", properties });
  holdsInEveryForm(
    [requireTlsInTransit, requireDatabaseEncryption, requireStorageEncryption],
    [
      [
        "AnalyticDB without TLS",
        analytic(false),
        ["require-database-encryption: it", "require-tls-in-transit: it"],
      ],
      ["AnalyticDB with it", analytic(true), ["require-database-encryption: it"]],
      ["StarRocks in the clear", rocks({}), ["require-database-encryption: it"]],
      ["StarRocks, encrypted", rocks({ encrypted: true }), []],
      ["MaxCompute in the clear", project({}), ["require-storage-encryption: it"]],
      ["MaxCompute, encrypted", project({ encryption: { enable: true } }), []],
    ],
  );
});

describe("a disk of Alibaba Cloud that an enterprise snapshot policy is on", () => {
  const disk = (isCovered: boolean) => () => {
    const { id: diskId } = new ecs.EcsDisk("it", { size: 20 });
    if (isCovered) new ebs.EnterpriseSnapshotPolicyAttachment("on", { policyId: "esp-1", diskId });
  };
  const by =
    (status: alicloud.ebs.EnterpriseSnapshotPolicyArgs["status"] = "ENABLED") =>
    () => {
      const { id: policyId } = new ebs.EnterpriseSnapshotPolicy("policy", {
        enterpriseSnapshotPolicyName: "daily",
        retainRule: { number: 7 },
        schedule: { cronExpression: "0 0 0 * * *" },
        targetType: "DISK",
        ...(status && { status }),
      });
      const { id: diskId } = new ecs.EcsDisk("it", { size: 20 });
      new ebs.EnterpriseSnapshotPolicyAttachment("on", { policyId, diskId });
    };
  const unsaved = ["require-ebs-backup: it"];
  holdsInEveryForm(
    [requireEbsBackup],
    [
      ["is backed up", disk(true), []],
      ["is not without it", disk(false), unsaved],
      ["is by one of the stack", by(), []],
      ["is not by one that is off", by("DISABLED"), unsaved],
    ],
  );
  holdsOnceKnown([requireEbsBackup], [["a policy is off", () => by(later("DISABLED"))(), unsaved]]);
});

describe("doors of Alibaba Cloud, by their newer properties", () => {
  const cluster =
    (...endpointTypes: string[]) =>
    () =>
      void new cs.ManagedKubernetes("it", {
        slbInternetEnabled: false,
        controlPlaneEndpointsConfig: {
          loadBalancersConfigs: endpointTypes.map((endpointType) => ({
            endpointType,
            loadBalancerId: "nlb-1",
          })),
        },
      });
  const queues = (ipWhitelists?: string[], older?: string[]) => () =>
    void new rocketmq.RocketMQInstance("it", {
      ...{
        seriesCode: "standard",
        subSeriesCode: "cluster_ha",
        serviceCode: "rmq",
        paymentType: "PayAsYouGo",
      },
      ...(ipWhitelists && { ipWhitelists }),
      networkInfo: {
        vpcInfo: { vpcId: "vpc-bp1elsewhere00000001" },
        internetInfo: {
          ...{ internetSpec: "enable", flowOutType: "payByBandwidth" },
          ...(older && { ipWhitelists: older }),
        },
      },
    });
  const open = ["no-public-service-endpoint: it"];
  holdsInEveryForm(
    [noPublicServiceEndpoint],
    [
      ["a cluster's balancer on the internet", cluster("private", "public"), open],
      ["a cluster's balancers inside", cluster("private"), []],
      ["RocketMQ for everybody", queues(), open],
      ["RocketMQ for everybody in words", queues(["0.0.0.0/0"]), open],
      ["RocketMQ for some", queues(["10.0.0.0/8"]), []],
      ["RocketMQ for some, by the older property", queues(undefined, ["10.0.0.0/8"]), []],
    ],
  );

  const lists = (modifyMode?: string) => () =>
    void new polardb.Cluster("it", {
      ...{ dbType: "MySQL", dbVersion: "8.0", dbNodeClass: "polar.mysql.x4.large" },
      dbClusterIpArrays: [
        { ...(modifyMode && { modifyMode }), dbClusterIpArrayName: "open", securityIps: ["0.0.0.0/0"] },
        { dbClusterIpArrayName: "inside", securityIps: ["10.0.0.0/8"] },
      ],
    });
  const admitted = ["no-public-database: it"];
  holdsInEveryForm(
    [noPublicDatabase],
    [
      ["a list of PolarDB for everybody", lists(), admitted],
      ["one that is added to", lists("Append"), admitted],
      ["one that is taken away", lists("Delete"), []],
    ],
  );
});
