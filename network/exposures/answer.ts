import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { servicesText } from "../../algebra/services";
import type { Resource } from "../../stack/resource";
import { EVERY_PACKET, type Hop, type Path, packetsFrom } from "../paths/gate";
import { pathInside } from "../paths/inside";
import { examplePacket, packetText, sentText } from "../paths/packet";
import type { Exposures } from "./exposures";
import { type Flow, listed, listedOut } from "./flows";
import { INSIDE, parseAddresses } from "./senders";
import { endsOf, type Site, sitesOf } from "./sites";
import { type Passage, passagesOf, servicesIn } from "./stops";
import type { Accept } from "./way";

/** Whether anything gets from one end to another, and by what way or what stops it. */
export interface Answer {
  readonly from: string;
  readonly to: string;
  /** The ways by which packets get there for certain. */
  readonly ways: readonly OpenWay[];
  /** What may get there besides, once unknown values are known. */
  readonly perhaps: readonly Flow[];
  /** The ways that are shut; none where any is open. */
  readonly stopped: readonly ShutWay[];
}

interface OpenWay {
  readonly from: string;
  readonly to: string;
  /** Such as `tcp 80, 443`. */
  readonly services: string;
  /** One packet of them, such as `tcp 443 from 198.51.100.7`. */
  readonly packet: string;
  readonly hops: readonly Hop[];
}

interface ShutWay {
  readonly from: string;
  readonly to: string;
  readonly gates: readonly Passage[];
}

/** A way that is asked about. */
interface Asked {
  readonly from: string;
  readonly to: string;
  readonly path: Path;
  readonly accept?: Accept | undefined;
}

/** Whether a text names where packets come from: public addresses, or a thing, group, subnet or VPC of the listing. */
export function isSender(name: string, { names }: Exposures): boolean {
  return addressesOf(name) !== undefined || names.find(name) !== undefined;
}

/** Whether a text names where packets may go to: public addresses, a thing, group, subnet or VPC of the listing, or a target of a balancer. */
export function isReceiver(name: string, exposures: Exposures): boolean {
  return isSender(name, exposures) || exposures.ways.some(({ to }) => to === name);
}

/**
 * What gets from one end to another.
 * @param from public addresses as flows tell them, or a name; of a group, subnet or VPC, whatever is on or in it
 * @param to the same; not both are addresses
 */
export function answerOf(exposures: Exposures, from: string, to: string): Answer {
  const outside = addressesOf(to);
  const addresses = outside ?? addressesOf(from);
  const asked =
    outside !== undefined
      ? waysOut(exposures, from, to)
      : addresses === undefined
        ? insideWays(exposures, from, to)
        : internetWays(exposures, from, to);
  const traffic = addresses === undefined ? EVERY_PACKET : packetsFrom(addresses);
  const ways: OpenWay[] = [];
  const stopped: ShutWay[] = [];
  for (const way of asked) {
    const arriving = way.path.traffic.intersect(traffic);
    const taken = way.accept?.(arriving) ?? arriving;
    const packet = examplePacket(taken);
    if (packet === undefined)
      stopped.push({ from: way.from, to: way.to, gates: passagesOf(way.path, traffic, way.to, way.accept) });
    else
      ways.push({
        from: way.from,
        to: way.to,
        services: servicesText(servicesIn(taken)),
        packet: (outside === undefined ? packetText : sentText)(packet),
        hops: way.path.hops(packet),
      });
  }
  return {
    from,
    to,
    ways: distinct(ways),
    perhaps:
      outside === undefined
        ? perhapsFrom(exposures, { from, addresses }, to)
        : perhapsTo(exposures, from, outside),
    stopped: ways.length > 0 ? [] : distinct(stopped),
  };
}

/** `internet` is asked of both families. */
function addressesOf(from: string): AddressSet | undefined {
  return from === "internet" ? PUBLIC_ADDRESSES : parseAddresses(from);
}

/** The certain ways from the internet to an end, or through a balancer to it. */
function internetWays(exposures: Exposures, from: string, to: string): Asked[] {
  const isAsked = leadingTo(exposures, to);
  return exposures.ways
    .filter((way) => way.from === undefined && way.isCertain && isAsked(way.to))
    .map((way) => ({ from, to: way.to, path: way.path(), accept: way.accept }));
}

/** The certain ways from an end to the internet. */
function waysOut(exposures: Exposures, from: string, to: string): Asked[] {
  const isAsked = leadingTo(exposures, from);
  return exposures.waysOut
    .filter((way) => way.isCertain && isAsked(way.from as string))
    .map((way) => ({ from: way.from as string, to, path: way.path() }));
}

function perhapsTo(exposures: Exposures, from: string, addresses: AddressSet): Flow[] {
  const isAsked = leadingTo(exposures, from);
  return listedOut(exposures.flowsOut).filter(
    (flow) =>
      flow.isUncertain &&
      isAsked(flow.from) &&
      !(parseAddresses(flow.to) ?? AddressSet.empty).intersect(addresses).isEmpty,
  );
}

/** Whether a name is that of an end, or of something on or in it. */
function leadingTo({ network, names }: Exposures, to: string): (end: string) => boolean {
  const resource = names.find(to);
  if (resource === undefined || names.nameOf(resource) !== to) return (end) => end === to;
  const within = sitesOf(network).flatMap((site) => (isIn(site, resource) ? [...site.things] : []));
  const things = new Set<Resource | undefined>([resource, ...within]);
  return (end) => things.has(names.find(end));
}

/** The ways between two ends inside their VPC; of things that lie alike in a group, subnet or VPC, one speaks for all. */
function insideWays({ network, names }: Exposures, from: string, to: string): Asked[] {
  const sites = sitesOf(network);
  const endsAt = (name: string) => {
    const asked = names.find(name);
    return sites.flatMap((site) => {
      const [first] = site.things;
      if (asked === undefined || first === undefined) return [];
      if (site.things.has(asked)) return { ...site.end, title: name };
      return isIn(site, asked) ? { ...site.end, title: names.nameOf(first) } : [];
    });
  };
  const receivers = endsAt(to);
  return endsAt(from).flatMap((sender) =>
    receivers.map((receiver) => ({
      from: sender.title,
      to: receiver.title,
      path: pathInside(sender, receiver),
    })),
  );
}

/** Whether the interfaces of a site are on a group, or in a subnet or VPC. */
function isIn({ end, vpc }: Site, resource: Resource): boolean {
  return [end.subnet, vpc, ...end.groups].some((one) => one.resource === resource);
}

/** What may get to an end besides from some addresses or, without any, from what has a name or is on or in it. */
function perhapsFrom(
  exposures: Exposures,
  { from, addresses }: { readonly from: string; readonly addresses: AddressSet | undefined },
  to: string,
): Flow[] {
  const isAsked = leadingTo(exposures, to);
  const isMeant = addresses === undefined ? senderOf(exposures, from) : within(addresses);
  return listed(exposures.flows).filter((flow) => flow.isUncertain && isAsked(flow.to) && isMeant(flow.from));
}

function within(addresses: AddressSet): (sender: string) => boolean {
  return (sender) => !(parseAddresses(sender) ?? AddressSet.empty).intersect(addresses).isEmpty;
}

/** Whether what flows tell a sender by is a name, or what that is on or in. */
function senderOf({ network, names }: Exposures, from: string): (sender: string) => boolean {
  const asked = names.find(from);
  const around = endsOf(network)
    .filter(({ resource }) => resource === asked)
    .flatMap(({ end: { subnet, groups } }) => [subnet, subnet?.vpc, ...groups])
    .flatMap((place) => place?.resource ?? []);
  const called = new Set([from, INSIDE, ...around.map((resource) => names.nameOf(resource))]);
  return (sender) => called.has(sender);
}

function distinct<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
