import { AddressSet } from "../../algebra/addresses";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, ports } from "../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Guest } from "../attachments/guest";
import type { Database } from "../services/database";
import type { Listener, LoadBalancer } from "../services/load-balancer";

/** What something takes of all that gets there: for certain, and once all is known. */
export interface Heard {
  readonly certain: Traffic<Peers>;
  readonly possible: Traffic<Peers>;
}

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

export function heardByBalancer({ listeners }: LoadBalancer): Heard {
  const certain = unionAll(
    listeners.map(({ services, clients }) =>
      Traffic.of(services.protocols, services.ports, Peers.of(clients?.certain ?? AddressSet.all, Names.all)),
    ),
    Traffic.empty<Peers>(),
  );
  return { certain, possible: possiblyHeard(listeners) };
}

/** Undefined for one whose port is not known, which takes whatever gets there. */
export function heardByDatabase({ port }: Database): Heard | undefined {
  return typeof port === "number" ? onPorts([port]) : undefined;
}

export function heardByGuest({ takes }: Guest): Heard | undefined {
  return takes === undefined ? undefined : onPorts(takes === "nothing" ? [] : [takes]);
}

function onPorts(numbers: readonly number[]): Heard {
  const traffic = Traffic.of(protocol(TCP), ports(numbers), Peers.all);
  return { certain: traffic, possible: traffic };
}
