import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import { hopText, type Path } from "../../network/paths/gate";
import { examplePacket, packetText } from "../../network/paths/packet";
import type { Resource } from "../../stack/resource";
import { type Finding, finding } from "../kit/policy";

/** A path by which packets from the internet get to a resource. */
export interface WayIn {
  readonly resource: Resource;
  readonly path: Path;
  /** The part of its traffic that the resource accepts; all of it where that is left out. */
  readonly accepted?: Traffic<Peers>;
}

/** For each resource the first way in that holds a packet from outside `allowedCidrs`, with that packet and its hops, one a line. */
export function* pathFindings(ways: Iterable<WayIn>, allowedCidrs: readonly string[]): Iterable<Finding> {
  const allowed = AddressSet.of(...allowedCidrs);
  const reported = new Set<Resource>();
  for (const { resource, path, accepted = path.traffic } of ways) {
    if (reported.has(resource)) continue;
    const packet = examplePacket(accepted.mapPeers(({ addresses }) => Peers.of(addresses.subtract(allowed))));
    if (packet === undefined) continue;
    reported.add(resource);
    const hops = path.hops(packet).map((hop) => `\n  ${hopText(hop)}`);
    yield finding(resource, `${packetText(packet)} gets in:${hops.join("")}`);
  }
}
