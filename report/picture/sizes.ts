import type { Box } from "./diagram";
import { shortened, wrapped } from "./text";
import { widthOf } from "./width";

/** Where the heading of a box stands that others lie in: where no line crosses it. */
export type HeadingSide = "top" | "left";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sizes of type, and from line to line, in pixels. */
export const TITLE = { size: 14, step: 18 };
export const NOTE = { size: 12, step: 16 };

/** Inside a box, around its text; its sign stands left of that. */
export const MARGIN = { x: 12, y: 10, sign: 24 };

export const CHIP = { height: 18, margin: 9 };

/** In characters. */
const LONGEST_TITLE = 30;
const LONGEST_NOTE = 36;
const LONGEST_BESIDE = 20;
const MOST_NOTES = 6;

/** What is written in a box. */
export interface Heading extends Size {
  readonly titles: readonly string[];
  readonly notes: readonly string[];
  /** What a box of subnets says of how near to the internet it is: its text and width. */
  readonly chip: { readonly text: string; readonly width: number } | undefined;
}

/** What is written in a box with nothing in it, or at the top of another. */
export function headingOf(box: Box): Heading {
  const { notes } = box;
  const more = notes.length - MOST_NOTES + 1;
  const shown = more > 1 ? [...notes.slice(0, MOST_NOTES - 1), `and ${more} more`] : notes;
  return measured(
    box,
    [shortened(box.title, LONGEST_TITLE)],
    shown.map((note) => shortened(note, LONGEST_NOTE)),
    "top",
  );
}

/** What is written left of what lies in a box. */
export function headingBeside(box: Box): Heading {
  const most = (lines: readonly string[], number: number) =>
    lines.length > number ? [...lines.slice(0, number - 1), `${lines[number - 1]} …`] : lines;
  return measured(
    box,
    most(wrapped(box.title, LONGEST_BESIDE), 3),
    most(
      box.notes.flatMap((note) => wrapped(note, LONGEST_BESIDE)),
      MOST_NOTES,
    ),
    "left",
  );
}

function measured(
  { exposure }: Box,
  titles: readonly string[],
  notes: readonly string[],
  side: HeadingSide,
): Heading {
  const text = exposure === "unknown" ? "not known" : exposure;
  const chip = text && { text, width: widthOf(text, NOTE.size, true) + 2 * CHIP.margin };
  const beside = side === "top" && chip ? chip.width + MARGIN.x : 0;
  const below = side === "left" && chip ? CHIP.height + 6 : 0;
  const widths = [
    ...titles.map((title) => widthOf(title, TITLE.size, true) + beside),
    ...notes.map((note) => widthOf(note, NOTE.size)),
    ...(side === "left" && chip ? [chip.width] : []),
  ];
  return {
    titles,
    notes,
    chip: chip || undefined,
    width: Math.max(48, ...widths) + MARGIN.sign + 2 * MARGIN.x,
    height: titles.length * TITLE.step + notes.length * NOTE.step + below + 2 * MARGIN.y - 2,
  };
}

/** The size of the label of a line. */
export function labelSizeOf(label: readonly string[]): Size {
  return {
    width: Math.max(1, ...label.map((text) => widthOf(text, NOTE.size) + 4)),
    height: Math.max(1, label.length * NOTE.step),
  };
}
