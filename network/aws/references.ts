import type { Resource } from "../resource";
import type { Stack } from "../stack";

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
