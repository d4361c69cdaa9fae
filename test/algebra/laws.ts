import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { heldBefore, isSubset, type SetLike, subtractFromEach, unionAll } from "../../algebra/set";

const RUNS = { numRuns: 60 };

/** A kind of set, and random ones of it beside the elements that a model says they hold. */
export interface Kind<S extends SetLike<S>> {
  readonly empty: S;
  /** The simplest sets, such as one interval, each with its elements out of the universe. */
  readonly piece: fc.Arbitrary<Modelled<S>>;
  readonly universe: readonly string[];
  has(set: S, element: string): boolean;
  /** Fails where a set is not in canonical form. */
  canonical(set: S): void;
}

interface Modelled<S> {
  readonly set: S;
  readonly elements: ReadonlySet<string>;
}

const OPERATIONS = ["union", "intersect", "subtract"] as const;
type Operation = (typeof OPERATIONS)[number];

function apply<S extends SetLike<S>>(operation: Operation, a: Modelled<S>, b: Modelled<S>): Modelled<S> {
  const kept = [...a.elements].filter(
    (element) => operation === "union" || b.elements.has(element) === (operation === "intersect"),
  );
  return {
    set: a.set[operation](b.set),
    elements: new Set(operation === "union" ? [...kept, ...b.elements] : kept),
  };
}

/** Sets made of pieces by random operations. Unions are likelier, so that few are empty. */
function modelled<S extends SetLike<S>>(kind: Kind<S>): fc.Arbitrary<Modelled<S>> {
  return stepsOf(kind).map((steps) =>
    steps.reduce<Modelled<S>>((made, [operation, next]) => apply(operation, made, next), {
      set: kind.empty,
      elements: new Set(),
    }),
  );
}

/** The same sets without their elements. */
export function setsOf<S extends SetLike<S>>(kind: Kind<S>): fc.Arbitrary<S> {
  return stepsOf(kind).map((steps) =>
    steps.reduce<S>((made, [operation, { set }]) => made[operation](set), kind.empty),
  );
}

function stepsOf<S>({ piece }: { readonly piece: fc.Arbitrary<Modelled<S>> }) {
  const step = fc.tuple(fc.constantFrom<Operation[]>("union", "union", ...OPERATIONS), piece);
  return fc.array(step, { maxLength: 7 });
}

/** Asserts that two sets are equal, and built alike. */
export function same<S extends SetLike<S>>(actual: S, expected: S): void {
  assert.deepStrictEqual(actual, expected);
  assert.ok(actual.equals(expected));
}

/** What holds for every kind of set. */
export function obeysTheLawsOfSets<S extends SetLike<S>>(kind: Kind<S>): void {
  const { empty } = kind;
  const pair = modelled(kind);
  const any = setsOf(kind);
  const holds = (law: string, check: (a: S, b: S, c: S) => void) =>
    it(law, () => fc.assert(fc.property(any, any, any, check), RUNS));

  holds("union and intersection commute", (a, b) => {
    same(a.union(b), b.union(a));
    same(a.intersect(b), b.intersect(a));
  });
  holds("union and intersection associate", (a, b, c) => {
    same(a.union(b).union(c), a.union(b.union(c)));
    same(a.intersect(b).intersect(c), a.intersect(b.intersect(c)));
  });
  holds("union and intersection are idempotent", (a) => {
    same(a.union(a), a);
    same(a.intersect(a), a);
  });
  holds("union and intersection absorb each other", (a, b) => {
    same(a.union(a.intersect(b)), a);
    same(a.intersect(a.union(b)), a);
  });
  holds("union and intersection distribute over each other", (a, b, c) => {
    same(a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c)));
    same(a.union(b.intersect(c)), a.union(b).intersect(a.union(c)));
  });
  holds("the empty set is neutral in a union, and swallows an intersection", (a) => {
    same(a.union(empty), a);
    same(a.intersect(empty), empty);
    same(a.subtract(empty), a);
    same(empty.subtract(a), empty);
    same(a.subtract(a), empty);
  });
  holds("De Morgan: to subtract a union is to subtract both, an intersection either", (a, b, c) => {
    same(a.subtract(b.union(c)), a.subtract(b).intersect(a.subtract(c)));
    same(a.subtract(b.intersect(c)), a.subtract(b).union(a.subtract(c)));
  });
  holds("a difference holds nothing of what was subtracted, and lacks nothing else", (a, b) => {
    assert.ok(a.subtract(b).intersect(b).isEmpty);
    same(a.subtract(b).union(a.intersect(b)), a);
  });
  holds("subset is an order, with the union above and the intersection below", (a, b, c) => {
    assert.ok(isSubset(a, a));
    assert.ok(isSubset(a.intersect(b), a) && isSubset(a, a.union(b)));
    assert.equal(isSubset(a, b) && isSubset(b, a), a.equals(b));
    assert.ok(isSubset(a.intersect(b).intersect(c), a.union(c)));
    assert.equal(isSubset(a, b), a.union(b).equals(b));
  });
  holds("sets are canonical: equal ones are built alike", (a, b) => {
    for (const set of [a, b, a.union(b), a.intersect(b), a.subtract(b)]) kind.canonical(set);
    const isEqual = a.subtract(b).isEmpty && b.subtract(a).isEmpty;
    assert.equal(a.equals(b), isEqual);
    assert.equal(isDeepStrictEqual(a, b), isEqual);
  });

  it("uniting many at once equals uniting them one by one, in any order", () => {
    fc.assert(
      fc.property(fc.array(any, { maxLength: 9 }), (sets) => {
        const folded = sets.reduce((all, set) => all.union(set), empty);
        same(unionAll(sets, empty), folded);
        same(unionAll(sets.toReversed(), empty), folded);
      }),
      RUNS,
    );
  });

  it("what those before hold of what each wants, told by halves, is what it is one by one", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(any, fc.option(any, { nil: empty })), { maxLength: 9 }), (drawn) => {
        const turns = drawn.map(([wanted, held]) => ({ wanted, held }));
        const found = heldBefore(turns, empty);
        assert.equal(found.length, turns.length);
        let before = empty;
        for (const [i, { wanted, held }] of turns.entries()) {
          same(found[i] as S, wanted.intersect(before));
          before = before.union(held);
        }
        const wanted = turns.map((turn) => turn.wanted);
        for (const [i, rest] of subtractFromEach(wanted, before, empty).entries())
          same(rest, (wanted[i] as S).subtract(before));
      }),
      { numRuns: 25 },
    );
  });

  it("holds the elements that the model holds, whatever the operation", () => {
    fc.assert(
      fc.property(pair, pair, fc.constantFrom(...OPERATIONS), (a, b, operation) => {
        const { set, elements } = apply(operation, a, b);
        for (const element of kind.universe) {
          assert.equal(kind.has(set, element), elements.has(element), element);
        }
        assert.equal(set.isEmpty, elements.size === 0);
      }),
      { numRuns: 150 },
    );
  });
}
