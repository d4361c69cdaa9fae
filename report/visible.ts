/** Text that shows what it holds: what moves a cursor, hides, or turns the direction of writing becomes `�`. Lines and tabs stay. */
export function visible(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(UNSEEN, "\uFFFD");
}

/** The same on one line. */
export const visibleName = (text: string) => visible(text).replace(/\n/g, " ");

const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu;
