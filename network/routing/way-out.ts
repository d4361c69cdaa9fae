import { AddressSet } from "../../algebra/addresses";
import { unionAll } from "../../algebra/set";
import type { RouteTable, RouteTarget } from "./route-table";
import { routedAddresses } from "./route-table";

/** Whether no route of a table leads out of its VPC, but to what a gateway endpoint serves. */
export function hasNoWayOut({ isComplete, routes }: RouteTable): boolean {
  return (
    isComplete === true &&
    routes.every(
      ({ target, isListed }) => target.kind === "local" || (target.kind === "vpc-endpoint" && isListed),
    )
  );
}

/**
 * The NAT gateways by which a table sends what goes to the internet over IPv4, and so to S3 and DynamoDB: those that together take more than half of
 * all addresses, among which the services' own are scattered. Empty where nothing does.
 */
export function natGatewaysOf(table: RouteTable): RouteTarget[] {
  const natted = routedAddresses(table).filter(({ route }) => route.target.kind === "nat-gateway");
  const addresses = unionAll(
    natted.map((one) => one.addresses),
    AddressSet.empty,
  );
  const isMost = addresses.count("IPv4") > AddressSet.ipv4.count("IPv4") / 2n;
  return isMost ? [...new Map(natted.map(({ route }) => [route.target.title, route.target])).values()] : [];
}
