import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import type { Peers } from "../../algebra/peers";
import { ports } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import type { Traffic } from "../../algebra/traffic";
import { push } from "../../stack/multimap";
import { rememberedOf } from "../../stack/remembered";
import type { Setting } from "../../stack/setting";
import { UNKNOWN } from "../../stack/value";
import { ANY_TRAFFIC } from "../filters/filter";
import type { SecurityGroup } from "../groups/security-group";
import type { Instance } from "../machines/instance";
import type { Placement } from "../machines/placement";
import type { Network } from "../network";
import { answersWithin } from "../paths/answers";
import { Path, packetsFrom } from "../paths/gate";
import { TRANSLATED } from "../paths/to-internet";
import type { NatGateway } from "../routing/nat-gateway";
import { possiblyAllowed } from "../routing/network-acl";
import {
  type RouteTable,
  type RouteTarget,
  type RouteTargetKind,
  routedAddresses,
} from "../routing/route-table";
import type { Subnet } from "../routing/subnet";
import { subnetsMetIn } from "../services/load-balancer";
import { possiblyHeard } from "./heard";
import type { Names } from "./names";
import { isOpenEnded, openEnded, possiblyAdmitted } from "./possible-groups";
import { besidesOwn, INTERNET } from "./senders";
import { fromAddresses, type Way } from "./way";

/** What the internet may get to by public addresses once unknown values are known, those included that it gets to anyway. */
export function* perhapsFromInternet(network: Network, names: Names): Iterable<Way> {
  const mayHaveMoreGroups = openEnded(network);
  for (const placement of network.placements) {
    const { instance, subnet, groups } = placement;
    const isOpen = isOpenEnded(network, placement, mayHaveMoreGroups);
    const families = possibleFamilies(placement, network);
    yield wayTo(names.nameOf(instance.resource), subnet, possibly(subnet, groups, isOpen, families));
  }
  for (const { resource, port, publicAddressSetting, subnets, groups } of network.databases) {
    if (publicAddressSetting?.value !== true && publicAddressSetting?.value !== UNKNOWN) continue;
    for (const subnet of subnets.length > 0 ? subnets : [undefined]) {
      const traffic = possibly(subnet, groups, mayHaveMoreGroups(resource), ["IPv4"]).on(protocol(TCP));
      const heard = typeof port === "number" ? traffic.on(protocol(TCP), ports([port])) : traffic;
      yield wayTo(names.nameOf(resource), subnet, heard);
    }
  }
}

/** What may get to balancers by their public addresses, as far as it is known which subnets and listeners they have. */
export function* perhapsToBalancers(network: Network, names: Names): Iterable<Way> {
  const mayHaveMoreGroups = openEnded(network);
  for (const balancer of network.loadBalancers) {
    const { resource, isInternetFacing, families, groups, listeners } = balancer;
    if (isInternetFacing === false) continue;
    const subnets = subnetsMetIn(balancer);
    const heard = possiblyHeard(listeners);
    for (const subnet of subnets.length > 0 ? subnets : [undefined]) {
      const own = families.length > 0 ? families : FAMILIES;
      const arriving = possibly(
        subnet,
        groups,
        balancer.mayHaveMoreGroups ?? mayHaveMoreGroups(resource),
        own,
      );
      yield wayTo(names.nameOf(resource), subnet, arriving.intersect(heard));
    }
  }
}

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

/** What machines may send to the internet once unknown values are known, those included that they send anyway. */
export function* perhapsToInternet(
  network: Network,
  names: Names,
  gatewayOf: (target: RouteTarget) => NatGateway | undefined,
): Iterable<Way> {
  const mayHaveMoreGroups = openEnded(network);
  for (const placement of network.placements) {
    const { instance, subnet, groups } = placement;
    const sent = isOpenEnded(network, placement, mayHaveMoreGroups)
      ? ANY_TRAFFIC
      : possiblyAdmitted(groups, "egress");
    const families = possibleFamilies(placement, network);
    const mayServe = (target: RouteTarget) => {
      const gateway = gatewayOf(target);
      return gateway === undefined || (gateway.isPublic !== false && gateway.serves(placement) !== false);
    };
    const routed = sent.intersect(possiblyLeaving(subnet, families, mayServe));
    const acl = subnet?.networkAcl;
    const passing =
      acl === undefined
        ? routed
        : routed
            .intersect(possiblyAllowed(acl, "egress"))
            .intersect(answersWithin(possiblyAllowed(acl, "ingress")));
    yield { ...wayTo(INTERNET, subnet, passing), from: names.nameOf(instance.resource) };
  }
}

/** What a table may lead to public addresses, of whatever machine: by its own addresses to an internet gateway, by NAT without one. */
function possiblyLeaving(
  subnet: Subnet | undefined,
  families: readonly Family[],
  mayServe: (target: RouteTarget) => boolean,
): Traffic<Peers> {
  const table = subnet?.routeTable;
  const own = unionAll(
    families.map((family) => PUBLIC_ADDRESSES.inFamily(family)),
    AddressSet.empty,
  );
  const led = possiblyRouted(table, ["internet-gateway", "egress-only-internet-gateway"]).intersect(own);
  const unrouted = subnet === undefined ? AddressSet.empty : unroutedOf(subnet, families);
  const natted = possiblyRouted(table, ["nat-gateway", "snat-gateway"], mayServe);
  return packetsFrom(led.union(unrouted)).union(
    TRANSLATED.intersect(packetsFrom(natted.intersect(PUBLIC_ADDRESSES))),
  );
}

function wayTo(to: string, subnet: Subnet | undefined, traffic: Traffic<Peers>): Way {
  const own = subnet?.vpc?.addresses ?? AddressSet.empty;
  const told = fromAddresses(traffic, (addresses) => besidesOwn(addresses, own).intersect(PUBLIC_ADDRESSES));
  return { from: undefined, to, traffic: told, isCertain: false, path: () => new Path([]) };
}

/** What may get to an interface with addresses of some families. */
function possibly(
  subnet: Subnet | undefined,
  groups: readonly SecurityGroup[],
  mayHaveMoreGroups: boolean,
  families: readonly Family[],
): Traffic<Peers> {
  const admitted = mayHaveMoreGroups ? ANY_TRAFFIC : possiblyAdmitted(groups);
  const clients = unionAll(
    families.map((family) => PUBLIC_ADDRESSES.inFamily(family)),
    AddressSet.empty,
  );
  const arriving = admitted.intersect(packetsFrom(clients));
  if (subnet === undefined || arriving.isEmpty) return arriving;
  // Where something may keep the internet out, that is taken for so.
  if (subnet.isClosedToInternet) return arriving.intersect(packetsFrom(AddressSet.empty));
  const routed = arriving.intersect(
    packetsFrom(possiblyRouted(subnet.routeTable).union(unroutedOf(subnet, families))),
  );
  const acl = subnet.networkAcl;
  if (acl === undefined) return routed;
  return routed
    .intersect(possiblyAllowed(acl, "ingress"))
    .intersect(answersWithin(possiblyAllowed(acl, "egress")));
}

/** The public addresses that a subnet's cloud sends to whatever its routes. */
function unroutedOf({ unroutedFamilies = [] }: Subnet, families: readonly Family[]): AddressSet {
  return unionAll(
    families
      .filter((family) => unroutedFamilies.includes(family))
      .map((family) => PUBLIC_ADDRESSES.inFamily(family)),
    AddressSet.empty,
  );
}

/** The addresses that a table may send to gateways of some kinds. */
function possiblyRouted(
  table: RouteTable | undefined,
  kinds: readonly RouteTargetKind[] = ["internet-gateway"],
  isMeant: (target: RouteTarget) => boolean = () => true,
): AddressSet {
  if (table === undefined || table.isComplete !== true) return AddressSet.all;
  const mayLeadOut = (target: RouteTarget) => {
    const { kind, oneOf = [] } = target;
    if (!isMeant(target)) return false;
    return kind === "unknown" || [kind, ...oneOf.map((one) => one.kind)].some((one) => kinds.includes(one));
  };
  const mayTakeAny = table.routes.some(
    ({ target, addresses, problems }) =>
      addresses === undefined && problems.length === 0 && mayLeadOut(target),
  );
  if (mayTakeAny) return AddressSet.all;
  return unionAll(
    routedAddresses(table).flatMap(({ route, addresses }) => (mayLeadOut(route.target) ? [addresses] : [])),
    AddressSet.empty,
  );
}

/** The families of public addresses that a machine's interface may have. */
function possibleFamilies(placement: Placement, network: Network): Family[] {
  const { subnet, publicAddresses } = placement;
  const has = (family: Family) => publicAddresses.some((address) => address.family === family);
  return [
    ...(has("IPv4") || mayGetIpv4(placement, network) ? (["IPv4"] as const) : []),
    ...(has("IPv6") || subnet === undefined || subnet.givesIpv6 === UNKNOWN ? (["IPv6"] as const) : []),
  ];
}

function mayGetIpv4({ instance, template, resource, subnet }: Placement, network: Network): boolean {
  // An interface that is there already gets none but elastic ones.
  if (resource !== instance.resource) return false;
  if (template === UNKNOWN) return true;
  const described = describedBy(network).get(instance) ?? [];
  const settings = instance.publicAddressSettings.length > 0 ? instance.publicAddressSettings : described;
  if (settings.length > 0) return settings.some(({ value }) => value === UNKNOWN);
  return instance.kind !== "task" && (subnet === undefined || subnet.givesIpv4 === UNKNOWN);
}

/** What templates say about public addresses, for each instance that is launched from them. */
const describedBy = rememberedOf(({ launches }: Network) => {
  const settings = new Map<Instance, Setting[]>();
  for (const { instance, template } of launches) {
    if (template === UNKNOWN || template === undefined) continue;
    for (const setting of template.publicAddressSettings) push(settings, instance, setting);
  }
  return settings;
});
