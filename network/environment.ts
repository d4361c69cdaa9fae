import type { Resource } from "./resource";
import { Tags } from "./tags";
import type { Unknown } from "./value";
import { text, UNKNOWN } from "./value";

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
  return name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * The environments that a name's tokens name, each once, in order. Two neighbours count as one word first,
 * so that `non-prod` and `pre-prod` are not production.
 */
export function environmentsIn(name: string, vocabulary: Vocabulary): string[] {
  return partition(tokens(name), wordsOf(vocabulary)).environments;
}

/** The tokens of a name that name no environment. */
export function tokensBesideEnvironment(name: string, vocabulary: Vocabulary): string[] {
  return partition(tokens(name), wordsOf(vocabulary)).others;
}

function partition(
  parts: readonly string[],
  words: ReadonlyMap<string, string>,
): { environments: string[]; others: string[] } {
  const environments = new Set<string>();
  const others: string[] = [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    const pair = words.get(part + (parts[i + 1] ?? " "));
    const environment = pair ?? words.get(part);
    if (environment === undefined) others.push(part);
    else environments.add(environment);
    if (pair !== undefined) i++;
  }
  return { environments: [...environments], others };
}

function wordsOf(vocabulary: Vocabulary): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const [environment, list] of Object.entries(vocabulary)) {
    for (const word of [environment, ...list]) words.set(tokens(word).join(""), environment);
  }
  return words;
}

/** A name of a resource, and the property it comes from. */
export interface Name {
  readonly property: string;
  readonly value: string | Unknown;
}

const NAME_PROPERTIES = [
  "name",
  "namePrefix",
  "identifier",
  "identifierPrefix",
  "clusterIdentifier",
  "clusterIdentifierPrefix",
  "replicationGroupId",
  "clusterId",
] as const;

/**
 * The names of a resource, what AWS calls it before what the program calls it. A physical name that the provider made from the
 * logical one counts as the logical one.
 */
export function namesOf(resource: Resource, tags: Tags = Tags.of(resource)): Name[] {
  const names: Name[] = [];
  for (const property of NAME_PROPERTIES) {
    const value = text(resource.getDeclared(property));
    if (value !== undefined && !isMadeFrom(resource.name, value)) names.push({ property, value });
  }
  const named = names.length > 0;
  const tag = tags.get("Name");
  if (tag !== undefined) names.push({ property: "tag Name", value: tag });
  if (!named) names.push({ property: "logical name", value: resource.name });
  return names;
}

/** Pulumi names a resource after its logical name, a hyphen and seven hexadecimal digits unless told otherwise. */
function isMadeFrom(logicalName: string, name: string | Unknown): boolean {
  return (
    name !== UNKNOWN &&
    name.startsWith(`${logicalName}-`) &&
    /^[0-9a-f]{7}$/.test(name.slice(logicalName.length + 1))
  );
}

/**
 * The environment a resource belongs to: by its tags, else by the first name that names one. Undefined where nothing says;
 * UNKNOWN where an unknown value could still say, or where one text names several.
 */
export function environmentOf(resource: Resource, vocabulary: Vocabulary): string | Unknown | undefined {
  const tags = Tags.of(resource);
  for (const { value } of tags.among(ENVIRONMENT_TAGS)) {
    if (value === UNKNOWN) return UNKNOWN;
    const environments = environmentsIn(value, vocabulary);
    if (environments.length > 0) return only(environments);
  }
  if (tags.mayHaveMore) return UNKNOWN;
  for (const { value } of namesOf(resource, tags)) {
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
