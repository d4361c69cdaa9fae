import type { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ports } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import type { Direction } from "../filters/entry";
import { Filter } from "../filters/filter";
import type { SecurityGroup } from "./security-group";

/** One end of a connection: the groups on its interface, all of them known, and where its addresses lie. */
export interface Holder {
  readonly groups: readonly SecurityGroup[];
  readonly addresses: AddressSet;
}

/** Whether one end could open a TCP connection to another, as far as their groups decide, once everything is known. */
export function mayConnect(from: Holder, to: Holder, port: number): boolean {
  return mayLetThrough(from, "egress", to, port) && mayLetThrough(to, "ingress", from, port);
}

/** Whether the groups of one end could let TCP on a port through to or from the other. */
export function mayLetThrough(own: Holder, direction: Direction, other: Holder, port: number): boolean {
  const [first] = own.groups;
  // A group outside the stack has rules that are not there to be seen.
  if (first === undefined || own.groups.some(({ resource }) => resource === undefined)) return true;
  const keys = other.groups.map(({ key }) => key);
  const peers = Peers.of(other.addresses, keys);
  const rules = own.groups.flatMap((group) => [...group.rules, ...group.defaults]);
  return !Filter.of(rules, direction, first.order)
    .possiblyAllowed()
    .on(protocol(TCP), ports([port]))
    .mapPeers((possible) => possible.intersect(peers)).isEmpty;
}
