import * as alicloud from "@pulumi/alicloud";
import requireStorageEncryption from "../../policies/data/require-storage-encryption";
import requireTlsInTransit from "../../policies/data/require-tls-in-transit";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicServiceEndpoint from "../../policies/databases/no-public-service-endpoint";
import noPublicDataSharing from "../../policies/identity/no-public-data-sharing";
import noAllTraffic from "../../policies/security-groups/no-all-traffic-ingress";
import noMalformed from "../../policies/security-groups/no-malformed-rule";
import noPublicIngress from "../../policies/security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import noUnrestrictedEgress from "../../policies/security-groups/no-unrestricted-egress";
import noUnused from "../../policies/security-groups/no-unused-security-group";
import { holdsInEveryForm } from "../adversarial/forms";
import { later } from "../harness/phases";

const VSWITCH = "vsw-bp1elsewhere00000001";
const plain = ["require-tls-in-transit: it"];

const accelerated = (args: Partial<alicloud.ga.ListenerArgs>) =>
  new alicloud.ga.Listener("it", {
    acceleratorId: "ga-bp1elsewhere00000001",
    portRanges: [{ fromPort: 80, toPort: 80 }],
    ...args,
  });
const redirected =
  (path: string, Protocol: string, ruleActionType: unknown = "Redirect") =>
  () =>
    void new alicloud.ga.ForwardingRule("redirect", {
      acceleratorId: "ga-bp1elsewhere00000001",
      listenerId: accelerated({ protocol: "HTTP" }).id,
      ruleConditions: [{ ruleConditionType: "Path", pathConfig: { values: [path] } }],
      ruleActions: [
        {
          order: 1,
          ruleActionType: ruleActionType as string,
          ruleActionValue: JSON.stringify([{ type: "Redirect", value: { Protocol, Code: "301" } }]),
        },
      ],
    });

describe("listeners of Global Accelerator of Alibaba Cloud", () => {
  holdsInEveryForm(
    [requireTlsInTransit],
    [
      ["for plain HTTP", () => void accelerated({ protocol: "HTTP" }), plain],
      ["for whatever goes over TCP", () => void accelerated({}), []],
      ["that redirect everything", redirected("/*", "HTTPS"), []],
      ["that redirect to plain HTTP", redirected("/*", "HTTP"), plain],
      ["that redirect a part", redirected("/login", "HTTPS"), plain],
      ["that may redirect", redirected("/*", "HTTPS", later("Redirect")), []],
      [
        "that take TLS 1.0 to 1.3",
        () => void accelerated({ protocol: "HTTPS", securityPolicyId: "tls_cipher_policy_1_0_to_1_3" }),
        plain,
      ],
      [
        "that take TLS 1.2 and newer",
        () =>
          void accelerated({ protocol: "HTTPS", securityPolicyId: "tls_cipher_policy_1_2_strict_with_1_3" }),
        [],
      ],
    ],
  );
});

const domain = (args: object) => () =>
  void new alicloud.apig.Domain("it", { domainName: "api.example.com", protocol: "HTTPS", ...args });
const warehouse = (args: object) => () =>
  void new alicloud.hologram.Instance("it", {
    instanceName: "it",
    instanceType: "Standard",
    paymentType: "PayAsYouGo",
    zoneId: "cn-hangzhou-j",
    enableSsl: true,
    ...args,
  });
const analytic = (enableSsl: boolean) => () =>
  void new alicloud.adb.DBCluster("it", { dbClusterCategory: "Cluster", mode: "flexible", enableSsl });
const lake = (enableSsl: boolean) => () =>
  void new alicloud.adb.DBClusterLakeVersion("it", {
    dbClusterVersion: "5.0",
    paymentType: "PayAsYouGo",
    vpcId: "vpc-bp1elsewhere00000001",
    vswitchId: VSWITCH,
    zoneId: "cn-hangzhou-h",
    enableSsl,
  });
const proxy = (dbProxySslEnabled: string) => () =>
  void new alicloud.rds.RdsDbProxy("it", {
    instanceId: "rm-bp1elsewhere00000001",
    instanceNetworkType: "VPC",
    vpcId: "vpc-bp1elsewhere00000001",
    vswitchId: VSWITCH,
    dbProxyInstanceNum: 2,
    dbProxySslEnabled,
  });
const files = (encryption?: boolean) => () =>
  void new alicloud.databasefilesystem.Instance("it", {
    instanceName: "it",
    category: "standard",
    zoneId: "cn-hangzhou-i",
    size: 100,
    ...(encryption !== undefined && { encryption }),
  });
const networks = (...types: string[]) => ({ endpoints: types.map((type) => ({ type, enabled: true })) });

describe("data in further services of Alibaba Cloud", () => {
  holdsInEveryForm(
    [requireTlsInTransit, requireStorageEncryption, noPublicDatabase],
    [
      ["a domain of a gateway for HTTP", domain({ protocol: "HTTP" }), plain],
      ["a domain of a gateway that takes TLS 1.0", domain({ tlsMin: "TLS 1.0" }), plain],
      ["a domain of a gateway that takes TLS 1.2", domain({ tlsMin: "TLS 1.2" }), []],
      ["Hologres without TLS", warehouse({ enableSsl: false }), plain],
      ["Hologres with TLS", warehouse({ enableSsl: true }), []],
      ["Hologres on the internet", warehouse(networks("Intranet", "Internet")), ["no-public-database: it"]],
      ["Hologres in a VPC", warehouse(networks("Intranet", "VPCSingleTunnel")), []],
      [
        "Hologres off the internet",
        warehouse({ endpoints: [{ type: "Intranet" }, { type: "Internet", enabled: false }] }),
        [],
      ],
      ["AnalyticDB without TLS", analytic(false), plain],
      ["AnalyticDB with TLS", analytic(true), []],
      ["a lake of AnalyticDB without TLS", lake(false), plain],
      ["a lake of AnalyticDB with TLS", lake(true), []],
      ["a proxy of RDS without TLS", proxy("Close"), plain],
      ["a proxy of RDS with TLS", proxy("Open"), []],
      ["files of databases in the clear", files(), ["require-storage-encryption: it"]],
      ["files of databases", files(true), []],
    ],
  );
});

const bastion = (args: object) => () =>
  void new alicloud.bastionhost.Instance("it", {
    description: "it",
    licenseCode: "bhah_ent_50_asset",
    planCode: "cloudbastion",
    storage: "5",
    bandwidth: "5",
    period: 1,
    vswitchId: VSWITCH,
    securityGroupIds: ["sg-bp1elsewhere00000001"],
    ...args,
  });
const mesh = (loadBalancer: object) => () =>
  void new alicloud.servicemesh.ServiceMesh("it", {
    network: { vpcId: "vpc-bp1elsewhere00000001", vswitcheList: VSWITCH },
    loadBalancer,
  });
const allowed = (autoAcceptConnection: boolean, userArn: string) => () => {
  const service = new alicloud.privatelink.VpcEndpointService("service", { autoAcceptConnection });
  new alicloud.privatelink.VpcEndpointServiceUser("it", { serviceId: service.id, userId: "*", userArn });
};
const kafka = (allowedType: string, allowedIp: string) => () =>
  void new alicloud.alikafka.InstanceAllowedIpAttachment("it", {
    instanceId: "alikafka_post-cn-elsewhere",
    allowedType,
    allowedIp,
    portRange: "9093/9093",
  });
const queues = (cidr: string) => () =>
  void new alicloud.message.ServiceEndpointAcl("it", { endpointType: "public", aclStrategy: "allow", cidr });
const open = ["no-public-service-endpoint: it"];

describe("doors of further services of Alibaba Cloud", () => {
  holdsInEveryForm(
    [noPublicServiceEndpoint, noPublicDataSharing],
    [
      ["a bastion host for everyone", bastion({ enablePublicAccess: true }), open],
      [
        "a bastion host for an office",
        bastion({ enablePublicAccess: true, publicWhiteLists: ["203.0.113.0/28"] }),
        [],
      ],
      ["a bastion host in its VPC", bastion({ enablePublicAccess: false }), []],
      ["Kafka for everyone", kafka("internet", "0.0.0.0/0"), open],
      ["Kafka for an office", kafka("internet", "203.0.113.9/32"), []],
      ["Kafka for everyone within", kafka("vpc", "0.0.0.0/0"), []],
      ["queues for everyone", queues("0.0.0.0/0"), open],
      ["queues for an office", queues("203.0.113.0/28"), []],
      ["a mesh whose API is on the internet", mesh({ apiServerPublicEip: true }), open],
      ["a mesh whose API is in its VPC", mesh({ apiServerPublicEip: false }), []],
      ["a mesh whose pilot is on the internet", mesh({ pilotPublicEip: true }), open],
      ["a mesh whose pilot has an address by its id", mesh({ pilotPublicEipId: "eip-bp1elsewhere" }), open],
      [
        "a mesh whose pilot has an address of the stack",
        () => mesh({ pilotPublicEipId: new alicloud.ecs.EipAddress("address", {}).id })(),
        open,
      ],
      ["a mesh whose pilot has none", mesh({ pilotPublicEip: false, pilotPublicEipId: "" }), []],
      ["a service for everyone who asks", allowed(true, "*"), ["no-public-data-sharing: it"]],
      ["a service for everyone whom somebody accepts", allowed(false, "*"), []],
    ],
  );
});

const permission = (portRange: string, more: object = {}) => ({
  direction: "ingress",
  ipProtocol: "TCP",
  policy: "Accept",
  portRange,
  sourceCidrIp: "0.0.0.0/0",
  priority: 10,
  ...more,
});
const edge =
  (...permissions: object[]) =>
  () =>
    void new alicloud.ens.SecurityGroup("it", { securityGroupName: "it", permissions });
const desktops = (rule: object) => () =>
  void new alicloud.eds.EcdPolicyGroup("it", {
    policyGroupName: "it",
    authorizeSecurityPolicyRules: [
      {
        type: "inflow",
        policy: "accept",
        portRange: "22/22",
        ipProtocol: "TCP",
        priority: "1",
        cidrIp: "0.0.0.0/0",
      },
    ].map((one) => ({ ...one, ...rule })),
  });
const ssh = ["no-public-ssh-rdp: it", "no-public-ingress-beyond-web-ports: it"];

describe("groups of one service of Alibaba Cloud", () => {
  holdsInEveryForm(
    [noPublicSshRdp, noPublicIngress, noAllTraffic, noMalformed, noUnused],
    [
      ["that open SSH", edge(permission("22/22")), ssh],
      ["that open HTTPS", edge(permission("443/443")), []],
      ["that open SSH to an office", edge(permission("22/22", { sourceCidrIp: "203.0.113.0/28" })), []],
      [
        "that open SSH to IPv6",
        edge(permission("22/22", { sourceCidrIp: "", ipv6SourceCidrIp: "::/0" })),
        ssh,
      ],
      ["that let SSH out", edge(permission("22/22", { direction: "egress", destCidrIp: "0.0.0.0/0" })), []],
      [
        "that drop SSH before they open it",
        edge(permission("22/22"), permission("22/22", { policy: "Drop", priority: 1 })),
        [],
      ],
      [
        "that drop SSH after they open it",
        edge(permission("22/22"), permission("22/22", { policy: "Drop", priority: 20 })),
        ssh,
      ],
      [
        "that open everything",
        edge(permission("-1/-1", { ipProtocol: "all" })),
        [...ssh, "no-all-traffic-ingress: it"],
      ],
      ["of desktops that open SSH", desktops({}), ssh],
      ["of desktops that open HTTPS", desktops({ portRange: "443/443" }), []],
      ["of desktops that drop SSH", desktops({ policy: "drop" }), []],
      ["of desktops that let SSH out", desktops({ type: "outflow" }), []],
      ["of desktops that look elsewhere", desktops({ type: "sideways" }), ["no-malformed-rule: it"]],
      ["that name one port", edge(permission("22")), ["no-malformed-rule: it"]],
    ],
  );

  const anything = (egress: object) =>
    edge(permission("-1/-1", { ipProtocol: "all", direction: "egress", ...egress }));
  holdsInEveryForm(
    [noUnrestrictedEgress],
    [
      ["that let everything out", anything({ destCidrIp: "0.0.0.0/0" }), ["no-unrestricted-egress: it"]],
      ["that let everything out to an office", anything({ destCidrIp: "203.0.113.0/28" }), []],
    ],
  );
});
