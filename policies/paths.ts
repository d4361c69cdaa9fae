import { AddressSet } from "../algebra/addresses";
import { Peers } from "../algebra/peers";
import type { Network } from "../network/network";
import { examplePacket, packetText } from "../network/packet";
import { type Destination, hopsText } from "../network/reachability";
import type { Resource } from "../network/resource";
import { type Finding, finding } from "./policy";

/** For each resource one packet that gets to it from the internet, if any does from outside `allowedCidrs`, and its hops. */
export function* pathsFromInternet(
  network: Network,
  destinations: Iterable<Destination & { readonly resource: Resource }>,
  allowedCidrs: readonly string[],
): Iterable<Finding> {
  const allowed = AddressSet.of(...allowedCidrs);
  const told = new Set<Resource>();
  for (const destination of destinations) {
    if (told.has(destination.resource)) continue;
    const traffic = network.internetPaths
      .to(destination)
      .mapPeers(({ addresses }) => Peers.of(addresses.subtract(allowed)));
    const packet = examplePacket(traffic);
    if (packet === undefined) continue;
    told.add(destination.resource);
    const hops = hopsText(network.internetPaths.hops(destination, packet));
    yield finding(destination.resource, `${packetText(packet)} gets in: ${hops}.`);
  }
}
