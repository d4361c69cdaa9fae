import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { integer, UNKNOWN, type Unknown } from "../../../stack/value";
import { certainResource } from "../../references";
import { CONTAINER_SCALING, SCALING_CONFIGURATION, SCALING_GROUP } from "../types";
import { MACHINE_TYPES } from "./machine-types";

/** How many machines a resource launches at least, by what the program says; UNKNOWN while that is not known. */
export function capacityOf(resource: Resource, stack: Stack): number | Unknown {
  if (resource.type === SCALING_CONFIGURATION || resource.type === CONTAINER_SCALING) {
    const group = certainResource(stack.references(resource, "scalingGroupId", [SCALING_GROUP])[0]);
    return group === undefined ? 1 : capacityOf(group, stack);
  }
  const { capacity } = MACHINE_TYPES[resource.type] ?? {};
  if (capacity === undefined) return 1;
  const counts = capacity.map((property) => integer(resource.getDeclared(property)));
  const known = counts.filter((count) => typeof count === "number");
  const most = known.length === 0 && !counts.includes(UNKNOWN) ? 1 : Math.max(0, ...known);
  return most < 2 && counts.includes(UNKNOWN) ? UNKNOWN : most;
}
