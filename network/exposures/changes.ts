import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { parseServices } from "../../algebra/services";
import { hopText } from "../paths/gate";
import { examplePacket, packetText } from "../paths/packet";
import type { Exposures } from "./exposures";
import { differenceOf, type Flow, type Flows, flowText, listed } from "./flows";
import { parseAddresses } from "./senders";

/** What differs between the flows that were recorded and those that are, as lines. */
export interface FlowChanges {
  readonly opened: readonly OpenedFlow[];
  readonly closed: readonly ClosedFlow[];
}

export interface ClosedFlow {
  /** Such as `internet → Database orders: tcp 5432`. */
  readonly flow: string;
  /** Where it gets, or did. */
  readonly to: string;
}

export interface OpenedFlow extends ClosedFlow {
  /** A packet of it, such as `tcp 5432 from 198.51.100.7`. */
  readonly packet: string;
  /** The way it takes, hop by hop. */
  readonly hops: readonly string[];
}

/** The flows that are not recorded, each with a packet and its way, and those recorded that are gone. */
export function changesSince(recorded: Flows, exposures: Exposures): FlowChanges {
  const { opened, closed } = differenceOf(recorded, exposures.flows);
  return {
    opened: listed(opened).map((flow) => ({
      flow: flowText(flow),
      to: flow.to,
      ...witnessOf(flow, exposures),
    })),
    closed: listed(closed).map((flow) => ({ flow: flowText(flow), to: flow.to })),
  };
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
