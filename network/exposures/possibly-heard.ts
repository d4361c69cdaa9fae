import { AddressSet } from "../../algebra/addresses";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, ports } from "../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { ANY_TRAFFIC } from "../filters/filter";
import type { Database } from "../services/database";
import type { Listener } from "../services/load-balancer";

/** What listeners may take; every port and protocol while one's own is not known. */
export function possiblyHeard(listeners: readonly Listener[]): Traffic<Peers> {
  return unionAll(
    listeners.map(({ services: { protocols, ports: known }, clients }) =>
      Traffic.of(
        protocols.isEmpty ? ALL_PROTOCOLS : protocols,
        known.isEmpty ? ALL_PORTS : known,
        Peers.of(clients?.possible ?? AddressSet.all, Names.all),
      ),
    ),
    Traffic.empty<Peers>(),
  );
}

/** What a database may take: TCP on its port, where that is known. */
export function possiblyHeardBy({ port }: Database): Traffic<Peers> {
  return typeof port === "number" ? Traffic.of(protocol(TCP), ports([port]), Peers.all) : ANY_TRAFFIC;
}
