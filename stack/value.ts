import { UNKNOWN_STRING } from "./signatures";

/** The value of a property that nobody can know yet, as at a first preview. */
export const UNKNOWN: unique symbol = Symbol("unknown");
export type Unknown = typeof UNKNOWN;

/** What the engine writes for an unknown boolean, number, string, array, asset, archive or object. */
const UNKNOWN_MARKS = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  UNKNOWN_STRING,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
  // What `pulumi policy analyze` and `pulumi preview --json` write for what they may not decrypt.
  "[secret]",
]);

/** Whether a text stands for a value that the engine does not know or does not tell. */
export function isUnknownMark(text: string): boolean {
  return UNKNOWN_MARKS.has(text);
}

/** A property's value as the engine shows it, with UNKNOWN in place of what is not known yet. */
export type Value =
  | Unknown
  | undefined
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | { readonly [key: string]: Value };

export type Values = { readonly [key: string]: Value };

/** Yes, no, or not known yet. */
export type Answer = boolean | Unknown;

export function isObject(value: Value): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field of an object. Null counts as absent; a field of the unknown is unknown, of anything else absent. */
export function field(value: Value, key: string): Value {
  if (value === UNKNOWN) return UNKNOWN;
  const inner = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return inner === null ? undefined : inner;
}

/** Whether something is given, known or not: an empty text says nothing to a provider. */
export function isGiven<T extends Value>(value: T): value is Exclude<T, undefined> {
  return value !== undefined && value !== "";
}

/** Whether something is a text that is known and says something. */
export function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** A value at a path such as `["metadataOptions", "httpTokens"]`. */
export function at(value: Value, path: readonly string[]): Value {
  return path.reduce<Value>((inner, key) => field(inner, key), value);
}

/**
 * The elements of a list; one value that is no list counts as a list of itself, as the provider takes it.
 * An unknown list is one unknown element.
 */
export function elements(value: Value): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Value];
}

/** The ids in a value, of which one text may hold several between commas; what is no text is as it is. */
export function idsIn(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((one) => elements(idsIn(one)));
  return typeof value === "string" ? value.split(",").map((id) => id.trim()) : value;
}

/** A string, or a number as its digits. Undefined for what is absent or of another type. */
export function text(value: Value): string | Unknown | undefined {
  if (value === UNKNOWN || typeof value === "string") return value;
  return typeof value === "number" ? String(value) : undefined;
}

/** A text that is read in any case, in lower case. Undefined for what is absent, empty or of another type. */
export function word(value: Value): string | Unknown | undefined {
  const said = text(value);
  return typeof said === "string" ? said.toLowerCase() || undefined : said;
}

/** A boolean, or the text of one, as launch templates take it. Undefined for what is absent or of another type. */
export function flag(value: Value): Answer | undefined {
  if (value === UNKNOWN || typeof value === "boolean") return value;
  if (typeof value !== "string") return undefined;
  const word = value.trim().toLowerCase();
  return word === "true" ? true : word === "false" ? false : undefined;
}

/** An integer, or the digits of one. Undefined for what is absent or no integer. */
export function integer(value: Value): number | Unknown | undefined {
  if (value === UNKNOWN) return UNKNOWN;
  const number = typeof value === "string" && /^-?\d+$/.test(value.trim()) ? Number(value) : value;
  return typeof number === "number" && Number.isInteger(number) ? number : undefined;
}

/** Whether a value is known through and through. */
export function isKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (Array.isArray(value)) return value.every(isKnown);
  return !isObject(value) || Object.values(value).every(isKnown);
}
