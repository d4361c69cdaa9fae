/** A stack of Alibaba Cloud in the fewest words, and what happens to single packets in it, told without sets. */
export interface Described {
  readonly groups: readonly DescribedGroup[];
  readonly acl:
    | { readonly ingress: readonly DescribedEntry[]; readonly egress: readonly DescribedEntry[] }
    | undefined;
  /** Undefined where there is no IPv4 gateway. */
  readonly gateway: { readonly isActive: boolean; readonly isRouted: boolean } | undefined;
  readonly machines: readonly DescribedMachine[];
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
  readonly protocol: "tcp" | "udp" | "icmp" | "gre" | "all";
  readonly ports: readonly [from: number, to: number];
  readonly source: DescribedSource;
}

export interface DescribedEntry {
  readonly policy: "accept" | "drop";
  readonly protocol: DescribedRule["protocol"];
  readonly ports: readonly [from: number, to: number];
  readonly block: string;
}

export interface DescribedMachine {
  readonly groups: readonly number[];
  readonly address: "bandwidth" | "eip" | "none";
}

/** A packet to or from an address, or a member of a group. */
export interface Packet {
  readonly protocol: number;
  readonly port: number;
  readonly peer: { readonly address: number } | { readonly member: number };
}

const NUMBERS = { icmp: 1, tcp: 6, udp: 17, gre: 47 };

export function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

function isIn(address: number, block: string): boolean {
  const [start = "", bits = "32"] = block.split("/");
  const size = 2 ** (32 - Number(bits));
  return Math.floor(address / size) === Math.floor(numberOf(start) / size);
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
      (rule) => rule.direction === direction && isOf(rule, packet) && isFrom(rule.source, packet, stack),
    );
  const first = Math.min(...naming.map(({ priority }) => priority));
  const deciding = naming.filter(({ priority }) => priority === first);
  if (deciding.length > 0) return deciding.every(({ policy }) => policy === "accept");
  return direction === "egress" && its.some(({ isAdvanced }) => !isAdvanced);
}

function aclAdmits(
  entries: readonly DescribedEntry[],
  packet: Pick<Packet, "protocol" | "port">,
  address: number,
) {
  return entries.find((entry) => isOf(entry, packet) && isIn(address, entry.block))?.policy === "accept";
}

/** The ports where what entries decide may change, and clients' in between. */
const CLIENT_PORTS = [1024, 1025, 3306, 3389, 5000, 40000, 65534, 65535];

/** Whether a packet from a public address gets to a machine and is answered. */
export function getsIn(stack: Described, machine: DescribedMachine, packet: Packet): boolean {
  const { peer, protocol, port } = packet;
  if (!("address" in peer) || machine.address === "none") return false;
  if (stack.gateway?.isActive && !stack.gateway.isRouted) return false;
  if (!groupsAdmit(stack, machine.groups, "ingress", packet)) return false;
  if (stack.acl === undefined) return true;
  const { ingress, egress } = stack.acl;
  if (!aclAdmits(ingress, packet, peer.address)) return false;
  const isAnswered = (to: number) => aclAdmits(egress, { protocol, port: to }, peer.address);
  if (protocol === 6) return CLIENT_PORTS.some(isAnswered);
  return protocol === 17 ? [...CLIENT_PORTS, port].some(isAnswered) : isAnswered(0);
}
