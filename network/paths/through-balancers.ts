import { AddressSet, type Family } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { Traffic } from "../../algebra/traffic";
import { push } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import type { Placement } from "../machines/placement";
import type { Subnet } from "../routing/subnet";
import type { Acceleration } from "../services/acceleration";
import type { Database } from "../services/database";
import { type Listener, type LoadBalancer, subnetsMetIn, type Target } from "../services/load-balancer";
import { pathFromInternet } from "./from-internet";
import { EVERY_PACKET, type Gate, Openings, type Path } from "./gate";
import { type End, gatesInside } from "./inside";
import { serviceText } from "./packet";
import { pathThroughAccelerator } from "./through-accelerators";
import { type Translation, translated } from "./translated";

/** An interface that a target of a balancer has. */
type TargetEnd = End & {
  readonly resource: Resource;
  /** Set where the target is a balancer itself, which sends packets on. */
  readonly balancer?: LoadBalancer;
};

/** A way from the internet through balancers to one interface of a target. */
export interface BalancedPath {
  /** The first one on the way. */
  readonly balancer: LoadBalancer;
  /** That of the last balancer on the way. */
  readonly target: Target;
  readonly destination: TargetEnd;
  /** Its packets as they set out. */
  readonly path: Path;
}

interface Nouns {
  readonly placements: readonly Placement[];
  readonly databases: readonly Database[];
  readonly loadBalancers: readonly LoadBalancer[];
  readonly accelerations: readonly Acceleration[];
}

/** The ways from the internet through balancers to instances, tasks and databases: to a balancer by any door, and on as inside the VPC. */
export function* pathsThroughBalancers(nouns: Nouns): Iterable<BalancedPath> {
  const endsOf = endsByResource(nouns);
  for (const balancer of nouns.loadBalancers) {
    const accelerations = nouns.accelerations.filter(({ endpoint }) => endpoint === balancer.resource);
    if (balancer.isInternetFacing !== true && accelerations.length === 0) continue;
    for (const subnet of subnetsMetIn(balancer)) {
      const doors = doorsTo(balancer, subnet, accelerations).filter((door) => !door([]).traffic.isEmpty);
      if (doors.length === 0) continue;
      for (const { target, destination, gates } of legsFrom(balancer, subnet, endsOf)) {
        for (const path of doors.map((door) => door(gates))) {
          if (!path.traffic.isEmpty) yield { balancer, target, destination, path };
        }
      }
    }
  }
}

/** The interfaces that each resource has as a target. */
function endsByResource({
  placements,
  databases,
  loadBalancers,
}: Nouns): (target: Resource) => readonly TargetEnd[] {
  const ends = new Map<Resource, TargetEnd[]>();
  for (const placement of placements) {
    const { instance, resource } = placement;
    push(ends, resource, placement);
    if (resource !== instance.resource) push(ends, instance.resource, placement);
  }
  for (const { resource, title, groups, subnets } of databases) {
    for (const subnet of subnets) {
      push(ends, resource, { resource, title, groups, subnet, addresses: subnet.addresses });
    }
  }
  for (const balancer of loadBalancers) {
    const { resource, title, groups } = balancer;
    for (const subnet of balancer.subnets) {
      push(ends, resource, { resource, title, groups, subnet, addresses: subnet.addresses, balancer });
    }
  }
  return (target) => ends.get(target) ?? [];
}

/** The ways from the internet to a balancer itself, as far as its listeners take what comes. */
export function* pathsToBalancer(
  balancer: LoadBalancer,
  accelerations: readonly Acceleration[],
): Iterable<Path> {
  const taken = new Openings(
    `a listener of ${balancer.title}`,
    balancer.listeners.map(({ title, services, clients }) => ({
      traffic: Traffic.of(services.protocols, services.ports, Peers.of(clients?.certain ?? AddressSet.all)),
      hop: { through: title, by: "" },
    })),
  );
  const own = accelerations.filter(({ endpoint }) => endpoint === balancer.resource);
  for (const subnet of subnetsMetIn(balancer))
    for (const door of doorsTo(balancer, subnet, own)) yield door([taken]);
}

/** The doors by which the internet gets to a balancer in a subnet: its public addresses, and accelerators. */
function doorsTo(
  { resource, title, groups, mayHaveMoreGroups = false, families }: LoadBalancer,
  subnet: Subnet,
  accelerations: readonly Acceleration[],
): ((beyond: readonly Gate[]) => Path)[] {
  const publicAddresses = families.map((family) => ({ family, by: "its internet-facing scheme", resource }));
  const front = { title, subnet, groups, mayHaveMoreGroups, publicAddresses };
  return [
    (beyond) => pathFromInternet(front, beyond),
    ...accelerations.map((one) => (beyond: readonly Gate[]) => pathThroughAccelerator(one, front, beyond)),
  ];
}

/** The rest of a way: from a balancer's interface in a subnet to one of a target. */
interface Leg {
  readonly target: Target;
  readonly destination: TargetEnd;
  readonly gates: readonly Gate[];
}

/** @param passed the balancers that the way has gone through before, none of which it meets again */
function* legsFrom(
  balancer: LoadBalancer,
  subnet: Subnet,
  endsOf: (target: Resource) => readonly TargetEnd[],
  passed: readonly LoadBalancer[] = [],
): Iterable<Leg> {
  for (const listener of balancer.listeners) {
    for (const target of listener.targets) {
      for (const destination of isHeard(target) ? endsOf(target.resource) : []) {
        const next = destination.balancer;
        if (next !== undefined && [...passed, balancer].includes(next)) continue;
        for (const { gates, translation } of stepsTo(destination, balancer, subnet, listener, target)) {
          if (next === undefined) yield { target, destination, gates };
          else if (destination.subnet !== undefined) {
            for (const leg of legsFrom(next, destination.subnet, endsOf, [...passed, balancer])) {
              const behind = leg.gates.map((gate) => translated(gate, translation));
              yield { ...leg, gates: [...gates, ...behind] };
            }
          }
        }
      }
    }
  }
}

function isHeard({ port, keepsPorts = false }: Target): boolean {
  return port !== undefined || keepsPorts;
}

/** The gates from a balancer's interface to a target's, for each of the addresses under which it sends packets on. */
function* stepsTo(
  destination: TargetEnd,
  balancer: LoadBalancer,
  subnet: Subnet,
  { title, services, clients: takes }: Listener,
  target: Target,
): Iterable<{ readonly gates: readonly Gate[]; readonly translation: Translation }> {
  const { group, port, over, family } = target;
  const protocols = over === undefined ? services.protocols.intersect(target.protocols) : services.protocols;
  for (const { clients, from } of sendersOf(balancer, subnet, target)) {
    const to = { ...destination, addresses: addressesIn(destination, family) };
    const { between, into } = gatesInside(from, to);
    const translation = {
      ports: services.ports,
      port,
      over,
      from: from.sendsOn ? undefined : from.addresses.example(),
    };
    const taken = takes === undefined ? clients : clients.intersect(takes.certain);
    const gates = [
      {
        title: `${title} to ${group}`,
        traffic: Traffic.of(protocols, services.ports, Peers.of(taken)),
        hop: () => ({ through: title, by: group }),
      },
      ...between.map((gate) => ({ ...translated(gate, translation), hop: () => undefined })),
      translated(into, translation),
      arrival(destination.title, translation),
    ];
    yield { gates, translation };
  }
}

/** Where packets come to, by the service that they ask for there. */
function arrival(title: string, { over, port }: Translation): Gate {
  return {
    title,
    traffic: EVERY_PACKET,
    hop: (packet) => ({
      through: title,
      by: serviceText(over ?? packet.protocol, port ?? packet.port),
    }),
  };
}

/** Under whose addresses a balancer sends on what it takes from clients of some families: the clients' own, or those it has itself. */
function sendersOf(
  { title, groups, standing, groupsNameClients }: LoadBalancer,
  subnet: Subnet,
  { family, keepsClients }: Target,
): { readonly clients: AddressSet; readonly from: End }[] {
  if (keepsClients === UNKNOWN) return [];
  const own = {
    title,
    subnet,
    groups: standing?.groups ?? groups,
    letInBy: standing?.letInBy,
    addresses: addressesIn({ subnet, addresses: subnet.addresses }, family),
  };
  if (!keepsClients) return [{ clients: AddressSet.all, from: own }];
  const clients = AddressSet.all.inFamily(family);
  return [
    { clients, from: { ...own, addresses: clients, sendsOn: { byGroup: groupsNameClients } } },
    { clients: AddressSet.all.subtract(clients), from: own },
  ];
}

/** Where an interface may have its address of a family: anywhere while no block is known. */
function addressesIn({ subnet, addresses }: Pick<End, "subnet" | "addresses">, family: Family): AddressSet {
  const known = [addresses, subnet?.vpc?.addresses ?? AddressSet.empty].map((one) => one.inFamily(family));
  return known.find(({ isEmpty }) => !isEmpty) ?? AddressSet.all.inFamily(family);
}
