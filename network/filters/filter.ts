import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { heldBefore, type Turn, unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import { groupBy } from "../../stack/multimap";
import { UNKNOWN } from "../../stack/value";
import { type Direction, type Entry, mayDeny, type Order } from "./entry";

/** What one entry decides, after those that are asked before it. */
export interface Decision<E extends Entry = Entry> {
  readonly entry: E;
  readonly traffic: Traffic<Peers>;
}

/** What it decides whatever unknown values turn out to be, and what it may decide. */
export type Deciding = Pick<Entry, "certain" | "possible">;

export const NO_TRAFFIC = Traffic.empty<Peers>();

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

  private allowedByAll: Decision<E>[] | undefined;
  private allowedTogether: Traffic<Peers> | undefined;

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
   */
  allowed(): readonly Decision<E>[] {
    this.allowedByAll ??= this.allowedOf(({ certain }) => certain);
    return this.allowedByAll;
  }

  /** All that gets through for certain. */
  get admitted(): Traffic<Peers> {
    this.allowedTogether ??= united(this.allowed());
    return this.allowedTogether;
  }

  /**
   * The same where less of the entries counts.
   * @param trafficOf what counts of an entry that allows; only that hides what comes after it
   */
  allowedOf(trafficOf: (entry: E) => Traffic<Peers>): Decision<E>[] {
    const [first] = this.entries;
    // Nothing of one rank takes anything from another.
    if (this.entries.every((entry) => entry.rank === first?.rank && !mayDeny(entry)))
      return this.entries
        .filter((entry): entry is E => this.isOwn(entry))
        .map((entry) => ({ entry, traffic: trafficOf(entry) }))
        .filter(({ traffic }) => !traffic.isEmpty);
    const { lowest, highest } = this.order;
    const levels = levelsOf(this.entries, (entry) => (mayDeny(entry) ? lowest : highest));
    const turns = levels.flatMap((level, i): (Turn<Traffic<Peers>> & { readonly entry?: E })[] => {
      const denying = together(level.filter(mayDeny), "possible");
      const allowing = level
        .filter((entry): entry is E => !mayDeny(entry) && this.isOwn(entry))
        .map((entry) => ({ entry, traffic: trafficOf(entry) }));
      // Those of one rank do not hide one another: the last holds what all of them do.
      const held = i < levels.length - 1 ? united(allowing) : NO_TRAFFIC;
      return [
        ...(denying.isEmpty ? [] : [{ wanted: NO_TRAFFIC, held: denying }]),
        ...allowing.map(({ entry, traffic: wanted }, j) => ({
          ...{ entry, wanted, held: j < allowing.length - 1 ? NO_TRAFFIC : held },
        })),
      ];
    });
    const rests = restsOf(turns);
    return turns.flatMap(({ entry }, i) => {
      const traffic = rests[i] as Traffic<Peers>;
      return entry === undefined || traffic.isEmpty ? [] : [{ entry, traffic }];
    });
  }

  /** What may get through, once everything is known. */
  possiblyAllowed(): Traffic<Peers> {
    const { lowest, highest, tie } = this.order;
    const levels = levelsOf(this.entries, ({ action }) => (action === "deny" ? highest : lowest));
    const turns = levels.flatMap((level) => {
      const denying = level.filter((entry) => entry.action === "deny" && this.isOwn(entry));
      const allowing = level.filter(({ action }) => action !== "deny");
      const [held, wanted] = [together(denying, "certain"), together(allowing, "possible")];
      if (tie === "any") return [{ wanted, held }];
      return [
        { wanted: NO_TRAFFIC, held },
        { wanted, held: NO_TRAFFIC },
      ];
    });
    return unionAll(restsOf(turns), NO_TRAFFIC);
  }

  private isOwn({ direction }: Entry): boolean {
    return direction === this.direction;
  }
}

/** What each wants and none before it holds. */
function restsOf(turns: readonly Turn<Traffic<Peers>>[]): Traffic<Peers>[] {
  const before = heldBefore(turns, NO_TRAFFIC);
  return turns.map(({ wanted }, i) => wanted.subtract(before[i] ?? NO_TRAFFIC));
}

/** What stands for the entries that are not there to be seen. */
function unseen(direction: Direction, { hasDenials }: Order): Entry {
  return {
    resource: undefined,
    path: "",
    direction,
    rank: UNKNOWN,
    action: hasDenials ? UNKNOWN : "allow",
    certain: NO_TRAFFIC,
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
export function together(some: readonly Deciding[], what: keyof Deciding): Traffic<Peers> {
  return unionAll(
    some.map((one) => one[what]),
    NO_TRAFFIC,
  );
}
