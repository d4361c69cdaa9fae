import { AddressSet, type Family } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import type { Placement } from "../machines/placement";
import type { Subnet } from "../routing/subnet";
import type { Database } from "../services/database";
import type { Listener, LoadBalancer, Target } from "../services/load-balancer";
import { type Destination, pathFromInternet } from "./from-internet";
import type { Gate, Path } from "./gate";
import { type End, gatesInside } from "./inside";
import { serviceText } from "./packet";

/** An interface that a target of a balancer has. */
export type TargetEnd = End & { readonly resource: Resource };

/** A way from the internet through a balancer to one interface of a target. */
export interface BalancedPath {
  readonly target: Target;
  readonly destination: TargetEnd;
  /** Its packets as they come to the balancer. */
  readonly path: Path;
}

/** The ways from the internet through balancers to instances, tasks and databases. */
export function* pathsThroughBalancers({
  placements,
  databases,
  loadBalancers,
}: Nouns): Iterable<BalancedPath> {
  const ends = new Map<Resource, TargetEnd[]>();
  const add = (key: Resource, end: TargetEnd) => {
    const known = ends.get(key);
    if (known === undefined) ends.set(key, [end]);
    else known.push(end);
  };
  for (const placement of placements) {
    const { instance, resource } = placement;
    add(resource, placement);
    if (resource !== instance.resource) add(instance.resource, placement);
  }
  for (const { resource, title, groups, subnets } of databases) {
    for (const subnet of subnets) {
      add(resource, { resource, title, groups, subnet, addresses: subnet.addresses });
    }
  }
  for (const balancer of loadBalancers) yield* pathsThrough(balancer, (target) => ends.get(target) ?? []);
}

interface Nouns {
  readonly placements: readonly Placement[];
  readonly databases: readonly Database[];
  readonly loadBalancers: readonly LoadBalancer[];
}

/**
 * The ways through one of them: to it as to any interface with a public address, and on as inside the VPC.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 * @param endsOf the interfaces of a target
 */
function* pathsThrough(
  balancer: LoadBalancer,
  endsOf: (target: Resource) => readonly TargetEnd[],
): Iterable<BalancedPath> {
  if (balancer.isInternetFacing !== true) return;
  for (const subnet of balancer.subnets) {
    const front = frontOf(balancer, subnet);
    if (pathFromInternet(front).traffic.isEmpty) continue;
    for (const { target, destination, gates } of legsFrom(balancer, subnet, endsOf)) {
      const path = pathFromInternet(front, gates);
      if (!path.traffic.isEmpty) yield { target, destination, path };
    }
  }
}

function frontOf({ resource, title, groups, families }: LoadBalancer, subnet: Subnet): Destination {
  const publicAddresses = families.map((family) => ({ family, by: "its internet-facing scheme", resource }));
  return { title, subnet, groups, publicAddresses };
}

/** The second half of a way: from a balancer's interface in a subnet to one of a target. */
interface Leg {
  readonly target: Target;
  readonly destination: TargetEnd;
  readonly gates: readonly Gate[];
}

function* legsFrom(
  balancer: LoadBalancer,
  subnet: Subnet,
  endsOf: (target: Resource) => readonly TargetEnd[],
): Iterable<Leg> {
  for (const listener of balancer.listeners) {
    for (const target of listener.targets) {
      for (const destination of target.port === undefined ? [] : endsOf(target.resource)) {
        for (const { clients, from } of sendersOf(balancer, subnet, target)) {
          const to = { ...destination, addresses: addressesIn(destination, target.family) };
          const { between, into } = gatesInside(from, to);
          const translate = translation(listener, target, from);
          const gates = [
            taken(listener, target, clients),
            ...between.map((gate) => ({ ...translate(gate), hop: () => undefined })),
            translate(into),
            heard(target, destination),
          ];
          yield { target, destination, gates };
        }
      }
    }
  }
}

/** Under whose addresses a balancer sends on what it takes from clients of some families: the clients' own, or those it has itself. */
function sendersOf(
  { title, groups }: LoadBalancer,
  subnet: Subnet,
  { family, keepsClients }: Target,
): { readonly clients: AddressSet; readonly from: End }[] {
  if (keepsClients === UNKNOWN) return [];
  const own = {
    title,
    subnet,
    groups,
    addresses: addressesIn({ subnet, addresses: subnet.addresses }, family),
  };
  if (!keepsClients) return [{ clients: AddressSet.all, from: own }];
  const clients = AddressSet.all.of(family);
  return [
    { clients, from: { ...own, addresses: clients, sendsOn: true } },
    { clients: AddressSet.all.subtract(clients), from: own },
  ];
}

/** Where an interface may have its address of a family: anywhere while no block is known. */
function addressesIn({ subnet, addresses }: Pick<End, "subnet" | "addresses">, family: Family): AddressSet {
  const known = [addresses, subnet?.vpc?.addresses ?? AddressSet.empty].map((one) => one.of(family));
  return known.find(({ isEmpty }) => !isEmpty) ?? AddressSet.all.of(family);
}

function taken({ title, services }: Listener, { group }: Target, clients: AddressSet): Gate {
  return {
    traffic: Traffic.of(services.protocols, services.ports, Peers.of(clients)),
    hop: () => ({ through: title, by: group }),
  };
}

function heard({ port, protocols }: Target, { title }: TargetEnd): Gate {
  return {
    traffic: Traffic.of(protocols, ALL_PORTS, Peers.of(AddressSet.all)),
    hop: ({ protocol: number }) => ({ through: title, by: serviceText(number, port as number) }),
  };
}

/** Gates that packets meet on the target's port, as gates for packets on the listener's. */
function translation({ services }: Listener, { port = 0 }: Target, from: End): (gate: Gate) => Gate {
  const sender = from.addresses.example() ?? "";
  return (gate) => ({
    traffic: unionAll(
      [TCP, UDP].map((transport) => {
        const senders = gate.traffic.peersAt(transport, port)?.addresses ?? AddressSet.empty;
        const clients = from.sendsOn || senders.isEmpty ? senders : AddressSet.all;
        return Traffic.of(protocol(transport), services.ports, Peers.of(clients));
      }),
      Traffic.empty<Peers>(),
    ),
    hop: (packet) => gate.hop({ ...packet, port, source: from.sendsOn ? packet.source : sender }),
  });
}
