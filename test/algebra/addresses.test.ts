import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet, type Family, PRIVATE_ADDRESSES, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { addressText, bitsOf, fewest, prefixOf, spellings } from "./bit-strings";
import { ADDRESS_SETS } from "./kinds";
import { obeysTheLawsOfSets, same } from "./laws";

const RUNS = { numRuns: 200 };
const BITS = { IPv4: 32, IPv6: 128 } as const;

const family = fc.constantFrom<Family[]>("IPv4", "IPv6");
/** An address as bits; long runs of one bit are likely, as in real ones. */
const bits = (length: number) =>
  fc
    .array(fc.tuple(fc.constantFrom("0", "1"), fc.integer({ min: 1, max: 40 })), {
      minLength: 1,
      maxLength: 9,
    })
    .map((runs) =>
      runs
        .map(([bit, times]) => bit.repeat(times))
        .join("")
        .padEnd(length, "0")
        .slice(0, length),
    );
const address = family.chain((of) => bits(BITS[of]).map((digits) => ({ of, digits })));
const block = address.chain(({ of, digits }) =>
  fc.integer({ min: 0, max: BITS[of] }).map((length) => ({ of, digits, length })),
);
const nearBlock = block.map(({ of, digits, length }) => ({ of, prefix: digits.slice(0, length) }));

describe("AddressSet", () => {
  obeysTheLawsOfSets(ADDRESS_SETS);

  it("reads every spelling of a block, host bits or not", () => {
    fc.assert(
      fc.property(block, ({ of, digits, length }) => {
        const network = digits.slice(0, length).padEnd(BITS[of], "0");
        const expected = AddressSet.parse(`${addressText(network)}/${length}`);
        assert.ok(expected !== undefined);
        for (const spelling of spellings(digits)) {
          const set = AddressSet.parse(`${spelling}/${length}`);
          assert.ok(set !== undefined, spelling);
          same(set, expected);
        }
        assert.equal(expected.count(of), 2n ** BigInt(BITS[of] - length));
      }),
      RUNS,
    );
  });

  it("holds the addresses that begin with the block's bits, and no other", () => {
    fc.assert(
      fc.property(block, fc.nat(127), ({ of, digits, length }, position) => {
        const flipped = position % BITS[of];
        const neighbour = [...digits]
          .map((bit, i) => (i === flipped ? (bit === "0" ? "1" : "0") : bit))
          .join("");
        const set = AddressSet.of(`${addressText(digits)}/${length}`);
        assert.ok(set.has(addressText(digits)));
        assert.equal(set.has(addressText(neighbour)), flipped >= length);
      }),
      RUNS,
    );
  });

  it("writes a union as the fewest blocks, ascending, IPv4 first, and reads them back", () => {
    fc.assert(
      fc.property(fc.array(nearBlock, { maxLength: 12 }), (written) => {
        const set = AddressSet.of(
          ...written.map(({ of, prefix }) => `${addressText(prefix.padEnd(BITS[of], "0"))}/${prefix.length}`),
        );
        const blocks = set.blocks();
        const inFamily = (wanted: Family) =>
          fewest(written.filter(({ of }) => of === wanted).map(({ prefix }) => prefix));
        assert.deepEqual(blocks.map(prefixOf), [...inFamily("IPv4"), ...inFamily("IPv6")]);
        for (const text of blocks) {
          const [start = "", length] = text.split("/");
          assert.ok(!bitsOf(start).slice(Number(length)).includes("1"), `${text} has host bits`);
        }
        same(AddressSet.of(...blocks), set);
      }),
      RUNS,
    );
  });

  it("writes siblings as their parent, and all but one address as 32 or 128 blocks", () => {
    assert.deepEqual(AddressSet.of("10.0.0.0/25", "10.0.0.128/25").blocks(), ["10.0.0.0/24"]);
    assert.deepEqual(AddressSet.of("10.0.0.128/25", "10.0.1.0/25").blocks(), [
      "10.0.0.128/25",
      "10.0.1.0/25",
    ]);
    assert.equal(AddressSet.ipv4.subtract(AddressSet.of("10.1.2.3/32")).blocks().length, 32);
    const few = AddressSet.of("10.0.0.0/16", "192.168.0.0/16");
    assert.deepEqual(AddressSet.ipv4.subtract(few).texts(), [
      "every address but 10.0.0.0/16, 192.168.0.0/16",
    ]);
    assert.deepEqual(AddressSet.of("0.0.0.0/1", "::/0").texts(), ["0.0.0.0/1", "::/0"]);
    assert.deepEqual(AddressSet.all.texts(), ["0.0.0.0/0", "::/0"]);
    assert.deepEqual(AddressSet.ipv6.subtract(AddressSet.of("fc00::/7")).texts(), [
      "every IPv6 address but fc00::/7",
    ]);
    assert.equal(AddressSet.ipv6.subtract(AddressSet.of("2001:db8::1/128")).blocks().length, 128);
    assert.deepEqual(AddressSet.all.blocks(), ["0.0.0.0/0", "::/0"]);
    assert.deepEqual(AddressSet.empty.blocks(), []);
  });

  it("reads the same set of whatever means it", () => {
    for (const [one, ...others] of [
      ["0.0.0.0/0", "1.2.3.4/0", "255.255.255.255/0"],
      ["::/0", "0::/0", "0:0:0:0:0:0:0:0/0", "2001:DB8::1/0"],
      ["10.1.2.0/24", "10.1.2.255/24"],
      ["2001:db8::/32", "2001:0DB8::/32", "2001:db8:0:0::ffff/32", "2001:db8:1:2:3:4:5:6/32"],
      ["::1/128", "0:0:0:0:0:0:0:1/128", "0000:0000:0000:0000:0000:0000:0000:0001/128", "::0.0.0.1/128"],
      ["::/0", "::0.0.0.0/0", "0:0:0:0:0:0:0.0.0.0/0"],
      ["::ffff:a00:1/128", "::ffff:10.0.0.1/128", "::FFFF:10.0.0.1/128"],
    ] as [string, ...string[]][]) {
      for (const other of others) same(AddressSet.of(other), AddressSet.of(one));
    }
    same(AddressSet.of("0.0.0.0/1", "128.0.0.0/1"), AddressSet.ipv4);
    same(AddressSet.of("::/1", "8000::/1"), AddressSet.ipv6);
  });

  it("reaches both ends of both families", () => {
    const last = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
    const ends = AddressSet.of("0.0.0.0/32", "255.255.255.255/32", "::/128", `${last}/128`);
    assert.deepEqual(ends.blocks(), ["0.0.0.0/32", "255.255.255.255/32", "::/128", `${last}/128`]);
    assert.deepEqual([ends.count("IPv4"), ends.count("IPv6")], [2n, 2n]);
    assert.deepEqual([AddressSet.all.count("IPv4"), AddressSet.all.count("IPv6")], [2n ** 32n, 2n ** 128n]);
    assert.ok(AddressSet.ipv4.intersect(AddressSet.ipv6).isEmpty);
    assert.ok(!AddressSet.ipv6.has("0.0.0.1") && !AddressSet.ipv4.has("::1"));
    same(ends.inFamily("IPv4"), AddressSet.of("0.0.0.0/32", "255.255.255.255/32"));
  });

  it("has its ends on one axis, and none where it is empty", () => {
    const { start, end } = AddressSet.of("0.0.0.2/32", "0.0.0.4/31");
    assert.deepEqual([start, end], [2n, 6n]);
    assert.deepEqual([AddressSet.empty.start, AddressSet.empty.end], [undefined, undefined]);
  });

  it("takes an IPv4 address mapped into IPv6 for the IPv6 address it is", () => {
    const mapped = AddressSet.of("::ffff:a00:1/128");
    assert.deepEqual(mapped.blocks(), ["::ffff:a00:1/128"]);
    assert.ok(!mapped.has("10.0.0.1") && mapped.has("::ffff:a00:1"));
  });

  for (const [why, blocks] of Object.entries({
    "an address without a prefix length": ["10.0.0.0", "::1", "10.0.0.0/", "/8", "", "/"],
    "a prefix that is too long": ["10.0.0.0/33", "::/129", "10.0.0.0/128", "10.0.0.0/999", "::/1000"],
    "a prefix that is no plain number": [
      "10.0.0.0/08",
      "::/00",
      "10.0.0.0/+8",
      "10.0.0.0/-8",
      "10.0.0.0/8.0",
    ],
    "a netmask": ["10.0.0.0/255.0.0.0", "10.0.0.0/ff"],
    "octal, hexadecimal and other numbers": ["010.0.0.0/8", "0x0a.0.0.0/8", "00.0.0.0/0", "167772160/8"],
    "shortened IPv4": ["10/8", "10.0/8", "10.0.0/8", "10.0.0./8", "10..0.0/8"],
    "what is out of range": ["256.0.0.0/8", "10.0.0.0.0/8", "12345::/16", "g::/16"],
    zones: ["fe80::1%eth0/64", "fe80::1%1/64", "fe80::1/64%1"],
    blanks: [" 10.0.0.0/8", "10.0.0.0/8 ", "10.0.0.0 /8", "10.0.0.0/8\n", "\t::/0", " "],
    "malformed IPv4 inside IPv6": [
      "::ffff:10.0.0/128",
      "::010.0.0.1/128",
      "::10.0.0.256/96",
      "::10.0.0.1:1/96",
    ],
    "malformed IPv6": [":::/0", "1::2::3/64", "1:2:3:4:5:6:7/64", "1:2:3:4:5:6:7:8:9/64", ":1::/64", "1:/64"],
    "two of them": ["10.0.0.0/8,11.0.0.0/8", "10.0.0.0/8/8", "10.0.0.0-10.0.0.9"],
    "full-width digits": ["１０.0.0.0/8", "10.0.0.0/８"],
  })) {
    it(`does not read ${why}`, () => {
      for (const text of blocks) assert.equal(AddressSet.parse(text), undefined, JSON.stringify(text));
    });
  }

  it("names the block of a list that it cannot read", () => {
    assert.throws(() => AddressSet.of("10.0.0.0/8", "10.0.0.0/40"), /"10\.0\.0\.0\/40" is not a CIDR block/);
  });

  it("has no address that is none", () => {
    for (const text of ["10.0.0.0/8", "", "10.0.0", "::1%1", " 10.0.0.1", "::ffff:10.0.1"]) {
      assert.equal(AddressSet.all.has(text), false, text);
    }
  });

  it("gives an example that it has, from the documentation's where it can", () => {
    assert.equal(AddressSet.empty.example(), undefined);
    assert.equal(AddressSet.of("192.0.0.0/8").example(), "198.51.100.7".replace("198.51.100", "192.0.2"));
    assert.equal(AddressSet.ipv6.example(), "2001:db8::7");
    assert.equal(AddressSet.of("10.0.0.0/8").example(), "10.0.0.1", "a network's first address is nobody's");
    assert.equal(AddressSet.of("10.0.0.0/31").example(), "10.0.0.0");
    assert.equal(AddressSet.of("2001:db9::/126").example(), "2001:db9::1");
    fc.assert(
      fc.property(block, ({ digits, length }) => {
        const set = AddressSet.of(`${addressText(digits)}/${length}`);
        assert.ok(set.has(set.example() ?? ""));
      }),
      RUNS,
    );
  });

  it("tells private addresses from public ones, to the address", () => {
    for (const [inside, outside] of [
      ["10.255.255.255", "11.0.0.0"],
      ["172.16.0.0", "172.15.255.255"],
      ["172.31.255.255", "172.32.0.0"],
      ["192.168.0.0", "192.167.255.255"],
      ["100.64.0.0", "100.63.255.255"],
      ["100.127.255.255", "100.128.0.0"],
      ["127.0.0.1", "126.255.255.255"],
      ["169.254.169.254", "169.255.0.0"],
      ["::1", "::2"],
      ["fe80::1", "fec0::"],
      ["fdff:ffff::", "fe00::"],
      ["fc00::", "fbff::"],
    ] as const) {
      assert.ok(PRIVATE_ADDRESSES.has(inside) && !PUBLIC_ADDRESSES.has(inside), inside);
      assert.ok(PUBLIC_ADDRESSES.has(outside) && !PRIVATE_ADDRESSES.has(outside), outside);
    }
    same(PRIVATE_ADDRESSES.union(PUBLIC_ADDRESSES), AddressSet.all);
  });
});
