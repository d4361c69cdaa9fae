import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { pathText } from "../../stack/setting";
import { UNKNOWN } from "../../stack/value";
import type { Network } from "../network";
import { pathFromInternet } from "../paths/from-internet";
import { Openings, Path } from "../paths/gate";
import { pathsToBalancer } from "../paths/through-balancers";
import type { Subnet } from "../routing/subnet";
import { acceptedBy, acceptedOn, connectionPathsOf, destinationsOf } from "../services/database";
import type { ServiceEndpoint } from "../services/service-endpoint";
import type { Names } from "./names";
import { besidesOwn } from "./senders";
import { type Accept, fromAddresses, type Way } from "./way";

/** The ways from the internet to everything that it may get to, those among them that are shut. */
export function* waysFromInternet(network: Network, names: Names): Iterable<Way> {
  yield* waysToMachines(network, names);
  yield* waysToDatabases(network, names);
  yield* waysToBalancers(network, names);
  yield* waysThroughBalancers(network, names);
  yield* waysToConnections(network, names);
  const databases = new Set(
    network.databases.flatMap(({ resource, connections = [] }) => [
      resource,
      ...connections.map((one) => one.resource),
    ]),
  );
  for (const endpoint of network.serviceEndpoints) {
    // The groups of a database in a VPC, or the whitelist behind its address, the ways above have gone through.
    if (!databases.has(endpoint.resource)) yield wayToService(endpoint, names);
  }
}

function wayBy(
  to: string,
  path: Path,
  subnet: Pick<Subnet, "vpc"> | undefined,
  accept: Accept = (traffic) => traffic,
): Way {
  const own = subnet?.vpc?.addresses ?? AddressSet.empty;
  const traffic = fromAddresses(accept(path.traffic), (addresses) =>
    besidesOwn(addresses, own).intersect(PUBLIC_ADDRESSES),
  );
  return { from: undefined, to, traffic, isCertain: true, accept, path: () => path };
}

function* waysToMachines({ placements, acceleratedPaths }: Network, names: Names): Iterable<Way> {
  const direct = placements.map((placement) => ({ placement, path: pathFromInternet(placement) }));
  for (const { placement, path } of [...direct, ...acceleratedPaths]) {
    yield wayBy(names.nameOf(placement.instance.resource), path, placement.subnet);
  }
}

function* waysToDatabases({ databases }: Network, names: Names): Iterable<Way> {
  for (const database of databases) {
    for (const [i, destination] of destinationsOf(database).entries()) {
      const path = pathFromInternet(destination);
      const accept: Accept = (traffic) => acceptedBy(database, traffic);
      yield wayBy(names.nameOf(database.resource), path, database.subnets[i], accept);
    }
  }
}

/** The ways to databases' own addresses on the internet; what a whitelist may let in besides is not certain. */
function* waysToConnections({ databases }: Network, names: Names): Iterable<Way> {
  for (const database of databases) {
    const to = names.nameOf(database.resource);
    for (const path of connectionPathsOf(database)) yield wayBy(to, path, undefined);
    for (const path of connectionPathsOf(database, ({ mayAdmit }) => mayAdmit))
      yield { ...wayBy(to, path, undefined), isCertain: false };
  }
}

function* waysToBalancers({ loadBalancers, accelerations }: Network, names: Names): Iterable<Way> {
  for (const balancer of loadBalancers) {
    for (const path of pathsToBalancer(balancer, accelerations)) {
      yield wayBy(names.nameOf(balancer.resource), path, balancer.subnets[0]);
    }
  }
}

function* waysThroughBalancers(
  { balancedPaths, databases, placements }: Network,
  names: Names,
): Iterable<Way> {
  const byResource = new Map(databases.map((database) => [database.resource, database]));
  const machines = new Map(placements.map((placement) => [placement.resource, placement.instance.resource]));
  for (const { balancer, target, destination, path } of balancedPaths) {
    const database = byResource.get(destination.resource);
    const accept: Accept | undefined = database && ((traffic) => acceptedOn(database, target.port, traffic));
    const to = names.nameOf(machines.get(destination.resource) ?? destination.resource);
    yield wayBy(`${to} through ${names.nameOf(balancer.resource)}`, path, destination.subnet, accept);
  }
}

/** A door of a service's own, whose port is the service's to choose. */
function wayToService(
  { resource, isPublic, admits, setting, statements }: ServiceEndpoint,
  names: Names,
): Way {
  const traffic = Traffic.of(protocol(TCP), ALL_PORTS, Peers.of(admits.intersect(PUBLIC_ADDRESSES)));
  const by = setting === undefined ? statements.join(", ") : pathText(setting.path);
  const door = new Openings(
    `the public endpoint of ${resource.title}`,
    isPublic === false ? [] : [{ traffic, hop: { through: resource.title, by } }],
  );
  const path = new Path([door]);
  return {
    from: undefined,
    to: names.nameOf(resource),
    traffic: path.traffic,
    isCertain: isPublic !== UNKNOWN,
    path: () => path,
  };
}
