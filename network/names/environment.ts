import type { Resource } from "../../stack/resource";
import type { Unknown } from "../../stack/value";
import { text, UNKNOWN } from "../../stack/value";
import { isAutonamed, type Naming } from "./naming";
import { Tags } from "./tags";

/** The words that name each environment: `{ production: ["prod", "live"] }`. */
export type Vocabulary = Readonly<Record<string, readonly string[]>>;

export const DEFAULT_VOCABULARY: Vocabulary = {
  production: ["prod", "production", "prd", "live"],
  staging: ["stg", "staging", "stage", "preprod", "preproduction"],
  test: ["test", "tst", "qa", "uat"],
  development: ["dev", "development"],
  sandbox: ["sandbox"],
  nonproduction: ["nonprod", "nonproduction", "nonprd"],
};

export const ENVIRONMENT_TAGS = ["Environment", "Env", "Stage"] as const;

/** The parts of a name: what lies between characters that are neither letters nor digits, in lower case. */
export function tokens(name: string): string[] {
  return (
    name
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

/** The environments that a name's tokens name, each once, in order. `non-prod` and `pre-prod` are not production. */
export function environmentsIn(name: string, vocabulary: Vocabulary): string[] {
  return partition(tokens(name), wordsOf(vocabulary)).environments;
}

/** The tokens of a name that name no environment. */
export function tokensBesideEnvironment(name: string, vocabulary: Vocabulary): string[] {
  return partition(tokens(name), wordsOf(vocabulary)).others;
}

/** What turns the word behind it into another one. */
const QUALIFIERS = new Set(["non", "pre"]);

interface Words {
  /** From a word, or the parts of one with spaces between, to its environment. */
  readonly environments: ReadonlyMap<string, string>;
  /** How many parts the longest word has. */
  readonly longest: number;
}

function partition(parts: readonly string[], words: Words): { environments: string[]; others: string[] } {
  const environments = new Set<string>();
  const others: string[] = [];
  for (let i = 0; i < parts.length; ) {
    const { length, environment } = wordAt(parts, i, words);
    if (environment === undefined) others.push(...parts.slice(i, i + length));
    else environments.add(environment);
    i += length;
  }
  return { environments: [...environments], others };
}

function wordAt(
  parts: readonly string[],
  start: number,
  { environments, longest }: Words,
): { length: number; environment: string | undefined } {
  for (let length = Math.min(longest, parts.length - start); length > 1; length--) {
    const environment = environments.get(parts.slice(start, start + length).join(" "));
    if (environment !== undefined) return { length, environment };
  }
  const [part = "", next = ""] = parts.slice(start, start + 2);
  if (QUALIFIERS.has(part) && environments.has(next)) {
    return { length: 2, environment: environments.get(part + next) };
  }
  return { length: 1, environment: environments.get(part) };
}

const wordsRead = new WeakMap<Vocabulary, Words>();

function wordsOf(vocabulary: Vocabulary): Words {
  let words = wordsRead.get(vocabulary);
  if (words === undefined) {
    words = readWords(vocabulary);
    wordsRead.set(vocabulary, words);
  }
  return words;
}

function readWords(vocabulary: Vocabulary): Words {
  const environments = new Map<string, string>();
  let longest = 1;
  for (const [environment, list] of Object.entries(vocabulary)) {
    for (const parts of [environment, ...list].map(tokens)) {
      environments.set(parts.join(" "), environment).set(parts.join(""), environment);
      longest = Math.max(longest, parts.length);
    }
  }
  return { environments, longest };
}

/** A name of a resource, and the property it comes from. */
export interface Name {
  readonly property: string;
  readonly value: string | Unknown;
}

/**
 * The names of a resource, what AWS calls it before what the program calls it. A physical name that the provider made from the
 * logical one counts as the logical one.
 */
export function namesOf(resource: Resource, naming: Naming, tags = Tags.of(resource, naming)): Name[] {
  const names: Name[] = [];
  for (const property of naming.namePropertiesOf(resource.type)) {
    const value = text(resource.getDeclared(property));
    if (value === undefined || value === "") continue;
    if (value === UNKNOWN || !isAutonamed(resource.name, value)) names.push({ property, value });
  }
  const named = names.length > 0;
  const tag = tags.get("Name");
  if (tag !== undefined && tag !== "") names.push({ property: "tag Name", value: tag });
  if (!named) names.push({ property: "logical name", value: resource.name });
  return names;
}

/**
 * The environment a resource belongs to: by its tags, else by the first name that names one. Undefined where nothing says;
 * UNKNOWN where an unknown value could still say, or where one text names several.
 */
export function environmentOf(
  resource: Resource,
  vocabulary: Vocabulary,
  naming: Naming,
): string | Unknown | undefined {
  const tags = Tags.of(resource, naming);
  for (const { value } of tags.among(ENVIRONMENT_TAGS)) {
    if (value === UNKNOWN) return UNKNOWN;
    const environments = environmentsIn(value, vocabulary);
    if (environments.length > 0) return only(environments);
  }
  if (tags.mayHaveMore) return UNKNOWN;
  for (const { value } of namesOf(resource, naming, tags)) {
    if (value === UNKNOWN) return UNKNOWN;
    const environments = environmentsIn(value, vocabulary);
    if (environments.length > 0) return only(environments);
  }
  return undefined;
}

function only(environments: readonly string[]): string | Unknown {
  return environments.length === 1 ? (environments[0] as string) : UNKNOWN;
}

/** The environment that the stack's name names, by a URN of the stack; undefined where it names none or several. */
export function environmentOfStack(urn: string, vocabulary: Vocabulary): string | undefined {
  const environments = environmentsIn(stackName(urn), vocabulary);
  return environments.length === 1 ? environments[0] : undefined;
}

/** The stack's name in a URN: `urn:pulumi:<stack>::<project>::…`. */
export function stackName(urn: string): string {
  return urn.split("::")[0]?.split(":").at(-1) ?? "";
}
