import { remembered } from "../../stack/remembered";

/** What tells the parts of a name from each other. */
interface Bounds {
  readonly parts: RegExp;
  /** Where a part is to be parted in turn: behind what is matched. */
  readonly humps: readonly RegExp[];
}

const EVERY_SCRIPT: Bounds = {
  parts: /[\p{L}\p{N}\p{M}]+/gu,
  humps: [/([\p{Ll}\p{N}])(?=\p{Lu})/gu, /(\p{Lu})(?=\p{Lu}\p{Ll})/gu, /([\p{L}\p{M}])(?=\p{N}+(?: |$))/gu],
};

/** The same of ASCII, without the tables of Unicode. */
const ASCII: Bounds = {
  parts: /[A-Za-z0-9]+/g,
  humps: [/([a-z0-9])(?=[A-Z])/g, /([A-Z])(?=[A-Z][a-z])/g, /([A-Za-z])(?=[0-9]+(?: |$))/g],
};

/**
 * The parts of a name, in lower case: what lies between characters that are neither letters nor digits, between the humps of camelCase, and
 * before trailing digits. `webProd01` has `web`, `prod` and `01`.
 */
export const tokens = remembered((name): readonly string[] => {
  const { parts, humps } = /^[ -~]*$/.test(name) ? ASCII : EVERY_SCRIPT;
  const found = name.normalize("NFKC").match(parts) ?? [];
  return found.flatMap((part) =>
    humps
      .reduce((text, hump) => text.replace(hump, "$1 "), part)
      .toLowerCase()
      .split(" "),
  );
});

/** What turns the word behind it into its opposite. */
export const NEGATIONS: ReadonlySet<string> = new Set(["non", "not", "no"]);

/** Matches a word in Japanese, which has no spaces around it. */
export const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The same of what stands right before a word in Japanese. */
const UNSPACED_NEGATION = /[非未不]$/u;

/** Whether a name has one of some words among its tokens: a run of them, without `non`, `not` or `no` before it; one in Japanese wherever it stands. */
export function namesOneOf(name: string, words: readonly string[]): boolean {
  const parts = tokens(name);
  return words.some((word) => {
    const run = tokens(word);
    const [first] = run;
    if (first === undefined) return false;
    if (run.length === 1 && UNSPACED.test(first)) return parts.some((part) => holds(part, first));
    const isRunAt = (start: number) => run.every((token, i) => parts[start + i] === token);
    return parts.some((part, i) => part === first && isRunAt(i) && !NEGATIONS.has(parts[i - 1] ?? ""));
  });
}

function holds(part: string, word: string): boolean {
  return part
    .split(word)
    .slice(0, -1)
    .some((before) => !UNSPACED_NEGATION.test(before));
}
