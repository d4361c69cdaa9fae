import type { Resource } from "../../../stack/resource";
import { readSwitch, type Setting, type Steps, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { type Answer, integer, text, UNKNOWN, type Value, word } from "../../../stack/value";
import type { Store } from "../../data/store";
import { backupsOf } from "./backups";

/** Where a type says that it encrypts: the first of these that is written decides. */
interface Row {
  readonly kind: Store["kind"];
  /** With dots between the steps to them. */
  readonly properties: readonly string[];
  readonly read: (value: Value) => Answer | undefined;
  /** Whether a resource has such a store at all; every one has where this is left out. */
  readonly when?: (resource: Resource) => boolean;
}

/** A switch, or the name of a key. */
const isOnOrNamed = (value: Value): Answer | undefined => {
  const answer = readSwitch(value);
  if (answer !== undefined) return answer;
  const said = text(value);
  return said === undefined || said === UNKNOWN ? said : said !== "";
};

const isAboveNothing = (value: Value): Answer | undefined => {
  const number = integer(value);
  return typeof number === "number" ? number > 0 : number;
};

const TRANSPARENT = ["tdeStatus", "encryptionKey"];
const OF_DISKS = [...TRANSPARENT, "encrypted", "cloudDiskEncryptionKey"];

/** By what the typings of each type say; a database that says nothing is not encrypted. */
const ROWS: Readonly<Record<string, Row>> = {
  "alicloud:rds/instance:Instance": { kind: "database", properties: TRANSPARENT, read: isOnOrNamed },
  "alicloud:kvstore/instance:Instance": { kind: "database", properties: TRANSPARENT, read: isOnOrNamed },
  "alicloud:redis/tairInstance:TairInstance": {
    kind: "database",
    properties: TRANSPARENT,
    read: isOnOrNamed,
  },
  "alicloud:mongodb/instance:Instance": { kind: "database", properties: OF_DISKS, read: isOnOrNamed },
  "alicloud:mongodb/shardingInstance:ShardingInstance": {
    kind: "database",
    properties: OF_DISKS,
    read: isOnOrNamed,
  },
  "alicloud:polardb/cluster:Cluster": { kind: "database", properties: TRANSPARENT, read: isOnOrNamed },
  ...Object.fromEntries(
    ["adb/dBCluster:DBCluster", "adb/cluster:Cluster", "adb/dBClusterLakeVersion:DBClusterLakeVersion"].map(
      (name) => [
        `alicloud:${name}`,
        { kind: "database", properties: ["diskEncryption", "kmsId"], read: isOnOrNamed } as const,
      ],
    ),
  ),
  ...Object.fromEntries(
    ["gpdb/instance:Instance", "gpdb/elasticInstance:ElasticInstance", "clickhouse/dbCluster:DbCluster"].map(
      (name) => [
        `alicloud:${name}`,
        { kind: "database", properties: ["encryptionType", "encryptionKey"], read: isOnOrNamed } as const,
      ],
    ),
  ),
  ...Object.fromEntries(
    [
      "starrocks/instance:Instance",
      "index/starRocksInstance:StarRocksInstance",
      "index/milvusInstance:MilvusInstance",
    ].map((name) => [
      `alicloud:${name}`,
      { kind: "database", properties: ["encrypted"], read: readSwitch } as const,
    ]),
  ),
  "alicloud:nas/fileSystem:FileSystem": {
    kind: "storage",
    properties: ["encryptType"],
    read: isAboveNothing,
  },
  "alicloud:databasefilesystem/instance:Instance": {
    kind: "storage",
    properties: ["encryption"],
    read: readSwitch,
  },
  "alicloud:maxcompute/project:Project": {
    kind: "storage",
    properties: ["properties.encryption.enable"],
    read: readSwitch,
  },
  "alicloud:message/serviceQueue:ServiceQueue": {
    kind: "storage",
    properties: ["enableSse"],
    read: readSwitch,
  },
  "alicloud:ots/table:Table": { kind: "storage", properties: ["enableSse"], read: readSwitch },
  ...Object.fromEntries(
    ["log/store:Store", "sls/metricStore:MetricStore"].map((name) => [
      `alicloud:${name}`,
      { kind: "storage", properties: ["encryptConf.enable"], read: readSwitch } as const,
    ]),
  ),
};

const SEARCH = "alicloud:elasticsearch/instance:Instance";
const WARM_NODES: readonly Steps[] = [["warmNodeAmount"], ["warmNodeConfiguration", "amount"]];

/** Stores that not every resource of their type has, or of which one has several. */
const PARTS: readonly (readonly [type: string, row: Row])[] = [
  [
    SEARCH,
    {
      kind: "storage",
      properties: ["dataNodeConfiguration.diskEncryption", "dataNodeDiskEncrypted"],
      read: readSwitch,
    },
  ],
  [
    SEARCH,
    {
      kind: "storage",
      properties: ["warmNodeConfiguration.diskEncryption", "warmNodeDiskEncrypted"],
      read: readSwitch,
      when: (resource) =>
        WARM_NODES.some((steps) => settingAt(resource, steps, isAboveNothing)?.value === true),
    },
  ],
  // https://www.pulumi.com/registry/packages/alicloud/api-docs/amqp/instance/ (encryptedInstance): no others can be encrypted.
  [
    "alicloud:amqp/instance:Instance",
    {
      kind: "storage",
      properties: ["encryptedInstance"],
      read: readSwitch,
      when: (resource) =>
        word(resource.get("instanceType")) === "vip" || word(resource.get("edition")) === "dedicated",
    },
  ],
  // https://help.aliyun.com/en/apsaramq-for-rocketmq/cloud-message-queue-rocketmq-5-x-series/user-guide/disk-encryption: no others can be encrypted.
  [
    "alicloud:rocketmq/rocketMQInstance:RocketMQInstance",
    {
      kind: "storage",
      properties: ["productInfo.storageEncryption"],
      read: readSwitch,
      when: (resource) => word(resource.get("seriesCode")) === "ultimate",
    },
  ],
  // https://www.pulumi.com/registry/packages/alicloud/api-docs/alikafka/instance/ (kmsKeyId): the key is for standard SSDs.
  [
    "alicloud:alikafka/instance:Instance",
    {
      kind: "storage",
      properties: ["kmsKeyId"],
      read: isOnOrNamed,
      when: (resource) => integer(resource.get("diskType")) === 1,
    },
  ],
];

/** The databases and other stores of a stack. */
export function readStores(stack: Stack): Store[] {
  return [...Object.entries(ROWS), ...PARTS].flatMap(([type, row]) => {
    const backupOf = backupsOf(stack, type);
    return stack
      .ofType(type)
      .filter((resource) => row.when?.(resource) ?? true)
      .map((resource) => ({
        resource,
        kind: row.kind,
        encryption: encryptionOf(resource, row),
        ...backupOf(resource),
      }));
  });
}

/** Told of the property that says so or, where none does, of the first. */
function encryptionOf(resource: Resource, { properties, read }: Row): Setting {
  const written = properties.flatMap((property) => settingAt(resource, property.split("."), read) ?? []);
  const on = written.find(({ value }) => value !== false) ?? written[0];
  return on ?? { value: false, resource, path: String(properties[0]).split("."), written: undefined };
}
