/** A stack of Alibaba Cloud in the fewest words, and what happens to single packets in it, told without sets. */
export interface Described {
  readonly groups: readonly DescribedGroup[];
  readonly acl:
    | { readonly ingress: readonly DescribedEntry[]; readonly egress: readonly DescribedEntry[] }
    | undefined;
  /** Undefined where there is no IPv4 gateway. */
  readonly gateway: { readonly isActive: boolean; readonly isRouted: boolean } | undefined;
  readonly machines: readonly DescribedMachine[];
  /** What sends a port on to the first machine. */
  readonly balancer: DescribedBalancer | undefined;
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

export interface DescribedBalancer {
  readonly kind: "classic" | "application" | "network";
  /** Whether it speaks HTTP, which classic balancers may; application ones always do. */
  readonly isHttp: boolean;
  readonly protocol: "tcp" | "udp";
  readonly outside: number;
  readonly inside: number;
  /** Those that its listener takes, or does not; network balancers have no such lists. */
  readonly list: { readonly kind: "white" | "black"; readonly blocks: readonly string[] } | undefined;
  /** Groups that it is on, of which classic ones know nothing. */
  readonly groups: readonly number[];
  /** Whether servers of a network balancer see its clients' addresses. */
  readonly keepsClients: boolean;
}

/** A packet to or from an address, or a member of a group. */
export interface Packet {
  readonly protocol: number;
  readonly port: number;
  readonly peer: { readonly address: string } | { readonly member: number };
}

/** Who is at the other end: somebody with an address may be on groups as well. */
interface Party {
  readonly address?: string;
  readonly members: readonly number[];
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

function isFrom(source: DescribedSource, { address, members }: Party, { list }: Described): boolean {
  if (source !== "list" && "group" in source) return members.includes(source.group);
  if (address === undefined) return false;
  return source === "list" ? list.some((block) => isIn(address, block)) : isIn(address, source.block);
}

/** Whether the groups of an interface let a packet through: of all their rules the first that names it, a drop before an accept. */
export function groupsAdmit(
  stack: Described,
  groups: readonly number[],
  direction: DescribedRule["direction"],
  packet: Packet,
): boolean {
  const { peer } = packet;
  const party = "member" in peer ? { members: [peer.member] } : { address: peer.address, members: [] };
  return admit(stack, groups, direction, packet, party);
}

/** @param fallback an accept of the cloud's own, and the priority that it has */
function admit(
  stack: Described,
  groups: readonly number[],
  direction: DescribedRule["direction"],
  packet: Pick<Packet, "protocol" | "port">,
  party: Party,
  fallback?: number,
): boolean {
  const its = groups.map((i) => stack.groups[i] as DescribedGroup);
  const meets = groups.some((i) => {
    const { isAdvanced, innerAccess } = stack.groups[i] as DescribedGroup;
    return party.members.includes(i) && !isAdvanced && innerAccess !== "Drop";
  });
  if (meets) return true;
  const own = fallback === undefined ? [] : [{ priority: fallback, policy: "accept" }];
  const naming = [
    ...own,
    ...its
      .flatMap(({ rules }) => rules)
      .filter(
        (rule) =>
          rule.direction === direction &&
          !(stack.isClassic && rule.side === "intranet") &&
          isOf(rule, packet) &&
          isFrom(rule.source, party, stack),
      ),
  ];
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
  const { peer } = packet;
  if (!("address" in peer) || machine.address === "none") return false;
  if (isIpv6(peer.address) !== (machine.address === "ipv6")) return false;
  if (machine.address !== "ipv6" && isCutOff(stack)) return false;
  if (!groupsAdmit(stack, machine.groups, "ingress", packet)) return false;
  return passesAcl(stack, packet, peer.address);
}

/** Whether the ACL, if there is one, lets in a packet from an address and its answer out. */
function passesAcl({ acl }: Described, packet: Pick<Packet, "protocol" | "port">, address: string): boolean {
  if (acl === undefined) return true;
  const { protocol, port } = packet;
  if (!aclAdmits(acl.ingress, packet, address)) return false;
  const isAnswered = (to: number) => aclAdmits(acl.egress, { protocol, port: to }, address);
  if (protocol === 6) return CLIENT_PORTS.some(isAnswered);
  return protocol === 17 ? [...CLIENT_PORTS, port].some(isAnswered) : isAnswered(0);
}

/** Any address of the vSwitch, and any of classic balancers: no block of these stacks parts either. */
const OWN_ADDRESS = "10.0.1.5";
const CLASSIC_ADDRESS = "100.64.0.1";

/** Whether the balancer sends a packet of the internet on to the first machine, which takes it. */
export function isBalanced(stack: Described, { peer, protocol, port }: Packet): boolean {
  const { balancer, machines } = stack;
  const [machine] = machines;
  if (!balancer || !machine || !("address" in peer) || isIpv6(peer.address)) return false;
  if (NUMBERS[balancer.protocol] !== protocol || balancer.outside !== port) return false;
  if (!isListed(balancer, peer.address)) return false;
  const inner = { protocol, port: balancer.inside };
  if (balancer.kind === "classic") {
    const address = balancer.isHttp ? CLASSIC_ADDRESS : peer.address;
    const door = balancer.isHttp ? LAST : undefined;
    return (
      passesAcl(stack, inner, address) &&
      admit(stack, machine.groups, "ingress", inner, { address, members: [] }, door)
    );
  }
  const client = { address: peer.address, members: [] };
  const isTaken =
    !isCutOff(stack) &&
    passesAcl(stack, { protocol, port }, peer.address) &&
    admit(stack, balancer.groups, "ingress", { protocol, port }, client, 100);
  const keeps = balancer.kind === "network" && balancer.keepsClients;
  const sender = keeps ? client : { address: OWN_ADDRESS, members: balancer.groups };
  return isTaken && admit(stack, machine.groups, "ingress", inner, sender);
}

/** After every rule. */
const LAST = 101;

function isListed({ list, kind }: DescribedBalancer, address: string): boolean {
  if (list === undefined || list.blocks.length === 0 || kind === "network") return true;
  return list.blocks.some((block) => isIn(address, block)) === (list.kind === "white");
}

/** Whether one machine gets a packet to another, both in one vSwitch. */
export function isSent(
  stack: Described,
  from: DescribedMachine,
  to: DescribedMachine,
  packet: Packet,
): boolean {
  const party = ({ groups }: DescribedMachine) => ({ address: OWN_ADDRESS, members: groups });
  return (
    admit(stack, from.groups, "egress", packet, party(to)) &&
    admit(stack, to.groups, "ingress", packet, party(from))
  );
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
