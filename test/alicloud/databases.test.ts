import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import { readPublicConnections } from "../../network/alicloud/services/public-connections";
import { admissions } from "../../network/alicloud/services/whitelists";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicServiceEndpoint from "../../policies/databases/no-public-service-endpoint";
import noInternetPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import { Resource } from "../../stack/resource";
import { Stack } from "../../stack/stack";
import { UNKNOWN, type Values } from "../../stack/value";
import { holdsInEveryForm } from "../adversarial/forms";
import type { Case } from "../adversarial/speakers";
import { judgeProgram, told } from "../harness/judge";
import { CLICKHOUSE } from "./clickhouse";

const open = "no-public-database: db";
const connected = "no-public-database: public";
const reached = "no-internet-path-to-database: db";

/** What else keeps data and lets in whom a list names, by a block. */
const LISTED: Readonly<Record<string, (block: string) => unknown>> = {
  "a clone": (block) =>
    new alicloud.rds.RdsCloneDbInstance("db", {
      dbInstanceStorageType: "cloud_essd",
      paymentType: "PayAsYouGo",
      sourceDbInstanceId: "rm-x",
      securityIps: [block],
    }),
  "an AnalyticDB cluster": (block) =>
    new alicloud.adb.DBCluster("db", {
      dbClusterCategory: "MixedStorage",
      mode: "flexible",
      securityIps: [block],
    }),
  "an AnalyticDB lake, in one text": (block) =>
    new alicloud.adb.DBClusterLakeVersion("db", {
      dbClusterVersion: "5.0",
      paymentType: "PayAsYouGo",
      vpcId: "vpc-x",
      vswitchId: "vsw-x",
      zoneId: "z",
      securityIps: `10.0.0.1,${block}`,
    }),
  "AnalyticDB for PostgreSQL": (block) =>
    new alicloud.gpdb.Instance("db", {
      dbInstanceMode: "StorageElastic",
      engine: "gpdb",
      engineVersion: "6.0",
      vswitchId: "vsw-x",
      ipWhitelists: [{ ipGroupName: "default", securityIpList: block }],
    }),
  "its list apart": (block) =>
    new alicloud.gpdb.DbInstanceIpArray("db", {
      dbInstanceId: "gp-x",
      dbInstanceIpArrayName: "taf",
      securityIpLists: [block],
    }),
  Supabase: (block) =>
    new alicloud.gpdb.SupabaseProject("db", {
      accountPassword: "x",
      projectName: "shop",
      projectSpec: "1C2G",
      securityIpLists: [block],
      vpcId: "vpc-x",
      vswitchId: "vsw-x",
      zoneId: "z",
    }),
  "serverless MongoDB": (block) =>
    new alicloud.mongodb.ServerlessInstance("db", {
      accountPassword: "x",
      capacityUnit: 100,
      dbInstanceStorage: 5,
      engineVersion: "4.2",
      vpcId: "vpc-x",
      vswitchId: "vsw-x",
      zoneId: "z",
      securityIpGroups: [{ securityIpList: block }],
    }),
  ClickHouse: (block) =>
    new alicloud.clickhouse.DbCluster("db", {
      ...CLICKHOUSE,
      dbClusterAccessWhiteLists: [{ dbClusterIpArrayName: "office", securityIpList: block }],
    }),
  SelectDB: (block) =>
    new alicloud.selectdb.DbInstance("db", {
      cacheSize: 200,
      dbInstanceClass: "selectdb.xlarge",
      dbInstanceDescription: "d",
      paymentType: "PayAsYouGo",
      vpcId: "vpc-x",
      vswitchId: "vsw-x",
      zoneId: "z",
      desiredSecurityIpLists: [{ groupName: "office", securityIpList: block }],
    }),
  "a graph": (block) =>
    new alicloud.graphdatabase.DbInstance("db", {
      dbInstanceCategory: "HA",
      dbInstanceNetworkType: "vpc",
      dbInstanceStorageType: "cloud_essd",
      dbNodeClass: "gdb.r.2xlarge",
      dbNodeStorage: 50,
      dbVersion: "1.0",
      paymentType: "PayAsYouGo",
      dbInstanceIpArrays: [{ dbInstanceIpArrayName: "default", securityIps: block }],
    }),
  Lindorm: (block) =>
    new alicloud.lindorm.Instance("db", {
      diskCategory: "cloud_efficiency",
      paymentType: "PayAsYouGo",
      vswitchId: "vsw-x",
      ipWhiteLists: [block],
    }),
  "a template of lists": (block) =>
    new alicloud.rds.WhitelistTemplate("db", { templateName: "t", ipWhiteList: block }),
  "a list for every Redis": (block) =>
    new alicloud.redis.GlobalSecurityIpGroup("db", { globalIpGroupName: "g", globalIpList: block }),
};

describe("a public connection of Alibaba Cloud", () => {
  for (const [what, declared, port] of [
    ["the one that it says", { port: "5433" }, 5433],
    ["the usual one where it says none", {}, 3306],
    ["not known while what it says is not", { port: UNKNOWN }, undefined],
  ] as const) {
    it(`is on a port that is ${what}`, () => {
      const type = "alicloud:gpdb/connection:Connection";
      const resource = new Resource({
        urn: `urn:pulumi:dev::shop::${type}::door`,
        type,
        name: "door",
        declared,
      });
      assert.deepEqual(
        readPublicConnections(new Stack([resource])).map((one) => one.port),
        [port],
      );
    });
  }
});

describe("what a database of Alibaba Cloud says", () => {
  const type = "alicloud:gpdb/instance:Instance";
  const listType = "alicloud:gpdb/dbInstanceIpArray:DbInstanceIpArray";
  const one = (of: string, name: string, declared: Values, settled: Values = {}) =>
    new Resource({ urn: `urn:pulumi:dev::shop::${of}::${name}`, type: of, name, declared, settled });

  for (const [list, isWhole] of [
    [["10.0.0.2"], true],
    [UNKNOWN, false],
  ] as const) {
    it(`of whom it lets in is ${isWhole ? "" : "not "}whole with a list apart that is ${isWhole ? "" : "not "}known`, () => {
      const store = one(type, "store", { securityIpLists: ["10.0.0.1"] }, { id: "gp-1" });
      const apart = one(listType, "list", { dbInstanceId: "gp-1", securityIpLists: list });
      assert.equal(admissions(new Stack([store, apart]))(store).isWhole, isWhole);
    });
  }
});

describe("other databases of Alibaba Cloud", () => {
  const lists = Object.entries(LISTED).flatMap(([title, listed]): Case[] => [
    [`${title} open to the world`, () => void listed("0.0.0.0/0"), [open]],
    [`${title} open to the world in other words`, () => void listed("%"), [open]],
    [`${title} open to the address 0.0.0.0 alone`, () => void listed("0.0.0.0"), []],
    [`${title} open to a private block`, () => void listed("10.0.0.0/16"), []],
  ]);
  const clickhouse = (allocatePublicConnection: boolean) => () => {
    new alicloud.clickhouse.DbCluster("db", {
      ...CLICKHOUSE,
      allocatePublicConnection,
      dbClusterAccessWhiteLists: [{ securityIpList: "198.51.100.7" }],
    });
  };
  const lindorm = (enablePublicNetwork: number | string) => () =>
    void new alicloud.lindorm.PublicNetwork("public", {
      engineType: "lindorm",
      instanceId: "ld-x",
      enablePublicNetwork: enablePublicNetwork as number,
    });
  holdsInEveryForm(
    [noPublicDatabase, noInternetPathToDatabase],
    [
      ...lists,
      ["with a public address of its own", clickhouse(true), [open, reached]],
      ["that asks for none", clickhouse(false), []],
      [
        "with a public address by a resource",
        () => {
          const db = new alicloud.adb.DBCluster("db", {
            dbClusterCategory: "MixedStorage",
            mode: "flexible",
            securityIps: ["198.51.100.7"],
          });
          new alicloud.adb.Connection("public", { dbClusterId: db.id, connectionPrefix: "shop" });
        },
        [connected, reached],
      ],
      ["with a public network that is on", lindorm(1), [connected]],
      ["with a public network that a text turns on", lindorm("1"), [connected]],
      ["with a public network that is off", lindorm(0), []],
    ],
  );

  const kafka = (deployType: number) => () =>
    void new alicloud.alikafka.Instance("it", { deployType, diskSize: 500, diskType: 1, vswitchId: "vsw-x" });
  const rabbit = (supportEip: boolean) => () =>
    void new alicloud.amqp.Instance("it", {
      instanceType: "professional",
      paymentType: "Subscription",
      supportEip,
    });
  const rocket = (internetSpec: string, ipWhitelists?: string[]) => () =>
    void new alicloud.rocketmq.RocketMQInstance("it", {
      paymentType: "PayAsYouGo",
      seriesCode: "standard",
      serviceCode: "rmq",
      subSeriesCode: "cluster_ha",
      networkInfo: {
        internetInfo: { flowOutType: "payByBandwidth", internetSpec, ...(ipWhitelists && { ipWhitelists }) },
        vpcInfo: { vpcId: "vpc-x" },
      },
    });
  const exposed = ["no-public-service-endpoint: it"];
  holdsInEveryForm(
    [noPublicServiceEndpoint],
    [
      ["Kafka on the internet", kafka(4), exposed],
      ["Kafka in a VPC", kafka(5), []],
      ["RabbitMQ on the internet", rabbit(true), exposed],
      ["RabbitMQ in a VPC", rabbit(false), []],
      ["RocketMQ on the internet", rocket("enable"), exposed],
      ["RocketMQ on the internet for an office", rocket("enable", ["203.0.113.0/28"]), []],
      ["RocketMQ on the internet for both halves", rocket("enable", ["0.0.0.0/1", "128.0.0.0/1"]), exposed],
      ["RocketMQ in a VPC", rocket("disable"), []],
    ],
  );
});

describe("the way to a database of Alibaba Cloud", () => {
  it("names the lists that let somebody in, and no others", async () => {
    const program = () => {
      const store = new alicloud.mongodb.Instance("db", {
        engineVersion: "7.0",
        dbInstanceClass: "mdb.shard.2x.xlarge.d",
        dbInstanceStorage: 20,
        securityIpGroups: [{ securityIpGroupName: "office", securityIpList: "47.96.10.7" }],
      });
      new alicloud.mongodb.PublicNetworkAddress("public", { dbInstanceId: store.id });
    };
    const [found] = await judgeProgram([noInternetPathToDatabase], program, "preview");
    assert.match(told(found), /Instance db \(securityIpGroups\[0\]\.securityIpList\)$/);
  });
});
