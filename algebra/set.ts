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
