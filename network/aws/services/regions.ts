import type { Resource } from "../../../stack/resource";
import { UNKNOWN } from "../../../stack/value";

/** Whether two resources may lie in one region, as far as they or their providers tell. */
export function mayShareRegion(one: Resource, other: Resource): boolean {
  const [region, others] = [one, other].map((resource) => resource.get("region") ?? resource.provider.region);
  const isTold = (value: typeof region) => value !== undefined && value !== UNKNOWN;
  return !isTold(region) || !isTold(others) || region === others;
}
