import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { isSubset, unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { type Direction, ruleTitle } from "../groups/rule";
import { rulesOf, type SecurityGroup } from "../groups/security-group";
import { allowed, EPHEMERAL_PORTS, type NetworkAcl } from "../routing/network-acl";
import type { Subnet } from "../routing/subnet";
import type { Listener, LoadBalancer, Target } from "../services/load-balancer";
import type { Packet } from "./packet";
import type { Destination, Hop, InternetPaths } from "./reachability";

/** An interface that a target of a balancer has. */
export type TargetDestination = Omit<Destination, "publicAddresses" | "subnet"> & {
  readonly resource: Resource;
  readonly subnet: Subnet | undefined;
};

/** A way from the internet through a balancer to one interface of a target. */
export interface BalancedPath {
  readonly balancer: LoadBalancer;
  readonly target: Target;
  readonly destination: TargetDestination;
  /** The packets that get to the target for certain, as they come to the balancer. */
  readonly traffic: Traffic<Peers>;
  hops(packet: Packet): Hop[];
}

/**
 * The ways from the internet through balancers. A packet gets to a balancer as to any interface with a public address, and on from there where the
 * balancer's groups let it out, the target's groups let it in, and, between two subnets, both ACLs let it and its answer through.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-update-security-groups.html
 */
export class BalancerPaths {
  private readonly acls = new Map<string, Traffic<Peers>>();

  constructor(private readonly internet: InternetPaths) {}

  /** @param destinationsOf the interfaces of a target */
  *through(
    balancer: LoadBalancer,
    destinationsOf: (target: Resource) => readonly TargetDestination[],
  ): Iterable<BalancedPath> {
    if (balancer.isInternetFacing !== true) return;
    for (const subnet of balancer.subnets) {
      const front = frontOf(balancer, subnet);
      const arriving = this.internet.to(front);
      if (arriving.isEmpty) continue;
      for (const listener of balancer.listeners) {
        const taken = arriving.on(listener.services.protocols, listener.services.ports);
        if (taken.isEmpty) continue;
        for (const target of listener.targets) {
          for (const destination of destinationsOf(target.resource)) {
            const traffic = this.forwarded(taken, { balancer, subnet, target, destination });
            if (traffic.isEmpty) continue;
            const hops = (packet: Packet) =>
              hopsThrough(this.internet.hops(front, packet), packet, {
                balancer,
                listener,
                target,
                destination,
              });
            yield { balancer, target, destination, traffic, hops };
          }
        }
      }
    }
  }

  /** The part of what a listener takes that gets on to the target. */
  private forwarded(taken: Traffic<Peers>, step: Step): Traffic<Peers> {
    const { preservedFamilies } = step.target;
    if (preservedFamilies === UNKNOWN) return Traffic.empty();
    return unionAll(
      [TCP, UDP].map((transport) => {
        if (!step.target.protocols.has(transport)) return Traffic.empty<Peers>();
        const preserved = unionAll(
          preservedFamilies.map((family) => (family === "IPv4" ? AddressSet.ipv4 : AddressSet.ipv6)),
          AddressSet.empty,
        );
        const translated = this.letsOn(transport, step, undefined) ? AddressSet.all : AddressSet.empty;
        const clients = preserved
          .intersect(this.clientsLetOn(transport, step))
          .union(translated.subtract(preserved));
        return taken
          .on(protocol(transport))
          .mapPeers(({ addresses }) => Peers.of(addresses.intersect(clients)));
      }),
      Traffic.empty<Peers>(),
    );
  }

  /** Whether everything from the balancer's own addresses gets to the target and back. */
  private letsOn(transport: number, step: Step, clients: AddressSet | undefined): boolean {
    const { balancer, subnet, target, destination } = step;
    const { port } = target;
    const to = destination.subnet;
    if (port === undefined || to === undefined || to.vpc === undefined || to.vpc !== subnet.vpc) return false;
    const there = addressesOf(to);
    if (!admits(balancer.groups, "egress", transport, port, there, destination.groups)) return false;
    if (
      clients === undefined &&
      !admits(destination.groups, "ingress", transport, port, addressesOf(subnet), balancer.groups)
    ) {
      return false;
    }
    if (to === subnet) return true;
    const here = clients ?? addressesOf(subnet);
    return (
      this.lets(subnet.networkAcl, "egress", transport, port, there) &&
      this.lets(to.networkAcl, "ingress", transport, port, here) &&
      this.letsAnswer(to.networkAcl, "egress", transport, here) &&
      this.letsAnswer(subnet.networkAcl, "ingress", transport, there)
    );
  }

  /** The clients whose packets get to the target under their own addresses. */
  private clientsLetOn(transport: number, step: Step): AddressSet {
    const { balancer, target, destination } = step;
    const { port } = target;
    if (port === undefined || !this.letsOn(transport, step, AddressSet.empty)) return AddressSet.empty;
    const rules = destination.groups.flatMap((group) => rulesOf(group, "ingress"));
    const names = new Set(balancer.groups.map(({ key }) => key));
    const peers = rules.flatMap(({ traffic }) => traffic.peersAt(transport, port) ?? []);
    // Naming the balancer's group admits whatever comes through it.
    const admitted = peers.some((one) => [...one.names].some((name) => names.has(name)))
      ? AddressSet.all
      : unionAll(
          peers.map(({ addresses }) => addresses),
          AddressSet.empty,
        );
    const to = destination.subnet;
    if (to === step.subnet || to === undefined) return admitted;
    const inbound = this.allowedBy(to.networkAcl, "ingress").peersAt(transport, port)?.addresses;
    const outbound = unionAll(
      [...this.allowedBy(to.networkAcl, "egress").on(protocol(transport), EPHEMERAL_PORTS).boxes()].map(
        ({ peers: clients }) => clients.addresses,
      ),
      AddressSet.empty,
    );
    return admitted.intersect(inbound ?? AddressSet.empty).intersect(outbound);
  }

  private lets(
    acl: NetworkAcl | undefined,
    direction: Direction,
    transport: number,
    port: number,
    addresses: AddressSet,
  ): boolean {
    const peers = this.allowedBy(acl, direction).peersAt(transport, port);
    return peers !== undefined && isSubset(addresses, peers.addresses);
  }

  /** Whether answers to some client port get through; one suffices. */
  private letsAnswer(
    acl: NetworkAcl | undefined,
    direction: Direction,
    transport: number,
    addresses: AddressSet,
  ): boolean {
    const answers = this.allowedBy(acl, direction).on(protocol(transport), EPHEMERAL_PORTS);
    return [...answers.boxes()].some(({ peers }) => isSubset(addresses, peers.addresses));
  }

  private allowedBy(acl: NetworkAcl | undefined, direction: Direction): Traffic<Peers> {
    if (acl === undefined) return Traffic.empty();
    const key = `${direction} ${acl.key}`;
    let traffic = this.acls.get(key);
    if (traffic === undefined) {
      traffic = united(allowed(acl, direction));
      this.acls.set(key, traffic);
    }
    return traffic;
  }
}

interface Step {
  readonly balancer: LoadBalancer;
  readonly subnet: Subnet;
  readonly target: Target;
  readonly destination: TargetDestination;
}

function frontOf({ resource, title, groups, families }: LoadBalancer, subnet: Subnet): Destination {
  const publicAddresses = families.map((family) => ({ family, by: "its internet-facing scheme", resource }));
  return { title, subnet, groups, publicAddresses };
}

/** Where a subnet's interfaces have their addresses; anywhere while its block is not known. Balancers reach targets by IPv4. */
function addressesOf({ addresses }: Subnet): AddressSet {
  const ipv4 = addresses.of("IPv4");
  return ipv4.isEmpty ? AddressSet.ipv4 : ipv4;
}

/** Whether groups let through what goes to or comes from all of some addresses, or from interfaces on other groups. */
function admits(
  groups: readonly SecurityGroup[],
  direction: Direction,
  transport: number,
  port: number,
  addresses: AddressSet,
  others: readonly SecurityGroup[],
): boolean {
  const names = new Set(others.map(({ key }) => key));
  const peers = groups
    .flatMap((group) => rulesOf(group, direction))
    .flatMap(({ traffic }) => traffic.peersAt(transport, port) ?? []);
  const named = peers.some((one) => [...one.names].some((name) => names.has(name)));
  return (
    named ||
    isSubset(
      addresses,
      unionAll(
        peers.map((one) => one.addresses),
        AddressSet.empty,
      ),
    )
  );
}

function hopsThrough(
  hops: readonly Hop[],
  packet: Packet,
  { balancer, listener, target, destination }: Omit<Step, "subnet"> & { readonly listener: Listener },
): Hop[] {
  const at = hops.findIndex(({ through }) => through === balancer.title);
  const port = target.port as number;
  const names = new Set(balancer.groups.map(({ key }) => key));
  const admitting = destination.groups
    .flatMap((group) => rulesOf(group, "ingress").map((rule) => ({ group, rule })))
    .filter(({ rule }) => rule.traffic.peersAt(packet.protocol, port) !== undefined);
  const named = admitting.find(({ rule }) =>
    [...(rule.traffic.peersAt(packet.protocol, port)?.names ?? [])].some((name) => names.has(name)),
  );
  const admission = named ?? admitting[0];
  const service = packet.protocol === UDP ? "udp" : "tcp";
  return [
    ...hops.slice(0, at + 1),
    { through: listener.title, by: target.group },
    ...(admission ? [{ through: admission.group.title, by: ruleTitle(admission.rule) }] : []),
    { through: destination.title, by: `${service} ${port}` },
    ...hops.slice(at + 1),
  ];
}
