import { remembered } from "../../stack/remembered";

/**
 * The parts of a name, in lower case: what lies between characters that are neither letters nor digits, between the humps of camelCase, and
 * before trailing digits. `webProd01` has `web`, `prod` and `01`.
 */
export const tokens = remembered((name): readonly string[] => {
  const parts = name.normalize("NFKC").match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
  return parts.flatMap(withoutHumps).map((part) => part.toLowerCase());
});

function withoutHumps(part: string): string[] {
  return part
    .replace(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, "$1 ")
    .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, "$1 ")
    .replace(/([\p{L}\p{M}])(?=\p{N}+(?: |$))/gu, "$1 ")
    .split(" ");
}

/** What turns the word behind it into its opposite. */
export const NEGATIONS: ReadonlySet<string> = new Set(["non", "not", "no"]);

/** Whether a name has one of some words among its tokens: a run of them, without `non`, `not` or `no` before it. */
export function namesOneOf(name: string, words: readonly string[]): boolean {
  const parts = tokens(name);
  return words.map(tokens).some((run) => {
    const isRunAt = (start: number) => run.every((token, i) => parts[start + i] === token);
    return parts.some((_, i) => run.length > 0 && isRunAt(i) && !NEGATIONS.has(parts[i - 1] ?? ""));
  });
}
