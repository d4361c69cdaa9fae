import { AddressSet, type Family } from "../../algebra/addresses";
import { unionAll } from "../../algebra/set";
import type { Placement } from "../machines/placement";
import type { NatGateway } from "./nat-gateway";
import type { Route, RouteTable, RouteTarget } from "./route-table";
import { routedAddresses } from "./route-table";

/**
 * Whether no route leads an interface's packets out of its VPC, but to what a gateway endpoint serves. A route needs an address of its family beside it,
 * a public one where it leads to an internet gateway, and one to a NAT gateway leads no further than the gateway's own routes.
 */
export function hasNoWayOut(placement: Placement, gateways: readonly NatGateway[]): boolean {
  const table = placement.subnet?.routeTable;
  return (
    table?.isComplete === true &&
    table.routes.every(
      (route) =>
        staysInside(route) ||
        (route.addresses !== undefined && !mayUse(placement, route.target, route.addresses)) ||
        gateways.some((gateway) => gateway.resource === route.target.resource && leadsNowhere(gateway)),
    )
  );
}

function staysInside({ target: { kind }, isListed }: Route): boolean {
  return kind === "local" || (kind === "vpc-endpoint" && isListed);
}

/**
 * Whether nothing leads on from where a NAT gateway lies. An internet gateway drops what a private one sends there:
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
 */
function leadsNowhere({ resource, isPublic, subnet }: NatGateway): boolean {
  const table = subnet?.routeTable;
  return (
    table?.isComplete === true &&
    table.routes.every(
      (route) =>
        staysInside(route) ||
        route.target.resource === resource ||
        (route.target.kind === "internet-gateway" && isPublic === false),
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
