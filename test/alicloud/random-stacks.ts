import * as alicloud from "@pulumi/alicloud";
import fc from "fast-check";
import type {
  Described,
  DescribedBalancer,
  DescribedEntry,
  DescribedForward,
  DescribedGroup,
  DescribedMachine,
  DescribedRule,
  DescribedSource,
} from "./simulator";

const BLOCKS = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "198.51.100.0/24", "198.51.100.7/32", "10.0.0.0/8"];
const IPV6_BLOCKS = ["::/0", "8000::/1", "2001:4860::/32", "fd00::/8"];
const PORTS = [1, 21, 22, 23, 80, 1024, 3389, 65535];
const PROTOCOLS = ["tcp", "tcp", "tcp", "udp", "icmp", "icmpv6", "gre", "all"] as const;

const ranges = fc
  .tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
  .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);

const blocks = (isClassic: boolean) =>
  fc.constantFrom("0.0.0.0/0", ...BLOCKS, ...(isClassic ? [] : ["::/0", "::/0", ...IPV6_BLOCKS]));

const sources = (isClassic: boolean): fc.Arbitrary<DescribedSource> =>
  fc.oneof(
    { weight: 6, arbitrary: blocks(isClassic).map((block) => ({ block })) },
    // On the classic network a group is a source of the inner side alone.
    ...(isClassic ? [] : [{ weight: 1, arbitrary: fc.nat(1).map((group) => ({ group })) }]),
    { weight: 1, arbitrary: fc.constant("list" as const) },
  );

const rules = (isClassic: boolean): fc.Arbitrary<DescribedRule> =>
  fc.record({
    direction: fc.constantFrom("ingress", "ingress", "ingress", "egress"),
    policy: fc.constantFrom("accept", "accept", "accept", "drop"),
    priority: fc.constantFrom(1, 2, 9, 10, 100),
    protocol: fc.constantFrom(...PROTOCOLS),
    ports: ranges,
    source: sources(isClassic),
    side: isClassic ? fc.constantFrom("internet", "intranet", undefined) : fc.constant(undefined),
  }) as fc.Arbitrary<DescribedRule>;

const entries: fc.Arbitrary<DescribedEntry> = fc.record({
  policy: fc.constantFrom("accept", "accept", "drop"),
  protocol: fc.constantFrom(...PROTOCOLS, "all"),
  ports: ranges,
  block: fc.oneof(fc.constantFrom("0.0.0.0/0", "::/0"), blocks(false)),
});

const forwards: fc.Arbitrary<DescribedForward> = fc.record({
  protocol: fc.constantFrom("tcp", "tcp", "udp", "any"),
  outside: fc.constantFrom(21, 81),
  inside: fc.constantFrom(...PORTS),
});

const balancers: fc.Arbitrary<DescribedBalancer> = fc
  .record({
    kind: fc.constantFrom("classic", "classic", "application", "network"),
    isHttp: fc.boolean(),
    transport: fc.constantFrom("tcp", "tcp", "udp"),
    outside: fc.constantFrom(22, 80),
    inside: fc.constantFrom(22, 80),
    list: fc.option(
      fc.record({
        kind: fc.constantFrom("white", "black"),
        blocks: fc.uniqueArray(fc.constantFrom(...BLOCKS), { maxLength: 2 }),
      }),
      { nil: undefined },
    ),
    groups: fc.constantFrom([], [0], [1], [0, 1]),
    keepsClients: fc.boolean(),
  })
  .map(({ transport, ...rest }) => ({
    ...rest,
    protocol: rest.kind === "application" || (rest.kind === "classic" && rest.isHttp) ? "tcp" : transport,
  })) as fc.Arbitrary<DescribedBalancer>;

const machines = (isClassic: boolean, mayForward: boolean): fc.Arbitrary<DescribedMachine> =>
  fc.record({
    groups: fc.constantFrom([0], [1], [0, 1]),
    address: fc.constantFrom("bandwidth", "bandwidth", "eip", "none", ...(isClassic ? [] : ["ipv6", "ipv6"])),
    forward: mayForward ? fc.option(forwards, { nil: undefined }) : fc.constant(undefined),
  }) as fc.Arbitrary<DescribedMachine>;

/** One in six is of the classic network, and so has basic groups, no ACL and no gateway; where there is an ACL, nothing is sent on. */
export const stacks: fc.Arbitrary<Described> = fc
  .record({
    isAdvanced: fc.boolean(),
    isClassic: fc.constantFrom(true, ...Array(5).fill(false)),
    hasAcl: fc.boolean(),
  })
  .chain(({ isAdvanced, isClassic, hasAcl }) => {
    const isEnterprise = isAdvanced && !isClassic;
    const inVpc = <T>(arbitrary: fc.Arbitrary<T>) =>
      isClassic ? fc.constant(undefined) : fc.option(arbitrary, { nil: undefined });
    const acl = fc.record({
      ingress: fc.array(entries, { maxLength: 3 }),
      egress: fc.array(entries, { maxLength: 3 }),
    });
    return fc.record({
      isClassic: fc.constant(isClassic),
      groups: fc.array(
        fc.record({
          isAdvanced: fc.constant(isEnterprise),
          innerAccess: isEnterprise
            ? fc.constant(undefined)
            : fc.constantFrom("Accept" as const, "Drop" as const, undefined),
          rules: fc.array(rules(isClassic), { minLength: 1, maxLength: 5 }),
        }),
        { minLength: 2, maxLength: 2 },
      ),
      acl: isClassic || !hasAcl ? fc.constant(undefined) : acl,
      gateway: inVpc(fc.record({ isActive: fc.boolean(), isRouted: fc.boolean() })),
      machines: fc.array(machines(isClassic, !isClassic && !hasAcl), { minLength: 1, maxLength: 2 }),
      balancer: isClassic ? fc.constant(undefined) : balancers,
      list: fc.uniqueArray(fc.constantFrom(...BLOCKS), { minLength: 1, maxLength: 2 }),
    });
  });

const rangeOf = (protocol: DescribedRule["protocol"], [from, to]: readonly [number, number]) =>
  protocol === "tcp" || protocol === "udp" ? `${from}/${to}` : "-1/-1";

/** What a rule writes that may be known only at the update. */
export const HIDDEN = ["policy", "priority", "portRange", "cidrIp", "ipProtocol", "type"] as const;

/** A property of a rule, named by its group and place in it. */
export interface Hidden {
  readonly group: number;
  readonly rule: number;
  readonly property: (typeof HIDDEN)[number];
}

/** The program that makes a stack, where one property of a rule may not be known at its preview. */
export function program(stack: Described, hidden?: Hidden): void {
  const vpc = stack.isClassic ? undefined : new alicloud.vpc.Network("net", { cidrBlock: "10.0.0.0/8" });
  const vswitch =
    vpc && new alicloud.vpc.Switch("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", zoneId: "z" });
  const list = new alicloud.ecs.EcsPrefixList("list", {
    prefixListName: "list",
    addressFamily: "IPv4",
    maxEntries: 5,
    entries: stack.list.map((cidr) => ({ cidr })),
  });
  const groups = stack.groups.map((group, i) => declareGroup(vpc, group, i));
  for (const [i, { rules: its }] of stack.groups.entries()) {
    for (const [j, rule] of its.entries()) {
      const late = hidden?.group === i && hidden.rule === j ? hidden.property : undefined;
      declareRule(groups, list, groups[i] as alicloud.ecs.SecurityGroup, rule, `${i}-${j}`, late);
    }
  }
  if (vpc && vswitch) declareRouting(stack, vpc, vswitch);
  const boxes = [...stack.machines.entries()].map(([i, machine]) => {
    const ids = machine.groups.map((group) => (groups[group] as alicloud.ecs.SecurityGroup).id);
    return declareMachine(machine, i, ids, vpc, vswitch);
  });
  const [box] = boxes;
  if (stack.balancer && vpc && vswitch && box) declareBalancer(stack.balancer, { vpc, vswitch, box, groups });
}

interface Surroundings {
  readonly vpc: alicloud.vpc.Network;
  readonly vswitch: alicloud.vpc.Switch;
  readonly box: alicloud.ecs.Instance;
  readonly groups: readonly alicloud.ecs.SecurityGroup[];
}

function declareBalancer(balancer: DescribedBalancer, around: Surroundings): void {
  if (balancer.kind === "classic") declareClassic(balancer, around);
  else if (balancer.kind === "application") declareApplication(balancer, around);
  else declareNetwork(balancer, around);
}

function declareClassic(
  { isHttp, protocol, outside, inside, list }: DescribedBalancer,
  { box }: Surroundings,
): void {
  const { id: loadBalancerId } = new alicloud.slb.ApplicationLoadBalancer("balancer", {
    addressType: "internet",
  });
  const acl = list && new alicloud.slb.Acl("takes", {});
  for (const [i, entry] of (list?.blocks ?? []).entries())
    new alicloud.slb.AclEntryAttachment(`takes-${i}`, { aclId: (acl as alicloud.slb.Acl).id, entry });
  new alicloud.slb.BackendServer("servers", {
    loadBalancerId,
    backendServers: [{ serverId: box.id, weight: 100 }],
  });
  new alicloud.slb.Listener("listener", {
    loadBalancerId,
    protocol: isHttp ? "http" : protocol,
    frontendPort: outside,
    backendPort: inside,
    ...(list && acl && { aclStatus: "on", aclType: list.kind, aclIds: [acl.id] }),
  });
}

function declareApplication(
  { outside, inside, list, groups: on }: DescribedBalancer,
  { vpc, vswitch, box, groups }: Surroundings,
): void {
  const { id: loadBalancerId } = new alicloud.alb.LoadBalancer("balancer", {
    vpcId: vpc.id,
    addressType: "Internet",
    loadBalancerEdition: "Standard",
    loadBalancerBillingConfig: { payType: "PayAsYouGo" },
    zoneMappings: [{ vswitchId: vswitch.id, zoneId: "z" }],
  });
  for (const i of on) {
    new alicloud.alb.LoadBalancerSecurityGroupAttachment(`on-${i}`, {
      loadBalancerId,
      securityGroupId: (groups[i] as alicloud.ecs.SecurityGroup).id,
    });
  }
  const servers = new alicloud.alb.ServerGroup("servers", {
    vpcId: vpc.id,
    serverGroupName: "servers",
    healthCheckConfig: { healthCheckEnabled: false },
    servers: [{ serverId: box.id, serverType: "Ecs", port: inside, weight: 1 }],
  });
  const listener = new alicloud.alb.Listener("listener", {
    loadBalancerId,
    listenerPort: outside,
    listenerProtocol: "HTTP",
    defaultActions: [
      { type: "ForwardGroup", forwardGroupConfig: { serverGroupTuples: [{ serverGroupId: servers.id }] } },
    ],
  });
  if (list === undefined) return;
  const acl = new alicloud.alb.Acl("takes", {});
  if (list.blocks.length > 0)
    new alicloud.alb.AclEntryAttachment("entries", {
      aclId: acl.id,
      entries: list.blocks.map((entry) => ({ entry })),
    });
  new alicloud.alb.ListenerAclAttachment("attached", {
    listenerId: listener.id,
    aclId: acl.id,
    aclType: list.kind === "white" ? "White" : "Black",
  });
}

function declareNetwork(
  { protocol, outside, inside, groups: on, keepsClients }: DescribedBalancer,
  { vpc, vswitch, box, groups }: Surroundings,
): void {
  const balancer = new alicloud.nlb.LoadBalancer("balancer", {
    vpcId: vpc.id,
    addressType: "Internet",
    zoneMappings: [{ vswitchId: vswitch.id, zoneId: "z" }],
    ...(on.length > 0 && { securityGroupIds: on.map((i) => (groups[i] as alicloud.ecs.SecurityGroup).id) }),
  });
  const servers = new alicloud.nlb.ServerGroup("servers", {
    vpcId: vpc.id,
    serverGroupName: "servers",
    protocol: protocol.toUpperCase(),
    preserveClientIpEnabled: keepsClients,
    healthCheck: { healthCheckEnabled: false },
  });
  new alicloud.nlb.ServerGroupServerAttachment("server", {
    serverGroupId: servers.id,
    serverId: box.id,
    serverType: "Ecs",
    port: inside,
  });
  new alicloud.nlb.Listener("listener", {
    loadBalancerId: balancer.id,
    listenerPort: outside,
    listenerProtocol: protocol.toUpperCase(),
    serverGroupId: servers.id,
  });
}

function declareMachine(
  { address, forward }: DescribedMachine,
  i: number,
  securityGroups: alicloud.ecs.InstanceArgs["securityGroups"],
  vpc: alicloud.vpc.Network | undefined,
  vswitch: alicloud.vpc.Switch | undefined,
): alicloud.ecs.Instance {
  const ipv6 =
    address === "ipv6" && vswitch
      ? new alicloud.vpc.Ipv6Address(`ipv6-${i}`, { vswitchId: vswitch.id })
      : undefined;
  const box = new alicloud.ecs.Instance(`box-${i}`, {
    ...(vswitch && { vswitchId: vswitch.id }),
    ...(ipv6 && { ipv6Addresses: [ipv6.ipv6Address] }),
    securityGroups,
    internetMaxBandwidthOut: address === "bandwidth" ? 5 : 0,
  });
  if (ipv6) {
    new alicloud.vpc.Ipv6InternetBandwidth(`bandwidth-${i}`, {
      ipv6GatewayId: "ipv6gw-x",
      ipv6AddressId: ipv6.id,
      bandwidth: 1,
    });
  }
  if (address === "eip") {
    const { id } = new alicloud.ecs.EipAddress(`address-${i}`, {});
    new alicloud.ecs.EipAssociation(`assoc-${i}`, { allocationId: id, instanceId: box.id });
  }
  if (forward && vpc && vswitch) declareForward(forward, i, box, vpc, vswitch);
  return box;
}

function declareForward(
  forward: DescribedForward,
  i: number,
  box: alicloud.ecs.Instance,
  vpc: alicloud.vpc.Network,
  vswitch: alicloud.vpc.Switch,
): void {
  const nat = new alicloud.vpc.NatGateway(`nat-${i}`, { vpcId: vpc.id, vswitchId: vswitch.id });
  const isAny = forward.protocol === "any";
  new alicloud.vpc.ForwardEntry(`forward-${i}`, {
    forwardTableId: nat.forwardTableIds,
    externalIp: "47.96.0.1",
    externalPort: isAny ? "any" : String(forward.outside),
    internalIp: box.privateIp,
    internalPort: isAny ? "any" : String(forward.inside),
    ipProtocol: forward.protocol,
  });
}

function declareGroup(
  vpc: alicloud.vpc.Network | undefined,
  group: DescribedGroup,
  i: number,
): alicloud.ecs.SecurityGroup {
  return new alicloud.ecs.SecurityGroup(`group-${i}`, {
    ...(vpc && { vpcId: vpc.id }),
    ...(group.isAdvanced && { securityGroupType: "enterprise" }),
    ...(group.innerAccess !== undefined && { innerAccessPolicy: group.innerAccess }),
  });
}

function declareRule(
  groups: readonly alicloud.ecs.SecurityGroup[],
  list: alicloud.ecs.EcsPrefixList,
  group: alicloud.ecs.SecurityGroup,
  { direction, source, ports, protocol, policy, priority, side }: DescribedRule,
  name: string,
  late: Hidden["property"] | undefined,
): void {
  const args: Record<string, unknown> = {
    type: direction,
    ipProtocol: protocol,
    portRange: rangeOf(protocol, ports),
    policy,
    priority,
    ...(side !== undefined && { nicType: side }),
    ...(source !== "list" && "block" in source && !source.block.includes(":") && { cidrIp: source.block }),
    ...(source !== "list" && "block" in source && source.block.includes(":") && { ipv6CidrIp: source.block }),
    ...(source !== "list" &&
      "group" in source && {
        sourceSecurityGroupId: (groups[source.group] as alicloud.ecs.SecurityGroup).id,
      }),
    ...(source === "list" && { prefixListId: list.id }),
  };
  if (late !== undefined && args[late] !== undefined) {
    const value = args[late];
    args[late] = new alicloud.ecs.EcsKeyPair("later", {}).keyPairName.apply(() => value);
  }
  new alicloud.ecs.SecurityGroupRule(`rule-${name}`, {
    securityGroupId: group.id,
    ...(args as unknown as Omit<alicloud.ecs.SecurityGroupRuleArgs, "securityGroupId">),
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
