/** What every set of this layer can do, from intervals up to traffic. Sets are immutable. */
export interface SetLike<Self> {
  readonly isEmpty: boolean;
  union(other: Self): Self;
  intersect(other: Self): Self;
  subtract(other: Self): Self;
  equals(other: Self): boolean;
}

/** Whether every element of `inner` is one of `outer`. */
export function isSubset<S extends SetLike<S>>(inner: S, outer: S): boolean {
  return inner.subtract(outer).isEmpty;
}

/** Unites many sets pairwise, so that n small sets cost n log n and not n². */
export function unionAll<S extends SetLike<S>>(sets: readonly S[], empty: S): S {
  let level = sets;
  while (level.length > 1) {
    const next: S[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const left = level[i] as S;
      const right = level[i + 1];
      next.push(right === undefined ? left : left.union(right));
    }
    level = next;
  }
  return level[0] ?? empty;
}

/** One of several that come in turn: what it asks about, and what it holds for those after it. */
export interface Turn<S> {
  readonly wanted: S;
  readonly held: S;
}

/**
 * For each in turn, what those before it hold of what it wants. By halves of halves, each of which sees only what it wants: n small sets cost
 * n log n steps, and not n².
 */
export function heldBefore<S extends SetLike<S>>(turns: readonly Turn<S>[], empty: S): S[] {
  if (turns.every(({ held }) => held.isEmpty)) return turns.map(() => empty);
  return spread(new Turns(turns), empty, empty);
}

/** Each of several sets without what one other holds. */
export function subtractFromEach<S extends SetLike<S>>(sets: readonly S[], taken: S, empty: S): S[] {
  const turns = [{ wanted: empty, held: taken }, ...sets.map((wanted) => ({ wanted, held: empty }))];
  const [, ...held] = heldBefore(turns, empty);
  return sets.map((set, i) => set.subtract(held[i] ?? empty));
}

class Turns<S extends SetLike<S>> implements Turn<S> {
  readonly halves: readonly [Turns<S>, Turns<S>] | undefined;
  readonly held: S;
  private known: S | undefined;

  constructor(readonly turns: readonly Turn<S>[]) {
    const middle = turns.length >> 1;
    if (middle > 0) this.halves = [new Turns(turns.slice(0, middle)), new Turns(turns.slice(middle))];
    this.held = this.united("held");
  }

  /** Worked out where it is asked for alone. */
  get wanted(): S {
    this.known ??= this.united("wanted");
    return this.known;
  }

  private united(what: keyof Turn<S>): S {
    const [first, second] = this.halves ?? this.turns;
    return second === undefined ? (first as Turn<S>)[what] : (first as Turn<S>)[what].union(second[what]);
  }
}

function spread<S extends SetLike<S>>(half: Turns<S>, before: S, empty: S): S[] {
  if (before.isEmpty && half.held.isEmpty) return half.turns.map(() => empty);
  const seen = before.isEmpty ? empty : before.intersect(half.wanted);
  if (half.halves === undefined) return [seen];
  const [first, second] = half.halves;
  return [...spread(first, seen, empty), ...spread(second, seen.union(first.held), empty)];
}
