import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import { type Found, pathText, type Steps, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, isKnown, UNKNOWN, type Value, word } from "../../../stack/value";
import { blockOf } from "../groups/blocks";

/** Where a list, or a database with one, says what becomes of the entries that are there already. */
const MODE = "modifyMode";

type Places = readonly Steps[];

const OWN: Places = [["securityIps"]];
const OF_MONGODB: Places = [["securityIpLists"], ["securityIpGroups", "securityIpList"]];

/** Where a database says whom it lets in, by type. One that says nothing lets in 127.0.0.1, which is nobody. */
export const DATABASES: Readonly<Record<string, Places>> = {
  "alicloud:rds/instance:Instance": OWN,
  "alicloud:rds/readOnlyInstance:ReadOnlyInstance": OWN,
  "alicloud:rds/rdsCloneDbInstance:RdsCloneDbInstance": OWN,
  "alicloud:rds/rdsUpgradeDbInstance:RdsUpgradeDbInstance": OWN,
  "alicloud:rds/ddrInstance:DdrInstance": OWN,
  "alicloud:kvstore/instance:Instance": OWN,
  "alicloud:redis/tairInstance:TairInstance": OWN,
  "alicloud:mongodb/instance:Instance": OF_MONGODB,
  "alicloud:mongodb/shardingInstance:ShardingInstance": OF_MONGODB,
  "alicloud:mongodb/serverlessInstance:ServerlessInstance": OF_MONGODB,
  "alicloud:polardb/cluster:Cluster": [["securityIps"], ["dbClusterIpArrays", "securityIps"]],
  "alicloud:adb/cluster:Cluster": OWN,
  "alicloud:adb/dBCluster:DBCluster": OWN,
  "alicloud:adb/dBClusterLakeVersion:DBClusterLakeVersion": OWN,
  "alicloud:gpdb/instance:Instance": [["securityIpLists"], ["ipWhitelists", "securityIpList"]],
  "alicloud:gpdb/elasticInstance:ElasticInstance": [["securityIpLists"]],
  "alicloud:gpdb/supabaseProject:SupabaseProject": [["securityIpLists"]],
  "alicloud:graphdatabase/dbInstance:DbInstance": [["dbInstanceIpArrays", "securityIps"]],
  "alicloud:clickhouse/dbCluster:DbCluster": [["dbClusterAccessWhiteLists", "securityIpList"]],
  // Its lists stand apart.
  "alicloud:clickhouseenterprisedbcluster/clickHouseEnterpriseDbCluster:ClickHouseEnterpriseDbCluster": [],
  "alicloud:selectdb/dbInstance:DbInstance": [["desiredSecurityIpLists", "securityIpList"]],
  "alicloud:cassandra/cluster:Cluster": [["ipWhite"]],
  "alicloud:hbase/instance:Instance": [["ipWhite"]],
  "alicloud:lindorm/instance:Instance": [["ipWhiteLists"]],
  "alicloud:lindorm/instanceV2:InstanceV2": [["whiteIpLists", "ipList"]],
};

/** Lists that stand apart from the databases that take them. */
const LISTS_APART: Readonly<Record<string, Places>> = {
  "alicloud:rds/whitelistTemplate:WhitelistTemplate": [["ipWhiteList"]],
  "alicloud:redis/globalSecurityIpGroup:GlobalSecurityIpGroup": [["globalIpList"]],
  "alicloud:polardb/globalSecurityIpGroup:GlobalSecurityIpGroup": [["globalIpList"]],
  "alicloud:mongodb/globalSecurityIpGroup:GlobalSecurityIpGroup": [["globalSecurityIpList"]],
};

/** Those that name the one database that takes them, by `dbInstanceId`. */
const LISTS_OF_ONE: Readonly<Record<string, Places>> = {
  "alicloud:gpdb/dbInstanceIpArray:DbInstanceIpArray": [["securityIpLists"]],
  "alicloud:clickhouseenterprisedbcluster/securityIp:SecurityIp": [["securityIpList"]],
};

const PLACES: Readonly<Record<string, Places>> = { ...DATABASES, ...LISTS_APART, ...LISTS_OF_ONE };

/** What says whom databases let in. */
export const WHITELISTED = Object.keys(PLACES);

/** Addresses that a database lets in, and where it says so. */
export interface Whitelist {
  readonly path: string;
  readonly addresses: AddressSet;
}

/** The lists of a database, or of what stands apart from one, as far as they are known. */
export function whitelistsOf(resource: Resource): Whitelist[] {
  if (takesAway(resource.getDeclared(MODE))) return [];
  const inputs = resource.declared ?? resource.settled;
  return (PLACES[resource.type] ?? []).flatMap((steps) => {
    const modes = valuesAt(inputs, [...steps.slice(0, -1), MODE]);
    return valuesAt(inputs, steps).flatMap((found, i) =>
      takesAway(modes[i]?.value) ? [] : whitelistAt(resource, found),
    );
  });
}

/** What takes a list away, or may, lets in nobody. */
function takesAway(mode: Value): boolean {
  const said = word(mode);
  return said === "delete" || said === UNKNOWN;
}

/** Whom a database lets in, as far as that is known, by its own lists and those that stand apart. */
export interface Admission {
  readonly lists: readonly Whitelist[];
  readonly isWhole: boolean;
}

/** Reads whom each database of a stack lets in. */
export function admissions(stack: Stack): (database: Resource) => Admission {
  const apart = stack.about(Object.keys(LISTS_OF_ONE), "dbInstanceId", Object.keys(DATABASES));
  return (database) => {
    const { certain, possible } = apart(database);
    const others = certain.flatMap((one) =>
      whitelistsOf(one).map((list) => ({ ...list, path: `${list.path} of ${one.title}` })),
    );
    return {
      lists: [...whitelistsOf(database), ...others],
      isWhole: possible.length === 0 && [database, ...certain].every(isKnownWhole),
    };
  };
}

function isKnownWhole(resource: Resource): boolean {
  const told = [MODE, ...(PLACES[resource.type] ?? []).map(([property]) => property)];
  return told.every((property) => isKnown(resource.get(property)));
}

function whitelistAt(resource: Resource, { path, value }: Found): Whitelist {
  const [property = ""] = path.map(String);
  const known = path.length === 1 && resource.declared !== undefined ? resource.get(property) : value;
  const blocks = elements(known).flatMap((one) =>
    typeof one === "string" ? one.split(/[,;]/).flatMap((entry) => addressesOf(entry.trim()) ?? []) : [],
  );
  return { path: pathText(path), addresses: unionAll(blocks, AddressSet.empty) };
}

/** `%` is everybody, as MongoDB's CreateDBInstance says of its SecurityIPList; 0.0.0.0 without a mask is one address, as any. */
function addressesOf(entry: string): AddressSet | undefined {
  return entry === "%" ? AddressSet.ipv4 : blockOf(entry);
}
