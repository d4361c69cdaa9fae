import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import { type Found, pathText, valuesAt } from "../../../stack/setting";
import { elements, isKnown } from "../../../stack/value";
import { blockOf } from "../groups/blocks";

/** Where a database says whom it lets in, by type. One that says nothing lets in 127.0.0.1, which is nobody. */
export const DATABASES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "alicloud:rds/instance:Instance": [["securityIps"]],
  "alicloud:rds/readOnlyInstance:ReadOnlyInstance": [["securityIps"]],
  "alicloud:kvstore/instance:Instance": [["securityIps"]],
  "alicloud:redis/tairInstance:TairInstance": [["securityIps"]],
  "alicloud:mongodb/instance:Instance": [["securityIpLists"], ["securityIpGroups", "securityIpList"]],
  "alicloud:mongodb/shardingInstance:ShardingInstance": [
    ["securityIpLists"],
    ["securityIpGroups", "securityIpList"],
  ],
  "alicloud:polardb/cluster:Cluster": [["securityIps"], ["dbClusterIpArrays", "securityIps"]],
};

/** Addresses that a database lets in, and where it says so. */
export interface Whitelist {
  readonly path: string;
  readonly addresses: AddressSet;
}

/** The lists of a database, as far as they are known. */
export function whitelistsOf(resource: Resource): Whitelist[] {
  const inputs = resource.declared ?? resource.settled;
  return (DATABASES[resource.type] ?? []).flatMap((steps) =>
    [...valuesAt(inputs, steps)].map((found) => whitelistAt(resource, found)),
  );
}

/** Whether a database's lists are known whole. */
export function isWhitelistKnown(resource: Resource): boolean {
  return (DATABASES[resource.type] ?? []).every(([property = ""]) => isKnown(resource.get(property)));
}

function whitelistAt(resource: Resource, { path, value }: Found): Whitelist {
  const [property = ""] = path.map(String);
  const known = path.length === 1 && resource.declared !== undefined ? resource.get(property) : value;
  const blocks = elements(known).flatMap((one) =>
    typeof one === "string" ? one.split(",").flatMap((block) => blockOf(block.trim()) ?? []) : [],
  );
  return { path: pathText(path), addresses: unionAll(blocks, AddressSet.empty) };
}
