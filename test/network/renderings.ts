import { hash, idOf, type Properties, planned, settled, UNKNOWN } from "../end-to-end/aws-stand-in/cloud";
import type { Phase, Registered } from "../harness/program";
import type { Description, Group, Machine, Route, Rule, Services, Source } from "./description";
import type { WithDoors } from "./doors";

/** How the same VPC is written. */
export interface Style {
  readonly rules: "inline" | "SecurityGroupRule" | "vpc" | "mixed";
  /** Whether each rule's blocks stand in managed prefix lists of their own. */
  readonly listed: boolean;
  readonly routes: "inline" | "standalone";
  readonly entries: "inline" | "standalone";
  /** Whether subnets are associated by resources of their own, main tables and default ACLs adopted. */
  readonly associations: "own" | "standalone";
  /** Resources come in an order that follows from this number; 0 is the order of declaration. */
  readonly order: number;
}

export const INLINE: Style = {
  rules: "inline",
  listed: false,
  routes: "inline",
  entries: "inline",
  associations: "own",
  order: 0,
};
export const STANDALONE: Style = {
  rules: "vpc",
  listed: false,
  routes: "standalone",
  entries: "standalone",
  associations: "standalone",
  order: 1,
};
export const STYLES: Readonly<Record<string, Style>> = {
  inline: INLINE,
  standalone: STANDALONE,
  "standalone in the older form": { ...STANDALONE, rules: "SecurityGroupRule", order: 2 },
  mixed: { ...INLINE, rules: "mixed", routes: "standalone", associations: "standalone", order: 3 },
  "in prefix lists": { ...STANDALONE, rules: "SecurityGroupRule", listed: true, entries: "inline", order: 4 },
  permuted: { ...INLINE, order: 5 },
};

/** A property of another resource, unknown at a preview. */
class Output {
  constructor(
    readonly of: Registered,
    readonly property: string,
  ) {}
}

/** Registers resources as the engine would, without running a program: thousands of stacks a second. */
class Program {
  readonly resources: Registered[] = [];

  constructor(private readonly phase: Phase) {}

  /** @param cloud what the cloud settles, where that must fit other resources */
  add(token: string, name: string, args: Properties, cloud: Properties = {}): Registered {
    const type = `aws:${token}`;
    const urn = `urn:pulumi:dev::shop::${type}::${name}`;
    const dependencies: Record<string, string[]> = {};
    const inputs: Properties = {};
    for (const [property, value] of Object.entries(args)) {
      if (value === undefined) continue;
      const behind = new Set<string>();
      inputs[property] = this.resolve(value, behind);
      if (behind.size > 0) dependencies[property] = [...behind];
    }
    const id = idOf({ token: type, name, seed: urn }, inputs);
    const own = /^(lb|globalaccelerator|autoscaling)\//.test(token) ? { arn: id, name: id } : {};
    const outputs = {
      ...computed(type, this.phase),
      ...(this.phase === "update" && own),
      ...inputs,
      ...(this.phase === "update" && { id, ...(this.resolve(cloud, new Set()) as Properties) }),
    };
    const registered = { urn, type, name, inputs, outputs, parent: "", dependencies, provider: "" };
    this.resources.push(registered);
    return registered;
  }

  private resolve(value: unknown, behind: Set<string>): unknown {
    if (value instanceof Output) {
      behind.add(value.of.urn);
      return this.phase === "preview" ? UNKNOWN : value.of.outputs[value.property];
    }
    if (Array.isArray(value)) return value.map((one) => this.resolve(one, behind));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) =>
        inner === undefined ? [] : [[key, this.resolve(inner, behind)]],
      ),
    );
  }
}

const computedByType = new Map<string, Properties>();

/** What the cloud computes of a resource, but for what must fit others. */
function computed(type: string, phase: Phase): Properties {
  const key = `${type} ${phase}`;
  const known = computedByType.get(key);
  if (known !== undefined) return known;
  const outputs =
    phase === "preview" ? planned(type, {}) : settled({ token: type, name: "", seed: type }, "", {});
  computedByType.set(key, outputs);
  return outputs;
}

const id = (resource: Registered) => new Output(resource, "id");

const isIpv6 = (block: string) => block.includes(":");
const protocolText = (protocol: number) => (protocol === 6 ? "tcp" : protocol === 17 ? "17" : `${protocol}`);

/** The name of the resource that is a rule, entry or route of its own, and where it stands inline. */
const ruleName = (group: string, direction: string, i: number) => `${group}-${direction}-${i}`;

export function render(description: Description | WithDoors, style: Style, phase: Phase): Registered[] {
  const program = new Program(phase);
  const vpc = program.add(
    "ec2/vpc:Vpc",
    "main",
    {
      cidrBlock: description.blocks[0],
      ipv6CidrBlock: description.blocks.find(isIpv6),
    },
    { mainRouteTableId: "rtb-main", defaultRouteTableId: "rtb-main" },
  );
  for (const [i, cidrBlock] of description.blocks
    .slice(1)
    .filter((block) => !isIpv6(block))
    .entries()) {
    program.add("ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", `more-${i}`, {
      vpcId: id(vpc),
      cidrBlock,
    });
  }
  const lists = description.lists.map((blocks, i) => addList(program, `list-${i}`, blocks));
  const subnets = description.subnets.map((subnet, i) =>
    program.add("ec2/subnet:Subnet", `subnet-${i}`, {
      vpcId: id(vpc),
      cidrBlock: subnet.block,
      ipv6CidrBlock: subnet.ipv6Block,
      // Left out is false.
      ...(subnet.mapsPublicAddress && { mapPublicIpOnLaunch: true }),
      ...(subnet.assignsIpv6 && { assignIpv6AddressOnCreation: true }),
    }),
  );
  addRouteTables(program, description, style, { vpc, subnets, lists });
  addNetworkAcls(program, description, style, { vpc, subnets });
  const groups = addGroups(program, description, style, { vpc, lists });
  const doors = "balancers" in description ? description : undefined;
  const machines = addMachines(program, description, { vpc, subnets, groups }, doors?.others);
  if (doors !== undefined) {
    addDoors(program, doors, { vpc, subnets, groups, machines });
    addHomeless(program, doors, lists);
  }
  return permuted(program.resources, style.order);
}

interface Made {
  readonly vpc: Registered;
  readonly subnets: readonly Registered[];
  readonly lists: readonly Registered[];
  readonly groups: readonly Registered[];
}

function addList(program: Program, name: string, blocks: readonly string[]): Registered {
  return program.add("ec2/managedPrefixList:ManagedPrefixList", name, {
    addressFamily: isIpv6(blocks[0] ?? "") ? "IPv6" : "IPv4",
    maxEntries: 20,
    entries: blocks.map((cidr) => ({ cidr })),
  });
}

function addRouteTables(
  program: Program,
  { tables, mainTable, subnets, ...rest }: Description | WithDoors,
  style: Style,
  made: Pick<Made, "vpc" | "subnets" | "lists">,
): void {
  const { vpc } = made;
  const vpcId = id(vpc);
  const isAttached = !("attached" in rest) || rest.attached;
  const internet = program.add(
    "ec2/internetGateway:InternetGateway",
    "internet",
    isAttached ? { vpcId } : {},
  );
  const nat = program.add(
    "ec2/natGateway:NatGateway",
    "nat",
    rest.nat === undefined
      ? { connectivityType: "private" }
      : { subnetId: id(made.subnets[rest.nat] as Registered), allocationId: "eipalloc-1" },
  );
  const egressOnly = program.add("ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway", "egress-only", {
    vpcId,
  });
  const peering = program.add("ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", {
    vpcId,
    peerVpcId: "vpc-peer",
  });
  const targets: Record<Route["target"], Properties> = {
    internet: { gatewayId: id(internet) },
    nat: { natGatewayId: id(nat) },
    "egress-only": { egressOnlyGatewayId: id(egressOnly) },
    peering: { vpcPeeringConnectionId: id(peering) },
  };
  const isAdopted = (i: number) => i === mainTable && style.associations === "own";
  const resources = tables.map((routes, i) => {
    const inline = routes.map(({ destination, target }) => ({
      ...("list" in destination
        ? { destinationPrefixListId: id(made.lists[destination.list] as Registered) }
        : isIpv6(destination.block)
          ? { ipv6CidrBlock: destination.block }
          : { cidrBlock: destination.block }),
      ...targets[target],
    }));
    const args = style.routes === "inline" ? { routes: inline } : {};
    const table = isAdopted(i)
      ? program.add(
          "ec2/defaultRouteTable:DefaultRouteTable",
          `table-${i}`,
          {
            defaultRouteTableId: new Output(vpc, "defaultRouteTableId"),
            ...args,
          },
          { id: new Output(vpc, "defaultRouteTableId") },
        )
      : program.add("ec2/routeTable:RouteTable", `table-${i}`, { vpcId, ...args });
    for (const [j, { destination, target }] of style.routes === "standalone" ? routes.entries() : []) {
      program.add("ec2/route:Route", `route-${i}-${j}`, {
        routeTableId: id(table),
        ...("list" in destination
          ? { destinationPrefixListId: id(made.lists[destination.list] as Registered) }
          : isIpv6(destination.block)
            ? { destinationIpv6CidrBlock: destination.block }
            : { destinationCidrBlock: destination.block }),
        ...targets[target],
      });
    }
    return table;
  });
  if (mainTable !== undefined && !isAdopted(mainTable)) {
    program.add("ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", {
      vpcId,
      routeTableId: id(resources[mainTable] as Registered),
    });
  }
  for (const [i, { table }] of subnets.entries()) {
    if (table === undefined) continue;
    program.add("ec2/routeTableAssociation:RouteTableAssociation", `routes-${i}`, {
      subnetId: id(made.subnets[i] as Registered),
      routeTableId: id(resources[table] as Registered),
    });
  }
}

function addNetworkAcls(
  program: Program,
  { acls, defaultAcl, subnets }: Description,
  style: Style,
  { vpc, subnets: made }: Pick<Made, "vpc" | "subnets">,
): void {
  for (const [i, entries] of acls.entries()) {
    const isDefault = i === defaultAcl;
    const inSubnets = made.filter((_, j) => subnets[j]?.acl === i).map(id);
    const inline = (egress: boolean) =>
      entries
        .filter((entry) => entry.egress === egress)
        .map(({ number, allows, services, block }) => ({
          ruleNo: number,
          action: allows ? "allow" : "deny",
          ...entryServices(services),
          ...(isIpv6(block) ? { ipv6CidrBlock: block } : { cidrBlock: block }),
        }));
    // Whoever adopts a default ACL declares its entries inline.
    const isInline = isDefault || style.entries === "inline";
    const args = {
      ...(isInline && { ingress: inline(false), egress: inline(true) }),
      ...((isDefault || style.associations === "own") && { subnetIds: inSubnets }),
    };
    const acl = isDefault
      ? program.add(
          "ec2/defaultNetworkAcl:DefaultNetworkAcl",
          `acl-${i}`,
          {
            defaultNetworkAclId: new Output(vpc, "defaultNetworkAclId"),
            ...args,
          },
          { id: new Output(vpc, "defaultNetworkAclId") },
        )
      : program.add("ec2/networkAcl:NetworkAcl", `acl-${i}`, { vpcId: id(vpc), ...args });
    for (const [j, { number, egress, allows, services, block }] of isInline ? [] : entries.entries()) {
      program.add("ec2/networkAclRule:NetworkAclRule", `entry-${i}-${j}`, {
        networkAclId: id(acl),
        ruleNumber: number,
        ...(egress && { egress }),
        ruleAction: allows ? "allow" : "deny",
        ...entryServices(services),
        ...(isIpv6(block) ? { ipv6CidrBlock: block } : { cidrBlock: block }),
      });
    }
    if (isDefault || style.associations === "own") continue;
    for (const [j, subnetId] of inSubnets.entries()) {
      program.add("ec2/networkAclAssociation:NetworkAclAssociation", `acl-${i}-${j}`, {
        networkAclId: id(acl),
        subnetId,
      });
    }
  }
}

function entryServices({ protocol, from, to }: Services): Properties {
  const isIcmp = protocol === 1 || protocol === 58;
  return {
    protocol: protocolText(protocol),
    fromPort: isIcmp ? 0 : from,
    toPort: isIcmp ? 0 : to,
    ...(isIcmp && { icmpType: from, icmpCode: to }),
  };
}

const DIRECTIONS = ["ingress", "egress"] as const;

function addGroups(
  program: Program,
  description: Description,
  style: Style,
  { vpc, lists }: Pick<Made, "vpc" | "lists">,
): Registered[] {
  const vpcId = id(vpc);
  if (description.defaultGroup !== undefined) {
    program.add(
      "ec2/defaultSecurityGroup:DefaultSecurityGroup",
      "group-default",
      {
        vpcId,
        ...inlineRules(description.defaultGroup, DIRECTIONS, lists, []),
      },
      { id: new Output(vpc, "defaultSecurityGroupId") },
    );
  }
  const made: Registered[] = [];
  for (const [i, group] of description.groups.entries()) {
    // A group's rules can name inline only groups that are there before it.
    const isInline = (direction: (typeof DIRECTIONS)[number]) =>
      (style.rules === "inline" || (style.rules === "mixed" && (i + direction.length) % 2 === 0)) &&
      isPlain(group[direction], i);
    const inline = DIRECTIONS.filter(isInline);
    made.push(
      program.add("ec2/securityGroup:SecurityGroup", `group-${i}`, {
        vpcId,
        ...inlineRules(group, inline, lists, made),
      }),
    );
  }
  for (const [i, group] of description.groups.entries()) {
    for (const direction of DIRECTIONS) {
      if ((made[i] as Registered).inputs[direction] !== undefined) continue;
      for (const [j, rule] of group[direction].entries()) {
        const name = ruleName(`group-${i}`, direction, j);
        if (style.rules === "vpc" || (style.rules === "mixed" && j % 2 === 0)) {
          addVpcRules(program, name, direction, rule, { own: made[i] as Registered, made, lists });
        } else {
          addOlderRules(program, name, direction, rule, style.listed, {
            own: made[i] as Registered,
            made,
            lists,
          });
        }
      }
    }
  }
  return made;
}

/** Whether rules can be read inline at a preview: among several lists or groups behind one property nobody knows which is which. */
export function isPlain(rules: readonly Rule[], own: number): boolean {
  const sources = rules.flatMap((rule) => rule.sources);
  const lists = new Set(sources.flatMap((source) => ("list" in source ? [source.list] : [])));
  const groups = sources.flatMap((source) => ("group" in source ? [source.group] : []));
  return lists.size <= 1 && new Set(groups).size <= 1 && groups.every((group) => group < own);
}

function inlineRules(
  group: Group,
  directions: readonly (typeof DIRECTIONS)[number][],
  lists: readonly Registered[],
  made: readonly Registered[],
): Properties {
  return Object.fromEntries(
    directions.map((direction) => [
      direction,
      group[direction].map(({ services, sources }) => ({
        ...ruleServices("protocol", services),
        ...sourceLists(sources, lists),
        securityGroups: sources.flatMap((source) =>
          "group" in source && made[source.group] ? [id(made[source.group] as Registered)] : [],
        ),
        ...(sources.some((source) => "self" in source) && { self: true }),
      })),
    ]),
  );
}

function ruleServices(name: "protocol" | "ipProtocol", { protocol, from, to }: Services): Properties {
  return { [name]: protocolText(protocol), fromPort: from, toPort: to };
}

function sourceLists(sources: readonly Source[], lists: readonly Registered[]): Properties {
  const blocks = sources.flatMap((source) => ("block" in source ? [source.block] : []));
  return {
    cidrBlocks: blocks.filter((block) => !isIpv6(block)),
    ipv6CidrBlocks: blocks.filter(isIpv6),
    prefixListIds: [
      ...new Set(sources.flatMap((source) => ("list" in source ? [lists[source.list] as Registered] : []))),
    ].map(id),
  };
}

interface RuleContext {
  readonly own: Registered;
  readonly made: readonly Registered[];
  readonly lists: readonly Registered[];
}

function addVpcRules(
  program: Program,
  name: string,
  direction: "ingress" | "egress",
  { services, sources }: Rule,
  { own, made, lists }: RuleContext,
): void {
  const kind = direction === "ingress" ? "Ingress" : "Egress";
  for (const [i, source] of sources.entries()) {
    program.add(`vpc/securityGroup${kind}Rule:SecurityGroup${kind}Rule`, `${name}-${i}`, {
      securityGroupId: id(own),
      ...ruleServices("ipProtocol", services),
      ...("block" in source
        ? isIpv6(source.block)
          ? { cidrIpv6: source.block }
          : { cidrIpv4: source.block }
        : "list" in source
          ? { prefixListId: id(lists[source.list] as Registered) }
          : { referencedSecurityGroupId: id("group" in source ? (made[source.group] as Registered) : own) }),
    });
  }
}

function addOlderRules(
  program: Program,
  name: string,
  direction: "ingress" | "egress",
  { services, sources }: Rule,
  listed: boolean,
  { own, made, lists }: RuleContext,
): void {
  const common = { type: direction, securityGroupId: id(own), ...ruleServices("protocol", services) };
  const isNamed = (source: Source) => "group" in source || "self" in source;
  const addressed = sources.filter((source) => !isNamed(source));
  const blocks = addressed.flatMap((source) => ("block" in source ? [source.block] : []));
  const own4 = blocks.filter((block) => !isIpv6(block));
  const own6 = blocks.filter(isIpv6);
  if (addressed.length > 0 && !listed) {
    program.add("ec2/securityGroupRule:SecurityGroupRule", name, {
      ...common,
      ...sourceLists(addressed, lists),
    });
  }
  if (addressed.length > 0 && listed) {
    const others = addressed.flatMap((source) =>
      "list" in source ? [lists[source.list] as Registered] : [],
    );
    const more = [own4, own6].flatMap((family, i) =>
      family.length > 0 ? [addList(program, `${name}-list-${i}`, [...new Set(family)])] : [],
    );
    program.add("ec2/securityGroupRule:SecurityGroupRule", name, {
      ...common,
      prefixListIds: [...new Set([...more, ...others])].map(id),
    });
  }
  for (const [i, source] of sources.filter(isNamed).entries()) {
    program.add("ec2/securityGroupRule:SecurityGroupRule", `${name}-group-${i}`, {
      ...common,
      ...("group" in source
        ? { sourceSecurityGroupId: id(made[source.group] as Registered) }
        : { self: true }),
    });
  }
}

function addMachines(
  program: Program,
  { machines, subnets: described }: Description,
  { vpc, subnets, groups }: Pick<Made, "vpc" | "subnets" | "groups">,
  others: WithDoors["others"] = [],
): Registered[] {
  const made: Registered[] = [];
  for (const [i, machine] of machines.entries()) {
    const name = `machine-${i}`;
    const inSubnets = machine.subnets.map((one) => id(subnets[one] as Registered));
    const own = machine.groups.map((group) => id(groups[group] as Registered));
    const base = { ami: "ami-1", instanceType: "t3.micro" };
    const ipv6 = machine.ipv6 === undefined ? {} : { ipv6AddressCount: machine.ipv6 ? 1 : 0 };
    const flag = machine.publicAddress;
    const settledGroups = own.length > 0 ? own : [new Output(vpc, "defaultSecurityGroupId")];
    const asLaunched = {
      primaryNetworkInterfaceId: `eni-${i}`,
      subnetId: inSubnets[0],
      vpcSecurityGroupIds: settledGroups,
      associatePublicIpAddress: flag ?? described[machine.subnets[0] ?? 0]?.mapsPublicAddress,
    };
    let elasticOwner: Properties | undefined;
    const launch = (from: Pick<Machine, "groups" | "publicAddress" | "ipv6">, template: string) =>
      program.add("ec2/launchTemplate:LaunchTemplate", template, {
        networkInterfaces: [
          {
            ...(from.publicAddress !== undefined && {
              associatePublicIpAddress: String(from.publicAddress),
            }),
            ...(from.groups.length > 0 && {
              securityGroups: from.groups.map((group) => id(groups[group] as Registered)),
            }),
            ...(machine.form === "template" && { subnetId: inSubnets[0] }),
            ...(from.ipv6 === undefined ? {} : { ipv6AddressCount: from.ipv6 ? 1 : 0 }),
          },
        ],
      });
    if (machine.form === "instance") {
      const instance = program.add(
        "ec2/instance:Instance",
        name,
        {
          ...base,
          subnetId: inSubnets[0],
          ...(own.length > 0 && { vpcSecurityGroupIds: own }),
          ...(flag !== undefined && { associatePublicIpAddress: flag }),
          ...ipv6,
        },
        asLaunched,
      );
      made.push(instance);
      elasticOwner = i % 2 === 0 ? { instance: id(instance) } : undefined;
      if (machine.elasticIp && elasticOwner === undefined) {
        elasticOwner = { networkInterface: new Output(instance, "primaryNetworkInterfaceId") };
      }
    } else if (machine.form === "interface") {
      const networkInterface = program.add(
        "ec2/networkInterface:NetworkInterface",
        `${name}-interface`,
        {
          subnetId: inSubnets[0],
          ...(own.length > 0 && { securityGroups: own }),
          ...ipv6,
        },
        { securityGroups: settledGroups },
      );
      const instance = program.add(
        "ec2/instance:Instance",
        name,
        {
          ...base,
          primaryNetworkInterface: { networkInterfaceId: id(networkInterface) },
        },
        { subnetId: inSubnets[0], vpcSecurityGroupIds: settledGroups },
      );
      made.push(instance);
      elasticOwner = i % 2 === 0 ? { networkInterface: id(networkInterface) } : { instance: id(instance) };
    } else {
      const template = launch(machine, `${name}-template`);
      if (machine.form === "template") {
        const instance = program.add(
          "ec2/instance:Instance",
          name,
          {
            launchTemplate: { id: id(template), version: "$Latest" },
          },
          asLaunched,
        );
        made.push(instance);
        elasticOwner = { instance: id(instance) };
      } else {
        const other = others[i];
        const second = other && launch(other, `${name}-other`);
        const launchTemplate = { launchTemplateSpecification: { launchTemplateId: id(template) } };
        made.push(
          program.add("autoscaling/group:Group", name, {
            vpcZoneIdentifiers: inSubnets,
            ...(second === undefined
              ? { launchTemplate: { id: id(template) } }
              : {
                  mixedInstancesPolicy: {
                    launchTemplate: {
                      ...launchTemplate,
                      overrides: [{ launchTemplateSpecification: { launchTemplateId: id(second) } }],
                    },
                  },
                }),
            minSize: 1,
            maxSize: 2,
          }),
        );
      }
    }
    if (!machine.elasticIp || elasticOwner === undefined) continue;
    if (i % 3 === 0) program.add("ec2/eip:Eip", `${name}-address`, { domain: "vpc", ...elasticOwner });
    else {
      const eip = program.add("ec2/eip:Eip", `${name}-address`, { domain: "vpc" });
      program.add("ec2/eipAssociation:EipAssociation", `${name}-address`, {
        allocationId: id(eip),
        ...("instance" in elasticOwner
          ? { instanceId: elasticOwner.instance }
          : { networkInterfaceId: elasticOwner.networkInterface }),
      });
    }
  }
  return made;
}

function addDoors(
  program: Program,
  { balancers, accelerators, machines: described }: WithDoors,
  {
    vpc,
    subnets,
    groups,
    machines,
  }: Pick<Made, "vpc" | "subnets" | "groups"> & {
    readonly machines: readonly Registered[];
  },
): void {
  const transport = (protocol: 6 | 17) => (protocol === 6 ? "TCP" : "UDP");
  const made = balancers.map(({ kind, internal, addresses, subnets: places, groups: own }, i) =>
    program.add("lb/loadBalancer:LoadBalancer", `balancer-${i}`, {
      loadBalancerType: kind,
      ipAddressType: addresses,
      internal,
      subnets: places.map((place) => id(subnets[place] as Registered)),
      ...(own.length > 0 && { securityGroups: own.map((group) => id(groups[group] as Registered)) }),
    }),
  );
  for (const [i, { kind, protocol, port, to, targetPort, width, preserves }] of balancers.entries()) {
    const isNetwork = kind === "network";
    const targets = program.add("lb/targetGroup:TargetGroup", `targets-${i}`, {
      vpcId: id(vpc),
      port: targetPort,
      protocol: isNetwork ? transport(protocol) : "HTTP",
      ...("balancer" in to && { targetType: "alb" }),
      ...(width === 128 && { ipAddressType: "ipv6" }),
      ...(isNetwork && preserves !== undefined && { preserveClientIp: String(preserves) }),
    });
    program.add("lb/listener:Listener", `listener-${i}`, {
      loadBalancerArn: arn(made[i] as Registered),
      port,
      protocol: isNetwork ? transport(protocol) : "HTTP",
      defaultActions: [{ type: "forward", targetGroupArn: arn(targets) }],
    });
    if ("machine" in to && described[to.machine]?.form === "autoscaling") {
      program.add("autoscaling/attachment:Attachment", `target-${i}`, {
        autoscalingGroupName: new Output(machines[to.machine] as Registered, "name"),
        lbTargetGroupArn: arn(targets),
      });
    } else {
      program.add("lb/targetGroupAttachment:TargetGroupAttachment", `target-${i}`, {
        targetGroupArn: arn(targets),
        targetId:
          "machine" in to ? id(machines[to.machine] as Registered) : arn(made[to.balancer] as Registered),
      });
    }
  }
  for (const [i, one] of accelerators.entries()) {
    const accelerator = program.add("globalaccelerator/accelerator:Accelerator", `accelerator-${i}`, {
      enabled: one.enabled,
    });
    const listener = program.add("globalaccelerator/listener:Listener", `edge-${i}`, {
      acceleratorArn: arn(accelerator),
      protocol: transport(one.protocol),
      portRanges: [{ fromPort: one.from, toPort: one.to }],
    });
    program.add("globalaccelerator/endpointGroup:EndpointGroup", `ends-${i}`, {
      listenerArn: arn(listener),
      ...(one.mappedTo !== undefined && {
        portOverrides: [{ listenerPort: one.from, endpointPort: one.mappedTo }],
      }),
      endpointConfigurations: [
        {
          endpointId:
            "machine" in one.endpoint
              ? id(machines[one.endpoint.machine] as Registered)
              : arn(made[one.endpoint.balancer] as Registered),
          clientIpPreservationEnabled: one.preserves,
        },
      ],
    });
  }
}

const arn = (resource: Registered) => new Output(resource, "arn");

/** Machines that name no subnet, on groups of the default VPC, which no group of the described VPC can be named in. */
function addHomeless(program: Program, { homeless, groups }: WithDoors, lists: readonly Registered[]): void {
  for (const [i, { groups: own, publicAddress }] of homeless.entries()) {
    const made = own.map((group) => {
      const name = `home-${i}-${group}`;
      const one = program.add("ec2/securityGroup:SecurityGroup", name, {});
      for (const [j, { services, sources }] of (groups[group] as Group).ingress.entries()) {
        const addressed = sources.filter((source) => !("group" in source));
        const context = { own: one, made: [], lists };
        addVpcRules(program, `${name}-${j}`, "ingress", { services, sources: addressed }, context);
      }
      return one;
    });
    program.add(
      "ec2/instance:Instance",
      `homeless-${i}`,
      {
        ami: "ami-1",
        instanceType: "t3.micro",
        vpcSecurityGroupIds: made.map(id),
        ...(publicAddress !== undefined && { associatePublicIpAddress: publicAddress }),
      },
      { subnetId: "subnet-of-the-default-vpc", associatePublicIpAddress: publicAddress ?? true },
    );
  }
}

function permuted(resources: readonly Registered[], order: number): Registered[] {
  if (order === 0) return [...resources];
  return [...resources]
    .map((resource) => ({ resource, key: hash(`${order} ${resource.urn}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ resource }) => resource);
}
