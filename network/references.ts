import type { Resource } from "../stack/resource";
import type { Reference, Stack } from "../stack/stack";
import type { Value } from "../stack/value";
import { elements, isKnown } from "../stack/value";

/** The resources of some types that a property's value was computed from, whether the value is known or not. */
export function resourcesBehind(
  stack: Stack,
  resource: Resource,
  property: string,
  types: readonly string[],
): Resource[] {
  const urns = new Set(resource.dependencies.get(property));
  return [...urns].flatMap((urn) => {
    const behind = stack.get(urn);
    return behind !== undefined && types.includes(behind.type) ? [behind] : [];
  });
}

/**
 * What a property points at, by id, ARN or name. Values that are known and none of these, such as addresses, still tell what they were
 * computed from, where as many resources stand behind the property as there are such values.
 */
export function referencesBehind(
  stack: Stack,
  resource: Resource,
  property: string,
  types: readonly string[],
  value: Value = resource.get(property),
): Reference[] {
  const references = stack.references(resource, property, types, value, ["id", "arn", "name"]);
  const texts = elements(value).filter((element) => typeof element === "string");
  if (texts.length === 0 || texts.length < elements(value).length) return references;
  const joined = references.filter((reference) => reference.kind === "resource");
  // What else the property says, such as of a target that gets nothing, may be what stands behind it.
  const whole = resource.get(property);
  if (!isKnown(whole)) return references;
  const named = stack.references(resource, property, types, scalarsIn(whole), ["id", "arn", "name"]);
  const known = new Set(named.flatMap((one) => certainResource(one) ?? []));
  const behind = resourcesBehind(stack, resource, property, types).filter((one) => !known.has(one));
  if (behind.length === 0 || behind.length !== texts.length - joined.length) return references;
  return [...joined, ...behind.map((one): Reference => ({ kind: "resource", resource: one, certain: true }))];
}

/** The values at the ends of objects and lists. */
function scalarsIn(value: Value): Value[] {
  if (typeof value !== "object" || value === null) return [value];
  return Object.values(value as Record<string, Value>).flatMap(scalarsIn);
}

/** Whether it is not known yet where a reference leads. */
export function isOpen(reference: Reference): boolean {
  return reference.kind !== "outside" && certainResource(reference) === undefined;
}

/** The resource that a reference leads to for certain; undefined where it leads to none of the stack, or may lead to several. */
export function certainResource(reference: Reference | undefined): Resource | undefined {
  return reference?.kind === "resource" && reference.certain ? reference.resource : undefined;
}
