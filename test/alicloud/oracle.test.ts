import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import fc from "fast-check";
import { united } from "../../algebra/traffic";
import { admitted } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import { pathFromInternet } from "../../network/paths/from-internet";
import { networkOf } from "../network/network-of";
import {
  type Described,
  type DescribedEntry,
  type DescribedGroup,
  type DescribedRule,
  getsIn,
  groupsAdmit,
  numberOf,
  type Packet,
} from "./simulator";

const BLOCKS = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "198.51.100.0/24", "198.51.100.7/32", "10.0.0.0/8"];
const ADDRESSES = ["8.8.8.8", "198.51.100.7", "198.51.100.9", "203.0.113.1"];
const INNER = "10.0.0.9";
const PORTS = [1, 21, 22, 23, 80, 1024, 3389, 65535];
const PROTOCOLS = ["tcp", "tcp", "tcp", "udp", "icmp", "gre", "all"] as const;

const ranges = fc
  .tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const rules = (groupCount: number): fc.Arbitrary<DescribedRule> =>
  fc.record({
    direction: fc.constantFrom("ingress", "ingress", "ingress", "egress"),
    policy: fc.constantFrom("accept", "accept", "drop"),
    priority: fc.constantFrom(1, 2, 9, 10, 100),
    protocol: fc.constantFrom(...PROTOCOLS),
    ports: ranges,
    source: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom(...BLOCKS).map((block) => ({ block })) },
      { weight: 1, arbitrary: fc.nat(groupCount - 1).map((group) => ({ group })) },
      { weight: 1, arbitrary: fc.constant("list" as const) },
    ),
  });

const entries: fc.Arbitrary<DescribedEntry> = fc.record({
  policy: fc.constantFrom("accept", "accept", "drop"),
  protocol: fc.constantFrom(...PROTOCOLS, "all"),
  ports: ranges,
  block: fc.constantFrom("0.0.0.0/0", "0.0.0.0/0", ...BLOCKS),
});

const stacks: fc.Arbitrary<Described> = fc.boolean().chain((isAdvanced) =>
  fc.record({
    groups: fc.array(
      fc.record({
        isAdvanced: fc.constant(isAdvanced),
        innerAccess: isAdvanced
          ? fc.constant(undefined)
          : fc.constantFrom("Accept" as const, "Drop" as const, undefined),
        rules: fc.array(rules(2), { maxLength: 4 }),
      }),
      { minLength: 2, maxLength: 2 },
    ),
    acl: fc.option(
      fc.record({
        ingress: fc.array(entries, { maxLength: 3 }),
        egress: fc.array(entries, { maxLength: 3 }),
      }),
      { nil: undefined },
    ),
    gateway: fc.option(fc.record({ isActive: fc.boolean(), isRouted: fc.boolean() }), { nil: undefined }),
    machines: fc.array(
      fc.record({
        groups: fc.constantFrom([0], [1], [0, 1]),
        address: fc.constantFrom("bandwidth" as const, "bandwidth" as const, "eip" as const, "none" as const),
      }),
      { minLength: 1, maxLength: 2 },
    ),
    list: fc.uniqueArray(fc.constantFrom(...BLOCKS), { minLength: 1, maxLength: 2 }),
  }),
);

const rangeOf = (protocol: DescribedRule["protocol"], [from, to]: readonly [number, number]) =>
  protocol === "tcp" || protocol === "udp" ? `${from}/${to}` : "-1/-1";

/** The program that makes a stack. */
function program(stack: Described): void {
  const vpc = new alicloud.vpc.Network("net", { cidrBlock: "10.0.0.0/8" });
  const vswitch = new alicloud.vpc.Switch("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
  const list = new alicloud.ecs.EcsPrefixList("list", {
    prefixListName: "list",
    addressFamily: "IPv4",
    maxEntries: 5,
    entries: stack.list.map((cidr) => ({ cidr })),
  });
  const groups = stack.groups.map((group, i) => declareGroup(vpc, group, i));
  for (const [i, { rules: its }] of stack.groups.entries()) {
    for (const [j, rule] of its.entries())
      declareRule(groups, list, groups[i] as alicloud.ecs.SecurityGroup, rule, `${i}-${j}`);
  }
  declareRouting(stack, vpc, vswitch);
  for (const [i, machine] of stack.machines.entries()) {
    const box = new alicloud.ecs.Instance(`box-${i}`, {
      vswitchId: vswitch.id,
      securityGroups: machine.groups.map((group) => (groups[group] as alicloud.ecs.SecurityGroup).id),
      internetMaxBandwidthOut: machine.address === "bandwidth" ? 5 : 0,
    });
    if (machine.address !== "eip") continue;
    const address = new alicloud.ecs.EipAddress(`address-${i}`, {});
    new alicloud.ecs.EipAssociation(`assoc-${i}`, { allocationId: address.id, instanceId: box.id });
  }
}

function declareGroup(
  vpc: alicloud.vpc.Network,
  group: DescribedGroup,
  i: number,
): alicloud.ecs.SecurityGroup {
  return new alicloud.ecs.SecurityGroup(`group-${i}`, {
    vpcId: vpc.id,
    ...(group.isAdvanced && { securityGroupType: "enterprise" }),
    ...(group.innerAccess !== undefined && { innerAccessPolicy: group.innerAccess }),
  });
}

function declareRule(
  groups: readonly alicloud.ecs.SecurityGroup[],
  list: alicloud.ecs.EcsPrefixList,
  group: alicloud.ecs.SecurityGroup,
  { direction, source, ports, protocol, ...rest }: DescribedRule,
  name: string,
): void {
  new alicloud.ecs.SecurityGroupRule(`rule-${name}`, {
    type: direction,
    ipProtocol: protocol,
    portRange: rangeOf(protocol, ports),
    securityGroupId: group.id,
    ...rest,
    ...(source === "list"
      ? { prefixListId: list.id }
      : "block" in source
        ? { cidrIp: source.block }
        : { sourceSecurityGroupId: (groups[source.group] as alicloud.ecs.SecurityGroup).id }),
  });
}

function declareRouting(stack: Described, vpc: alicloud.vpc.Network, vswitch: alicloud.vpc.Switch): void {
  const written = ({ policy, protocol, ports, block }: DescribedEntry, name: string) => ({
    policy,
    protocol,
    port: rangeOf(protocol, ports),
    [name]: block,
  });
  if (stack.acl !== undefined) {
    new alicloud.vpc.NetworkAcl("acl", {
      vpcId: vpc.id,
      ingressAclEntries: stack.acl.ingress.map((entry) => written(entry, "sourceCidrIp")),
      egressAclEntries: stack.acl.egress.map((entry) => written(entry, "destinationCidrIp")),
      resources: [{ resourceId: vswitch.id, resourceType: "VSwitch" }],
    });
  }
  if (stack.gateway === undefined) return;
  const gateway = new alicloud.vpc.Ipv4Gateway("gateway", { vpcId: vpc.id, enabled: stack.gateway.isActive });
  if (!stack.gateway.isRouted) return;
  new alicloud.vpc.RouteEntry("route", {
    routeTableId: vpc.routeTableId,
    destinationCidrblock: "0.0.0.0/0",
    nexthopType: "Ipv4Gateway",
    nexthopId: gateway.id,
  });
}

const PACKETS: readonly Packet[] = [6, 17, 1, 47, 50].flatMap((protocol) =>
  (protocol === 6 || protocol === 17 ? [1, 21, 22, 23, 80, 81, 1023, 1024, 3389, 65535] : [0]).flatMap(
    (port) => [...ADDRESSES.map((address) => ({ protocol, port, peer: { address: numberOf(address) } }))],
  ),
);
const ADDRESS_TEXTS = new Map([...ADDRESSES, INNER].map((address) => [numberOf(address), address]));

/** Where the network and the simulator do not agree, in words. */
function disagreements(stack: Described, network: Network): string[] {
  const found: string[] = [];
  const say = (what: string, packet: Packet, expected: boolean, answered: boolean) => {
    if (expected !== answered)
      found.push(`${what}: ${JSON.stringify(packet)} ${expected}, and not ${answered}`);
  };
  const keyOf = (i: number) =>
    network.securityGroups.find(({ resource }) => resource?.name === `group-${i}`)?.key ?? "";
  for (const [i, machine] of stack.machines.entries()) {
    const placement = network.placements.find(({ resource }) => resource.name === `box-${i}`);
    assert.ok(placement);
    const { traffic } = pathFromInternet(placement);
    for (const packet of PACKETS) {
      const address = ADDRESS_TEXTS.get((packet.peer as { address: number }).address) as string;
      const answered = traffic.peersAt(packet.protocol, packet.port)?.addresses.has(address) ?? false;
      say(`box-${i}`, packet, getsIn(stack, machine, packet), answered);
    }
  }
  const sets = [[0], [1], [0, 1]];
  for (const direction of ["ingress", "egress"] as const) {
    for (const groups of sets) {
      const nouns = groups.flatMap((i) => network.securityGroups.filter(({ key }) => key === keyOf(i)));
      const traffic = united(admitted(nouns, direction));
      const inner = PACKETS.map((packet) => ({ ...packet, peer: { address: numberOf(INNER) } }));
      const members = PACKETS.flatMap((packet) => [0, 1].map((member) => ({ ...packet, peer: { member } })));
      for (const packet of [...PACKETS, ...inner, ...members]) {
        const peers = traffic.peersAt(packet.protocol, packet.port);
        const { peer } = packet;
        const answered =
          "member" in peer
            ? (peers?.names.has(keyOf(peer.member)) ?? false)
            : (peers?.addresses.has(ADDRESS_TEXTS.get(peer.address) as string) ?? false);
        say(
          `groups ${groups.join(" and ")}, ${direction}`,
          packet,
          groupsAdmit(stack, groups, direction, packet),
          answered,
        );
      }
    }
  }
  return found;
}

describe("random stacks of Alibaba Cloud, packet by packet", () => {
  for (const phase of ["preview", "update"] as const) {
    it(`agree with a simulator of single packets at the ${phase}`, async () => {
      await fc.assert(
        fc.asyncProperty(stacks, async (stack) => {
          const network = await networkOf(() => program(stack), phase);
          assert.deepEqual(disagreements(stack, network).slice(0, 3), []);
        }),
        { numRuns: Number(process.env.ORACLE_RUNS ?? 40) },
      );
    }).timeout(600_000);
  }
});
