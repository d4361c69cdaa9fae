import type { Resource } from "../../../stack/resource";
import { inForce, type Setting, settingAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { integer, UNKNOWN } from "../../../stack/value";
import type { Store } from "../../data/store";

/** Where a type says for how many days its backups are kept. */
interface Row {
  /** What it takes where nothing is said. */
  readonly days: number;
  /** Of the database itself. */
  readonly own?: string;
  /** What says so in its place: where it names the database, and its properties, of which the first decides. */
  readonly apart?: {
    readonly type: string;
    readonly of: string;
    readonly properties: readonly string[];
    /** What it takes where it says nothing of the days itself, if that is not what is taken without it. */
    readonly days?: number;
  };
}

const MONGODB: Row = { days: 30, own: "backupRetentionPeriod" };

/**
 * https://www.alibabacloud.com/help/en/rds/apsaradb-rds-for-mysql/enable-the-automatic-backup-feature-for-an-apsaradb-rds-for-mysql-instance,
 * https://www.alibabacloud.com/help/en/mongodb/api-modifybackuppolicy: backups cannot be turned off, and days are what is set.
 */
const ROWS: Readonly<Record<string, Row>> = {
  "alicloud:rds/instance:Instance": {
    days: 7,
    apart: {
      type: "alicloud:rds/backupPolicy:BackupPolicy",
      of: "instanceId",
      properties: ["backupRetentionPeriod", "retentionPeriod"],
    },
  },
  "alicloud:polardb/cluster:Cluster": {
    days: 7,
    apart: {
      type: "alicloud:polardb/backupPolicy:BackupPolicy",
      of: "dbClusterId",
      properties: ["dataLevel1BackupRetentionPeriod", "backupRetentionPeriod"],
    },
  },
  // It must be turned on: https://www.alibabacloud.com/help/en/clickhouse/user-guide/data-backup.
  "alicloud:clickhouse/dbCluster:DbCluster": {
    days: 0,
    apart: {
      type: "alicloud:clickhouse/backupPolicy:BackupPolicy",
      of: "dbClusterId",
      properties: ["backupRetentionPeriod"],
      days: 7,
    },
  },
  "alicloud:mongodb/instance:Instance": MONGODB,
  "alicloud:mongodb/shardingInstance:ShardingInstance": MONGODB,
};

type Backup = Pick<Store, "backup" | "isBackupSaidApart">;

/** For how many days the backups of each database of a type are kept; nothing for a cache, which keeps nothing that is not elsewhere. */
export function backupsOf(stack: Stack, type: string): (resource: Resource) => Backup {
  const row = ROWS[type];
  if (row === undefined) return () => ({ backup: undefined });
  const { days, own, apart } = row;
  const path = [own ?? apart?.properties[0] ?? ""];
  const otherwise = (resource: Resource): Setting<number> => ({
    value: days,
    resource,
    path,
    written: undefined,
  });
  if (apart === undefined) {
    return (resource) => ({
      backup: inForce(settingAt<number>(resource, path, integer), otherwise(resource)),
    });
  }
  const about = stack.about([apart.type], apart.of, [type]);
  const daysOf = (one: Resource) =>
    apart.properties.flatMap((property) => settingAt<number>(one, [property], integer) ?? []);
  return (resource) => {
    const { certain, possible } = about(resource);
    const [said] = certain.flatMap(daysOf);
    const isOpen = certain.length === 0 && possible.length > 0;
    const left = certain.length > 0 ? (apart.days ?? days) : days;
    const unsaid: Setting<number> = { ...otherwise(resource), value: isOpen ? UNKNOWN : left };
    return { backup: said ?? unsaid, isBackupSaidApart: true };
  };
}
