import { AddressSet } from "../../algebra/addresses";
import type { Peers } from "../../algebra/peers";
import { ports } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { type Traffic, united } from "../../algebra/traffic";
import { groupBy, push } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import type { Network } from "../network";
import { Path, packetsFrom } from "../paths/gate";
import type { Listener, LoadBalancer, Target } from "../services/load-balancer";
import { possiblyHeard } from "./heard";
import type { Names } from "./names";
import { type PossibleSite, possibleSitesOf, possibly } from "./possible-sites";
import { INSIDE } from "./senders";
import type { Way } from "./way";

/**
 * What may get through balancers to their targets once all is known.
 * @param arriving the ways to balancers themselves, by their names, certain or not
 */
export function* perhapsThroughBalancers(
  network: Network,
  names: Names,
  arriving: readonly Way[],
): Iterable<Way> {
  const things = thingsOf(network);
  const byName = groupBy(arriving, ({ to }) => to);
  for (const balancer of network.loadBalancers) {
    const name = names.nameOf(balancer.resource);
    const own = byName.get(name) ?? [];
    const all = united(own);
    if (all.isEmpty) continue;
    const certain = united(own.filter(({ isCertain }) => isCertain));
    for (const listener of balancer.listeners) {
      const taken = all.intersect(possiblyHeard([listener]));
      for (const [thing, traffic] of sentOn(balancer, listener, taken, taken.subtract(certain), things)) {
        if (thing === undefined && balancer.resource.isContext) continue;
        const to = `${thing === undefined ? INSIDE : names.nameOf(thing)} through ${name}`;
        yield { from: undefined, to, traffic, isCertain: false, path: () => new Path([]) };
      }
    }
  }
}

/** Where the interfaces are that a resource has or makes, and what has them. */
interface Things {
  readonly sitesOf: (resource: Resource) => readonly PossibleSite[];
  readonly thingOf: (resource: Resource) => Resource;
  readonly balancers: ReadonlyMap<Resource, LoadBalancer>;
}

function thingsOf(network: Network): Things {
  const sites = new Map<Resource, PossibleSite[]>();
  for (const site of possibleSitesOf(network))
    for (const one of new Set([...site.things, ...site.interfaces])) push(sites, one, site);
  const owners = new Map(network.placements.map(({ resource, instance }) => [resource, instance.resource]));
  return {
    sitesOf: (resource) => sites.get(resource) ?? [],
    thingOf: (resource) => owners.get(resource) ?? resource,
    balancers: new Map(network.loadBalancers.map((balancer) => [balancer.resource, balancer])),
  };
}

/**
 * What a listener may send on to each of its targets; undefined stands for what is not known, and for what stands behind another balancer.
 * @param unsure the part of what it may take that does not come for certain
 */
function* sentOn(
  balancer: LoadBalancer,
  listener: Listener,
  taken: Traffic<Peers>,
  unsure: Traffic<Peers>,
  things: Things,
): Iterable<readonly [Resource | undefined, Traffic<Peers>]> {
  if (listener.mayHaveMoreTargets && !taken.isEmpty) yield [undefined, taken];
  const from = things.sitesOf(balancer.resource);
  for (const target of listener.targets) {
    const next = things.balancers.get(target.resource);
    for (const site of things.sitesOf(target.resource)) {
      const isOpen = isLegOpen(from, site, target) || (next !== undefined && isOpenBehind(next, things));
      const coming = isOpen ? taken : unsure;
      if (coming.isEmpty) continue;
      const passing = coming.intersect(packetsFrom(clientsOf(balancer, from, site, listener, target)));
      if (!passing.isEmpty) yield [next === undefined ? things.thingOf(target.resource) : undefined, passing];
    }
  }
}

/** Whether anything is open of what a balancer sends on. */
function isOpenBehind(balancer: LoadBalancer, { sitesOf }: Things): boolean {
  const from = sitesOf(balancer.resource);
  return balancer.listeners.some(
    ({ mayHaveMoreTargets, services, targets }) =>
      mayHaveMoreTargets === true ||
      services.ports.isEmpty ||
      services.protocols.isEmpty ||
      targets.some((target) => sitesOf(target.resource).some((site) => isLegOpen(from, site, target))),
  );
}

function isPortOpen({ port, keepsPorts = false }: Target): boolean {
  return port === undefined && !keepsPorts;
}

/** Whether it hangs on anything that is not known whether a balancer gets to an interface of a target. */
function isLegOpen(from: readonly PossibleSite[], to: PossibleSite, target: Target): boolean {
  return (
    isPortOpen(target) ||
    target.keepsClients === UNKNOWN ||
    to.mayTakeMore ||
    to.mayHaveMoreGroups ||
    from.some(({ maySendMore }) => maySendMore)
  );
}

/** Whose packets a balancer may send on to an interface of a target. */
function clientsOf(
  { standing }: LoadBalancer,
  from: readonly PossibleSite[],
  to: PossibleSite,
  { services: heard }: Listener,
  target: Target,
): AddressSet {
  const { port, keepsClients } = target;
  const there = port !== undefined ? ports([port]) : isPortOpen(target) ? undefined : heard.ports;
  const isSent =
    standing !== undefined || from.some((one) => !possibly(one, to).on(TRANSPORTS, there).isEmpty);
  const own = keepsClients !== true && isSent ? AddressSet.all : AddressSet.empty;
  if (keepsClients === false) return own;
  // Who is let in by a group may be the balancer, whose clients come with it.
  const admitted = [...to.ingress.on(TRANSPORTS, there).boxes()].map(({ peers }) =>
    peers.names.isEmpty ? peers.addresses : AddressSet.all,
  );
  return unionAll([own, ...admitted], AddressSet.empty);
}

const TRANSPORTS = protocol(TCP).union(protocol(UDP));
