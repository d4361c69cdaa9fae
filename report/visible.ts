/** Text that shows what it holds: what moves a cursor, hides, or turns the direction of writing becomes `�`. Lines and tabs stay. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(UNSEEN, "\uFFFD");
}

/** The same on one line. */
export const visibleName = (text: string) => visible(text).replace(/\n/g, " ");

const UNSEEN =
  /(?![\n\t])[\p{Cc}\p{Cs}\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF\uFFFE\uFFFF]/gu;
