import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Network } from "../../network/network";
import { examplePacket, type Packet, packetText } from "../../network/paths/packet";
import { type Destination, type Hop, hopsText } from "../../network/paths/reachability";
import type { Resource } from "../../stack/resource";
import { type Finding, finding } from "../kit/policy";

/** A way by which packets from the internet get to a resource. */
export interface Path {
  readonly resource: Resource;
  readonly traffic: Traffic<Peers>;
  hops(packet: Packet): Hop[];
}

/** For each resource one packet that gets to it from the internet, if any does from outside `allowedCidrs`, and its hops. */
export function pathsFromInternet(
  network: Network,
  destinations: Iterable<Destination & { readonly resource: Resource }>,
  allowedCidrs: readonly string[],
): Iterable<Finding> {
  return pathFindings(pathsTo(network, destinations), allowedCidrs);
}

function* pathsTo(
  network: Network,
  destinations: Iterable<Destination & { readonly resource: Resource }>,
): Iterable<Path> {
  for (const destination of destinations) {
    yield {
      resource: destination.resource,
      traffic: network.internetPaths.to(destination),
      hops: (packet) => network.internetPaths.hops(destination, packet),
    };
  }
}

/** For each resource the first path that holds a packet from outside `allowedCidrs`, with that packet. */
export function* pathFindings(paths: Iterable<Path>, allowedCidrs: readonly string[]): Iterable<Finding> {
  const allowed = AddressSet.of(...allowedCidrs);
  const reported = new Set<Resource>();
  for (const { resource, traffic, hops } of paths) {
    if (reported.has(resource)) continue;
    const packet = examplePacket(traffic.mapPeers(({ addresses }) => Peers.of(addresses.subtract(allowed))));
    if (packet === undefined) continue;
    reported.add(resource);
    yield finding(resource, `${packetText(packet)} gets in: ${hopsText(hops(packet))}.`);
  }
}
