import type { Resource } from "../../../stack/resource";
import { type Answer, UNKNOWN } from "../../../stack/value";

/** The region that a resource or its provider tells; undefined where neither does, or it is not known yet. */
export function regionOf(resource: Resource): string | undefined {
  const region = resource.getDeclared("region") ?? resource.provider.region;
  return typeof region === "string" ? region : undefined;
}

/** Whether two resources lie in one region; those that tell none share one. */
export function sharesRegion(one: Resource, other: Resource): Answer {
  const [region, others] = [regionOf(one), regionOf(other)];
  return (region === undefined) === (others === undefined) ? region === others : UNKNOWN;
}

/** Whether two resources may lie in one region, as far as they or their providers tell. */
export function mayShareRegion(one: Resource, other: Resource): boolean {
  return sharesRegion(one, other) !== false;
}
