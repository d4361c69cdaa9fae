import { isObject, isSecret, type Properties, type PropertyValue, secret, unknown } from "../properties";
import { textNotKnown } from "./not-known";

/** What the engine answers to who reads a stack: its outputs, and which of them are secret. */
export function stateOfReference(stack: string, outputs: Properties): Properties {
  const secrets = Object.entries(outputs).flatMap(([name, value]) => (holdsSecret(value) ? name : []));
  return { outputs: withTexts(outputs, [stack]), secretOutputNames: secrets.sort() };
}

function holdsSecret(value: PropertyValue): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  return isObject(value) && (isSecret(value) || Object.values(value as Properties).some(holdsSecret));
}

/** With a text in place of each value that is not known: as an unknown one it would make all others unknown to the program as well. */
function withTexts(value: PropertyValue, path: readonly string[]): PropertyValue {
  if (value === unknown) return textNotKnown(path);
  if (Array.isArray(value)) return value.map((one, i) => withTexts(one, [...path, String(i)]));
  if (!isObject(value)) return value;
  if (isSecret(value)) return secret(withTexts(value.value ?? null, path));
  return Object.fromEntries(
    Object.entries(value as Properties).map(([key, inner]) => [key, withTexts(inner, [...path, key])]),
  );
}
