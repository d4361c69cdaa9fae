import type { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Path } from "../paths/gate";

/** A way by which packets get somewhere, from the internet or from inside a VPC. */
export interface Way {
  /** The thing, group or network that the packets come from; undefined for the internet. */
  readonly from: string | undefined;
  readonly to: string;
  /** What gets there, its peers as flows tell them. */
  readonly traffic: Traffic<Peers>;
  readonly isCertain: boolean;
  /** The part of what comes by the path that its end takes; all of it where this is left out. */
  readonly accept?: Accept;
  /** The way of one of those that it speaks of, of packets by their own addresses. */
  readonly path: () => Path;
}

export type Accept = (traffic: Traffic<Peers>) => Traffic<Peers>;

/** Traffic by the addresses that it comes from. */
export function fromAddresses(
  traffic: Traffic<Peers>,
  change: (addresses: AddressSet) => AddressSet,
): Traffic<Peers> {
  return traffic.mapPeers(({ addresses }) => Peers.of(change(addresses)));
}
