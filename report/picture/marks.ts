import { AddressSet } from "../../algebra/addresses";
import { parseServices } from "../../algebra/services";
import { isSubset } from "../../algebra/set";
import type { Flow } from "../../network/exposures/flows";
import { parseAddresses } from "../../network/exposures/senders";
import type { Stack } from "../../stack/stack";
import type { Diagram, Line } from "./diagram";

/** The ids of the parts of a diagram that something is about. */
export interface Mark {
  /** The boxes that show it, or what it decides about; none where it has no place in the network. */
  readonly boxes: readonly string[];
  /** The lines by which the packets come that are told of. */
  readonly lines: readonly string[];
}

/** Where a diagram shows what is found of a resource, and the ways of the packets that the message tells of. */
export function markOf(urn: string, message: string, { places, lines }: Diagram, stack: Stack): Mark {
  const boxes = places.get(urn) ?? nearby(urn, places, stack);
  const packets = packetsIn(message);
  const carrying = lines.filter(
    ({ kind, flows }) =>
      kind !== "inside" &&
      kind !== "out" &&
      flows.some((flow) => packets.some((packet) => carries(flow, packet))),
  );
  return { boxes, lines: waysTo(boxes, carrying).map(({ id }) => id) };
}

/** The places of what a resource refers to, such as the group of a rule or the balancer of a listener. */
function nearby(urn: string, places: Diagram["places"], stack: Stack): string[] {
  const behind = [...(stack.get(urn)?.dependencies.values() ?? [])].flat();
  return [...new Set(behind.flatMap((one) => places.get(one) ?? []))];
}

interface Packet {
  readonly services: string;
  readonly address: AddressSet;
}

/** Such as `tcp 443 from 198.51.100.7`, `protocol 47 from 198.51.100.7` and `icmpv6 type 128 from 2001:db8::1`. */
const PACKET = /\b(icmp(?:v6)? type \d+|[a-z]+ \d+) from ([\da-f]+[.:][\da-f.:]*[\da-f])(?![\da-f/])/g;

function packetsIn(message: string): Packet[] {
  return [...message.matchAll(PACKET)].flatMap((found) => {
    const [, services, text] = found as unknown as [string, string, string];
    const address = AddressSet.parse(`${text}/${text.includes(":") ? 128 : 32}`);
    return address === undefined ? [] : { services, address };
  });
}

function carries({ from, services }: Flow, packet: Packet): boolean {
  const [all, asked] = [parseServices(services), parseServices(packet.services)];
  const senders = parseAddresses(from);
  if (all === undefined || asked === undefined || senders === undefined) return false;
  return isSubset(asked, all) && isSubset(packet.address, senders);
}

/** Those of some lines that lead to boxes, and those that lead to where these begin. */
function waysTo(boxes: readonly string[], lines: readonly Line[]): Line[] {
  const into = lines.filter(({ to }) => boxes.includes(to));
  const balancers = into.flatMap(({ kind, from }) => (kind === "through" ? from : []));
  return [...new Set([...into, ...lines.filter(({ to }) => balancers.includes(to))])];
}
