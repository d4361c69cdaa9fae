/** A stack of Alibaba Cloud in the fewest words, and what happens to single packets in it, told without sets. */
export interface Described {
  readonly groups: readonly DescribedGroup[];
  readonly acl:
    | { readonly ingress: readonly DescribedEntry[]; readonly egress: readonly DescribedEntry[] }
    | undefined;
  /** Undefined where there is no IPv4 gateway. */
  readonly gateway: { readonly isActive: boolean; readonly isRouted: boolean } | undefined;
  readonly machines: readonly DescribedMachine[];
  /** Whether groups and machines are of the classic network, which has neither ACLs nor gateways. */
  readonly isClassic: boolean;
  /** Blocks of a prefix list. */
  readonly list: readonly string[];
}

export interface DescribedGroup {
  readonly isAdvanced: boolean;
  readonly innerAccess: "Accept" | "Drop" | undefined;
  readonly rules: readonly DescribedRule[];
}

export type DescribedSource = { readonly block: string } | { readonly group: number } | "list";

export interface DescribedRule {
  readonly direction: "ingress" | "egress";
  readonly policy: "accept" | "drop";
  readonly priority: number;
  readonly protocol: "tcp" | "udp" | "icmp" | "icmpv6" | "gre" | "all";
  readonly ports: readonly [from: number, to: number];
  readonly source: DescribedSource;
  /** Of the classic network: the side that it is for, the internet's where it does not say. */
  readonly side?: "internet" | "intranet";
}

export interface DescribedEntry {
  readonly policy: "accept" | "drop";
  readonly protocol: DescribedRule["protocol"];
  readonly ports: readonly [from: number, to: number];
  readonly block: string;
}

export interface DescribedMachine {
  readonly groups: readonly number[];
  readonly address: "bandwidth" | "eip" | "ipv6" | "none";
  /** What a NAT gateway sends on to it. */
  readonly forward?: DescribedForward;
}

export interface DescribedForward {
  readonly protocol: "tcp" | "udp" | "any";
  readonly outside: number;
  readonly inside: number;
}

/** A packet to or from an address, or a member of a group. */
export interface Packet {
  readonly protocol: number;
  readonly port: number;
  readonly peer: { readonly address: string } | { readonly member: number };
}

const NUMBERS = { icmp: 1, tcp: 6, udp: 17, gre: 47, icmpv6: 58 };

const isIpv6 = (address: string) => address.includes(":");

function numberOf(address: string): bigint {
  if (!isIpv6(address)) return address.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  const [start = "", end = ""] = address.split("::").map((half) => half.split(":").filter(Boolean).join(":"));
  const [first, last] = [start, end].map((half) => (half === "" ? [] : half.split(":")));
  const middle = Array.from({ length: 8 - (first ?? []).length - (last ?? []).length }, () => "0");
  return [...(first ?? []), ...middle, ...(last ?? [])].reduce(
    (sum, part) => sum * 65536n + BigInt(`0x${part}`),
    0n,
  );
}

function isIn(address: string, block: string): boolean {
  const width = isIpv6(block) ? 128 : 32;
  if (isIpv6(address) !== isIpv6(block)) return false;
  const [start = "", bits = String(width)] = block.split("/");
  const shift = BigInt(width - Number(bits));
  return numberOf(address) >> shift === numberOf(start) >> shift;
}

function isOf(
  { protocol, ports }: Pick<DescribedRule, "protocol" | "ports">,
  packet: Pick<Packet, "protocol" | "port">,
): boolean {
  if (protocol === "all") return true;
  if (NUMBERS[protocol] !== packet.protocol) return false;
  return (protocol !== "tcp" && protocol !== "udp") || (ports[0] <= packet.port && packet.port <= ports[1]);
}

function isFrom(source: DescribedSource, { peer }: Packet, { list }: Described): boolean {
  if ("member" in peer) return source !== "list" && "group" in source && source.group === peer.member;
  if (source === "list") return list.some((block) => isIn(peer.address, block));
  return "block" in source && isIn(peer.address, source.block);
}

/** Whether the groups of an interface let a packet through: of all their rules the first that names it, a drop before an accept. */
export function groupsAdmit(
  stack: Described,
  groups: readonly number[],
  direction: DescribedRule["direction"],
  packet: Packet,
): boolean {
  const its = groups.map((i) => stack.groups[i] as DescribedGroup);
  const { peer } = packet;
  const meets = groups.some((i) => {
    const { isAdvanced, innerAccess } = stack.groups[i] as DescribedGroup;
    return "member" in peer && peer.member === i && !isAdvanced && innerAccess !== "Drop";
  });
  if (meets) return true;
  const naming = its
    .flatMap(({ rules }) => rules)
    .filter(
      (rule) =>
        rule.direction === direction &&
        !(stack.isClassic && rule.side === "intranet") &&
        isOf(rule, packet) &&
        isFrom(rule.source, packet, stack),
    );
  const first = Math.min(...naming.map(({ priority }) => priority));
  const deciding = naming.filter(({ priority }) => priority === first);
  if (deciding.length > 0) return deciding.every(({ policy }) => policy === "accept");
  return direction === "egress" && its.some(({ isAdvanced }) => !isAdvanced);
}

function aclAdmits(
  entries: readonly DescribedEntry[],
  packet: Pick<Packet, "protocol" | "port">,
  address: string,
) {
  return entries.find((entry) => isOf(entry, packet) && isIn(address, entry.block))?.policy === "accept";
}

/** The ports where what entries decide may change, and clients' in between. */
const CLIENT_PORTS = [1024, 1025, 3306, 3389, 5000, 40000, 65534, 65535];

/** Whether a packet from a public address gets to a machine and is answered. */
export function getsIn(stack: Described, machine: DescribedMachine, packet: Packet): boolean {
  const { peer, protocol, port } = packet;
  if (!("address" in peer) || machine.address === "none") return false;
  if (isIpv6(peer.address) !== (machine.address === "ipv6")) return false;
  if (machine.address !== "ipv6" && isCutOff(stack)) return false;
  if (!groupsAdmit(stack, machine.groups, "ingress", packet)) return false;
  if (stack.acl === undefined) return true;
  const { ingress, egress } = stack.acl;
  if (!aclAdmits(ingress, packet, peer.address)) return false;
  const isAnswered = (to: number) => aclAdmits(egress, { protocol, port: to }, peer.address);
  if (protocol === 6) return CLIENT_PORTS.some(isAnswered);
  return protocol === 17 ? [...CLIENT_PORTS, port].some(isAnswered) : isAnswered(0);
}

/** Whether a NAT gateway sends a packet on to a machine whose groups take it, by the port inside; the client's address is kept. */
export function isForwarded(
  stack: Described,
  { forward, groups }: DescribedMachine,
  packet: Packet,
): boolean {
  const { peer, protocol, port } = packet;
  if (forward === undefined || !("address" in peer) || isIpv6(peer.address) || isCutOff(stack)) return false;
  if (forward.protocol === "any") return groupsAdmit(stack, groups, "ingress", packet);
  if (NUMBERS[forward.protocol] !== protocol || forward.outside !== port) return false;
  return groupsAdmit(stack, groups, "ingress", { ...packet, port: forward.inside });
}

/** Only an active IPv4 gateway makes IPv4 addresses need a route. */
function isCutOff({ gateway }: Described): boolean {
  return gateway?.isActive === true && !gateway.isRouted;
}
