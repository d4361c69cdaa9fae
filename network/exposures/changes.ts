import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { parseServices } from "../../algebra/services";
import { hopText } from "../paths/gate";
import { examplePacket, packetText, sentText } from "../paths/packet";
import { Session } from "../session";
import type { Exposures } from "./exposures";
import { differenceOf, type Flow, type Flows, flowText, listed, listedOut } from "./flows";
import { parseAddresses } from "./senders";

/** What differs between the flows that were recorded and those that are, as lines. */
export interface FlowChanges {
  readonly opened: readonly OpenedFlow[];
  readonly closed: readonly ClosedFlow[];
}

interface ClosedFlow {
  /** Such as `internet → Database orders: tcp 5432`. */
  readonly flow: string;
  /** Where it gets, or did; of one to the internet, where it comes from. */
  readonly to: string;
}

interface OpenedFlow extends ClosedFlow {
  /** A packet of it, such as `tcp 5432 from 198.51.100.7`. */
  readonly packet: string;
  /** The way it takes, hop by hop. */
  readonly hops: readonly string[];
}

/** Flows that somebody has recorded. */
export interface Recorded {
  readonly flows: Flows;
  /** Those to the internet, by who sends them; where there are none, nobody has asked for them. */
  readonly out: Flows;
}

/** Text without the secrets that the stack holds. */
type Mask = (text: string) => string;

/**
 * The flows that are not recorded, each with a packet and its way, and those recorded that are gone.
 * @param mask knows the secrets that the run has shown by default
 */
export function changesSince(
  recorded: Recorded,
  exposures: Exposures,
  mask: Mask = (text) => Session.current.secrets.mask(text, ""),
): FlowChanges {
  return masked(differences(recorded, exposures), mask);
}

/** What is secret is recorded as such: it is the same line on both sides, and so no change, whatever it holds. */
function masked({ opened, closed }: FlowChanges, mask: Mask): FlowChanges {
  const [more, less] = [opened, closed].map((some) => new Set(some.map(({ flow }) => mask(flow))));
  return {
    opened: opened
      .map(({ flow, to, packet, hops }) => ({
        flow: mask(flow),
        to,
        packet: mask(packet),
        hops: hops.map(mask),
      }))
      .filter(({ flow }) => !less?.has(flow)),
    closed: closed.map(({ flow, to }) => ({ flow: mask(flow), to })).filter(({ flow }) => !more?.has(flow)),
  };
}

function differences(recorded: Recorded, exposures: Exposures): FlowChanges {
  const { opened, closed } = differenceOf(recorded.flows, exposures.flows);
  const into = {
    opened: listed(opened).map((flow) => ({ ...toldAs(flow, flow.to), ...witnessOf(flow, exposures) })),
    closed: listed(closed).map((flow) => toldAs(flow, flow.to)),
  };
  if (recorded.out.size === 0) return into;
  const out = differenceOf(recorded.out, exposures.flowsOut);
  return {
    opened: [
      ...into.opened,
      ...listedOut(out.opened).map((flow) => ({
        ...toldAs(flow, flow.from),
        ...witnessOut(flow, exposures),
      })),
    ],
    closed: [...into.closed, ...listedOut(out.closed).map((flow) => toldAs(flow, flow.from))],
  };
}

/** @param about the end that the stack has made */
function toldAs(flow: Flow, about: string): ClosedFlow {
  return { flow: flowText(flow), to: about };
}

function witnessOut(
  { from, to, services }: Flow,
  { waysOut }: Exposures,
): Omit<OpenedFlow, keyof ClosedFlow> {
  const addresses = parseAddresses(to) ?? AddressSet.empty;
  const asked = parseServices(services)?.mapPeers(() => Peers.of(addresses));
  for (const way of waysOut) {
    if (way.from !== from || !way.isCertain) continue;
    const path = way.path();
    const packet = asked && examplePacket(path.traffic.intersect(asked));
    if (packet !== undefined) return { packet: sentText(packet), hops: path.hops(packet).map(hopText) };
  }
  return { packet: "", hops: [] };
}

/** A packet of a flow, and its way. */
function witnessOf({ from, to, services }: Flow, { ways }: Exposures): Omit<OpenedFlow, keyof ClosedFlow> {
  const addresses = parseAddresses(from);
  const asked = parseServices(services)?.mapPeers(() => Peers.of(addresses ?? AddressSet.all));
  for (const way of ways) {
    if (way.to !== to || !way.isCertain || way.from !== (addresses === undefined ? from : undefined))
      continue;
    const path = way.path();
    const traffic = addresses === undefined ? path.traffic : way.traffic.intersect(path.traffic);
    const packet = asked && examplePacket(traffic.intersect(asked));
    if (packet !== undefined) return { packet: packetText(packet), hops: path.hops(packet).map(hopText) };
  }
  return { packet: "", hops: [] };
}
