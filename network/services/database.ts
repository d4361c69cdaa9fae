import { type AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import type { Peers } from "../../algebra/peers";
import { ALL_PORTS, portRange, ports } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import { pathText, type Setting } from "../../stack/setting";
import type { Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import type { SecurityGroup } from "../groups/security-group";
import type { Destination } from "../paths/from-internet";
import { Path, packetsFrom, passed } from "../paths/gate";
import type { Subnet } from "../routing/subnet";

/** A database, cache or data warehouse with interfaces in a VPC. */
export interface Database {
  readonly resource: Resource;
  readonly title: string;
  /** The TCP port it listens on; UNKNOWN while that cannot be known, undefined where it has none of its own to judge it by. */
  readonly port: number | Unknown | undefined;
  /** Where the program says whether it gets a public IPv4 address; undefined where it leaves that out, or cannot say. */
  readonly publicAddressSetting: Setting | undefined;
  /** The groups it has for certain: its own or its cluster's. */
  readonly groups: readonly SecurityGroup[];
  /** The group that names its subnets, its own or its cluster's; undefined where it names them itself, or it is not in the stack. */
  readonly subnetGroup: SubnetGroup | undefined;
  /** The subnets where it is or may be, as far as they are known. */
  readonly subnets: readonly Subnet[];
  /** Its addresses on the internet that need no subnet's way out, where its cloud gives such. */
  readonly connections?: readonly PublicConnection[];
}

/** An address of a database on the internet, at which a whitelist alone decides. */
export interface PublicConnection {
  /** What asks for it: a resource of its own, or the database. */
  readonly resource: Resource;
  readonly title: string;
  /** The TCP port it listens on; undefined where that is not known. */
  readonly port: number | undefined;
  /** Where the whitelist stands, such as `securityIps`. */
  readonly whitelist: string;
  /** Whom it lets in for certain. */
  readonly admits: AddressSet;
  /** Whom it may let in, once all is known. */
  readonly mayAdmit: AddressSet;
}

/** A named list of subnets for databases to be put in. */
export interface SubnetGroup {
  readonly resource: Resource;
  readonly title: string;
  /** Those of the stack that it names for certain. */
  readonly subnets: readonly Subnet[];
}

/**
 * The ways from the internet to a database's own addresses there.
 * @param admitted whom the whitelist of one lets in: for certain, unless it says otherwise
 */
export function connectionPathsOf(
  { title, connections = [] }: Database,
  admitted: (connection: PublicConnection) => AddressSet = ({ admits }) => admits,
): Path[] {
  return connections.map((connection) => {
    const { port, whitelist } = connection;
    const heard = port === undefined ? ALL_PORTS : ports([port]);
    const clients = packetsFrom(admitted(connection).intersect(PUBLIC_ADDRESSES));
    return new Path([
      passed(connection.title),
      {
        title: `${whitelist || "the whitelist"} of ${title}`,
        traffic: clients.on(protocol(TCP), heard),
        hop: () => ({ through: title, by: whitelist }),
      },
    ]);
  });
}

/** What a packet to a database arrives at: its interface in each of the subnets where it may be. */
export function destinationsOf({
  resource,
  title,
  subnets,
  groups,
  publicAddressSetting,
}: Database): Destination[] {
  const publicAddresses =
    publicAddressSetting?.value === true
      ? [{ family: "IPv4" as const, by: pathText(publicAddressSetting.path), resource }]
      : [];
  return subnets.map((subnet) => ({ title, subnet, groups, publicAddresses }));
}

/** The part of what a balancer takes for one of its ports and sends on to a port of a database that the database listens to for certain. */
export function acceptedOn(
  database: Database,
  port: number | undefined,
  traffic: Traffic<Peers>,
): Traffic<Peers> {
  if (database.port === undefined) return traffic;
  return database.port === port ? traffic.on(protocol(TCP)) : Traffic.empty();
}

/** The part of the traffic to a database that it listens to for certain: while its port is not known, that means traffic to every port. */
export function acceptedBy({ port }: Database, traffic: Traffic<Peers>): Traffic<Peers> {
  if (port === undefined) return traffic;
  const tcp = traffic.on(protocol(TCP));
  if (port !== UNKNOWN) return tcp.on(protocol(TCP), ports([port]));
  const admitted = unionAll(
    [...tcp.boxes()].map((box) => portRange(box.ports.start, box.ports.end - 1)),
    ports([]),
  );
  return isSubset(portRange(1, 65535), admitted) ? tcp : Traffic.empty();
}
