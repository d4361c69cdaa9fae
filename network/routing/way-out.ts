import { AddressSet, type Family } from "../../algebra/addresses";
import { unionAll } from "../../algebra/set";
import type { Placement } from "../machines/placement";
import type { RouteTable, RouteTarget } from "./route-table";
import { routedAddresses } from "./route-table";

/**
 * Whether no route leads an interface's packets out of its VPC, but to what a gateway endpoint serves. A route needs an address of its family beside it,
 * a public one where it leads to an internet gateway.
 */
export function hasNoWayOut(placement: Placement): boolean {
  const table = placement.subnet?.routeTable;
  return (
    table?.isComplete === true &&
    table.routes.every(
      ({ target, isListed, addresses }) =>
        target.kind === "local" ||
        (target.kind === "vpc-endpoint" && isListed) ||
        (addresses !== undefined && !mayUse(placement, target, addresses)),
    )
  );
}

function mayUse(placement: Placement, { kind }: RouteTarget, addresses: AddressSet): boolean {
  const mayHave: Readonly<Record<Family, boolean>> = {
    IPv4: kind !== "internet-gateway" || mayHavePublicIpv4(placement),
    IPv6: mayHaveIpv6(placement),
  };
  return FAMILIES.some((family) => mayHave[family] && !addresses.inFamily(family).isEmpty);
}

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

function mayHavePublicIpv4({ instance, template, subnet, publicAddresses }: Placement): boolean {
  const settings = instance.publicAddressSettings;
  if (publicAddresses.some(({ family }) => family === "IPv4")) return true;
  if (instance.kind === "task" && settings.length === 0) return false;
  if (settings.length > 0) return settings.some(({ value }) => value !== false);
  return template !== undefined || subnet?.givesIpv4 !== false;
}

function mayHaveIpv6({ subnet, publicAddresses }: Placement): boolean {
  return subnet?.givesIpv6 !== false || publicAddresses.some(({ family }) => family === "IPv6");
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
