import * as alicloud from "@pulumi/alicloud";
import type * as pulumi from "@pulumi/pulumi";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicServiceEndpoint from "../../policies/databases/no-public-service-endpoint";
import requireDatabaseBackup from "../../policies/databases/require-database-backup";
import requireDatabaseEncryption from "../../policies/databases/require-database-encryption";
import noDefaultVpcUse from "../../policies/instances/no-default-vpc-use";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import noUnattachedIp from "../../policies/instances/no-unattached-elastic-ip";
import requireProfile from "../../policies/instances/require-instance-profile";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noCrossEnvironment from "../../policies/security-groups/no-cross-environment-access";
import noMalformed from "../../policies/security-groups/no-malformed-rule";
import noPublicIngress from "../../policies/security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import noRedundant from "../../policies/security-groups/no-redundant-rule";
import noUnusedGroup from "../../policies/security-groups/no-unused-security-group";
import noWideRange from "../../policies/security-groups/no-wide-port-range";
import requireDescription from "../../policies/security-groups/require-rule-description";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { later } from "../harness/phases";
import { CLICKHOUSE } from "./clickhouse";
import { accept, dropAll, inVpc } from "./group";
import { instanceIn, site } from "./site";

describe("firewalls of simple application servers", () => {
  const opens =
    (port: string, ruleProtocol = "Tcp") =>
    () =>
      void new alicloud.simpleapplicationserver.FirewallRule("door", {
        instanceId: "0123456789abcdef0123456789abcdef",
        port,
        ruleProtocol,
      });
  const said = (...policies: string[]) => policies.map((name) => `${name}: door`);
  holdsInEveryForm(
    [noPublicSshRdp, noPublicIngress, noWideRange, noMalformed],
    [
      ["that open SSH", opens("22/22"), said("no-public-ssh-rdp", "no-public-ingress-beyond-web-ports")],
      ["that open one port", opens("22"), said("no-public-ssh-rdp", "no-public-ingress-beyond-web-ports")],
      ["that open HTTPS", opens("443/443"), []],
      ["that open SSH's number of UDP", opens("22/22", "Udp"), said("no-public-ingress-beyond-web-ports")],
      [
        "that open a range of both",
        opens("4000/4200", "TcpAndUdp"),
        said("no-public-ingress-beyond-web-ports", "no-wide-port-range"),
      ],
      ["whose range is inverted", opens("443/80"), said("no-malformed-rule")],
    ],
  );
  holdsOnceKnown(
    [noPublicSshRdp],
    [["a port", () => opens(later("22/22") as never)(), said("no-public-ssh-rdp")]],
  );
});

describe("the masters of a cluster of ACK", () => {
  const cluster =
    (more: Partial<alicloud.cs.KubernetesArgs> = {}) =>
    () =>
      void new alicloud.cs.Kubernetes("it", {
        masterInstanceTypes: ["ecs.g7.large"],
        masterVswitchIds: ["vsw-bp1elsewhere00000001"],
        slbInternetEnabled: true,
        ...more,
      });
  const open = ["no-public-ssh-rdp: it", "no-public-ingress-beyond-web-ports: it"];
  holdsInEveryForm(
    [
      noPublicSshRdp,
      noPublicIngress,
      noWideRange,
      noMalformed,
      noRedundant,
      noUnusedGroup,
      requireDescription,
    ],
    [
      ["that people come to by SSH", cluster({ enableSsh: true }), open],
      ["that nobody comes to", cluster(), []],
      ["that are told so", cluster({ enableSsh: false }), []],
      ["without a balancer on the internet", cluster({ enableSsh: true, slbInternetEnabled: false }), []],
    ],
  );
  holdsOnceKnown(
    [noPublicSshRdp],
    [["SSH", () => cluster({ enableSsh: later(true) })(), ["no-public-ssh-rdp: it"]]],
  );
});

describe("endpoints of further services of Alibaba Cloud", () => {
  const registry = (more: Partial<alicloud.mse.ClusterArgs>) => () =>
    void new alicloud.mse.Cluster("it", {
      clusterSpecification: "MSE_SC_1_2_60_c",
      clusterType: "Nacos-Ans",
      clusterVersion: "NACOS_2_0_0",
      instanceCount: 3,
      netType: "privatenet",
      pubNetworkFlow: "0",
      ...more,
    });
  const search = (publicWhitelists?: string[]) => () =>
    void new alicloud.elasticsearch.Instance("it", {
      version: "7.10",
      vswitchId: "vsw-bp1elsewhere00000001",
      enablePublic: true,
      ...(publicWhitelists && { publicWhitelists }),
    });
  const assistant = (publicEndpointEnabled: boolean) => () =>
    void new alicloud.rds.AiInstance("it", { appName: "it", appType: "supabase", publicEndpointEnabled });
  const application = (netType: string) => () =>
    void new alicloud.polardb.ApplicationEndpoint("it", {
      applicationId: "pa-elsewhere",
      endpointId: "pe-elsewhere",
      netType,
    });
  const images = (entry: string) => () =>
    void new alicloud.cr.EndpointAclPolicy("it", {
      instanceId: "cri-elsewhere",
      endpointType: "internet",
      entry,
    });
  const imagesBy =
    (...entries: readonly string[]) =>
    () =>
      void new alicloud.cr.InternetEndpoint("it", {
        instanceId: "cri-elsewhere",
        ...(entries.length > 0 && { entries: entries.map((entry) => ({ entry })) }),
      });
  const entry = () =>
    new alicloud.cr.EndpointAclPolicy("office", {
      instanceId: "cri-elsewhere",
      endpointType: "internet",
      entry: "203.0.113.0/28",
    });
  const found = ["no-public-service-endpoint: it"];
  holdsInEveryForm(
    [noPublicServiceEndpoint],
    [
      ["an endpoint of images without entries", imagesBy(), found],
      ["an endpoint of images whose entries stand apart", () => void [imagesBy()(), entry()], []],
      ["an endpoint of images for everyone", imagesBy("203.0.113.0/28", "0.0.0.0/0"), found],
      ["an endpoint of images for an office", imagesBy("203.0.113.0/28"), []],
      ["Nacos inside", registry({}), []],
      ["Nacos with bandwidth to the internet", registry({ pubNetworkFlow: "1" }), found],
      ["Nacos on the internet", registry({ netType: "pubnet", aclEntryLists: ["0.0.0.0/0"] }), found],
      ["Nacos for nobody there", registry({ pubNetworkFlow: "1", aclEntryLists: ["127.0.0.1/32"] }), []],
      ["Elasticsearch", search(), found],
      ["Elasticsearch for an office", search(["203.0.113.7"]), []],
      ["Elasticsearch for both halves", search(["0.0.0.0/1", "128.0.0.0/1"]), found],
      ["an application of RDS", assistant(true), found],
      ["an application of RDS inside", assistant(false), []],
      ["an application of PolarDB", application("Public"), found],
      ["an application of PolarDB inside", application("Private"), []],
      ["images for everyone", images("0.0.0.0/0"), found],
      ["images for an office", images("203.0.113.0/28"), []],
    ],
  );
});

describe("whitelists that stand apart from the database that they name", () => {
  const greenplum =
    (securityIpLists: string[], more: object = {}) =>
    () => {
      const store = new alicloud.gpdb.Instance("store", {
        dbInstanceMode: "StorageElastic",
        engine: "gpdb",
        engineVersion: "6.0",
        vswitchId: "vsw-bp1elsewhere00000001",
      });
      new alicloud.gpdb.DbInstanceIpArray("list", {
        dbInstanceId: store.id,
        dbInstanceIpArrayName: "office",
        securityIpLists,
        ...more,
      });
      new alicloud.gpdb.Connection("door", { instanceId: store.id, connectionPrefix: "store" });
    };
  const clickhouse = (securityIpList: string) => () => {
    const store = new alicloud.clickhouseenterprisedbcluster.ClickHouseEnterpriseDbCluster("store", {});
    new alicloud.clickhouseenterprisedbcluster.SecurityIp("list", {
      dbInstanceId: store.id,
      groupName: "office",
      securityIpList,
    });
    new alicloud.clickhouseenterprisedbcluster.PublicEndpoint("door", {
      dbInstanceId: store.id,
      connectionStringPrefix: "store",
      netType: "Public",
    });
  };
  const cassandra = (enablePublic: boolean) => () => {
    const said = {
      instanceType: "cassandra.c.large",
      nodeCount: 2,
      payType: "PayAsYouGo",
      vswitchId: "vsw-bp1elsewhere00000001",
    };
    const store = new alicloud.cassandra.Cluster("store", {
      ...said,
      majorVersion: "3.11",
      ipWhite: "203.0.113.7",
    });
    new alicloud.cassandra.DataCenter("door", { ...said, clusterId: store.id, enablePublic });
  };
  const door = "no-public-database: door";
  const reached = [door, "no-internet-path-to-database: store"];
  holdsInEveryForm(
    [noPathToDatabase, noPublicDatabase],
    [
      ["for an office", greenplum(["203.0.113.7"]), reached],
      ["for private addresses", greenplum(["10.0.0.0/8"]), [door]],
      ["for everyone, taken away", greenplum(["0.0.0.0/0"], { modifyMode: "Delete" }), [door]],
      ["in one text", clickhouse("10.0.0.0/8,203.0.113.0/24"), reached],
      ["of a cluster with a centre on the internet", cassandra(true), reached],
      ["of a cluster with none there", cassandra(false), []],
      ["in one text of private ones", clickhouse("10.0.0.0/8,192.168.0.0/16"), [door]],
    ],
  );
});

describe("further databases of Alibaba Cloud", () => {
  const analytics = (more: object) => () =>
    void new alicloud.adb.DBCluster("store", {
      mode: "flexible",
      dbClusterCategory: "MixedStorage",
      ...more,
    });
  const clickhouse = (more: object, backupRetentionPeriod?: number) => () => {
    const { id } = new alicloud.clickhouse.DbCluster("store", {
      ...CLICKHOUSE,
      ...more,
    });
    if (backupRetentionPeriod === undefined) return;
    new alicloud.clickhouse.BackupPolicy("backup", {
      dbClusterId: id,
      preferredBackupPeriods: ["Monday"],
      preferredBackupTime: "10:00Z-11:00Z",
      backupRetentionPeriod,
    });
  };
  const key = { encryptionType: "CloudDisk", encryptionKey: "key-elsewhere" };
  const plain = "require-database-encryption: store";
  holdsInEveryForm(
    [requireDatabaseEncryption, requireDatabaseBackup],
    [
      ["AnalyticDB on plain disks", analytics({}), [plain]],
      ["AnalyticDB on encrypted ones", analytics({ diskEncryption: true, kmsId: "key-elsewhere" }), []],
      ["ClickHouse, which keeps no backups by itself", clickhouse(key), ["require-database-backup: store"]],
      ["ClickHouse with backups", clickhouse(key, 7), []],
      ["ClickHouse on plain disks", clickhouse({}, 7), [plain]],
    ],
  );
});

describe("machines of further services of Alibaba Cloud", () => {
  const node = (more: object) => () => {
    const { vswitch, group } = site();
    new alicloud.eci.VirtualNode("it", {
      virtualNodeName: "jobs",
      kubeConfig: "kubeconfig",
      securityGroupId: group.id,
      vswitchId: vswitch.id,
      ...more,
    });
  };
  const host = (more: object) => () => {
    const { vswitch, group } = site();
    new alicloud.rds.Custom("it", {
      instanceType: "mysql.x2.xlarge.6cm",
      vswitchId: vswitch.id,
      securityGroupIds: [group.id],
      ...more,
    });
  };
  const forge = (more: object) => () =>
    void new alicloud.ecs.EcsImagePipeline("it", {
      baseImage: "m-elsewhere",
      baseImageType: "IMAGE",
      ...more,
    });
  const address = () => new alicloud.ecs.EipAddress("ip", {}).id;
  const asked = "no-public-ip-on-private-instance: it";
  const reached = "no-internet-path-to-private-instance: it";
  holdsInEveryForm(
    [noPublicIp, noPathToInstance, noDefaultVpcUse, requireProfile, noUnattachedIp],
    [
      ["a node of containers with an address", node({ enablePublicNetwork: true }), [asked, reached]],
      ["a node of containers without", node({}), []],
      ["a node of containers with an Elastic IP", () => node({ eipInstanceId: address() })(), [reached]],
      ["a host of RDS Custom with bandwidth", host({ internetMaxBandwidthOut: 5 }), [asked, reached]],
      ["a host of RDS Custom without", host({}), []],
      ["what builds images, with bandwidth", forge({ internetMaxBandwidthOut: 20 }), [asked]],
      ["what builds images, without", forge({}), []],
    ],
  );
});

describe("groups that further services of Alibaba Cloud name", () => {
  const shared = (tags: Record<string, string>, on: (groupId: pulumi.Output<string>) => unknown) => () => {
    const at = site();
    instanceIn(at, { tags, internetMaxBandwidthOut: 0 });
    on(at.group.id);
  };
  const kafka = (securityGroup: pulumi.Input<string>) =>
    new alicloud.alikafka.Instance("queue", {
      deployType: 5,
      diskSize: 500,
      diskType: 0,
      vswitchId: "vsw-bp1elsewhere00000001",
      tags: { Environment: "prod" },
      securityGroup,
    });
  const jobs = (additional: pulumi.Input<string>) =>
    new alicloud.emrv2.Cluster("jobs", {
      clusterName: "jobs",
      clusterType: "DATALAKE",
      releaseVersion: "EMR-5.16.0",
      applications: ["HDFS"],
      tags: { Environment: "prod" },
      nodeAttributes: [
        {
          keyPairName: "jobs",
          ramRole: "jobs",
          securityGroupId: "sg-bp1elsewhere000000001",
          vpcId: "vpc-bp1elsewhere00000001",
          zoneId: "cn-hangzhou-h",
        },
      ],
      nodeGroups: [
        {
          nodeGroupName: "core",
          nodeGroupType: "CORE",
          nodeCount: 1,
          instanceTypes: ["ecs.g7.xlarge"],
          systemDisk: { category: "cloud_essd", size: 80 },
          dataDisks: [{ category: "cloud_essd", size: 80 }],
          additionalSecurityGroupIds: [additional],
        },
      ],
    });
  const crossed = (name: string) => [`no-cross-environment-access: ${name}`];
  holdsInEveryForm(
    [noCrossEnvironment],
    [
      ["Kafka, of another environment", shared({ Environment: "dev" }, kafka), crossed("box")],
      ["Kafka, of the same", shared({ Environment: "prod" }, kafka), []],
      ["nodes of EMR, of another environment", shared({ Environment: "dev" }, jobs), crossed("jobs")],
      ["nodes of EMR, of the same", shared({ Environment: "prod" }, jobs), []],
    ],
  );
});

describe("rules of Alibaba Cloud beside a drop of whom nobody knows yet", () => {
  const website = accept("443/443", { type: "egress", cidrIp: "203.0.113.10/32", name: "website" });
  const beside = (rest: object) => () =>
    void inVpc({}, website, dropAll({ type: "egress", name: "rest", priority: 100, ...rest }));
  holdsInEveryForm(
    [noRedundant],
    [
      ["which may need the exception", beside({ cidrIp: later("0.0.0.0/0") }), []],
      [
        "which is in one group outside the stack twice",
        () => {
          for (const name of ["first", "second"])
            new alicloud.ecs.SecurityGroupRule(name, {
              ...{ type: "ingress", ipProtocol: "tcp", securityGroupId: "sg-bp1elsewhere000000001" },
              ...accept("443/443"),
            });
        },
        ["no-redundant-rule: second"],
      ],
      ["which needs none", beside({ cidrIp: "192.0.2.0/24" }), ["no-redundant-rule: website"]],
    ],
  );
});
