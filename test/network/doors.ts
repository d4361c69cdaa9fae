import fc from "fast-check";

import type { Description, Group, Machine } from "./description";
import {
  type Address,
  addressesOf,
  answersTo,
  decide,
  groupsAdmit,
  groupsOf,
  hasIpv6,
  isPublic,
  namesAddress,
  type Packet,
  pathFromInternet,
  readAddress,
  routeOf,
  serves,
} from "./oracle";

/** Where a door leads: a position among the machines or among the balancers. */
type Beyond = { readonly machine: number } | { readonly balancer: number };

interface Balancer {
  readonly kind: "application" | "network";
  readonly internal: boolean;
  readonly addresses: "ipv4" | "dualstack" | "dualstack-without-public-ipv4";
  readonly subnets: readonly number[];
  /** None is for a network balancer alone, which then lets everything through. */
  readonly groups: readonly number[];
  readonly protocol: 6 | 17;
  readonly port: number;
  /** An application balancer behind a network balancer, else a machine. */
  readonly to: Beyond;
  readonly targetPort: number;
  /** Of the addresses by which it talks to its targets. */
  readonly width: 32 | 128;
  readonly preserves: boolean | undefined;
}

interface Accelerator {
  readonly enabled: boolean;
  readonly protocol: 6 | 17;
  readonly from: number;
  readonly to: number;
  /** The first of its ports, where it goes elsewhere. */
  readonly mappedTo: number | undefined;
  readonly endpoint: Beyond;
  readonly preserves: boolean;
}

/** A machine in the default VPC, for it names no subnet. */
export interface Homeless {
  readonly groups: readonly number[];
  readonly publicAddress: boolean | undefined;
}

/** A VPC with doors beside those of its machines' own addresses. */
export interface WithDoors extends Description {
  readonly attached: boolean;
  readonly balancers: readonly Balancer[];
  readonly accelerators: readonly Accelerator[];
  /** By machine: what else an autoscaling group launches, from a template of its own. */
  readonly others: readonly (Pick<Machine, "groups" | "publicAddress" | "ipv6"> | undefined)[];
  readonly homeless: readonly Homeless[];
}

const PORTS = [22, 80, 443, 1024, 3389];

export function withDoors(descriptions: fc.Arbitrary<Description>): fc.Arbitrary<WithDoors> {
  return fc.tuple(descriptions, fc.boolean()).chain(([plain, isOpen]) => {
    const description = { ...plain, groups: plain.groups.map((group, i) => talkative(group, i, isOpen)) };
    const { groups, machines, subnets, tables } = description;
    const someGroups = (minLength: number) =>
      fc.uniqueArray(fc.nat(groups.length - 1), { minLength, maxLength: 2 });
    const machine = fc.nat(machines.length - 1).map((one) => ({ machine: one }));
    const protocol = fc.constantFrom<6 | 17>(6, 6, 17);
    const balancer = fc
      .record({
        kind: fc.constantFrom<Balancer["kind"]>("application", "network"),
        internal: fc.boolean(),
        subnets: fc.uniqueArray(fc.nat(subnets.length - 1), { minLength: 1, maxLength: 2 }),
        groups: someGroups(1),
        isBare: fc.boolean(),
        addresses: fc.constantFrom<Balancer["addresses"]>(
          "ipv4",
          "dualstack",
          "dualstack-without-public-ipv4",
        ),
        width: fc.constantFrom<Balancer["width"]>(32, 128),
        protocol,
        port: fc.constantFrom(...PORTS),
        to: machine,
        targetPort: fc.constantFrom(...PORTS),
        preserves: fc.constantFrom(true, false, undefined),
      })
      .map(({ isBare, ...one }): Balancer => {
        const isNetwork = one.kind === "network";
        return {
          ...one,
          groups: isNetwork && isBare ? [] : one.groups,
          addresses: isNetwork && one.addresses !== "ipv4" ? "dualstack" : one.addresses,
          protocol: isNetwork ? one.protocol : 6,
        };
      });
    return fc
      .record({
        all: fc.array(balancer, { maxLength: 3 }),
        chained: fc.boolean(),
        others: fc.array(
          fc.record({
            groups: someGroups(1),
            publicAddress: fc.constantFrom(true, false, undefined),
            ipv6: fc.constantFrom(true, false, undefined),
          }),
          { minLength: machines.length, maxLength: machines.length },
        ),
        homeless: fc.array(
          fc.record({ groups: someGroups(1), publicAddress: fc.constantFrom(true, false, undefined) }),
          { maxLength: 1 },
        ),
        attached: fc.boolean(),
      })
      .chain(({ all, chained, others, homeless, attached }) => {
        const inner = all.findIndex(({ kind }) => kind === "application");
        const balancers = all.map((one): Balancer => {
          if (!chained || inner === -1 || one.kind !== "network" || one.protocol !== 6) return one;
          return {
            ...one,
            to: { balancer: inner },
            targetPort: all[inner]?.port ?? 80,
            width: 32,
            preserves: undefined,
          };
        });
        const launched = machines.map(({ form }, i) => (form === "autoscaling" ? others[i] : undefined));
        const described = { ...description, others: launched };
        const talking = balancers.map((one): Balancer => ({ ...one, width: widthOf(described, one) }));
        const single = machines.flatMap(({ form }, i) => (form === "autoscaling" ? [] : [{ machine: i }]));
        const ends: Beyond[] = [...single, ...talking.map((_, i) => ({ balancer: i }))];
        const accelerator = fc.record({
          enabled: fc.constantFrom(true, true, true, false),
          protocol,
          from: fc.constantFrom(...PORTS),
          size: fc.constantFrom(0, 0, 500),
          mappedTo: fc.option(fc.constantFrom(...PORTS), { nil: undefined, freq: 2 }),
          endpoint: fc.constantFrom(...(ends.length > 0 ? ends : [{ machine: 0 }])),
          preserves: fc.boolean(),
        });
        return fc.array(accelerator, { maxLength: ends.length > 0 ? 2 : 0 }).map(
          (made): WithDoors => ({
            ...description,
            attached: attached || tables.flat().some(({ target }) => target === "internet"),
            balancers: talking,
            accelerators: made.map(({ size, ...one }) => ({ ...one, to: one.from + size })),
            others: launched,
            homeless,
          }),
        );
      });
  });
}

/** A balancer talks IPv6 where it has such addresses, and its target does in each of its subnets. */
function widthOf(
  description: Pick<WithDoors, "machines" | "others" | "subnets"> & Description,
  one: Balancer,
): 32 | 128 {
  const { to, addresses, width } = one;
  if (addresses === "ipv4" || !("machine" in to)) return 32;
  const kinds = kindsOf(description, to.machine);
  const isNamed = kinds.every((kind) => kind.subnets.every((subnet) => hasIpv6(description, kind, subnet)));
  return isNamed ? width : 32;
}

/** Groups of which most let something out, and some everything in, so that packets get through balancers. */
function talkative({ ingress, egress }: Group, i: number, isOpen: boolean): Group {
  const sources = [{ block: "0.0.0.0/0" }, { block: "::/0" }];
  const all = { services: { protocol: -1, from: 0, to: 0 }, sources };
  return {
    ingress: isOpen ? [...ingress, all] : ingress,
    egress: i % 2 === 0 || isOpen ? [...egress, all] : egress,
  };
}

/** The machine as each of its templates makes it. */
function kindsOf({ machines, others }: Pick<WithDoors, "machines" | "others">, machine: number): Machine[] {
  const first = machines[machine] as Machine;
  const other = others[machine];
  return other === undefined ? [first] : [first, { ...first, ...other }];
}

/** Whether a packet gets to a machine in a subnet and is answered, by each kind of door. */
export function getsIn(description: WithDoors, machine: number, subnet: number, packet: Packet) {
  return {
    directly: () =>
      kindsOf(description, machine).some(
        (kind) => pathFromInternet(description, kind, subnet, packet) !== undefined,
      ),
    accelerated: () =>
      description.accelerators.some(
        (one) =>
          "machine" in one.endpoint &&
          one.endpoint.machine === machine &&
          accelerates(description, one, packet) !== undefined &&
          admits(
            description,
            groupsOf(description, description.machines[machine] as Machine),
            accelerates(description, one, packet) as Packet,
          ),
      ),
    balanced: () =>
      description.balancers.some((_, i) => getsThrough(description, i, machine, subnet, packet)),
  };
}

/** The packet as an accelerator sends it on, undefined where it does not. */
function accelerates({ attached }: WithDoors, one: Accelerator, packet: Packet): Packet | undefined {
  const source = readAddress(packet.source);
  if (!attached || !one.enabled || source.width !== 32 || !isPublic(source)) return undefined;
  if (packet.protocol !== one.protocol || packet.port < one.from || packet.port > one.to) return undefined;
  return one.mappedTo !== undefined && packet.port === one.from ? { ...packet, port: one.mappedTo } : packet;
}

function admits(description: Description, groups: readonly Group[], packet: Packet): boolean {
  const source = readAddress(packet.source);
  return groups.some(({ ingress }) =>
    ingress.some(
      ({ services, sources }) =>
        serves(services, packet) && sources.some((one) => namesAddress(description, one, source)),
    ),
  );
}

const EVERYTHING: Group = {
  ingress: [
    { services: { protocol: -1, from: 0, to: 0 }, sources: [{ block: "0.0.0.0/0" }, { block: "::/0" }] },
  ],
  egress: [
    { services: { protocol: -1, from: 0, to: 0 }, sources: [{ block: "0.0.0.0/0" }, { block: "::/0" }] },
  ],
};

const groupsOfBalancer = ({ groups }: Description, balancer: Balancer): Group[] =>
  balancer.groups.length === 0 ? [EVERYTHING] : balancer.groups.map((i) => groups[i] as Group);

function seesClients(balancer: Balancer, preserves: boolean): boolean {
  if (balancer.kind === "application") return preserves || balancer.internal;
  return preserves && balancer.groups.length > 0;
}

/** Whether a packet from the internet gets to a balancer and through it to a machine. */
function getsThrough(
  description: WithDoors,
  i: number,
  machine: number,
  subnet: number,
  packet: Packet,
): boolean {
  const balancer = description.balancers[i] as Balancer;
  const groups = groupsOfBalancer(description, balancer);
  const accelerated = description.accelerators.flatMap((one) =>
    "balancer" in one.endpoint && one.endpoint.balancer === i && seesClients(balancer, one.preserves)
      ? (accelerates(description, one, packet) ?? [])
      : [],
  );
  return balancer.subnets.some((place) => {
    const direct = !balancer.internal && arrives(description, balancer, place, packet);
    return [
      ...(direct ? [packet] : []),
      ...accelerated.filter((one) => admits(description, groups, one)),
    ].some((one) => goesOn(description, balancer, place, machine, subnet, one));
  });
}

/** Whether a packet gets to an internet-facing balancer by a public address of its own. */
function arrives(description: WithDoors, balancer: Balancer, place: number, packet: Packet): boolean {
  const groups = groupsOfBalancer(description, balancer);
  const machine: Machine = {
    form: "instance",
    subnets: [place],
    groups: groups.map((_, i) => i),
    publicAddress: balancer.addresses !== "dualstack-without-public-ipv4",
    ipv6: balancer.addresses !== "ipv4",
    elasticIp: false,
  };
  const subnets = description.subnets.map((subnet) => ({ ...subnet, assignsIpv6: false }));
  return pathFromInternet({ ...description, groups, subnets }, machine, place, packet) !== undefined;
}

/** Whether a balancer in a subnet sends a packet on to a machine, through others where they are its targets. */
function goesOn(
  description: WithDoors,
  balancer: Balancer,
  place: number,
  machine: number,
  subnet: number,
  packet: Packet,
): boolean {
  if (packet.protocol !== balancer.protocol || packet.port !== balancer.port) return false;
  const { width } = balancer;
  // A client's address is kept only where its target has one of that family.
  const keeps =
    balancer.kind === "network" &&
    (balancer.protocol === 17 || (balancer.preserves ?? true)) &&
    readAddress(packet.source).width === width;
  const on = { protocol: packet.protocol, port: balancer.targetPort };
  const mine = groupsOfBalancer(description, balancer);
  const client = keeps ? readAddress(packet.source) : undefined;
  const own = addressesIn(description, place, width);
  if ("machine" in balancer.to) {
    if (balancer.to.machine !== machine) return false;
    return kindsOf(description, machine).some((kind) =>
      passes(description, {
        from: { place, groups: mine, addresses: client ? [client] : own, isClient: keeps },
        to: {
          place: subnet,
          groups: groupsOf(description, kind),
          addresses: addressesOf(description, { machine: kind, subnet }, width),
        },
        packet: on,
      }),
    );
  }
  const next = description.balancers[balancer.to.balancer] as Balancer;
  return next.subnets.some((there) => {
    const arrived = passes(description, {
      from: { place, groups: mine, addresses: client ? [client] : own, isClient: keeps },
      to: {
        place: there,
        groups: groupsOfBalancer(description, next),
        addresses: addressesIn(description, there, width),
      },
      packet: on,
    });
    return arrived && goesOn(description, next, there, machine, subnet, { ...on, source: packet.source });
  });
}

const WITH_BOTH = {
  form: "instance",
  subnets: [],
  groups: [],
  publicAddress: true,
  ipv6: true,
  elasticIp: false,
} as const;

const addressesIn = (description: Description, subnet: number, width: 32 | 128) =>
  addressesOf(description, { machine: WITH_BOTH, subnet }, width);

interface Place {
  readonly place: number;
  readonly groups: readonly Group[];
  readonly addresses: readonly Address[];
}

/** Whether packets get from one interface to another inside the VPC and are answered, whatever addresses they have. */
function passes(
  description: WithDoors,
  {
    from,
    to,
    packet,
  }: {
    readonly from: Place & { readonly isClient: boolean };
    readonly to: Place;
    readonly packet: { readonly protocol: number; readonly port: number };
  },
): boolean {
  const always = (test: (source: Address, destination: Address) => boolean) =>
    from.addresses.every((source) => to.addresses.every((destination) => test(source, destination)));
  if (to.addresses.length === 0 || from.addresses.length === 0) return false;
  if (
    !always((source, destination) =>
      groupsAdmit(description, from.groups, to.groups, source, destination, packet),
    )
  )
    return false;
  if (from.place === to.place) return true;
  const [here, there] = [description.subnets[from.place], description.subnets[to.place]];
  const isLocal = (table: number | undefined, address: Address) =>
    routeOf(description, table ?? description.mainTable, address) === undefined;
  if (
    !always(
      (source, destination) =>
        isLocal(here?.table, destination) && (from.isClient || isLocal(there?.table, source)),
    )
  )
    return false;
  const lets = (acl: number | undefined, egress: boolean, other: Address, port: number) => {
    const own = acl ?? description.defaultAcl;
    return (
      own === undefined ||
      decide(description.acls[own] ?? [], egress, other, { ...packet, port }) !== undefined
    );
  };
  return (
    always(
      (source, destination) =>
        lets(here?.acl, true, destination, packet.port) && lets(there?.acl, false, source, packet.port),
    ) &&
    answersTo(packet, description.acls.flat()).some((port) =>
      always(
        (source, destination) =>
          lets(there?.acl, true, source, port) && lets(here?.acl, false, destination, port),
      ),
    )
  );
}

/** Whether a packet gets to a machine in the default VPC: by a public address, unless it declines one, past what admits it. */
export function getsHome(
  description: WithDoors,
  { groups, publicAddress }: Homeless,
  packet: Packet,
): boolean {
  const source = readAddress(packet.source);
  return (
    source.width === 32 &&
    isPublic(source) &&
    publicAddress !== false &&
    admits(
      description,
      groups.map((i) => description.groups[i] as Group),
      packet,
    )
  );
}

/** Whether a packet from the internet gets to a balancer, on the port that it listens on. */
export function arrivesAt(description: WithDoors, i: number, packet: Packet): boolean {
  const balancer = description.balancers[i] as Balancer;
  if (packet.protocol !== balancer.protocol) return false;
  const groups = groupsOfBalancer(description, balancer);
  const takes = (one: Packet) => one.port === balancer.port;
  const direct =
    !balancer.internal &&
    takes(packet) &&
    balancer.subnets.some((place) => arrives(description, balancer, place, packet));
  return (
    direct ||
    description.accelerators.some((one) => {
      if (!("balancer" in one.endpoint) || one.endpoint.balancer !== i) return false;
      const on = seesClients(balancer, one.preserves) ? accelerates(description, one, packet) : undefined;
      return on !== undefined && takes(on) && admits(description, groups, on);
    })
  );
}
