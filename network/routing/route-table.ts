import { AddressSet } from "../../algebra/addresses";
import { isSubset, unionAll } from "../../algebra/set";
import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import type { Problem, Refusal } from "../filters/entry";
import type { Claim } from "./subnet";
import type { Vpc } from "./vpc";

export type RouteTargetKind =
  | "local"
  | "internet-gateway"
  | "egress-only-internet-gateway"
  | "nat-gateway"
  /** One that sends on the packets of those alone whom its entries name. */
  | "snat-gateway"
  | "virtual-private-gateway"
  | "transit-gateway"
  | "vpc-peering-connection"
  | "vpc-endpoint"
  | "network-interface"
  | "carrier-gateway"
  | "local-gateway"
  | "core-network"
  | "odb-network"
  | "unknown";

export interface RouteTarget {
  readonly kind: RouteTargetKind;
  /** The resource of the stack that it is, where it is one. */
  readonly resource: Resource | undefined;
  readonly title: string;
  /** Where it is not known yet: targets of which each is that of some route of the table. */
  readonly oneOf?: readonly RouteTarget[];
}

/** One block of one route: a prefix list counts as its entries. */
export interface Route {
  /** The resource that declares it: the table itself for an inline route; undefined for one that AWS made. */
  readonly resource: Resource | undefined;
  /** Where in that resource, such as `routes[0]`; empty for a resource that is one route. */
  readonly path: string;
  /** Such as `0.0.0.0/0`; undefined while unknown, and for a block that does not parse. */
  readonly block: string | undefined;
  readonly addresses: AddressSet | undefined;
  /** The block or list that the route itself names, however it is spelled; undefined while unknown. */
  readonly destination: string | undefined;
  /** Whether the block is an entry of a prefix list, which yields to a route that names the same block itself. */
  readonly isListed: boolean;
  readonly target: RouteTarget;
  /** What is wrong with the route as a whole, told with the first of its blocks. */
  readonly problems: readonly Problem[];
}

/** Where packets go that leave subnets. */
export interface RouteTable {
  readonly resource: Resource | undefined;
  readonly key: string;
  readonly title: string;
  readonly claims: readonly Claim[];
  readonly vpc: Vpc | undefined;
  readonly routes: readonly Route[];
  /** What AWS would not take of it and its routes, beside what makes single routes unreadable. */
  readonly refusals: readonly Refusal[];
  /** Whether the program manages routes in the table itself; UNKNOWN where the list is, or the engine showed outputs alone. */
  readonly managesInline: Answer;
  /** Whether every route is there to be seen: UNKNOWN while some are not known yet, false for good for a table outside the stack, or one that gateways write into. */
  readonly isComplete: Answer;
}

/** Such as `routes[0]`, or the standalone route by its title. */
export function routeTitle({ resource, path }: Route): string {
  return path === "" ? (resource?.title ?? "") : path;
}

/** The addresses that a table sends by one route. */
export interface RoutedAddresses {
  readonly route: Route;
  readonly addresses: AddressSet;
}

/**
 * Which route takes which addresses, among those whose blocks are known: the longest prefix wins, the VPC's own blocks stay local, and of equal
 * blocks a route comes before a prefix list's entry. Routes that take none are left out.
 * https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html
 */
export function routedAddresses({ routes, vpc }: RouteTable): RoutedAddresses[] {
  const destinations = [
    ...(vpc?.blocks ?? []).map((block) => destination(AddressSet.of(block), undefined)),
    ...routes.flatMap((route) =>
      route.addresses?.start === undefined ? [] : destination(route.addresses, route),
    ),
  ].sort((a, b) => compare(a.start, b.start) || compare(b.size, a.size) || a.precedence - b.precedence);
  // Two blocks either nest or are apart, so each one loses only what lies in the blocks right inside it.
  const around: Destination[] = [];
  for (const inner of destinations) {
    while (around.length > 0 && !isSubset(inner.addresses, (around.at(-1) as Destination).addresses)) {
      around.pop();
    }
    around.at(-1)?.inside.push(inner.addresses);
    around.push(inner);
  }
  return destinations.flatMap(({ route, addresses, inside }) => {
    const left = addresses.subtract(unionAll(inside, AddressSet.empty));
    return route === undefined || left.isEmpty ? [] : { route, addresses: left };
  });
}

interface Destination {
  /** Undefined for the local route that every table has for a block of its VPC. */
  readonly route: Route | undefined;
  readonly addresses: AddressSet;
  readonly start: bigint;
  readonly size: bigint;
  /** Of equal blocks the highest wins; a route may give the local one another target. */
  readonly precedence: number;
  readonly inside: AddressSet[];
}

function destination(addresses: AddressSet, route: Route | undefined): Destination {
  return {
    route,
    addresses,
    start: addresses.start as bigint,
    size: sizeOf(addresses),
    precedence: route === undefined ? 1 : route.isListed ? 0 : 2,
    inside: [],
  };
}

function sizeOf(addresses: AddressSet): bigint {
  return addresses.count("IPv4") + addresses.count("IPv6");
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Whether a table leaves addresses of its own VPC to the local route. */
export function keepsLocal(table: RouteTable | undefined, addresses: AddressSet): boolean {
  return (
    table !== undefined &&
    table.isComplete !== UNKNOWN &&
    table.routes.every(
      (route) =>
        route.addresses !== undefined ||
        route.isListed ||
        route.problems.length > 0 ||
        route.target.kind === "local",
    ) &&
    routedAddresses(table).every(
      ({ route, addresses: routed }) =>
        route.target.kind === "local" || isOfFamily(route) || routed.intersect(addresses).isEmpty,
    )
  );
}

/** A route of a whole family yields to the VPC's own blocks, be they known or not. */
function isOfFamily({ addresses = AddressSet.empty }: Route): boolean {
  return isSubset(AddressSet.ipv4, addresses) || isSubset(AddressSet.ipv6, addresses);
}

/**
 * The routes by which a table sends something to an internet gateway, and what, whatever its unknown values turn out to be. A route whose block is
 * not known yet could take up to half of another's addresses; routes that nobody will ever see, of a table or list outside the stack, take none.
 */
export function internetRoutes(table: RouteTable): RoutedAddresses[] {
  if (table.isComplete === UNKNOWN) return [];
  const pending = BigInt(
    table.routes.filter(
      ({ addresses, problems, isListed, target }) =>
        addresses === undefined && problems.length === 0 && !isListed && target.kind !== "internet-gateway",
    ).length,
  );
  return routedAddresses(table).filter(
    ({ route, addresses }) =>
      route.target.kind === "internet-gateway" &&
      2n * sizeOf(addresses) > pending * sizeOf(route.addresses ?? AddressSet.empty),
  );
}

/**
 * The routes by which a table sends addresses that nobody sees to an internet gateway: what a prefix list outside the stack holds, and a block that is
 * not known yet, of which one other route takes half at the most.
 */
export function unseenInternetRoutes({ routes, isComplete }: RouteTable): readonly Route[] {
  if (isComplete === UNKNOWN) return [];
  const others = routes.filter(({ target }) => target.kind !== "internet-gateway");
  const leavesSome = others.length <= 1 && others.every(({ isListed }) => !isListed);
  return routes.filter(
    ({ isListed, addresses, destination, target, problems }) =>
      addresses === undefined &&
      (isListed ? destination !== undefined : leavesSome) &&
      target.kind === "internet-gateway" &&
      problems.length === 0,
  );
}

/** Routes of which one leads to an internet gateway for certain, though which one is not known yet; undefined where there are none. */
export function sharedInternetRoutes({
  routes,
  isComplete,
}: RouteTable): { readonly routes: readonly Route[]; readonly gateway: RouteTarget } | undefined {
  const shared = routes.flatMap((route) => {
    const gateway = route.target.oneOf?.find(({ kind }) => kind === "internet-gateway");
    return gateway === undefined || route.problems.length > 0 ? [] : [{ route, gateway }];
  });
  const [first] = shared;
  if (first === undefined || isComplete === UNKNOWN) return undefined;
  return { routes: shared.map(({ route }) => route), gateway: first.gateway };
}

/** Whether what goes out by one NAT gateway may as well go out by another. */
export type SameNat = (gateway: Resource, other: Resource) => boolean;

/** Whether two tables of one VPC lead to the same, such as those that each subnet of a kind has for itself. */
export function leadsAlike(
  one: RouteTable | undefined,
  other: RouteTable | undefined,
  isSameNat: SameNat,
): boolean {
  if (one === other) return true;
  if (one?.isComplete !== true || other?.isComplete !== true || one.vpc !== other.vpc) return false;
  return (
    one.routes.length === other.routes.length &&
    one.routes.every((route) => other.routes.some((another) => isSameRoute(route, another, isSameNat)))
  );
}

function isSameRoute(
  { block, isListed, target, problems }: Route,
  other: Route,
  isSameNat: SameNat,
): boolean {
  const [gateway, another] = [target.resource, other.target.resource];
  const isSameTarget =
    gateway === another
      ? target.kind !== "unknown" && target.title === other.target.title
      : target.kind === "nat-gateway" &&
        gateway !== undefined &&
        another !== undefined &&
        isSameNat(gateway, another);
  return (
    block !== undefined &&
    block === other.block &&
    isListed === other.isListed &&
    problems.length + other.problems.length === 0 &&
    target.kind === other.target.kind &&
    isSameTarget
  );
}
