import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ICMP, protocol, TCP, UDP } from "../../algebra/protocols";
import { isSubset } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { UNKNOWN } from "../../stack/value";
import type { Placement } from "../machines/placement";
import type { NatGateway } from "../routing/nat-gateway";
import type { RouteTable, RouteTarget } from "../routing/route-table";
import { keepsLocal, routedAddresses } from "../routing/route-table";
import type { Subnet } from "../routing/subnet";
import { answersWithin } from "./answers";
import { routesOf } from "./from-internet";
import { type Gate, type Opening, Openings, Path, packetsFrom, passed, shut } from "./gate";
import { admission, answered, passage } from "./gates";

/** In the gates of a way out, peers are where packets go to. */

/** The ways of packets of a machine to the internet and of their answers back, for certain: by its own public address, through NAT and egress-only gateways. */
export function* pathsToInternet(
  placement: Placement,
  gatewayOf: (target: RouteTarget) => NatGateway | undefined,
): Iterable<Path> {
  const { title, subnet, groups, publicAddresses } = placement;
  const table = subnet?.routeTable;
  if (subnet?.networkAcl === undefined || table === undefined || subnet.isClosedToInternet) {
    yield new Path([shut("a subnet that is not known, or is closed to the internet")]);
    return;
  }
  const start = [
    passed(title),
    admission(groups, "egress", !placement.mayHaveMoreGroups),
    passage(subnet.networkAcl, "egress"),
    answered(subnet.networkAcl),
  ];
  const own = new Openings(
    "a public address",
    publicAddresses.map(({ family, by }) => ({
      traffic: packetsFrom(PUBLIC_ADDRESSES.inFamily(family)),
      hop: { through: title, by: `public ${family} address by ${by}` },
    })),
  );
  const { from, to } = routesOf(subnet);
  yield new Path([...start, own, from, to]);
  const hasIpv6 = publicAddresses.some(({ family }) => family === "IPv6");
  if (hasIpv6) yield new Path([...start, ...gatesBy(table, "egress-only-internet-gateway", "IPv6")]);
  for (const target of new Set(table.routes.map((route) => route.target))) {
    const gateway = gatewayOf(target);
    if (gateway !== undefined)
      yield new Path([...start, ...gatesThroughNat(table, target, gateway, placement, subnet)]);
  }
}

/** The gates of routes to a kind of gateway: by the route, and through the gateway. */
function gatesBy(
  table: RouteTable,
  kind: RouteTarget["kind"],
  family: Family,
  isMeant: (target: RouteTarget) => boolean = () => true,
): Gate[] {
  const routes = certainRoutes(table).filter(
    ({ route: { target } }) => target.kind === kind && isMeant(target),
  );
  const openings = (hopOf: (routed: (typeof routes)[number]) => NonNullable<Opening["hop"]>): Opening[] =>
    routes.map((routed) => ({
      traffic: packetsFrom(routed.addresses.intersect(PUBLIC_ADDRESSES.inFamily(family))),
      hop: hopOf(routed),
    }));
  const title = `a route of ${table.title} to a ${kind.replaceAll("-", " ")}`;
  return [
    new Openings(
      title,
      openings(({ route: { block, target } }) => ({
        through: table.title,
        by: `${block} to ${target.title}`,
      })),
    ),
    new Openings(
      title,
      openings(({ route: { target } }) => ({ through: target.title, by: "" })),
    ),
  ];
}

/** None where a route may take some of another's addresses. */
function certainRoutes(table: RouteTable): ReturnType<typeof routedAddresses> {
  const mayTakeSome = table.routes.some(
    ({ addresses, problems, isListed }) => addresses === undefined && problems.length === 0 && !isListed,
  );
  return table.isComplete === UNKNOWN || mayTakeSome ? [] : routedAddresses(table);
}

/** The gateway lies in a subnet of its own, whose network ACL and routes its packets meet on both sides. */
function gatesThroughNat(
  table: RouteTable,
  target: RouteTarget,
  { title, isPublic, subnet: there, serves }: NatGateway,
  placement: Placement,
  here: Subnet,
): Gate[] {
  const routes = gatesBy(table, target.kind, "IPv4", (one) => one === target);
  const acl = there?.networkAcl;
  if (isPublic !== true || there === undefined || acl === undefined || there.isClosedToInternet)
    return [...routes, shut(`a way to the internet from ${title}`)];
  if (serves(placement) !== true) return [...routes, shut(`${title} for ${placement.title}`)];
  if (there.vpc !== here.vpc) return [...routes, shut(`${title} in the same VPC`)];
  const its = placement.addresses.inFamily("IPv4");
  const ofAll = ({ addresses: some }: Peers) => (isSubset(its, some) ? AddressSet.ipv4 : AddressSet.empty);
  const { from, to } = routesOf(there);
  const between: Gate[] =
    there === here
      ? []
      : [
          passage(acl, "ingress").seen(ofAll),
          {
            title: `answer: ${acl.title}`,
            traffic: answersWithin(passage(acl, "egress").seen(ofAll).traffic),
            hop: () => undefined,
          },
          {
            title: `the local route of ${there.routeTable?.title}`,
            traffic: packetsFrom(keepsLocal(there.routeTable, its) ? AddressSet.ipv4 : AddressSet.empty),
            hop: () => undefined,
          },
        ];
  return [...routes, TRANSLATION, ...between, passage(acl, "egress"), answered(acl), from, to];
}

/**
 * The packets that NAT gateways send on.
 * https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html, https://www.alibabacloud.com/help/en/nat-gateway/support/nat-gateway-faq/
 */
export const TRANSLATED: Traffic<Peers> = Traffic.of(
  protocol(TCP).union(protocol(UDP)).union(protocol(ICMP)),
  ALL_PORTS,
  Peers.of(AddressSet.ipv4),
);

const TRANSLATION: Gate = {
  title: "the protocols that NAT gateways know",
  traffic: TRANSLATED,
  hop: () => undefined,
};
