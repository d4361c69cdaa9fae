import type { Change, ToldFlow } from "./told";

/** How near to the internet the machines of a subnet are, by its routes: on it where they have a public address, out to it alone, or neither. */
export const exposureKinds = ["public", "private", "isolated", "unknown"] as const;
export type Exposure = (typeof exposureKinds)[number];

export type BoxKind =
  | "internet"
  | "addresses"
  | "outside"
  | "vpc"
  | "subnets"
  | "group"
  | "machine"
  | "database"
  | "balancer"
  | "service"
  | "elsewhere";

/** One box of the diagram; others may lie in it. */
export interface Box {
  readonly id: string;
  readonly kind: BoxKind;
  /** What is read first, such as `web-1` or `3 × web`. */
  readonly title: string;
  /** What is read after it, a line each. */
  readonly notes: readonly string[];
  /** All that it stands for by their full names, where the title says less. */
  readonly names: readonly string[];
  readonly exposure?: Exposure;
  /** Whether packets of the internet get to it. */
  readonly isReached?: boolean;
  /** Whether it is of another stack, which stands beside the one that is shown. */
  readonly isContext?: boolean;
  /** The things that it stands for, where these are several. */
  readonly members?: readonly Member[];
  readonly children: readonly Box[];
}

/** Whether a box stands for what is beyond all networks. */
export function isOutermost({ kind }: Pick<Box, "kind">): boolean {
  return kind === "internet" || kind === "addresses" || kind === "outside";
}

/** One of the things that a box stands for. */
export interface Member {
  /** As flows name it. */
  readonly name: string;
  /** What else flows may name in its place: the groups that it is on. */
  readonly groups: readonly string[];
}

/** `internet` begins there, `through` is what a balancer sends on of that, `inside` stays in a VPC, `out` ends on the internet. */
export const lineKinds = ["internet", "through", "inside", "out"] as const;
export type LineKind = (typeof lineKinds)[number];

/** What one box may send to another. */
export interface Line {
  readonly id: string;
  /** Ids of boxes. */
  readonly from: string;
  readonly to: string;
  readonly kind: LineKind;
  /** Whether all of it hangs on values that are not known yet. */
  readonly isUncertain: boolean;
  /** What a change does to all of it; undefined where it was and stays. */
  readonly change?: Change | undefined;
  /** What stands beside it, a line each. */
  readonly label: readonly string[];
  readonly flows: readonly ToldFlow[];
  /** The same as `reach` lists them. */
  readonly told: readonly string[];
}

/** A network as boxes and lines, without their places. */
export interface Diagram {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  /** The ids of the boxes that show a resource or what decides about them, by its URN. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** What is drawn together or not at all, a sentence each. */
  readonly omissions: readonly string[];
}

/** The boxes with all that lie in them, each before its own. */
export function* everyBox(boxes: readonly Box[]): Iterable<Box> {
  for (const box of boxes) {
    yield box;
    yield* everyBox(box.children);
  }
}
