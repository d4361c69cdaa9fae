/** Text of at most so many characters (UTF-16 units), what is longer cut at its end, though not within a character. */
export function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1).replace(/\p{Cs}$/u, "")}…` : text;
}
