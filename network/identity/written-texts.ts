import { remembered } from "../../stack/remembered";
import type { Resource } from "../../stack/resource";
import { opened, type Path } from "../../stack/setting";
import { isObject, UNKNOWN, type Value, type Values } from "../../stack/value";
import type { WrittenText } from "./written-text";

/** Whether AWS has a field for a secret, and does not show it again, or the provider writes it and keeps it in no state. */
const isForSecrets = remembered(
  (property) =>
    /(password|token|privateKey|secret|credentials?)$/i.test(property) || /[a-z]Wo$/.test(property),
);

/**
 * The texts in the inputs of resources, but in what is there for secrets.
 * @param keptBy the properties of a resource, at whatever depth, that keep secrets, make them or name where they are kept
 */
export function writtenTextsIn(
  resources: readonly Resource[],
  keptBy: (resource: Resource) => readonly string[],
): WrittenText[] {
  return resources.flatMap((resource) => {
    const texts: WrittenText[] = [];
    for (const [property, value] of Object.entries(resource.declared ?? resource.settled ?? {}))
      if (!isForSecrets(property)) addTexts(texts, resource, value, [property], property);
    const kept = keptBy(resource);
    if (kept.length === 0) return texts;
    return texts.filter(
      ({ path }) => path[0] === "tags" || !path.some((step) => kept.includes(String(step))),
    );
  });
}

function addTexts(texts: WrittenText[], resource: Resource, value: Value, path: Path, name: string): void {
  const holder = typeof value === "string" ? opened(value) : value;
  if (typeof holder === "string") texts.push({ resource, path, text: holder, name });
  else if (Array.isArray(holder)) {
    for (const [i, element] of holder.entries())
      addTexts(texts, resource, element as Value, [...path, i], name);
  } else if (isObject(holder)) {
    for (const [key, inner] of Object.entries(holder)) {
      texts.push({ resource, path, text: key, name: "" });
      addTexts(texts, resource, inner, [...path, key], key === "value" ? (nameOf(holder) ?? key) : key);
    }
  }
}

/** Of a pair of name and value, unless the value in turn only names where the value is kept. */
function nameOf({ name, type }: Values): string | undefined {
  const isPlain = type !== UNKNOWN && (typeof type !== "string" || type === "PLAINTEXT");
  return isPlain && typeof name === "string" ? name : undefined;
}
