import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import { rememberedOf } from "../../stack/remembered";

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
  const known = openPartsOf(traffic);
  const key = `${openness.maxPublicAddresses} ${openness.allowedCidrs}`;
  let open = known.get(key);
  if (open === undefined) {
    const openOf = counting(openness);
    open = traffic.mapPeers(({ addresses }) => Peers.of(openOf(addresses)));
    known.set(key, open);
  }
  return open;
}

/** By openness: policies ask the same of the same traffic. */
const openPartsOf = rememberedOf((_: Traffic<Peers>) => new Map<string, Traffic<Peers>>());

/** The same of addresses that are admitted whatever the protocol and port. */
export function openAddresses(addresses: AddressSet, openness: Openness): AddressSet {
  return counting(openness)(addresses);
}

function counting({
  maxPublicAddresses,
  allowedCidrs = [],
}: Openness): (addresses: AddressSet) => AddressSet {
  const counted = PUBLIC_ADDRESSES.subtract(AddressSet.of(...allowedCidrs));
  const limit = BigInt(maxPublicAddresses);
  return (addresses) => {
    const open = addresses.intersect(counted);
    const ipv4 = open.count("IPv4") > limit ? open.inFamily("IPv4") : AddressSet.empty;
    const ipv6 = open.count("IPv6") > limit * IPV6_NETWORK ? open.inFamily("IPv6") : AddressSet.empty;
    return ipv4.union(ipv6);
  };
}
