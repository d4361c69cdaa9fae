import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";

/** Where "open to the internet" begins. */
export interface Openness {
  /** Public IPv4 addresses that may be admitted, and /64 networks of IPv6. */
  readonly maxPublicAddresses: number;
  /** Blocks whose addresses do not count. */
  readonly allowedCidrs?: readonly string[];
}

const IPV6_NETWORK = 1n << 64n;

/**
 * The part of `traffic` that is open to the internet: the public addresses of every protocol and port that admits more of them, in either family,
 * than `maxPublicAddresses`.
 */
export function openToInternet(traffic: Traffic<Peers>, openness: Openness): Traffic<Peers> {
  if (traffic.isEmpty) return traffic;
  const openOf = counting(openness);
  return traffic.mapPeers(({ addresses }) => Peers.of(openOf(addresses)));
}

/** The same of addresses that are admitted whatever the protocol and port. */
export function openAddresses(addresses: AddressSet, openness: Openness): AddressSet {
  return counting(openness)(addresses);
}

function counting({
  maxPublicAddresses,
  allowedCidrs = [],
}: Openness): (addresses: AddressSet) => AddressSet {
  const counted =
    allowedCidrs.length === 0 ? PUBLIC_ADDRESSES : PUBLIC_ADDRESSES.subtract(AddressSet.of(...allowedCidrs));
  const limit = BigInt(maxPublicAddresses);
  return (addresses) => {
    const open = addresses.intersect(counted);
    const ipv4 = open.count("IPv4") > limit ? open.inFamily("IPv4") : AddressSet.empty;
    const ipv6 = open.count("IPv6") > limit * IPV6_NETWORK ? open.inFamily("IPv6") : AddressSet.empty;
    return ipv4.union(ipv6);
  };
}
