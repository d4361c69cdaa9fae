import type { Reached } from "../../network/exposures/flows";
import type { Description } from "../network/description";
import type { Packet } from "../network/oracle";
import { isPlain } from "../network/renderings";

/** What flows tell of a packet: that it gets there for certain, that it may once all is known, or nothing. */
export function told(
  reached: Reached | undefined,
  { protocol, port, source }: Packet,
): "certain" | "perhaps" | "none" {
  const holds = (part: "certain" | "perhaps") =>
    reached?.[part].peersAt(protocol, port)?.addresses.has(source);
  return holds("certain") ? "certain" : holds("perhaps") ? "perhaps" : "none";
}

/**
 * The same of a packet inside a VPC, by what its sender is called or is among.
 * @param isSender whether it sends anything for certain, as what is told of a VPC, subnet or group takes for granted
 */
export function toldFrom(
  senders: readonly string[],
  isSender: boolean,
  reached: Reached | undefined,
  { protocol, port }: Packet,
): "certain" | "perhaps" | "none" {
  const holds = (part: "certain" | "perhaps") => {
    const names = reached?.[part].peersAt(protocol, port)?.names;
    return names !== undefined && senders.some((name) => names.has(name));
  };
  // What is told of all on a group includes those of whom it is open whether they send.
  if (holds("certain")) return isSender ? "certain" : "perhaps";
  return holds("perhaps") ? "perhaps" : "none";
}

/** An adopted default group has its rules inline, where a preview cannot always tell which of them names which list. */
export function isUncertain(
  { machines, defaultGroup }: Description,
  machine: number,
  phase: string,
): boolean {
  if (phase !== "preview" || machines[machine]?.groups.length !== 0 || defaultGroup === undefined)
    return false;
  return !isPlain(defaultGroup.ingress, 0) || !isPlain(defaultGroup.egress, 0);
}
