import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import { groupBy } from "../../stack/multimap";
import { UNKNOWN } from "../../stack/value";
import { type Direction, type Entry, mayDeny, type Order } from "./entry";

/** What one entry decides, after those that are asked before it. */
export interface Decision<E extends Entry = Entry> {
  readonly entry: E;
  readonly traffic: Traffic<Peers>;
}

/** Every packet from or to anyone. */
export const ANY_TRAFFIC: Traffic<Peers> = Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.all);

/**
 * Entries that decide together, in one direction: of those that match a packet, the one of the lowest rank does, and what none matches is
 * denied. What it answers holds whatever unknown values and unseen entries turn out to be: one resource that settles a question settles it
 * here, whoever asks.
 */
export class Filter<E extends Entry> {
  private constructor(
    private readonly entries: readonly (E | Entry)[],
    private readonly direction: Direction,
    private readonly order: Order,
  ) {}

  /**
   * @param entries those of the other direction are left aside
   * @param isComplete whether these are all there are
   */
  static of<E extends Entry>(
    entries: readonly E[],
    direction: Direction,
    order: Order,
    isComplete = true,
  ): Filter<E> {
    const own = entries.filter((entry) => entry.direction === direction || entry.direction === UNKNOWN);
    return new Filter<E>(isComplete ? own : [...own, unseen(direction, order)], direction, order);
  }

  /**
   * What gets through for certain, by the entry that lets it: one that may deny is taken to deny all that it may, as early as it may.
   * @param trafficOf what counts of an entry that allows; only that hides what comes after it
   */
  allowed(trafficOf: (entry: E) => Traffic<Peers> = ({ certain }) => certain): Decision<E>[] {
    const { lowest, highest } = this.order;
    const levels = levelsOf(this.entries, (entry) => (mayDeny(entry) ? lowest : highest));
    const result: Decision<E>[] = [];
    let decided = Traffic.empty<Peers>();
    for (const [i, level] of levels.entries()) {
      decided = decided.union(together(level.filter(mayDeny), "possible"));
      const allowing = level
        .filter((entry): entry is E => !mayDeny(entry) && this.isOwn(entry))
        .map((entry) => ({ entry, traffic: trafficOf(entry) }));
      for (const { entry, traffic } of allowing) {
        const rest = traffic.subtract(decided);
        if (!rest.isEmpty) result.push({ entry, traffic: rest });
      }
      if (i < levels.length - 1) decided = decided.union(united(allowing));
    }
    return result;
  }

  /** What may get through, once everything is known. */
  possiblyAllowed(): Traffic<Peers> {
    const { lowest, highest, tie } = this.order;
    const result: Traffic<Peers>[] = [];
    let denied = Traffic.empty<Peers>();
    for (const level of levelsOf(this.entries, ({ action }) => (action === "deny" ? highest : lowest))) {
      const denying = together(
        level.filter((entry) => entry.action === "deny" && this.isOwn(entry)),
        "certain",
      );
      const allowing = together(
        level.filter(({ action }) => action !== "deny"),
        "possible",
      );
      const before = denied;
      denied = denied.union(denying);
      result.push(allowing.subtract(tie === "deny" ? denied : before));
    }
    return unionAll(result, Traffic.empty<Peers>());
  }

  private isOwn({ direction }: Entry): boolean {
    return direction === this.direction;
  }
}

/** What stands for the entries that are not there to be seen. */
function unseen(direction: Direction, { hasDenials }: Order): Entry {
  return {
    resource: undefined,
    path: "",
    direction,
    rank: UNKNOWN,
    action: hasDenials ? UNKNOWN : "allow",
    certain: Traffic.empty(),
    possible: ANY_TRAFFIC,
    problems: [],
  };
}

/**
 * The entries of each rank, by ascending rank.
 * @param unknownRank the rank to take for an entry whose own is not known
 */
export function levelsOf<E extends Entry>(
  entries: readonly E[],
  unknownRank: (entry: E) => number,
): (readonly E[])[] {
  const byRank = groupBy(entries, (entry) =>
    typeof entry.rank === "number" ? entry.rank : unknownRank(entry),
  );
  return [...byRank].sort(([one], [other]) => one - other).map(([, level]) => level);
}

/** What several decide, or may decide. */
export function together(entries: readonly Entry[], part: "certain" | "possible"): Traffic<Peers> {
  return unionAll(
    entries.map((entry) => entry[part]),
    Traffic.empty<Peers>(),
  );
}
