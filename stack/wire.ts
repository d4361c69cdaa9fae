import { BYTES, NUMBER, numberOfBits, OUTPUT, RESOURCE, SECRET, SIGNATURE, textOfBytes } from "./signatures";
import { isUnknownMark, UNKNOWN, type Value, type Values } from "./value";

/** Properties as the engine sends them: JSON in which objects with a signature stand for secrets, references, assets and the like. */
type Wire = null | boolean | number | string | readonly Wire[] | { readonly [key: string]: Wire };

/** Properties that the engine sends, and the strings and numbers among them that are secret. */
export interface WireProperties {
  readonly values: Values;
  readonly secrets: readonly (string | number)[];
}

export function readWire(properties: { readonly [key: string]: unknown }): WireProperties {
  const secrets: (string | number)[] = [];
  return { values: readFields(properties as { [key: string]: Wire }, false, secrets), secrets };
}

/** The strings and numbers in properties that are secret, without reading what holds none. */
export function secretsIn(properties: { readonly [key: string]: unknown }): (string | number)[] {
  const secrets: Secrets = [];
  for (const value of Object.values(properties as { [key: string]: Wire }))
    if (isSigned(value)) readValue(value, false, secrets);
  return secrets;
}

/** Whether anything in a value may be secret. */
function isSigned(wire: Wire): boolean {
  if (typeof wire !== "object" || wire === null) return false;
  return Object.hasOwn(wire, SIGNATURE) || Object.values(wire).some(isSigned);
}

type Secrets = (string | number)[];

function readValue(wire: Wire, isSecret: boolean, secrets: Secrets): Value {
  if (typeof wire === "string" && isUnknownMark(wire)) return UNKNOWN;
  if (isSecret && (typeof wire === "string" || typeof wire === "number")) secrets.push(wire);
  if (typeof wire !== "object" || wire === null) return wire;
  if (isList(wire)) return wire.map((element) => readValue(element, isSecret, secrets));
  return Object.hasOwn(wire, SIGNATURE)
    ? readSigned(wire, isSecret, secrets)
    : readFields(wire, isSecret, secrets);
}

function readSigned(signed: { readonly [key: string]: Wire }, isSecret: boolean, secrets: Secrets): Value {
  const value = signed.value ?? null;
  switch (signed[SIGNATURE]) {
    case SECRET:
      return readSecret(signed, secrets);
    case NUMBER:
      return numberOfBits(value) ?? UNKNOWN;
    case BYTES: {
      const text = textOfBytes(value);
      return text === undefined ? UNKNOWN : readValue(text, isSecret, secrets);
    }
    case OUTPUT:
      return Object.hasOwn(signed, "value")
        ? readValue(value, isSecret || signed.secret === true, secrets)
        : UNKNOWN;
    case RESOURCE:
      return signed.id === "" ? UNKNOWN : readValue(signed.id ?? signed.urn ?? null, isSecret, secrets);
    default: {
      const { [SIGNATURE]: _, ...fields } = signed;
      return readFields(fields, isSecret, secrets);
    }
  }
}

/** On the wire a secret holds its value, in a state its JSON in plain text or encrypted. */
function readSecret(signed: { readonly [key: string]: Wire }, secrets: Secrets): Value {
  if (Object.hasOwn(signed, "ciphertext")) return UNKNOWN;
  if (typeof signed.plaintext !== "string") return readValue(signed.value ?? null, true, secrets);
  try {
    return readValue(JSON.parse(signed.plaintext) as Wire, true, secrets);
  } catch {
    return UNKNOWN;
  }
}

function readFields(fields: { readonly [key: string]: Wire }, isSecret: boolean, secrets: Secrets): Values {
  const read = Object.entries(fields).map(([key, value]): [string, Value] => [
    key,
    readValue(value, isSecret, secrets),
  ]);
  return Object.fromEntries(read.filter(isSaid));
}

function isSaid([, value]: [key: string, value: unknown]): boolean {
  return value !== null;
}

/** Null leaves a property out, as the provider takes it. */
export function withoutNulls<T>(properties: { readonly [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(properties).filter(isSaid));
}

function isList(wire: Wire): wire is readonly Wire[] {
  return Array.isArray(wire);
}
