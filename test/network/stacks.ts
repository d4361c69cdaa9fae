import fc from "fast-check";
import type {
  Description,
  Entry,
  Group,
  Machine,
  Route,
  Rule,
  Services,
  Source,
  Subnet,
} from "./description";
import { readAddress, writeAddress } from "./oracle";

/** Blocks that nest, touch and cross the bounds of what is public, so that random ones meet. */
const WIDE = ["0.0.0.0/0", "::/0"];
const PUBLIC = [
  "0.0.0.0/1",
  "128.0.0.0/1",
  "198.51.100.0/24",
  "198.51.100.128/25",
  "198.51.100.7/32",
  "203.0.113.0/28",
  "2000::/3",
  "2001:db8::/32",
  "2001:db8:0:1::/64",
];
const PRIVATE = [
  "10.0.0.0/8",
  "10.0.0.0/16",
  "10.0.1.0/28",
  "10.0.1.8/29",
  "172.0.0.0/8",
  "2600:1f00:0:1::/64",
];

const blocks = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WIDE) },
  { weight: 3, arbitrary: fc.constantFrom(...PUBLIC) },
  { weight: 2, arbitrary: fc.constantFrom(...PRIVATE) },
);

const isIpv6 = (block: string) => block.includes(":");

const PORTS = [0, 21, 22, 23, 80, 443, 1023, 1024, 1025, 3389, 32768, 65534, 65535];
const ranges = fc
  .tuple(fc.constantFrom(...PORTS), fc.constantFrom(...PORTS))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
const messages = fc
  .tuple(fc.constantFrom(-1, 0, 3, 8), fc.constantFrom(-1, 0, 4))
  .map(([from, to]) => ({ from, to: from === -1 ? -1 : to }));

const services: fc.Arbitrary<Services> = fc.oneof(
  { weight: 4, arbitrary: ranges.map((range) => ({ protocol: 6, ...range })) },
  { weight: 2, arbitrary: ranges.map((range) => ({ protocol: 17, ...range })) },
  { weight: 2, arbitrary: fc.constant({ protocol: -1, from: 0, to: 0 }) },
  { weight: 1, arbitrary: messages.map((message) => ({ protocol: 1, ...message })) },
  { weight: 1, arbitrary: fc.constant({ protocol: 58, from: -1, to: -1 }) },
  { weight: 1, arbitrary: fc.constant({ protocol: 50, from: 0, to: 0 }) },
);

const lists = fc.boolean().chain((ipv6) =>
  fc.uniqueArray(
    blocks.filter((block) => isIpv6(block) === ipv6),
    { minLength: 1, maxLength: 3 },
  ),
);

function sources(listCount: number, groupCount: number): fc.Arbitrary<Source> {
  return fc.oneof(
    { weight: 6, arbitrary: blocks.map((block) => ({ block })) },
    {
      weight: listCount > 0 ? 2 : 0,
      arbitrary: fc.nat(Math.max(0, listCount - 1)).map((list) => ({ list })),
    },
    {
      weight: groupCount > 0 ? 2 : 0,
      arbitrary: fc.nat(Math.max(0, groupCount - 1)).map((group) => ({ group })),
    },
    { weight: 1, arbitrary: fc.constant({ self: true as const }) },
  );
}

function groups(listCount: number, groupCount: number): fc.Arbitrary<Group> {
  const rule: fc.Arbitrary<Rule> = fc.record({
    services,
    sources: fc.array(sources(listCount, groupCount), { minLength: 1, maxLength: 3 }),
  });
  return fc.record({ ingress: fc.array(rule, { maxLength: 4 }), egress: fc.array(rule, { maxLength: 3 }) });
}

/** At most one list, for AWS does not say which of two that overlap takes a packet. */
function tables(listCount: number): fc.Arbitrary<Route[]> {
  const target = fc.constantFrom<Route["target"][]>(
    "internet",
    "internet",
    "internet",
    "nat",
    "peering",
    "egress-only",
  );
  const route = fc.record({ block: blocks, target }).map(
    ({ block, target: to }): Route => ({
      destination: { block },
      // An egress-only gateway is for IPv6, a NAT gateway for IPv4 alone.
      target: to === "egress-only" && !isIpv6(block) ? "nat" : to === "nat" && isIpv6(block) ? "peering" : to,
    }),
  );
  const own = fc.uniqueArray(route, {
    maxLength: 5,
    selector: ({ destination }) => ("block" in destination ? destination.block : ""),
  });
  if (listCount === 0) return own;
  const listed = fc.record({
    destination: fc.record({ list: fc.nat(listCount - 1) }),
    target: fc.constantFrom<Route["target"][]>("internet", "peering"),
  });
  return fc
    .tuple(own, fc.option(listed, { nil: undefined, freq: 3 }))
    .map(([routes, one]) => (one ? [...routes, one] : routes));
}

/** Most entries allow, and one of each direction mostly allows all at the end, so that packets get through. */
const acls: fc.Arbitrary<Entry[]> = fc
  .tuple(
    fc.uniqueArray(
      fc.record({
        number: fc.integer({ min: 1, max: 200 }),
        egress: fc.boolean(),
        allows: fc.constantFrom(true, true, false),
        services,
        block: blocks,
      }),
      { maxLength: 7, selector: ({ number, egress }) => `${number} ${egress}` },
    ),
    fc.constantFrom(true, true, false),
  )
  .map(([entries, open]) => {
    const all = { number: 300, allows: true, services: { protocol: -1, from: 0, to: 0 } };
    const last = [false, true].flatMap((egress) => [
      { ...all, egress, block: "0.0.0.0/0" },
      { ...all, egress, number: 301, block: "::/0" },
    ]);
    return open ? [...entries, ...last] : entries;
  });

function subnets(tableCount: number, aclCount: number): fc.Arbitrary<Subnet[]> {
  const subnet = fc.record({
    mapsPublicAddress: fc.boolean(),
    assignsIpv6: fc.boolean(),
    table: fc.option(fc.nat(tableCount - 1), { nil: undefined, freq: 3 }),
    acl: fc.option(fc.nat(aclCount - 1), { nil: undefined, freq: 2 }),
  });
  return fc
    .array(subnet, { minLength: 1, maxLength: 3 })
    .map((all) =>
      all.map((one, i) => ({ ...one, block: `10.0.${i}.0/28`, ipv6Block: `2600:1f00:0:${i}::/64` })),
    );
}

function machines(subnetCount: number, groupCount: number): fc.Arbitrary<Machine[]> {
  const where = fc.nat(subnetCount - 1);
  const machine = fc
    .record({
      form: fc.constantFrom<Machine["form"][]>(
        "instance",
        "instance",
        "template",
        "autoscaling",
        "interface",
      ),
      subnets: fc.uniqueArray(where, { minLength: 1, maxLength: 2 }),
      groups: fc.uniqueArray(fc.nat(groupCount - 1), { minLength: 0, maxLength: 2 }),
      publicAddress: fc.constantFrom(true, true, false, undefined),
      ipv6: fc.constantFrom(true, false, undefined),
      elasticIp: fc.constantFrom(false, false, true),
    })
    .map((one): Machine => {
      const launched = one.form === "autoscaling";
      return {
        ...one,
        subnets: launched ? one.subnets : one.subnets.slice(0, 1),
        elasticIp: one.elasticIp && !launched,
      };
    });
  return fc.array(machine, { minLength: 1, maxLength: 3 });
}

/** Small VPCs, most of them with packets that get in and packets that do not. */
export const descriptions: fc.Arbitrary<Description> = fc
  .record({
    lists: fc.array(lists, { maxLength: 2 }),
    blocks: fc.constantFrom(
      ["10.0.0.0/16", "2600:1f00::/56"],
      ["10.0.0.0/16", "2600:1f00::/56", "198.51.100.0/25"],
    ),
    acls: fc.array(acls, { minLength: 1, maxLength: 2 }),
    groupCount: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ lists: own, blocks: vpc, acls: decided, groupCount }) =>
    fc
      .array(tables(own.length), { minLength: 1, maxLength: 3 })
      .chain((routed) =>
        fc.record({
          blocks: fc.constant(vpc),
          lists: fc.constant(own),
          tables: fc.constant(routed),
          acls: fc.constant(decided),
          groups: fc.array(groups(own.length, groupCount), { minLength: groupCount, maxLength: groupCount }),
          defaultGroup: fc.option(groups(own.length, 0), { nil: undefined }),
          mainTable: fc.option(fc.nat(routed.length - 1), { nil: undefined, freq: 2 }),
          defaultAcl: fc.option(fc.nat(decided.length - 1), { nil: undefined, freq: 2 }),
          subnets: subnets(routed.length, decided.length),
        }),
      )
      .chain((rest) =>
        machines(rest.subnets.length, groupCount).map((all): Description => ({ ...rest, machines: all })),
      ),
  );

/** The same VPC with every block cut in two halves, in groups, ACLs and lists, and in routes where no other route has a half. */
export function halved(description: Description): Description {
  const halfRules = (rules: readonly Rule[]): Rule[] =>
    rules.map((rule) => ({
      ...rule,
      sources: rule.sources.flatMap((source): Source[] =>
        "block" in source ? halves(source.block).map((block) => ({ block })) : [source],
      ),
    }));
  const halfGroup = ({ ingress, egress }: Group): Group => ({
    ingress: halfRules(ingress),
    egress: halfRules(egress),
  });
  // Of a list that routes name, half a block could win where the whole one does not.
  const routed = new Set(
    description.tables.flat().flatMap(({ destination }) => ("list" in destination ? [destination.list] : [])),
  );
  return {
    ...description,
    lists: description.lists.map((list, i) =>
      routed.has(i) ? list : [...new Set(list.flatMap((block) => halves(block)))],
    ),
    tables: description.tables.map((routes) => {
      const taken = [
        ...description.blocks,
        ...description.lists.flat(),
        ...routes.flatMap(({ destination }) => ("block" in destination ? [destination.block] : [])),
      ];
      return routes.flatMap((route): Route[] => {
        const { destination } = route;
        if (!("block" in destination) || halves(destination.block).some((half) => taken.includes(half)))
          return [route];
        // A list's entry of the same block would come back to life.
        if (description.lists.flat().includes(destination.block)) return [route];
        return halves(destination.block).map((block) => ({ ...route, destination: { block } }));
      });
    }),
    acls: description.acls.map((entries) =>
      entries.flatMap((entry) =>
        halves(entry.block).map((block, i) => ({ ...entry, block, number: entry.number * 2 + i })),
      ),
    ),
    groups: description.groups.map(halfGroup),
    defaultGroup: description.defaultGroup && halfGroup(description.defaultGroup),
  };
}

function halves(block: string): string[] {
  const [address = "", length] = block.split("/");
  const bits = Number(length);
  if (bits === (isIpv6(block) ? 128 : 32)) return [block];
  return [`${address}/${bits + 1}`, `${upperHalf(address, bits)}/${bits + 1}`];
}

function upperHalf(address: string, bits: number): string {
  const { width, bits: number } = readAddress(address);
  return writeAddress({ width, bits: number | (1n << BigInt(width - bits - 1)) });
}
