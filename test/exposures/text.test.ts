import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { IntervalSet, Unit } from "../../algebra/interval-set";
import { parseServices, type ServiceSet, servicesText } from "../../algebra/services";
import { unionAll } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { differenceOf, flowText, listed, parseFlows } from "../../network/exposures/flows";
import { addressesText, besidesOwn, parseAddresses } from "../../network/exposures/senders";

const range = (most: number) =>
  fc
    .tuple(fc.nat(most), fc.nat(most))
    .map(([one, other]) => IntervalSet.of(Math.min(one, other), Math.max(one, other) + 1));
const edges = (...numbers: number[]) =>
  fc.constantFrom(...numbers).map((number) => IntervalSet.of(number, number + 1));

const services = fc
  .array(
    fc.tuple(
      fc.oneof(edges(1, 6, 17, 58, 50), range(255), fc.constant(IntervalSet.of(0, 256))),
      fc.oneof(edges(0, 22, 2048, 65535), range(65535), fc.constant(IntervalSet.of(0, 65536))),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((parts) =>
    unionAll(
      parts.map(([protocols, ports]) => Traffic.of(protocols, ports, Unit.present)),
      Traffic.empty<Unit>(),
    ),
  );

const one = (protocol: number, from: number, to: number): ServiceSet =>
  Traffic.of(IntervalSet.of(protocol, protocol + 1), IntervalSet.of(from, to + 1), Unit.present);

describe("services as text", () => {
  for (const [text, set] of [
    ["tcp 22, 80-90", one(6, 22, 22).union(one(6, 80, 90))],
    ["tcp 53; udp 53", one(6, 53, 53).union(one(17, 53, 53))],
    ["every udp port", one(17, 0, 65535)],
    ["icmp type 8", one(1, 8 << 8, (8 << 8) + 255)],
    ["icmp type 3 code 4", one(1, (3 << 8) + 4, (3 << 8) + 4)],
    ["icmp type 3 code 4-255, type 4-5, type 6 code 0-9", one(1, (3 << 8) + 4, (6 << 8) + 9)],
    ["every icmpv6 message", one(58, 0, 65535)],
    ["protocol 50", one(50, 0, 65535)],
    ["every protocol", Traffic.of(IntervalSet.of(0, 256), IntervalSet.of(0, 65536), Unit.present)],
    ["protocols 7-255", Traffic.of(IntervalSet.of(7, 256), IntervalSet.of(0, 65536), Unit.present)],
    ["protocols 7-16", Traffic.of(IntervalSet.of(7, 17), IntervalSet.of(0, 65536), Unit.present)],
  ] as const) {
    it(`are "${text}"`, () => {
      assert.equal(servicesText(set), text);
      assert.ok(parseServices(text)?.equals(set));
    });
  }

  it("can be read again, whatever they are", () => {
    fc.assert(
      fc.property(services, (set) => {
        assert.ok(parseServices(servicesText(set))?.equals(set), servicesText(set));
      }),
    );
  });

  for (const text of [
    "",
    "tcp",
    "tcp 70000",
    "tcp 9-8",
    "tcp 22,23",
    "protocol 256",
    "icmp type 1-2 code 0",
    "gre",
    "tcp 22;udp 1",
    "every tcp ports",
    "nearly every tcp port",
    "some tcp 22",
    "no protocol 50",
    "protocol 50 on 22 alone",
    "protocol 50 on",
    "icmp kind 8",
    "icmp type 256",
    "icmp type 3 code 256",
    "icmp no type 3",
    "icmp type 3 code 4 alone",
  ]) {
    it(`are not "${text}"`, () => assert.equal(parseServices(text), undefined));
  }
});

const setOf = (...blocks: string[]) =>
  unionAll(
    blocks.map((block) => AddressSet.of(block)),
    AddressSet.empty,
  );

describe("addresses as text", () => {
  for (const [blocks, text] of [
    [["0.0.0.0/0"], "internet"],
    [["0.0.0.0/1", "128.0.0.0/1"], "internet"],
    [["::/0"], "internet over IPv6"],
    [["0.0.0.0/1"], "0.0.0.0/1"],
    [["198.51.100.0/24"], "198.51.100.0/24"],
    [["198.51.100.0/25", "198.51.100.128/25"], "198.51.100.0/24"],
    [["2001:db8::/32"], "2001:db8::/32"],
  ] as const) {
    it(`are "${text}" of ${blocks.join(" and ")}`, () => {
      const set = AddressSet.of(...blocks).intersect(PUBLIC_ADDRESSES);
      const family = text.includes(":") || text.includes("IPv6") ? "IPv6" : "IPv4";
      assert.equal(addressesText(set, family), text);
      assert.ok(parseAddresses(text)?.equals(set));
    });
  }

  const V6 = PUBLIC_ADDRESSES.inFamily("IPv6");
  const without = (all: AddressSet, ...blocks: string[]) =>
    blocks.reduce((left, block) => left.subtract(AddressSet.of(block)), all);
  const v6 = (count: number) => Array.from({ length: count }, (_, i) => `2600:${2 * i + 1}::/32`);
  const fewest: [string, AddressSet, "IPv4" | "IPv6", string][] = [
    [
      "no fewer missing",
      setOf("0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/5").intersect(PUBLIC_ADDRESSES),
      "IPv4",
      "0.0.0.0/1, 128.0.0.0/2, 192.0.0.0/5",
    ],
    ["what lacks three blocks", without(V6, ...v6(3)), "IPv6", `internet over IPv6 but ${v6(3).join(", ")}`],
    ["private ones between", setOf("8.0.0.0/7", "11.0.0.0/8"), "IPv4", "8.0.0.0/6"],
    [
      "private ones between that save nothing",
      setOf("9.0.0.0/8", "11.0.0.0/8"),
      "IPv4",
      "9.0.0.0/8, 11.0.0.0/8",
    ],
    [
      "private ones between and none beside",
      setOf("8.0.0.0/7", "11.0.0.0/8", "172.32.0.0/11"),
      "IPv4",
      "8.0.0.0/6, 172.32.0.0/11",
    ],
  ];
  for (const [what, set, family, text] of fewest)
    it(`are told in as few blocks as can be: ${what}`, () => {
      assert.equal(addressesText(set, family), text);
      assert.ok(parseAddresses(text)?.equals(set));
    });
  it("are told by blocks where more than three are missing", () => {
    const set = without(V6, ...v6(4));
    assert.doesNotMatch(addressesText(set, "IPv6"), /but/);
    assert.ok(parseAddresses(addressesText(set, "IPv6"))?.equals(set));
  });
  for (const text of [
    "the internet",
    "internet at all",
    "internet but",
    "internet but 1",
    "1.2.3.4/32, x",
    "",
  ])
    it(`are not "${text}"`, () => assert.equal(parseAddresses(text), undefined));

  const besides: [string, AddressSet, AddressSet, AddressSet][] = [
    ["a VPC has none of its own", setOf("8.0.0.0/8"), setOf("10.0.0.0/8"), setOf("8.0.0.0/8")],
    ["it has some that are among them", setOf("8.0.0.0/8"), setOf("8.1.0.0/16"), setOf("8.0.0.0/8")],
    [
      "its own fill a hole",
      without(setOf("8.0.0.0/8"), "8.1.0.0/16"),
      setOf("8.1.0.0/16"),
      setOf("8.0.0.0/8"),
    ],
    ["its own lie apart", setOf("8.0.0.0/8"), setOf("12.0.0.0/8"), setOf("8.0.0.0/8")],
    ["its own make them no simpler", setOf("8.0.0.0/9"), setOf("8.0.0.0/8"), setOf("8.0.0.0/9")],
    [
      "its own fill a hole of one family",
      without(setOf("8.0.0.0/8", "2000::/16"), "8.1.0.0/16"),
      setOf("8.1.0.0/16", "2600::/56"),
      setOf("8.0.0.0/8", "2000::/16"),
    ],
  ];
  for (const [what, addresses, own, expected] of besides)
    it(`count as taken where that is simpler: ${what}`, () =>
      assert.deepEqual(besidesOwn(addresses, own).blocks(), expected.blocks()));

  it("are told by what is missing where that is shorter", () => {
    const set = AddressSet.of("0.0.0.0/0")
      .intersect(PUBLIC_ADDRESSES)
      .subtract(AddressSet.of("198.51.100.0/24"));
    assert.equal(addressesText(set, "IPv4"), "internet but 198.51.100.0/24");
    assert.ok(parseAddresses("internet but 198.51.100.0/24")?.equals(set));
  });

  it("can be read again, whatever they are", () => {
    const block = fc
      .tuple(fc.nat({ max: 2 ** 31 }), fc.integer({ min: 0, max: 32 }), fc.boolean())
      .map(([number, length, isPrivate]) =>
        isPrivate
          ? "10.1.0.0/16"
          : `${[24, 16, 8, 0].map((bits) => (number >>> bits) & 255).join(".")}/${length}`,
      );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 4 }), fc.boolean(), (blocks, isRest) => {
        const some = AddressSet.of(...blocks);
        const set = (isRest ? AddressSet.ipv4.subtract(some) : some).intersect(PUBLIC_ADDRESSES);
        if (set.isEmpty) return;
        assert.ok(parseAddresses(addressesText(set, "IPv4"))?.equals(set), addressesText(set, "IPv4"));
      }),
    );
  });
});

describe("a file of flows", () => {
  const lines = [
    "198.51.100.0/24 → Instance bastion: tcp 22",
    "internet → LoadBalancer web: tcp 80, 443",
    "internet over IPv6 → LoadBalancer web: tcp 443 ?",
    "SecurityGroup web → Database orders: tcp 5432",
  ];

  it("is the same however it is ordered, with comments and blank lines", () => {
    const { flows, unreadable } = parseFlows(["# What we let in", "", ...[...lines].reverse()]);
    assert.deepEqual(unreadable, []);
    assert.deepEqual(listed(flows).map(flowText), lines);
  });

  it("joins what stands in several lines", () => {
    const { flows } = parseFlows([
      "internet → LoadBalancer web: tcp 443",
      "internet → LoadBalancer web: tcp 80",
    ]);
    assert.deepEqual(listed(flows).map(flowText), ["internet → LoadBalancer web: tcp 80, 443"]);
  });

  it("keeps who sends open where that is not known", () => {
    const open = ["inside → Database orders: tcp 5432 ?", "SecurityGroup web → Database orders: tcp 5432"];
    const { flows } = parseFlows(open);
    assert.deepEqual(listed(flows).map(flowText), [...open].reverse());
  });

  it("names what it cannot read by its line", () => {
    const { unreadable } = parseFlows(["", "internet → LoadBalancer web: tcp 443x", "internet -> a: tcp 1"]);
    assert.deepEqual(
      unreadable.map(({ line }) => line),
      [2, 3],
    );
  });
});

describe("a difference of flows inside a VPC", () => {
  const TO = "→ Database orders: tcp 5432";
  const opened = (recorded: string[], present: string[]) =>
    listed(differenceOf(parseFlows(recorded).flows, parseFlows(present).flows).opened).map(flowText);

  for (const [title, recorded, present, expected] of [
    [
      "is who sends anew",
      [`SecurityGroup web ${TO}`],
      [`SecurityGroup job ${TO}`],
      [`SecurityGroup job ${TO}`],
    ],
    ["is none where it was open who sends", [`inside ${TO} ?`], [`SecurityGroup job ${TO}`], []],
    ["is none where it is open who sends", [`Vpc main ${TO}`], [`inside ${TO} ?`, `Subnet app ${TO}`], []],
    [
      "is what nobody sent, though it is open who else does",
      [],
      [`inside ${TO} ?`, `Subnet app ${TO}`],
      [`Subnet app ${TO}`],
    ],
    [
      "is what goes to other ports than those for which it is open",
      [`inside ${TO} ?`],
      ["SecurityGroup job → Database orders: tcp 22"],
      ["SecurityGroup job → Database orders: tcp 22"],
    ],
    [
      "is what one more group sends, where another's may",
      [`SecurityGroup web ${TO} ?`],
      [`SecurityGroup job ${TO}`],
      [`SecurityGroup job ${TO}`],
    ],
  ] as const) {
    it(title, () => {
      assert.deepEqual(opened([...recorded], [...present]), expected);
      const closed = differenceOf(parseFlows([...present]).flows, parseFlows([...recorded]).flows).closed;
      assert.deepEqual(listed(closed).map(flowText), expected, "closed the other way round");
    });
  }
});
