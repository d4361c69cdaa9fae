import { type Box, boxAround, overlap } from "./box";

interface Boxed<Item> {
  readonly box: Box;
  readonly item: Item;
  readonly position: number;
}

/** Boxes beside each other in halves of halves, around each half a box. */
type Tree<Item> = { readonly box: Box } & (
  | { readonly few: readonly Boxed<Item>[] }
  | { readonly halves: readonly [Tree<Item>, Tree<Item>] }
);

/** As many are looked at one by one. */
const FEW = 8;

/** Boxes, each with something it belongs to: finds those that overlap another without a look at most of the rest. */
export class Boxes<Item> {
  private readonly tree: Tree<Item> | undefined;

  constructor(boxes: readonly (readonly [Box, Item])[]) {
    const all = boxes.map(([box, item], position) => ({ box, item, position }));
    this.tree = all.length === 0 ? undefined : treeOf(all);
  }

  /** What the boxes belong to that may have something in common with another, in the order in which they were given. */
  overlapping(box: Box): Item[] {
    const found: Boxed<Item>[] = [];
    const open = this.tree === undefined ? [] : [this.tree];
    for (let tree = open.pop(); tree !== undefined; tree = open.pop()) {
      if (!overlap(box, tree.box)) continue;
      if ("halves" in tree) open.push(...tree.halves);
      else found.push(...tree.few.filter((one) => overlap(box, one.box)));
    }
    return found.sort((one, other) => one.position - other.position).map(({ item }) => item);
  }
}

function treeOf<Item>(all: readonly Boxed<Item>[]): Tree<Item> {
  if (all.length <= FEW) return { few: all, box: all.map(({ box }) => box).reduce(boxAround) };
  const sorted = sortedAlong(all);
  const halves = [treeOf(sorted.slice(0, all.length >> 1)), treeOf(sorted.slice(all.length >> 1))] as const;
  return { halves, box: boxAround(halves[0].box, halves[1].box) };
}

/** Along the axis on which they differ most. */
function sortedAlong<Item>(all: readonly Boxed<Item>[]): readonly Boxed<Item>[] {
  const [axis] = AXES.map((keyOf) => ({ keyOf, count: new Set(all.map(({ box }) => keyOf(box))).size })).sort(
    (one, other) => other.count - one.count,
  );
  const { keyOf } = axis as { readonly keyOf: (box: Box) => bigint | number | string };
  return all
    .map((one) => ({ one, key: keyOf(one.box) }))
    .sort(({ key }, { key: other }) => (key < other ? -1 : Number(key > other)))
    .map(({ one }) => one);
}

const AXES: readonly ((box: Box) => bigint | number | string)[] = [
  ({ addresses }) => addresses?.start ?? -1n,
  ({ ports }) => ports.start,
  ({ names }) => {
    const [first = ""] = names;
    return first;
  },
];
