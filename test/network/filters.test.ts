import assert from "node:assert/strict";
import fc from "fast-check";
import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, portRange } from "../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP, UDP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import type { Action, Entry, Order } from "../../network/filters/entry";
import { Filter, NO_TRAFFIC } from "../../network/filters/filter";
import { idleParts } from "../../network/filters/idle";
import { UNKNOWN } from "../../stack/value";
import { trials } from "../trials";

/** Ranks from 1 to 5 that entries may share, a denial first; and as many that no two share. */
const SHARED: Order = { lowest: 1, highest: 5, tie: "deny", hasDenials: true };
const UNIQUE: Order = { lowest: 1.5, highest: 4.5, tie: "any", hasDenials: true };

const RANKS = [1, 2, 3, 4, 5];
/** Among numbers that no two share, one more always lies between. */
const BETWEEN = [1.5, 1.6, 1.7, 2.5, 2.6, 2.7, 3.5, 3.6, 3.7, 4.3, 4.4, 4.5];
const PEERS = ["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "sg-1", "sg-2"];

/** TCP ports, or every protocol, from a block or a group. */
interface Box {
  readonly every: boolean;
  readonly from: number;
  readonly to: number;
  readonly peers: readonly string[];
}

/** An entry as plain data: undefined where it is not known yet. */
interface Line {
  readonly rank: number | undefined;
  readonly action: Action | undefined;
  readonly box: Box;
  /** Whether only `possible` holds of the box. */
  readonly isDoubtful: boolean;
}

const boxes = fc
  .record({
    every: fc.boolean(),
    from: fc.integer({ min: 1, max: 4 }),
    more: fc.integer({ min: 0, max: 2 }),
    peers: fc.constantFrom(PEERS.slice(0, 4), PEERS.slice(0, 2), PEERS.slice(1, 2), ["sg-1"], ["sg-2"]),
  })
  .map(({ every, from, more, peers }): Box => ({ every, from, to: from + more, peers }));

const lines = ({ maxUnknown }: { maxUnknown: number }, order: Order) =>
  fc
    .array(
      fc.record({
        rank: fc.constantFrom(...RANKS, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
        action: fc.constantFrom<Action[]>("allow", "deny"),
        box: boxes,
        forget: fc.constantFrom("nothing", "nothing", "rank", "action", "box"),
      }),
      { maxLength: 7 },
    )
    .map((drawn) => {
      const kept = order.tie === "deny" ? drawn : drawn.filter(({ rank }, i) => isFirstOf(drawn, rank, i));
      let unknown = 0;
      return kept.map(({ rank, action, box, forget }): Line => {
        const forgotten = forget !== "nothing" && unknown++ < maxUnknown ? forget : "nothing";
        return {
          rank: forgotten === "rank" && Number.isFinite(rank) ? undefined : rank,
          action: forgotten === "action" ? undefined : action,
          box,
          isDoubtful: forgotten === "box",
        };
      });
    });

const isFirstOf = (drawn: readonly { rank: number }[], rank: number, i: number) =>
  drawn.findIndex((other) => other.rank === rank) === i;

function trafficOf({ every, from, to, peers }: Box): Traffic<Peers> {
  const addresses = AddressSet.of(...peers.filter((one) => one.includes(".")).map((one) => `${one}/32`));
  const who = Peers.of(
    addresses,
    peers.filter((one) => !one.includes(".")),
  );
  return every
    ? Traffic.of(ALL_PROTOCOLS, ALL_PORTS, who)
    : Traffic.of(protocol(TCP), portRange(from, to), who);
}

const entryOf = ({ rank, action, box, isDoubtful }: Line): Entry => ({
  resource: undefined,
  path: "",
  direction: "ingress",
  rank: rank ?? UNKNOWN,
  action: action ?? UNKNOWN,
  certain: isDoubtful ? Traffic.empty() : trafficOf(box),
  possible: trafficOf(box),
  problems: [],
});

interface Packet {
  readonly protocol: number;
  readonly port: number;
  readonly peer: string;
}

const PACKETS: Packet[] = [TCP, UDP].flatMap((number) =>
  [0, 1, 2, 3, 4, 5, 6].flatMap((port) => PEERS.map((peer) => ({ protocol: number, port, peer }))),
);

const matches = ({ every, from, to, peers }: Box, packet: Packet) =>
  peers.includes(packet.peer) &&
  (every || (packet.protocol === TCP && from <= packet.port && packet.port <= to));

const holds = (traffic: Traffic<Peers>, { protocol: number, port, peer }: Packet) => {
  const found = traffic.peersAt(number, port);
  return found !== undefined && (peer.includes(".") ? found.addresses.has(peer) : found.names.has(peer));
};

type Settled = Line & { readonly rank: number; readonly action: Action };

/** What happens to a packet when everything is known: of the lowest rank that matches, a denial comes first. */
function isAllowed(world: readonly Settled[], packet: Packet): boolean {
  const matching = world.filter(({ box }) => matches(box, packet));
  const lowest = Math.min(...matching.map(({ rank }) => rank));
  const deciding = matching.filter(({ rank }) => rank === lowest);
  return deciding.length > 0 && deciding.every(({ action }) => action === "allow");
}

/** Every way in which the unknown values could turn out. */
function worldsOf(some: readonly Line[], order: Order, unseen: readonly Line[] = []): Settled[][] {
  const all = [...some, ...unseen];
  let worlds: Settled[][] = [[]];
  for (const { rank, action, box, isDoubtful } of all) {
    worlds = worlds.flatMap((world) => {
      const taken = new Set([...all, ...world].map((one) => one.rank));
      const free = order.tie === "deny" ? RANKS : BETWEEN.filter((one) => !taken.has(one));
      const ranks = rank === undefined ? free : [rank];
      const actions: Action[] = action === undefined ? ["allow", "deny"] : [action];
      const settled = ranks.flatMap((one) =>
        actions.map((what) => [...world, { rank: one, action: what, box, isDoubtful: false }]),
      );
      return isDoubtful ? [world, ...settled] : settled;
    });
  }
  return worlds;
}

const EVERYTHING: Box = { every: true, from: 0, to: 0, peers: PEERS };
/** An entry that nobody sees and that may not be there. */
const UNSEEN: Line = { rank: undefined, action: undefined, box: EVERYTHING, isDoubtful: true };

for (const [what, order] of [
  ["with priorities that rules share, a denial first", SHARED],
  ["with numbers that no two entries share", UNIQUE],
] as const) {
  describe(`filters ${what}`, () => {
    const filterOf = (some: readonly Line[], isComplete = true) =>
      Filter.of(some.map(entryOf), "ingress", order, isComplete);

    it("decide every packet as the first entry that matches it does", () => {
      fc.assert(
        fc.property(lines({ maxUnknown: 0 }, order), (some) => {
          const filter = filterOf(some);
          const decisions = filter.allowed();
          const possible = filter.possiblyAllowed();
          for (const packet of PACKETS) {
            const expected = isAllowed(some as Settled[], packet);
            const by = decisions
              .filter(({ traffic }) => holds(traffic, packet))
              .map(({ entry }) => entry.rank);
            const matching = some.filter(({ box }) => matches(box, packet)).map(({ rank }) => rank as number);
            assert.equal(by.length > 0, expected);
            assert.ok(by.every((rank) => rank === Math.min(...matching)));
            assert.equal(holds(possible, packet), expected);
          }
        }),
        trials(400),
      );
    });

    it("leave each of many what those before it do not decide", () => {
      const many = fc.array(boxes, { minLength: 8, maxLength: 30 });
      fc.assert(
        fc.property(many, (some) => {
          const own = some.map((box, i): Line => ({ rank: i, action: "allow", box, isDoubtful: false }));
          let before = Traffic.empty<Peers>();
          const expected = own.map(({ box }) => {
            const rest = trafficOf(box).subtract(before);
            before = before.union(trafficOf(box));
            return rest;
          });
          const filter = filterOf(own);
          const decided = new Map(filter.allowed().map(({ entry, traffic }) => [entry.rank, traffic]));
          for (const [i, rest] of expected.entries()) assert.ok(rest.equals(decided.get(i) ?? NO_TRAFFIC));
          assert.ok(filter.possiblyAllowed().equals(before));
          const idle = idleOf(own, order, "before");
          assert.deepEqual(
            [...idle.keys()],
            [...own.keys()].filter((i) => expected[i]?.isEmpty),
          );
          for (const [i, covers] of idle)
            assert.deepEqual(
              covers,
              [...own.keys()].filter(
                (j) => j < i && !expected[j]?.intersect(trafficOf(some[i] as Box)).isEmpty,
              ),
            );
        }),
        trials(50),
      );
    });

    it("let through for certain what gets through whatever unknown values turn out to be, and nothing else", () => {
      fc.assert(
        fc.property(lines({ maxUnknown: 1 }, order), (some) => {
          const worlds = worldsOf(some, order);
          const filter = filterOf(some);
          const certain = filter.allowed();
          const possible = filter.possiblyAllowed();
          for (const packet of PACKETS) {
            const outcomes = worlds.map((world) => isAllowed(world, packet));
            const isCertain = certain.some(({ traffic }) => holds(traffic, packet));
            assert.ok(!isCertain || outcomes.every(Boolean));
            assert.ok(holds(possible, packet) || !outcomes.some(Boolean));
            if (some.some(({ action }) => action === undefined)) continue;
            assert.equal(isCertain, outcomes.every(Boolean));
            assert.equal(holds(possible, packet), outcomes.some(Boolean));
          }
        }),
        trials(400),
      );
    });

    it("promise nothing that several unknown values, or entries that nobody sees, could take away", () => {
      fc.assert(
        fc.property(lines({ maxUnknown: 2 }, order), fc.boolean(), (some, isComplete) => {
          const worlds = worldsOf(some, order, isComplete ? [] : [UNSEEN]);
          const filter = filterOf(some, isComplete);
          const certain = filter.allowed();
          const possible = filter.possiblyAllowed();
          for (const packet of PACKETS) {
            const outcomes = worlds.map((world) => isAllowed(world, packet));
            assert.ok(!certain.some(({ traffic }) => holds(traffic, packet)) || outcomes.every(Boolean));
            assert.ok(holds(possible, packet) || !outcomes.some(Boolean));
          }
        }),
        trials(300),
      );
    });

    it("have no part that decides nothing but those all of whose packets earlier ones decide", () => {
      fc.assert(
        fc.property(lines({ maxUnknown: 0 }, order), (some) => {
          const idle = idleOf(some, order, "before");
          for (const [i, line] of some.entries()) {
            const isEarlier = (other: Line) =>
              (other.rank as number) < (line.rank as number) ||
              (order.tie === "deny" &&
                other.rank === line.rank &&
                other.action === "deny" &&
                line.action === "allow");
            const packets = PACKETS.filter((packet) => matches(line.box, packet));
            const earlier = some.filter(isEarlier);
            const isIdle = packets.every((packet) => earlier.some(({ box }) => matches(box, packet)));
            assert.equal(idle.has(i), isIdle);
            const covers = idle.get(i)?.map((j) => some[j] as Line) ?? [];
            assert.ok(covers.every(isEarlier));
            assert.ok(!isIdle || packets.every((packet) => covers.some(({ box }) => matches(box, packet))));
          }
        }),
        trials(400),
      );
    });
  });
}

/** By place, the parts that decide nothing, each with the places of what covers it. */
function idleOf(some: readonly Line[], order: Order, by: "before" | "others"): Map<number, number[]> {
  const entries = some.map(entryOf);
  const parts = entries.map((entry) => ({ entry, certain: entry.certain, possible: entry.possible }));
  return new Map(
    idleParts(parts, order, by).map(({ entry, covers }) => [
      entries.indexOf(entry),
      covers.map((cover) => entries.indexOf(cover.entry)),
    ]),
  );
}

describe("filters of rules that allow and deny", () => {
  const known = lines({ maxUnknown: 0 }, SHARED).map((some) => some as Settled[]);

  /** One after the other, the last to be asked first, whatever could go. */
  function idleByPackets(some: readonly Settled[]): number[] {
    const order = [...some.keys()].sort((i, j) => {
      const [one, other] = [some[i] as Settled, some[j] as Settled];
      if (one.rank !== other.rank) return one.rank < other.rank ? -1 : 1;
      return one.action === other.action ? i - j : one.action === "deny" ? -1 : 1;
    });
    const kept = new Set(some.keys());
    for (const i of order.reverse()) {
      const line = some[i] as Settled;
      const others = [...kept].filter((j) => j !== i).map((j) => some[j] as Settled);
      const all = [...kept].map((j) => some[j] as Settled);
      const denials = others.filter(({ rank, action }) => action === "deny" && rank <= line.rank);
      const isIdle = PACKETS.filter((packet) => matches(line.box, packet)).every((packet) =>
        line.action === "deny"
          ? denials.some(({ box }) => matches(box, packet))
          : isAllowed(all, packet) === isAllowed(others, packet),
      );
      if (isIdle) kept.delete(i);
    }
    return [...some.keys()].filter((i) => !kept.has(i));
  }

  it("could all do without their idle rules, and admit and deny the same", () => {
    fc.assert(
      fc.property(known, (some) => {
        const idle = idleOf(some, SHARED, "others");
        assert.deepEqual([...idle.keys()].sort(), idleByPackets(some));
        const kept = some.filter((_, i) => !idle.has(i));
        for (const packet of PACKETS) assert.equal(isAllowed(kept, packet), isAllowed(some, packet));
      }),
      trials(1000),
    );
  });

  it("keep what covers an idle rule", () => {
    fc.assert(
      fc.property(known, (some) => {
        for (const [i, covers] of idleOf(some, SHARED, "others")) {
          const packets = PACKETS.filter((packet) => matches((some[i] as Settled).box, packet));
          const boxesOf = covers.map((j) => (some[j] as Settled).box);
          assert.ok(packets.every((packet) => boxesOf.some((box) => matches(box, packet))));
        }
      }),
      trials(500),
    );
  });

  const all = (rank: number, action: Action, from = 1, to = 4): Line => ({
    rank,
    action,
    box: { every: false, from, to, peers: PEERS.slice(0, 4) },
    isDoubtful: false,
  });
  it("name as covers of an idle rule only those without which it would decide something", () => {
    const rules = [all(1, "allow", 1, 2), all(1, "allow", 2, 3), all(1, "allow", 3, 4), all(2, "allow")];
    assert.deepEqual(
      [...idleOf(rules, SHARED, "others")],
      [
        [1, [0, 2]],
        [3, [0, 2]],
      ],
    );
    assert.deepEqual([...idleOf(rules, SHARED, "before")], [[3, [0, 2]]]);
    assert.deepEqual([...idleOf(rules.slice(1), SHARED, "before")], []);
  });

  const admits = (...some: Line[]) =>
    Filter.of(some.map(entryOf), "ingress", SHARED)
      .allowed()
      .some(({ traffic }) => holds(traffic, { protocol: TCP, port: 2, peer: "10.0.0.0" }));

  it("let a denial win at its rank and below, and lose to what comes before", () => {
    assert.equal(admits(all(5, "deny"), all(1, "allow")), true);
    assert.equal(admits(all(5, "deny"), all(5, "allow")), false);
    assert.equal(admits(all(1, "deny"), all(5, "allow")), false);
    assert.equal(admits(all(1, "deny", 1, 1), all(5, "allow")), true);
  });

  it("settle by one resource what no other could change", () => {
    const alone = (line: Line, order: Order) =>
      Filter.of([entryOf(line)], "ingress", order, false).allowed().length === 1;
    assert.equal(alone(all(1, "allow"), { ...SHARED, hasDenials: false }), true);
    assert.equal(alone(all(1, "allow"), SHARED), false);
    assert.equal(alone(all(Number.NEGATIVE_INFINITY, "allow"), SHARED), true);
    assert.equal(alone(all(1, "allow"), UNIQUE), true);
    assert.equal(alone(all(2, "allow"), UNIQUE), false);
  });
});
