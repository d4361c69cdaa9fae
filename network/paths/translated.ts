import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import type { PortSet } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Gate } from "./gate";

/** How something on the way sends packets on. */
export interface Translation {
  /** The ports that packets set out for. */
  readonly ports: PortSet;
  /** The port that they go on to; undefined where that is the same. */
  readonly port: number | undefined;
  /** The protocol that they go on by; undefined where that is the same. */
  readonly over?: number | undefined;
  /** One of the addresses that they go on from, where these are not their own; gates behind let all of these through or none. */
  readonly from?: string | undefined;
}

/** A gate that packets meet behind a translation, as a gate for packets as they set out. */
export function translated(gate: Gate, { ports, port, over, from }: Translation): Gate {
  const clientsOf = (addresses: AddressSet) =>
    from === undefined || addresses.isEmpty ? addresses : AddressSet.all;
  const on = (transport: number): Traffic<Peers> =>
    port === undefined
      ? gate.traffic
          .on(protocol(transport), ports)
          .mapPeers(({ addresses }) => Peers.of(clientsOf(addresses)))
      : Traffic.of(
          protocol(transport),
          ports,
          Peers.of(clientsOf(gate.traffic.peersAt(over ?? transport, port)?.addresses ?? AddressSet.empty)),
        );
  return {
    title: gate.title,
    traffic: unionAll([TCP, UDP].map(on), Traffic.empty<Peers>()),
    hop: (packet) =>
      gate.hop({
        protocol: over ?? packet.protocol,
        port: port ?? packet.port,
        source: from ?? packet.source,
      }),
  };
}
