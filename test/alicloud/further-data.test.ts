import * as alicloud from "@pulumi/alicloud";
import requireCloudtrail from "../../policies/audit/require-cloudtrail";
import requireStorageEncryption from "../../policies/data/require-storage-encryption";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import requireDatabaseEncryption from "../../policies/databases/require-database-encryption";
import noAdministratorPolicy from "../../policies/identity/no-administrator-policy";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import requireEnvironmentTag from "../../policies/names-and-tags/require-environment-tag";
import { holdsInEveryForm } from "../adversarial/forms";

const {
  actiontrail,
  adb,
  amqp,
  apig,
  cr,
  cs,
  dcdn,
  ddos,
  edas,
  elasticsearch,
  ens,
  esa,
  kms,
  log,
  ots,
  rds,
  redis,
  resourcemanager,
  sae,
  sls,
  starrocks,
  wafv3,
} = alicloud;
const [VPC, VSWITCH] = ["vpc-bp1elsewhere00000001", "vsw-bp1elsewhere00000001"];

const lake = (more: object) => () =>
  void new adb.DBClusterLakeVersion("it", {
    dbClusterVersion: "5.0",
    paymentType: "PayAsYouGo",
    vpcId: VPC,
    vswitchId: VSWITCH,
    zoneId: "cn-hangzhou-h",
    ...more,
  });
const rocks = (more: object) => () =>
  void new starrocks.Instance("it", {
    adminPassword: "x",
    clusterZoneId: "cn-hangzhou-h",
    instanceName: "it",
    packageType: "official",
    payType: "postPaid",
    runMode: "sharedData",
    version: "3.3",
    vpcId: VPC,
    ...more,
  });
const vectors = (more: object) => () =>
  void new alicloud.MilvusInstance("it", {
    dbVersion: "2.5",
    instanceName: "it",
    paymentType: "PayAsYouGo",
    vpcId: VPC,
    ...more,
  });
const table = (more: object) => () =>
  void new ots.Table("it", {
    instanceName: "shop",
    tableName: "it",
    maxVersion: 1,
    timeToLive: -1,
    primaryKeys: [{ name: "id", type: "String" }],
    ...more,
  });
const logs = (more: object) => () =>
  void new log.Store("it", { projectName: "shop", logstoreName: "it", ...more });
const metrics = (more: object) => () =>
  void new sls.MetricStore("it", {
    projectName: "shop",
    metricStoreName: "it",
    shardCount: 2,
    ttl: 30,
    ...more,
  });

describe("what further stores of Alibaba Cloud encrypt", () => {
  const [database, storage] = ["require-database-encryption: it", "require-storage-encryption: it"];
  const encrypted = { encrypted: true, kmsKeyId: "key-hzz0000000000000001" };
  holdsInEveryForm(
    [requireDatabaseEncryption, requireStorageEncryption],
    [
      ["a lake of AnalyticDB, nothing", lake({}), [database]],
      ["a lake of AnalyticDB, its disks", lake({ diskEncryption: true, kmsId: "k" }), []],
      ["StarRocks, nothing", rocks({}), [database]],
      ["StarRocks, its disks", rocks(encrypted), []],
      ["Milvus, nothing", vectors({}), [database]],
      ["Milvus, its disks", vectors(encrypted), []],
      ["a table of Tablestore, nothing", table({}), [storage]],
      ["a table of Tablestore, itself", table({ enableSse: true }), []],
      ["logs, nothing", logs({}), [storage]],
      ["logs, not any more", logs({ encryptConf: { enable: false, encryptType: "default" } }), [storage]],
      ["logs, themselves", logs({ encryptConf: { enable: true, encryptType: "default" } }), []],
      ["metrics, nothing", metrics({}), [storage]],
      ["metrics, themselves", metrics({ encryptConf: { enable: true, encryptType: "default" } }), []],
    ],
  );
});

const balanced =
  (...protocols: readonly string[]) =>
  () =>
    void new sae.LoadBalancerInternet("it", {
      appId: "shop",
      internets: protocols.map((protocol, i) => ({ protocol, port: 80 + i, targetPort: 8080 })),
    });
const inside = (protocol: string) => () =>
  void new sae.LoadBalancerIntranet("it", {
    appId: "shop",
    intranets: [{ protocol, port: 80, targetPort: 8080 }],
  });
const ingress = (more: object) => () =>
  void new sae.Ingress("it", {
    namespaceId: "cn-hangzhou:shop",
    slbId: "lb-bp1elsewhere00000001",
    listenerPort: 443,
    rules: [{ appId: "shop", appName: "shop", containerPort: 80, domain: "example.com", path: "/" }],
    ...more,
  });
const delivery = (sslProtocol: string) => () =>
  void new dcdn.Domain("it", { domainName: "example.com", sslProtocol });
const site = (more: object) => () =>
  void new esa.HttpsBasicConfiguration("it", { siteId: "1", https: "on", ...more });
const defended = (sslProtocols: string) => () =>
  void new ddos.DomainResource("it", {
    domain: "example.com",
    instanceIds: ["ddoscoo-cn-1"],
    proxyTypes: [{ proxyPorts: [443], proxyType: "https" }],
    realServers: ["198.51.100.7"],
    rsType: 0,
    sslProtocols,
  });
const walled = (tlsVersion: string) => () =>
  void new wafv3.Domain("it", {
    domain: "example.com",
    instanceId: "waf_v3prepaid_public_cn-1",
    listen: { httpsPorts: [443], tlsVersion },
    redirect: { loadbalance: "iphash" },
  });
const edge = (more: object) => () =>
  void new ens.LoadBalancerHttpListener("it", { loadBalancerId: "lb-1", listenerPort: 80, ...more });
const application = (internetSlbProtocol: string) => () =>
  void new edas.K8sApplication("it", { applicationName: "shop", clusterId: "1", internetSlbProtocol });
const bound =
  (...protocols: readonly string[]) =>
  () =>
    void new edas.K8sSlbAttachment("it", {
      appId: "shop",
      slbConfigs: [
        {
          type: "internet",
          scheduler: "rr",
          portMappings: protocols.map((loadbalancerProtocol, i) => ({
            loadbalancerProtocol,
            servicePort: { port: 80 + i, protocol: "TCP", targetPort: 8080 },
          })),
        },
      ],
    });
const api =
  (...protocols: readonly string[]) =>
  () =>
    void new apig.HttpApi("it", { httpApiName: "shop", type: "Http", protocols: [...protocols] });
const search = (more: object) => () =>
  void new elasticsearch.Instance("it", { version: "7.10", vswitchId: VSWITCH, ...more });
const intelligent = (sslEnabled: number) => () =>
  void new rds.AiInstance("it", { appName: "shop", appType: "supabase", dbInstanceName: "rm-1", sslEnabled });
const queues = (listenerMode: string) => () =>
  void new amqp.Instance("it", { paymentType: "Subscription", listenerMode });

describe("what goes through further doors of Alibaba Cloud in the clear", () => {
  const plain = ["require-tls-in-transit: it"];
  holdsInEveryForm(
    [requireTlsInTransit],
    [
      ["HTTP to an application", balanced("HTTP"), plain],
      ["HTTP to an application beside HTTPS", balanced("HTTPS", "HTTP"), plain],
      ["HTTPS to an application", balanced("HTTPS"), []],
      ["HTTP to an application from inside", inside("HTTP"), plain],
      ["HTTPS to an application from inside", inside("HTTPS"), []],
      ["an ingress that says nothing", ingress({}), plain],
      ["an ingress for HTTP", ingress({ listenerProtocol: "HTTP" }), plain],
      ["an ingress for HTTPS", ingress({ listenerProtocol: "HTTPS", certId: "1" }), []],
      ["delivery without a certificate", delivery("off"), plain],
      ["delivery with one", delivery("on"), []],
      ["a site that takes TLS 1.0", site({ tls10: "on", tls11: "off" }), plain],
      ["a site that takes TLS 1.1", site({ tls11: "on" }), plain],
      ["a site that takes neither", site({ tls10: "off", tls11: "off" }), []],
      ["what is defended, from TLS 1.0 on", defended("tls1.0"), plain],
      ["what is defended, from TLS 1.2 on", defended("tls1.2"), []],
      ["behind a firewall of the web, from TLS 1.1 on", walled("tlsv1.1"), plain],
      ["behind a firewall of the web, from TLS 1.2 on", walled("tlsv1.2"), []],
      ["HTTP to an edge node", edge({}), plain],
      ["HTTP to an edge node that sends nobody on", edge({ listenerForward: "off" }), plain],
      ["HTTP to an edge node that sends everybody on", edge({ listenerForward: "on", forwardPort: 443 }), []],
      ["HTTP to an application in Kubernetes", application("HTTP"), plain],
      ["HTTPS to an application in Kubernetes", application("HTTPS"), []],
      ["HTTP to an application's balancer beside HTTPS", bound("HTTPS", "HTTP"), plain],
      ["HTTPS to an application's balancer", bound("HTTPS"), []],
      ["an API by HTTP beside HTTPS", api("HTTPS", "HTTP"), plain],
      ["an API by HTTPS", api("HTTPS"), []],
      ["Elasticsearch by HTTP", search({ protocol: "HTTP" }), plain],
      ["Elasticsearch by HTTPS", search({ protocol: "HTTPS" }), []],
      ["Elasticsearch that says nothing", search({}), []],
      ["an application of RDS without TLS", intelligent(0), plain],
      ["an application of RDS with it", intelligent(1), []],
      ["RabbitMQ that takes both", queues("tcpAndSsl"), plain],
      ["RabbitMQ that takes TLS alone", queues("sslOnly"), []],
    ],
  );
});

const ALL = "acs:ram::1609982529920000:*";
const policy = (principal: unknown, more: object = {}) =>
  JSON.stringify({
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        ...(principal !== undefined && { Principal: principal }),
        ...more,
      },
    ],
  });
const key = (principal: unknown) => () => void new kms.Key("it", { policy: policy(principal) });
const secret = (principal: unknown) => () =>
  void new kms.Secret("it", { secretName: "it", versionId: "1", secretData: "x", policy: policy(principal) });
const project = (more: object) => () =>
  void new log.Project("it", { projectName: "it", policy: policy(["*"], more) });
const images = (defaultVisibility: string, autoCreate: boolean) => () =>
  void new cr.Namespace("it", { name: "it", autoCreate, defaultVisibility });
const ownImages = (defaultVisibility: string) => () =>
  void new cs.RegistryEnterpriseNamespace("it", {
    name: "it",
    instanceId: "cri-1",
    autoCreate: true,
    defaultVisibility,
  });

describe("what further services of Alibaba Cloud share", () => {
  const everyone = ["no-public-data-sharing: it"];
  holdsInEveryForm(
    [noPublicDataSharing],
    [
      ["a key with everyone", key({ RAM: ["*"] }), everyone],
      ["a key with an account", key({ RAM: [ALL] }), []],
      ["a secret with everyone", secret({ RAM: ["*"] }), everyone],
      ["a secret with an account", secret({ RAM: [ALL] }), []],
      ["logs with everyone", project({}), everyone],
      ["logs with a VPC", project({ Condition: { StringEquals: { "acs:SourceVpc": [VPC] } } }), []],
      ["logs that whoever likes writes into", logs({ enableWebTracking: true }), everyone],
      ["logs that nobody else does", logs({ enableWebTracking: false }), []],
      ["repositories that a push makes public", images("PUBLIC", true), everyone],
      ["repositories that no push makes", images("PUBLIC", false), []],
      ["repositories that a push makes private", images("PRIVATE", true), []],
      ["repositories of one's own registry", ownImages("PUBLIC"), everyone],
      ["private ones of one's own registry", ownImages("PRIVATE"), []],
    ],
  );
});

describe("older and newer types of Alibaba Cloud", () => {
  const trail = (more: object) => () =>
    void new actiontrail.TrailDeprecated("it", { ossBucketName: "audit", ...more });
  const version = (more: object) => () =>
    void new resourcemanager.PolicyVersion("it", {
      policyName: "it",
      policyDocument: policy(undefined, more),
    });
  const tair = (more: object) => () =>
    void new redis.TairInstance("it", {
      instanceClass: "tair.rdb.1g",
      instanceType: "tair_rdb",
      vpcId: VPC,
      vswitchId: VSWITCH,
      zoneId: "cn-hangzhou-h",
      ...more,
    });
  holdsInEveryForm(
    [requireCloudtrail, noAdministratorPolicy, requireEnvironmentTag],
    [
      ["a trail that says nothing records writing alone", trail({}), ["require-cloudtrail: it"]],
      [
        "a trail of one region",
        trail({ eventRw: "All", trailRegion: "cn-hangzhou" }),
        ["require-cloudtrail: it"],
      ],
      ["a trail of everything", trail({ eventRw: "All" }), []],
      ["a version of a policy that allows everything", version({}), ["no-administrator-policy: it"]],
      ["a version of a policy that allows one service", version({ Action: "ecs:*" }), []],
      ["Tair without an environment", tair({}), ["require-environment-tag: it"]],
      ["Tair with one", tair({ tags: { Environment: "prod" } }), []],
    ],
  );
});
