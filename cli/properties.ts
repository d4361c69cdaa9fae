import {
  BYTES,
  NUMBER,
  numberOfBits,
  OUTPUT,
  RESOURCE,
  SECRET,
  SIGNATURE,
  textOfBytes,
  UNKNOWN_STRING as unknown,
} from "../stack/signatures";
import { about, parseJson } from "./document";

/** A property as it travels between the engine, programs and packs: JSON with signed objects for the special kinds. */
export type PropertyValue =
  | null
  | boolean
  | number
  | string
  | PropertyValue[]
  | { [key: string]: PropertyValue };
export type Properties = { [key: string]: PropertyValue };

/** What stands on the wire for a value that is not known yet. */
export { SIGNATURE as signature, UNKNOWN_STRING as unknown } from "../stack/signatures";

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isSecret = (value: PropertyValue): value is { [key: string]: PropertyValue } =>
  isObject(value) && value[SIGNATURE] === SECRET;

export const secret = (value: PropertyValue): PropertyValue => ({ [SIGNATURE]: SECRET, value });

/** The object itself where nothing changes, as in nearly all that a state holds. */
function mapValues(object: Properties, convert: (value: PropertyValue) => PropertyValue): Properties {
  const entries = Object.entries(object);
  const converted = entries.map(([, value]) => convert(value));
  return converted.every((value, i) => value === entries[i]?.[1])
    ? object
    : Object.fromEntries(entries.map(([key], i) => [key, converted[i] as PropertyValue]));
}

function mapList(list: PropertyValue[], convert: (value: PropertyValue) => PropertyValue): PropertyValue[] {
  const converted = list.map(convert);
  return converted.every((value, i) => value === list[i]) ? list : converted;
}

type Special = (signed: Properties) => PropertyValue | undefined;

/** Rewrites signed objects wherever `special` answers, innermost values included. */
function rewrite(value: PropertyValue, special: Special): PropertyValue {
  if (Array.isArray(value)) return mapList(value, (element) => rewrite(element, special));
  if (!isObject(value)) return value;
  const replaced = value[SIGNATURE] === undefined ? undefined : special(value);
  return replaced ?? mapValues(value, (inner) => rewrite(inner, special));
}

/** Output values become what they hold: the value, unknown, or a secret of either. */
const settleOutput: Special = (signed) => {
  if (signed[SIGNATURE] !== OUTPUT) return undefined;
  const value = signed.value === undefined ? unknown : settle(signed.value);
  return signed.secret === true ? secret(value) : value;
};

const settle = (value: PropertyValue): PropertyValue => rewrite(value, settleOutput);

/** Without output values, as the engine answers a program. */
export function settled(properties: Properties): Properties {
  return mapValues(properties, settle);
}

/** A reference to a resource becomes its id (unknown before it exists), or the URN of what has none. */
const reduceReference: Special = (signed) => {
  if (signed[SIGNATURE] !== RESOURCE) return undefined;
  return signed.id === undefined ? (signed.urn ?? unknown) : signed.id === "" ? unknown : signed.id;
};

/** As the engine hands properties to an analyzer, except for the keys that are internal to the SDK. */
export function reduced(properties: Properties): Properties {
  return mapValues(settled(properties), (value) => rewrite(value, reduceReference));
}

export function withoutInternalKeys(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

/** Secrets of a state file: in plain text they are themselves, encrypted they are unknown. */
function openSecret(signed: Properties): PropertyValue {
  if (typeof signed.plaintext !== "string") return secret(unknown);
  const { plaintext } = signed;
  const value = about('the "plaintext" of a secret', () => parseJson(plaintext) as PropertyValue);
  return secret(rewrite(value, openSpecial));
}

const openSpecial: Special = (signed) => {
  switch (signed[SIGNATURE]) {
    case SECRET:
      return openSecret(signed);
    case NUMBER:
      return numberOfBits(signed.value) ?? unknown;
    case BYTES:
      return textOfBytes(signed.value) ?? unknown;
    default:
      return undefined;
  }
};

export function withOpenSecrets(properties: Properties): Properties {
  return mapValues(properties, (value) => rewrite(value, openSpecial));
}

/** Where in a state's properties something encrypted stands. */
export function encryptedPaths(value: PropertyValue, path = ""): string[] {
  if (isSecret(value)) return value.value === unknown ? [path] : encryptedPaths(value.value ?? null, path);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => encryptedPaths(inner, `${path}.${key}`));
}
