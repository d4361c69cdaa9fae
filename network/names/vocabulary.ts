import { remembered, rememberedOf } from "../../stack/remembered";
import { NEGATIONS, tokens, UNSPACED } from "./tokens";

/** The words that name each environment: `{ production: ["prod", "live"] }`. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>;

export const DEFAULT_VOCABULARY: Vocabulary = {
  production: ["prod", "production", "prd", "live", "本番"],
  staging: ["stg", "staging", "stage", "preprod", "preproduction", "ステージング"],
  test: ["test", "tst", "qa", "uat", "検証", "テスト"],
  development: ["dev", "development", "開発"],
  sandbox: ["sandbox"],
  nonproduction: ["nonprod", "nonproduction", "nonprd", "非本番"],
};

/** Words that people also use for something else: in a name they yield to a tag. */
const PLAIN_WORDS: ReadonlySet<string> = new Set(["live", "stage", "test", "qa"]);

/**
 * The environments that a name's tokens name, each once, in order. `non-prod` and `pre-prod` are not production, and an umbrella
 * such as `nonprod` says nothing beside one that it covers.
 */
export function environmentsIn(name: string, vocabulary: Vocabulary): readonly string[] {
  return wordsOf(vocabulary).environmentsIn(name);
}

function readEnvironments(name: string, words: WordList): readonly string[] {
  const all = new Set(matchesIn(name, words).flatMap(({ environment }) => environment ?? []));
  return [...all].filter((one) => ![...all].some((other) => other !== one && covers(one, other, words)));
}

/** Whether all words by which a name names an environment could mean something else. */
export function hasPlainWordsAlone(name: string, vocabulary: Vocabulary): boolean {
  return matchesIn(name, wordsOf(vocabulary)).every(
    ({ environment, word }) => environment === undefined || PLAIN_WORDS.has(word),
  );
}

/** The tokens of a name that name no environment. */
export function tokensBesideEnvironment(name: string, vocabulary: Vocabulary): string[] {
  return matchesIn(name, wordsOf(vocabulary)).flatMap(({ environment, parts }) =>
    environment === undefined ? parts : [],
  );
}

/** Whether something can be of both environments: they are one, or one is an umbrella over the other. */
export function canBeBoth(one: string, other: string, vocabulary: Vocabulary): boolean {
  if (one === other) return true;
  const words = wordsOf(vocabulary);
  return covers(one, other, words) || covers(other, one, words);
}

interface Words extends WordList {
  readonly environmentsIn: (name: string) => readonly string[];
}

interface WordList {
  /** From a word, or the parts of one with spaces between, to its environment. */
  readonly environments: ReadonlyMap<string, string>;
  /** How many parts the longest word has. */
  readonly longest: number;
  /** Matches those words that are in Japanese. */
  readonly unspaced: RegExp | undefined;
  /** By umbrella, the one environment that it does not cover. */
  readonly exceptions: ReadonlyMap<string, string>;
}

/** `nonproduction` covers every environment but production. */
function covers(umbrella: string, environment: string, { exceptions }: WordList): boolean {
  const exception = exceptions.get(umbrella);
  return exception !== undefined && exception !== environment && !exceptions.has(environment);
}

interface Match {
  readonly parts: string[];
  readonly word: string;
  readonly environment: string | undefined;
}

function matchesIn(name: string, words: WordList): Match[] {
  const parts = tokens(name).flatMap((token) => splitUnspaced(token, words));
  const matches: Match[] = [];
  for (let i = 0; i < parts.length; ) {
    const match = matchAt(parts, i, words);
    matches.push(match);
    i += match.parts.length;
  }
  return matches;
}

function splitUnspaced(token: string, { unspaced }: WordList): string[] {
  return unspaced === undefined ? [token] : token.split(unspaced).filter((part) => part !== "");
}

function matchAt(all: readonly string[], start: number, { environments, longest }: WordList): Match {
  for (let length = Math.min(longest, all.length - start); length > 1; length--) {
    const parts = all.slice(start, start + length);
    const environment = environments.get(parts.join(" "));
    if (environment !== undefined) return { parts, word: parts.join(""), environment };
  }
  const [part = "", next = ""] = all.slice(start, start + 2);
  const prefix = NEGATIONS.has(part) ? "non" : part === "pre" ? part : undefined;
  if (prefix !== undefined && environments.has(next)) {
    return { parts: [part, next], word: prefix + next, environment: environments.get(prefix + next) };
  }
  return { parts: [part], word: part, environment: environments.get(part) };
}

const wordsOf = rememberedOf((vocabulary: Vocabulary): Words => {
  const list = readWords(vocabulary);
  const known = remembered((name) => readEnvironments(name, list));
  const mayHaveAny = wordFinder([...list.environments.keys()]);
  return { ...list, environmentsIn: (name) => (mayHaveAny.test(name) ? known(name) : NONE) };
});

const NONE: readonly string[] = [];

/** Finds what may have some words: of each the longest part, or a letter that is not ASCII. Most names have neither, and need not be parted. */
function wordFinder(words: readonly string[]): RegExp {
  const longest = words.map((word) =>
    word.split(" ").reduce((one, other) => (other.length > one.length ? other : one)),
  );
  const ascii = new Set(longest.filter((part) => /^[a-z0-9]+$/.test(part)));
  return new RegExp([...ascii, "[^\\0-\\x7f]"].join("|"), "i");
}

function readWords(vocabulary: Vocabulary): WordList {
  const environments = new Map<string, string>();
  let longest = 1;
  for (const [environment, list] of Object.entries(vocabulary)) {
    for (const parts of [environment, ...list].map(tokens)) {
      environments.set(parts.join(" "), environment).set(parts.join(""), environment);
      longest = Math.max(longest, parts.length);
    }
  }
  const unspaced = [...environments.keys()]
    .filter((word) => UNSPACED.test(word))
    .sort((one, other) => other.length - one.length);
  return {
    environments,
    longest,
    unspaced: unspaced.length === 0 ? undefined : new RegExp(`(${unspaced.join("|")})`, "u"),
    exceptions: exceptionsIn(environments),
  };
}

function exceptionsIn(environments: ReadonlyMap<string, string>): Map<string, string> {
  const exceptions = new Map<string, string>();
  for (const [word, environment] of environments) {
    const umbrella = environments.get(`non${word}`);
    if (umbrella !== undefined && umbrella !== environment) exceptions.set(umbrella, environment);
  }
  return exceptions;
}
