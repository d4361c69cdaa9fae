import { closest, distance } from "fastest-levenshtein";

/** `; did you mean "x"?` when a known name is near enough to have been meant, else "". */
export function didYouMean(name: string, known: readonly string[]): string {
  if (known.length === 0) return "";
  const nearest = closest(name, [...known]);
  return distance(name, nearest) <= Math.max(2, name.length / 3) ? `; did you mean "${nearest}"?` : "";
}
