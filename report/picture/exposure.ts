import { PUBLIC_ADDRESSES } from "../../algebra/addresses";
import type { Network } from "../../network/network";
import type { NatGateway } from "../../network/routing/nat-gateway";
import { type RouteTarget, routedAddresses } from "../../network/routing/route-table";
import type { Subnet } from "../../network/routing/subnet";
import { groupBy } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import type { Exposure } from "./diagram";

/** How near to the internet a subnet is, and what leads out of it. */
export interface SubnetExposure {
  readonly exposure: Exposure;
  /** Such as `NatGateway main`. */
  readonly waysOut: readonly string[];
}

/** What tells how near to the internet each subnet of a network is. */
export function exposureIn({ placements, natGateways }: Network): (subnet: Subnet) => SubnetExposure {
  const addressed = new Set(
    placements.flatMap(({ subnet, publicAddresses }) =>
      publicAddresses.length > 0 ? (subnet?.key ?? []) : [],
    ),
  );
  const placementsIn = groupBy(placements, ({ subnet }) => subnet?.key);
  const gateways = new Map<Resource | undefined, NatGateway>(natGateways.map((one) => [one.resource, one]));
  const mayTake = ({ key }: Subnet, { kind, resource }: RouteTarget) => {
    const gateway = kind === "snat-gateway" ? gateways.get(resource) : undefined;
    return gateway === undefined || placementsIn.get(key)?.some((one) => gateway.serves(one) !== false);
  };
  return (subnet) => {
    // Where a public address needs no route, having one is what matters.
    if ((subnet.unroutedFamilies ?? []).length > 0 && addressed.has(subnet.key))
      return { exposure: "public", waysOut: [] };
    const targets = targetsOf(subnet)?.filter((target) => mayTake(subnet, target));
    if (targets === undefined) return { exposure: "unknown", waysOut: [] };
    const exposure = targets.some(isDoor) && !subnet.isClosedToInternet ? "public" : "private";
    const waysOut = [...new Set(targets.filter((target) => !isDoor(target)).map(({ title }) => title))];
    if (targets.length === 0 && subnet.routeTable?.isComplete !== true)
      return { exposure: "unknown", waysOut };
    return { exposure: targets.length === 0 ? "isolated" : exposure, waysOut };
  };
}

const isDoor = ({ kind }: RouteTarget) => kind === "internet-gateway";

/** Where a subnet's table sends public addresses. */
function targetsOf({ routeTable }: Subnet): RouteTarget[] | undefined {
  if (routeTable === undefined) return undefined;
  return routedAddresses(routeTable)
    .filter(
      ({ route, addresses }) =>
        route.target.kind !== "local" && !route.isListed && !addresses.intersect(PUBLIC_ADDRESSES).isEmpty,
    )
    .map(({ route }) => route.target);
}
