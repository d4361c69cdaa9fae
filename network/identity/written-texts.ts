import type { Resource } from "../../stack/resource";
import { opened, type Path } from "../../stack/setting";
import { isObject, type Value, type Values } from "../../stack/value";
import type { WrittenText } from "./written-text";

/** A field that AWS has for a secret, and does not show again. */
const FOR_SECRETS = /(password|token|privateKey|secret|credentials?)$/i;
/** A field that the provider writes and keeps in no state. */
const WRITE_ONLY = /[a-z]Wo$/;

/**
 * The texts in the inputs of resources, but in what is there for secrets.
 * @param keptBy the properties of a resource, at whatever depth, that keep secrets, make them or name where they are kept
 */
export function writtenTextsIn(
  resources: readonly Resource[],
  keptBy: (resource: Resource) => readonly string[],
): WrittenText[] {
  return resources.flatMap((resource) => {
    const kept = keptBy(resource);
    const inputs = Object.entries(resource.declared ?? resource.settled ?? {});
    return inputs
      .filter(([property]) => !FOR_SECRETS.test(property) && !WRITE_ONLY.test(property))
      .flatMap(([property, value]) => [...textsIn(resource, value, [property], property)])
      .filter(({ path }) => path[0] === "tags" || !path.some((step) => kept.includes(String(step))));
  });
}

function* textsIn(resource: Resource, value: Value, path: Path, name: string): Iterable<WrittenText> {
  const holder = opened(value);
  if (Array.isArray(holder)) {
    for (const [i, element] of holder.entries())
      yield* textsIn(resource, element as Value, [...path, i], name);
  } else if (isObject(holder)) {
    const named = nameOf(holder);
    for (const [key, inner] of Object.entries(holder)) {
      yield { resource, path, text: key, name: "" };
      yield* textsIn(resource, inner, [...path, key], key === "value" ? (named ?? key) : key);
    }
  } else if (typeof value === "string") yield { resource, path, text: value, name };
}

/** Of a pair of name and value, unless the value in turn only names where the value is kept. */
function nameOf({ name, type }: Values): string | undefined {
  const isPlain = typeof type !== "string" || type === "PLAINTEXT";
  return isPlain && typeof name === "string" ? name : undefined;
}
