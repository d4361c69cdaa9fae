import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { unionAll } from "../../algebra/set";
import { rememberedOf } from "../../stack/remembered";
import type { SecurityGroup } from "../groups/security-group";
import type { PublicAddress } from "../machines/placement";
import type { NetworkAcl } from "../routing/network-acl";
import type { RouteTable } from "../routing/route-table";
import { internetRoutes } from "../routing/route-table";
import { type Gate, Openings, Path, packetsFrom, shut } from "./gate";
import { admission, answer, passage } from "./gates";

/** Where an interface lies, as far as its packets are concerned. Undefined parts cannot be known. */
export interface Location {
  readonly routeTable: RouteTable | undefined;
  readonly networkAcl: NetworkAcl | undefined;
  /** Whether something keeps, or may keep, the internet out of it whatever its routes. */
  readonly isClosedToInternet: boolean;
  /** The families whose packets the cloud sends from and to public addresses whatever its routes; none where that is left out. */
  readonly unroutedFamilies?: readonly Family[];
  /** The families whose packets from the internet are sent, or may be sent, elsewhere before they come to it, such as to a firewall; none where that is left out. */
  readonly divertedFamilies?: readonly Family[];
}

/** What decides whether a packet from the internet gets to an interface. */
export interface Destination {
  readonly title: string;
  readonly subnet: Location | undefined;
  readonly groups: readonly SecurityGroup[];
  /** Whether it may be on further groups, which are not known. */
  readonly mayHaveMoreGroups?: boolean;
  readonly publicAddresses: readonly PublicAddress[];
}

/**
 * The way of packets from the internet to an interface and of their answers back. They need a public address to go to, a network ACL that admits them
 * and lets the answer out, a group that admits them, and a route by which the answer goes to an internet gateway.
 * @param beyond the gates behind the interface, of a packet that goes on
 */
export function pathFromInternet(
  { title, subnet, groups, mayHaveMoreGroups = false, publicAddresses }: Destination,
  beyond: readonly Gate[] = [],
): Path {
  const { arriving, leaving } =
    subnet === undefined ? closed("a subnet that is not known") : passagesOf(subnet);
  return new Path([
    ...arriving,
    admission(groups, "ingress", !mayHaveMoreGroups),
    new Openings(
      "a public address",
      publicAddresses.map(({ family, by }) => ({
        traffic: PACKETS[family],
        hop: { through: title, by: `public ${family} address by ${by}` },
      })),
    ),
    ...beyond,
    ...leaving,
  ]);
}

const PACKETS = { IPv4: packetsFrom(AddressSet.ipv4), IPv6: packetsFrom(AddressSet.ipv6) };

/** The gates on the way into a subnet, and on the way of answers out of it. */
interface Passages {
  readonly arriving: readonly Gate[];
  readonly leaving: readonly Gate[];
}

const closed = (why: string): Passages => ({ arriving: [shut(why)], leaving: [] });

const passagesOf = rememberedOf((location: Location): Passages => {
  const { networkAcl } = location;
  if (location.isClosedToInternet) return closed("what keeps the internet out of the subnet");
  if (networkAcl === undefined) return closed("a network ACL that is not known");
  const { to, from } = routesOf(location);
  return { arriving: [to, passage(networkAcl, "ingress")], leaving: [answer(networkAcl), from] };
});

/** The gates by which packets of the internet come to a subnet and answers leave it. */
export function routesOf({ routeTable, unroutedFamilies = [], divertedFamilies = [] }: Location): {
  readonly to: Gate;
  readonly from: Gate;
} {
  const unrouted = unroutedFamilies.map((family) => ({
    traffic: packetsFrom(PUBLIC_ADDRESSES.inFamily(family)),
  }));
  const diverted = unionAll(
    divertedFamilies.map((family) => AddressSet.all.inFamily(family)),
    AddressSet.empty,
  );
  const routes = (routeTable === undefined ? [] : certainInternetRoutes(routeTable)).map(
    ({ route: { block, target }, addresses }) => ({
      traffic: packetsFrom(addresses.intersect(PUBLIC_ADDRESSES).subtract(diverted)),
      to: { through: target.title, by: "" },
      from: { through: routeTable?.title ?? "", by: `${block} to ${target.title}` },
    }),
  );
  const title = `a route of ${routeTable?.title ?? "a table that is not known"} to an internet gateway`;
  return {
    to: new Openings(title, [...unrouted, ...routes.map(({ traffic, to }) => ({ traffic, hop: to }))]),
    from: new Openings(title, [...unrouted, ...routes.map(({ traffic, from }) => ({ traffic, hop: from }))]),
  };
}

/** A route of unknown block could take any of the addresses, though hardly all of them: which ones are left cannot be known. */
function certainInternetRoutes(table: RouteTable): ReturnType<typeof internetRoutes> {
  const mayTakeSome = table.routes.some(
    ({ addresses, problems, isListed, target }) =>
      addresses === undefined && problems.length === 0 && !isListed && target.kind !== "internet-gateway",
  );
  return mayTakeSome ? [] : internetRoutes(table);
}
