import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { boxOf, overlap } from "../../algebra/box";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, portRange } from "../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP, UDP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { TRAFFIC } from "./kinds";
import { setsOf } from "./laws";

const traffic = setsOf(TRAFFIC);
const tcp = (from: number, to: number, peers: Peers) => Traffic.of(protocol(TCP), portRange(from, to), peers);
const at = (...blocks: string[]) => Peers.of(AddressSet.of(...blocks));
const named = (...names: string[]) => Peers.of(AddressSet.empty, names);

describe("a box around traffic", () => {
  it("reaches from the first to the last protocol, port and address of all its parts", () => {
    const parts = tcp(22, 80, at("10.0.0.0/24"))
      .union(Traffic.of(protocol(UDP), portRange(53, 60), at("10.0.9.0/24")))
      .union(Traffic.of(protocol(1), portRange(30, 40), at("10.0.4.0/24")));
    const { start } = AddressSet.of("10.0.0.0/24");
    const { end } = AddressSet.of("10.0.9.0/24");
    assert.deepEqual(boxOf(parts), {
      protocols: { start: 1, end: 18 },
      ports: { start: 22, end: 81 },
      addresses: { start, end },
      names: Names.none,
    });
    assert.equal(boxOf(Traffic.empty<Peers>()), undefined);
  });

  it("keeps the names of all its parts, and no addresses where there are none", () => {
    const mixed = tcp(22, 22, named("sg-1"))
      .union(tcp(80, 80, at("10.0.0.0/24")))
      .union(tcp(90, 90, named("sg-2")));
    assert.deepEqual(boxOf(mixed)?.names, Names.of(["sg-1", "sg-2"]));
    const { start, end } = AddressSet.of("10.0.0.0/24");
    assert.deepEqual(boxOf(mixed)?.addresses, { start, end });
    assert.equal(boxOf(tcp(22, 22, named("sg-1")))?.addresses, undefined);
  });

  it("overlaps that of all traffic with which it has something in common", () => {
    fc.assert(
      fc.property(traffic, traffic, (one, other) => {
        assert.equal(overlap(boxOf(one), boxOf(one)), !one.isEmpty);
        if (!one.intersect(other).isEmpty) assert.ok(overlap(boxOf(one), boxOf(other)));
      }),
    );
  });

  const ssh = tcp(22, 23, at("10.0.0.0/24"));
  for (const [why, other, expected] of [
    ["the same", ssh, true],
    ["nothing", Traffic.empty<Peers>(), false],
    ["the port behind", tcp(24, 30, at("10.0.0.0/24")), false],
    ["the last port", tcp(23, 30, at("10.0.0.0/24")), true],
    ["the port before", tcp(0, 21, at("10.0.0.0/24")), false],
    ["the first port", tcp(0, 22, at("10.0.0.0/24")), true],
    ["the protocol behind", Traffic.of(protocol(TCP + 1), ALL_PORTS, at("10.0.0.0/24")), false],
    ["the protocol before", Traffic.of(protocol(TCP - 1), ALL_PORTS, at("10.0.0.0/24")), false],
    ["every protocol", Traffic.of(ALL_PROTOCOLS, ALL_PORTS, at("10.0.0.0/24")), true],
    ["the block behind", tcp(22, 23, at("10.0.1.0/24")), false],
    ["the block before", tcp(22, 23, at("9.255.255.0/24")), false],
    ["the last address", tcp(22, 23, at("10.0.0.255/32", "10.0.1.0/24")), true],
    ["blocks on both sides", tcp(22, 23, at("9.255.255.0/24", "10.0.1.0/24")), true],
    ["a name", tcp(22, 23, named("sg-1")), false],
    ["a name beside the block behind", tcp(22, 23, Peers.of(AddressSet.of("10.0.1.0/24"), ["sg-1"])), false],
  ] as const) {
    it(`${expected ? "overlaps" : "is clear of"} that of ${why}`, () => {
      assert.equal(overlap(boxOf(ssh), boxOf(other)), expected);
      assert.equal(overlap(boxOf(other), boxOf(ssh)), expected);
    });
  }

  it("overlaps by a name in common, whatever the addresses, and by no other", () => {
    const one = tcp(22, 23, Peers.of(AddressSet.of("10.0.0.0/24"), ["sg-1"]));
    const other = tcp(22, 23, Peers.of(AddressSet.of("10.0.1.0/24"), ["sg-1", "sg-2"]));
    assert.ok(overlap(boxOf(one), boxOf(other)));
    assert.ok(overlap(boxOf(one), boxOf(tcp(22, 23, Peers.of(AddressSet.empty, Names.all)))));
    assert.ok(!overlap(boxOf(tcp(22, 23, named("sg-1"))), boxOf(tcp(22, 23, named("sg-2")))));
    assert.ok(!overlap(boxOf(one), boxOf(tcp(24, 24, named("sg-1")))));
  });
});
