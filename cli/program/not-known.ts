import { createHash } from "node:crypto";
import { isObject, type Properties, type PropertyValue, unknown } from "../properties";

/**
 * A text that stands for one that nobody knows. The SDK asks no look-up whose arguments hold an unknown value, and a program
 * that awaits one cannot put it into a name: this text it can, and where it reaches a resource it is an unknown value again.
 */
export function textNotKnown(...origin: unknown[]): string {
  return `unknown${createHash("sha256").update(JSON.stringify(origin)).digest("hex").slice(0, 16)}`;
}

const notKnown = /unknown[0-9a-f]{16}/i;

export const isNotKnown = (value: unknown): boolean => typeof value === "string" && notKnown.test(value);

function recognize(value: PropertyValue): PropertyValue {
  if (typeof value === "string") return notKnown.test(value) ? unknown : value;
  if (Array.isArray(value)) return value.map(recognize);
  return isObject(value) ? withUnknowns(value as Properties) : value;
}

/** With the unknown value in place of each text that contains one not known. */
export function withUnknowns(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, recognize(value)]));
}
