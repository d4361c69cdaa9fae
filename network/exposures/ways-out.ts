import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Network } from "../network";
import { pathsToInternet } from "../paths/to-internet";
import type { NatGateway } from "../routing/nat-gateway";
import type { RouteTarget } from "../routing/route-table";
import type { Names } from "./names";
import { perhapsToInternet } from "./perhaps";
import { besidesOwn, INTERNET } from "./senders";
import { fromAddresses, type Way } from "./way";

/** The ways of machines to the internet, those among them that are shut; their peers are where packets go to. */
export function* waysOut(network: Network, names: Names): Iterable<Way> {
  const byResource = new Map(network.natGateways.map((one) => [one.resource, one]));
  const gatewayOf = ({ resource }: RouteTarget): NatGateway | undefined =>
    byResource.get(resource as Resource);
  for (const placement of network.placements) {
    if (placement.instance.resource.isContext) continue;
    const own = placement.subnet?.vpc?.addresses ?? AddressSet.empty;
    const from = names.nameOf(placement.instance.resource);
    for (const path of pathsToInternet(placement, gatewayOf)) {
      const traffic = fromAddresses(path.traffic, (addresses) =>
        besidesOwn(addresses, own).intersect(PUBLIC_ADDRESSES),
      );
      yield { from, to: INTERNET, traffic, isCertain: true, path: () => path };
    }
  }
  for (const way of perhapsToInternet(network, names, gatewayOf))
    if (!names.ofContext(way.from ?? "")) yield way;
}
