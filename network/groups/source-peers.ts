import { AddressSet } from "../../algebra/addresses";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { unionAll } from "../../algebra/set";
import { addressesOf, type Source } from "./rule";
import type { SecurityGroup } from "./security-group";

/** Whom the sources of a rule stand for, whatever their unknown values turn out to be. */
export function peersOf(sources: readonly Source[], own: SecurityGroup): Peers {
  return Peers.of(
    addressesOf(sources),
    sources.flatMap((source) => namesOf(source, own)),
  );
}

/** Whom they may turn out to be. */
export function possiblePeersOf(sources: readonly Source[], own: SecurityGroup): Peers {
  return unionAll(
    sources.map((source) => possiblePeers(source, own)),
    Peers.none,
  );
}

function namesOf(source: Source, own: SecurityGroup): string[] {
  if (source.kind === "self") return [own.key];
  if (source.kind === "group") return source.certain ? [source.group.key] : [];
  return source.kind === "prefix-list" && source.list.resource === undefined ? [source.list.key] : [];
}

function possiblePeers(source: Source, own: SecurityGroup): Peers {
  switch (source.kind) {
    case "block":
      return Peers.of(source.addresses);
    case "self":
      return Peers.of(AddressSet.empty, [own.key]);
    case "group":
      return Peers.of(AddressSet.empty, [source.group.key]);
    case "prefix-list": {
      const { addresses, complete, atMost, key } = source.list;
      if (complete) return Peers.of(addresses);
      return atMost === undefined ? Peers.all : Peers.of(atMost, [key]);
    }
    case "malformed":
      return Peers.none;
    case "unknown":
      if (source.atMost !== undefined) return Peers.of(source.atMost);
      return source.form === "group" ? Peers.of(AddressSet.empty, Names.all) : Peers.all;
    default:
      return source.form === "group" ? Peers.of(AddressSet.empty, Names.all) : Peers.all;
  }
}
