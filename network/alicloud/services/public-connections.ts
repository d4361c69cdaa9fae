import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { text, UNKNOWN } from "../../../stack/value";
import { certainResource } from "../machines/launches";
import { DATABASES } from "./whitelists";

/** What gives a database an address on the internet, where it names the database, and whether it always does. */
const CONNECTIONS: Readonly<Record<string, { readonly of: string; readonly netType?: string }>> = {
  "alicloud:rds/connection:Connection": { of: "instanceId" },
  "alicloud:kvstore/connection:Connection": { of: "instanceId" },
  "alicloud:mongodb/publicNetworkAddress:PublicNetworkAddress": { of: "dbInstanceId" },
  "alicloud:mongodb/shardingNetworkPublicAddress:ShardingNetworkPublicAddress": { of: "dbInstanceId" },
  "alicloud:polardb/endpointAddress:EndpointAddress": { of: "dbClusterId", netType: "netType" },
};

/** A database's address on the internet. */
export interface PublicConnectionFound {
  readonly resource: Resource;
  /** Undefined where it cannot be known, or lies outside the stack. */
  readonly database: Resource | undefined;
}

export function readPublicConnections(stack: Stack): PublicConnectionFound[] {
  const apart = Object.entries(CONNECTIONS).flatMap(([type, { of, netType }]) =>
    stack
      .ofType(type)
      .filter((resource) => netType === undefined || isPublic(resource, netType))
      .map((resource) => {
        const references = stack.references(resource, of, Object.keys(DATABASES));
        return { resource, database: references.length === 1 ? certainResource(references[0]) : undefined };
      }),
  );
  // The older spelling of Redis.
  const own = stack
    .ofType("alicloud:kvstore/instance:Instance")
    .filter((resource) => readSwitch(resource.getDeclared("enablePublic")) === true)
    .map((resource) => ({ resource, database: resource }));
  return [...apart, ...own];
}

/** Public is what it is where it says nothing. */
function isPublic(resource: Resource, property: string): boolean {
  const type = text(resource.getDeclared(property));
  return type !== UNKNOWN && (type === undefined || type === "" || type.toLowerCase() === "public");
}
