import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { IntervalSet } from "../../algebra/interval-set";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, hasEveryPort, icmpMessages, portRange, ports, portsText } from "../../algebra/ports";
import { ALL_PROTOCOLS, ICMP, ICMPV6, parseProtocol, protocol, TCP, UDP } from "../../algebra/protocols";
import { Traffic, united } from "../../algebra/traffic";
import { PEERS, SOME_PORTS, SOME_PROTOCOLS, TRAFFIC } from "./kinds";
import { obeysTheLawsOfSets, same, setsOf } from "./laws";

const RUNS = { numRuns: 100 };
const traffic = setsOf(TRAFFIC);
const peers = setsOf(PEERS);
const everyone = Peers.of(AddressSet.all, PEERS.universe);

describe("Peers", () => {
  obeysTheLawsOfSets(PEERS);

  it("takes names for the same in whatever order they come", () => {
    same(Peers.of(AddressSet.empty, ["a", "b"]), Peers.of(AddressSet.empty, ["b", "a", "b"]));
  });
});

describe("Traffic", () => {
  obeysTheLawsOfSets(TRAFFIC);

  it("is made of its boxes, which do not overlap", () => {
    fc.assert(
      fc.property(traffic, (set) => {
        const boxes = [...set.boxes()].map((box) =>
          Traffic.of(
            IntervalSet.of(box.protocols.start, box.protocols.end),
            IntervalSet.of(box.ports.start, box.ports.end),
            box.peers,
          ),
        );
        same(
          boxes.reduce((all, box) => all.union(box), Traffic.empty<Peers>()),
          set,
        );
        for (const [i, box] of boxes.entries()) {
          for (const other of boxes.slice(i + 1)) assert.ok(box.intersect(other).isEmpty);
        }
      }),
      RUNS,
    );
  });

  it("of several carriers is united", () => {
    fc.assert(
      fc.property(traffic, traffic, (one, other) =>
        same(united([{ traffic: one }, { traffic: other }]), one.union(other)),
      ),
      RUNS,
    );
    assert.ok(united<Peers>([]).isEmpty);
  });

  it("on protocols and ports is what it has in common with everybody there", () => {
    fc.assert(
      fc.property(traffic, SOME_PROTOCOLS, SOME_PORTS, (set, protocols, portSet) => {
        same(set.on(protocols, portSet), set.intersect(Traffic.of(protocols, portSet, everyone)));
        same(set.on(protocols), set.on(protocols, ALL_PORTS));
      }),
      RUNS,
    );
  });

  it("beside other traffic is what no peer of the other has the port of", () => {
    fc.assert(
      fc.property(traffic, traffic, (set, other) => {
        const beside = set.beside(other);
        same(beside, set.subtract(other.mapPeers(() => everyone)));
        for (const number of [0, 1, 6, 7, 17, 255]) {
          for (const port of [0, 22, 23, 1024, 65535]) {
            const taken = other.peersAt(number, port) !== undefined;
            assert.deepEqual(beside.peersAt(number, port), taken ? undefined : set.peersAt(number, port));
          }
        }
      }),
      RUNS,
    );
  });

  it("with its peers changed has the changed peers everywhere, and is canonical again", () => {
    fc.assert(
      fc.property(traffic, peers, (set, kept) => {
        const changed = set.mapPeers((all) => all.intersect(kept));
        same(changed, set.intersect(Traffic.of(ALL_PROTOCOLS, ALL_PORTS, kept)));
        TRAFFIC.canonical(set.mapPeers(() => everyone));
        assert.ok(set.mapPeers(() => Peers.none).isEmpty);
      }),
      RUNS,
    );
  });

  it("of ports in several stretches is the same as of each", () => {
    const web = ports([80, 443, 8080, 8081]);
    const both = protocol(TCP).union(protocol(UDP));
    const one = (number: number, from: number, to: number) =>
      Traffic.of(protocol(number), portRange(from, to), everyone);
    same(
      Traffic.of(both, web, everyone),
      [TCP, UDP].reduce(
        (all, number) =>
          all
            .union(one(number, 80, 80))
            .union(one(number, 443, 443))
            .union(one(number, 8080, 8081)),
        Traffic.empty<Peers>(),
      ),
    );
    assert.ok(Traffic.of(both, web, Peers.none).isEmpty);
    assert.ok(Traffic.of(both, IntervalSet.empty<number>(), everyone).isEmpty);
    assert.ok(Traffic.of(IntervalSet.empty<number>(), web, everyone).isEmpty);
  });

  const text = (...parts: [protocols: ReturnType<typeof protocol>, ports: ReturnType<typeof ports>][]) =>
    parts
      .map(([protocols, portSet]) => Traffic.of(protocols, portSet, everyone))
      .reduce((all, part) => all.union(part), Traffic.empty<Peers>())
      .servicesText();

  it("says its services for people", () => {
    const cases: [string, string][] = [
      [text(), ""],
      [text([ALL_PROTOCOLS, ALL_PORTS]), "every protocol"],
      [text([ALL_PROTOCOLS, ports([22])]), "every protocol on 22"],
      [text([protocol(TCP), ports([22, 3389])], [protocol(UDP), ports([3389])]), "tcp 22, 3389; udp 3389"],
      [text([protocol(TCP), portRange(1024, 65535)]), "tcp 1024-65535"],
      [text([protocol(TCP), ALL_PORTS]), "every tcp port"],
      [text([protocol(UDP), ALL_PORTS]), "every udp port"],
      [text([protocol(50), ALL_PORTS]), "protocol 50"],
      [text([protocol(50).union(protocol(51)), ALL_PORTS]), "protocols 50-51"],
      [text([protocol(ICMP), ALL_PORTS]), "every icmp message"],
      [text([protocol(ICMP), icmpMessages(8, -1)]), "icmp type 8"],
      [text([protocol(ICMP), icmpMessages(3, 4)]), "icmp type 3"],
      [text([protocol(ICMPV6), icmpMessages(133, -1).union(icmpMessages(134, 0))]), "icmpv6 type 133-134"],
      [
        text([ALL_PROTOCOLS.subtract(protocol(TCP)), ALL_PORTS], [protocol(TCP), portRange(0, 21)]),
        "protocols 0-5; tcp 0-21; protocols 7-255",
      ],
    ];
    for (const [actual, expected] of cases) assert.equal(actual, expected);
  });
});

describe("ports", () => {
  it("are ranges with both ends", () => {
    same(portRange(22, 22), ports([22]));
    same(portRange(0, 65535), ALL_PORTS);
    assert.ok(portRange(23, 22).isEmpty);
    assert.ok(!ALL_PORTS.has(65536) && ALL_PORTS.has(65535) && ALL_PORTS.has(0));
    same(ports([443, 80, 443]), ports([80, 443]));
    assert.ok(ports([]).isEmpty);
    assert.ok(hasEveryPort(ALL_PORTS) && hasEveryPort(portRange(1, 65535)));
    assert.ok(!hasEveryPort(portRange(2, 65535)) && !hasEveryPort(portRange(0, 65534)));
  });

  it("are written as people write them", () => {
    assert.equal(portsText(ports([443, 80, 81, 82])), "80-82, 443");
    assert.equal(portsText(ALL_PORTS), "0-65535");
    assert.equal(portsText(ports([])), "");
  });

  it("hold the types and codes of ICMP", () => {
    same(icmpMessages(-1, -1), ALL_PORTS);
    same(icmpMessages(-1, 3), ALL_PORTS);
    same(icmpMessages(8, -1), portRange(0x800, 0x8ff));
    same(icmpMessages(3, 4), ports([0x304]));
    same(icmpMessages(255, 255), ports([65535]));
    same(icmpMessages(0, 0), ports([0]));
    assert.ok(icmpMessages(3, 4).intersect(icmpMessages(4, 3)).isEmpty);
    const everyType = [...Array(256).keys()].map((type) => icmpMessages(type, -1));
    same(
      everyType.reduce((all, messages) => all.union(messages)),
      ALL_PORTS,
    );
  });
});

describe("parseProtocol", () => {
  const cases: [unknown, ReturnType<typeof parseProtocol>][] = [
    ...["-1", -1, "all", "ALL", "All"].map((text): [unknown, typeof ALL_PROTOCOLS] => [text, ALL_PROTOCOLS]),
    ...["tcp", "TCP", "Tcp", "6", 6].map((text): [unknown, typeof ALL_PROTOCOLS] => [text, protocol(TCP)]),
    ...["udp", 17, "17"].map((text): [unknown, typeof ALL_PROTOCOLS] => [text, protocol(UDP)]),
    ...["icmp", 1, "1"].map((text): [unknown, typeof ALL_PROTOCOLS] => [text, protocol(ICMP)]),
    ...["icmpv6", "ICMPv6", 58].map((text): [unknown, typeof ALL_PROTOCOLS] => [text, protocol(ICMPV6)]),
    [" tcp ", protocol(TCP)],
    ["0", protocol(0)],
    [255, protocol(255)],
  ];
  it("reads names, numbers and every protocol", () => {
    for (const [value, expected] of cases) assert.deepEqual(parseProtocol(value), expected, String(value));
  });

  it("reads nothing else", () => {
    for (const value of [
      "",
      "-2",
      -2,
      256,
      "256",
      6.5,
      "6.0",
      "0x6",
      "1e1",
      "tcp/udp",
      "any",
      "*",
      Number.NaN,
    ]) {
      assert.equal(parseProtocol(value), undefined, String(value));
    }
    for (const value of [undefined, null, true, [], ["tcp"], {}, 6n, Symbol("tcp")]) {
      assert.equal(parseProtocol(value), undefined, String(value));
    }
  });
});
