import { AddressSet } from "../algebra/addresses";
import type { Resource } from "./resource";
import type { Problem } from "./rule";
import type { Answer } from "./value";
import type { Vpc } from "./vpc";

export type RouteTargetKind =
  | "local"
  | "internet-gateway"
  | "egress-only-internet-gateway"
  | "nat-gateway"
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
}

/** One block of one route: a prefix list counts as its entries. */
export interface Route {
  /** The resource that declares it: the table itself for an inline route. */
  readonly resource: Resource;
  /** Where in that resource, such as `routes[0]`; empty for a resource that is one route. */
  readonly path: string;
  /** Such as `0.0.0.0/0`; undefined while unknown. */
  readonly block: string | undefined;
  readonly addresses: AddressSet | undefined;
  readonly target: RouteTarget;
  readonly problems: readonly Problem[];
}

export interface RouteTable {
  readonly resource: Resource | undefined;
  readonly key: string;
  readonly title: string;
  readonly vpc: Vpc | undefined;
  readonly routes: readonly Route[];
  /** Whether every route is there to be seen. Never so for a table outside the stack. */
  readonly isComplete: Answer;
}

/** The addresses that a table sends by one route, by the longest prefix. Routes to unknown blocks take none. */
export interface RoutedAddresses {
  readonly route: Route;
  readonly addresses: AddressSet;
}

/** Which route takes which addresses: the longest prefix wins, and of equal ones the first. */
export function routedAddresses({ routes, vpc }: RouteTable): RoutedAddresses[] {
  const known = routes.filter(({ addresses }) => addresses !== undefined);
  const byLength = known
    .map((route) => ({ route, length: prefixLength(route.block) }))
    .sort((a, b) => b.length - a.length);
  const local = (vpc?.blocks ?? []).map(prefixLength);
  let taken = AddressSet.empty;
  const result: RoutedAddresses[] = [];
  const shortestLocal = Math.min(...local, Number.POSITIVE_INFINITY);
  for (const { route, length } of byLength) {
    if (vpc !== undefined && length < shortestLocal) taken = taken.union(vpc.addresses);
    const addresses = (route.addresses ?? AddressSet.empty).subtract(taken);
    taken = taken.union(route.addresses ?? AddressSet.empty);
    if (!addresses.isEmpty) result.push({ route, addresses });
  }
  return result;
}

function prefixLength(block: string | undefined): number {
  return Number(block?.split("/")[1] ?? 0);
}
