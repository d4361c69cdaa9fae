import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ports } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import type { Direction } from "../filters/entry";
import { Filter } from "../filters/filter";
import type { Rule } from "./rule";
import type { SecurityGroup } from "./security-group";

/** One end of a connection: the groups on its interface, all of them known. */
export interface Holder {
  readonly groups: readonly SecurityGroup[];
  /** Where its addresses lie; none while that is not known. */
  readonly addresses: AddressSet;
}

/**
 * Whether one end could open a TCP connection to another, as far as their groups decide, once everything is known.
 * @param stray rules whose group is not known yet, which may turn out to be of either end's
 */
export function mayConnect(from: Holder, to: Holder, port: number, stray: readonly Rule[] = []): boolean {
  return mayLetThrough(from, "egress", to, port, stray) && mayLetThrough(to, "ingress", from, port, stray);
}

/** Whether the groups of one end could let TCP on a port through to or from the other. */
function mayLetThrough(
  own: Holder,
  direction: Direction,
  other: Holder,
  port: number,
  stray: readonly Rule[],
): boolean {
  const [first] = own.groups;
  if (first === undefined || own.groups.some((group) => hasUnseenRules(group, direction))) return true;
  const keys = other.groups.map(({ key }) => key);
  const peers = Peers.of(other.addresses.isEmpty ? AddressSet.all : other.addresses, keys);
  const rules = own.groups.flatMap((group) => [...group.rules, ...group.defaults]);
  const possible = (some: readonly Rule[]) =>
    Filter.of(some, direction, first.order)
      .possiblyAllowed()
      .on(protocol(TCP), ports([port]));
  return !possible(stray).isEmpty || !possible(rules).mapPeers((some) => some.intersect(peers)).isEmpty;
}

/** A group outside the stack has rules that are not there to be seen, one of the stack while a list of them is not known. */
function hasUnseenRules({ resource, unseenRules }: SecurityGroup, direction: Direction): boolean {
  return resource === undefined || unseenRules?.has(direction) === true;
}
