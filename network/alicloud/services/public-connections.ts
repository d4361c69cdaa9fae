import type { Resource } from "../../../stack/resource";
import { readSwitch } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { elements, field, integer, text, word } from "../../../stack/value";
import { certainResource } from "../../references";
import { DATABASES } from "./whitelists";

/** How a type gives a database an address on the internet. */
interface ConnectionType {
  /** Where it names the database. */
  readonly of: string;
  /** Where it says whether the address is on the internet, if it may be another. */
  readonly netType?: string;
  /** Where it says whether it gives one at all. */
  readonly enabled?: string;
  /** Where it says the port, or the port that it always has, and the one that it takes where nothing is said. */
  readonly port?: string | number;
  readonly otherwise?: number;
}

const CONNECTIONS: Readonly<Record<string, ConnectionType>> = {
  "alicloud:rds/connection:Connection": { of: "instanceId", port: "port", otherwise: 3306 },
  "alicloud:rds/dbInstanceEndpointAddress:DbInstanceEndpointAddress": { of: "dbInstanceId", port: "port" },
  "alicloud:rds/dbProxyPublic:DbProxyPublic": {
    of: "dbInstanceId",
    netType: "dbProxyConnectionStringNetType",
    port: "dbProxyNewConnectStringPort",
  },
  "alicloud:kvstore/connection:Connection": { of: "instanceId", port: "port" },
  "alicloud:mongodb/publicNetworkAddress:PublicNetworkAddress": { of: "dbInstanceId", port: 3717 },
  "alicloud:mongodb/shardingNetworkPublicAddress:ShardingNetworkPublicAddress": {
    of: "dbInstanceId",
    port: 3717,
  },
  "alicloud:polardb/endpointAddress:EndpointAddress": {
    of: "dbClusterId",
    netType: "netType",
    port: "port",
  },
  "alicloud:adb/connection:Connection": { of: "dbClusterId", port: 3306 },
  "alicloud:gpdb/connection:Connection": { of: "instanceId", port: "port", otherwise: 3306 },
  "alicloud:clickhouseenterprisedbcluster/publicEndpoint:PublicEndpoint": {
    of: "dbInstanceId",
    netType: "netType",
  },
  "alicloud:cassandra/dataCenter:DataCenter": { of: "clusterId", enabled: "enablePublic", port: 9042 },
  "alicloud:lindorm/publicNetwork:PublicNetwork": { of: "instanceId", enabled: "enablePublicNetwork" },
};

const isOn = (property: string) => (resource: Resource) =>
  readSwitch(resource.getDeclared(property)) === true;

/** How a database asks for an address of its own, which some have in place of a resource for it. */
const ASKING: Readonly<Record<string, (resource: Resource) => boolean>> = {
  // The older spelling of Redis.
  "alicloud:kvstore/instance:Instance": isOn("enablePublic"),
  "alicloud:cassandra/cluster:Cluster": isOn("enablePublic"),
  "alicloud:clickhouse/dbCluster:DbCluster": isOn("allocatePublicConnection"),
  "alicloud:selectdb/dbInstance:DbInstance": isOn("enablePublicNetwork"),
  "alicloud:hologram/instance:Instance": (resource) =>
    elements(resource.getDeclared("endpoints")).some(
      (endpoint) =>
        text(field(endpoint, "type")) === "Internet" &&
        (readSwitch(field(endpoint, "enabled")) ?? true) === true,
    ),
};

/** A database's address on the internet. */
export interface PublicConnectionFound {
  readonly resource: Resource;
  /** Undefined where it cannot be known, or lies outside the stack. */
  readonly database: Resource | undefined;
  /** Undefined where it is not known. */
  readonly port: number | undefined;
}

export function readPublicConnections(stack: Stack): PublicConnectionFound[] {
  const apart = Object.entries(CONNECTIONS).flatMap(([type, row]) =>
    stack
      .ofType(type)
      .filter((resource) => isPublic(resource, row))
      .map((resource) => {
        const references = stack.references(resource, row.of, Object.keys(DATABASES));
        const database = references.length === 1 ? certainResource(references[0]) : undefined;
        return { resource, database, port: portOf(resource, row) };
      }),
  );
  const own = Object.entries(ASKING).flatMap(([type, asks]) =>
    stack
      .ofType(type)
      .filter(asks)
      .map((resource) => ({ resource, database: resource, port: portOf(resource, { port: "port" }) })),
  );
  return [...apart, ...own];
}

function portOf(
  resource: Resource,
  { port, otherwise }: Pick<ConnectionType, "port" | "otherwise">,
): number | undefined {
  if (typeof port !== "string") return port;
  const said = integer(resource.getDeclared(port));
  return typeof said === "number" ? said : said === undefined ? otherwise : undefined;
}

/** Where it may be another, public is what it is where it says nothing. */
function isPublic(resource: Resource, { netType, enabled }: ConnectionType): boolean {
  if (enabled !== undefined) {
    const said = resource.getDeclared(enabled);
    return integer(said) === 1 || readSwitch(said) === true;
  }
  const type = netType === undefined ? undefined : word(resource.getDeclared(netType));
  return type === undefined || type === "public";
}
