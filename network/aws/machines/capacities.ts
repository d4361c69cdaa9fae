import type { Resource } from "../../../stack/resource";
import { valueAt } from "../../../stack/setting";
import type { Unknown } from "../../../stack/value";
import { integer, UNKNOWN } from "../../../stack/value";
import { MACHINE_TYPES } from "./machine-types";

/** How many machines a resource launches at least, by what the program says; UNKNOWN while that is not known. */
export function capacityOf(resource: Resource): number | Unknown {
  const { capacity, capacityUnit } = MACHINE_TYPES[resource.type] ?? {};
  const inputs = resource.declared ?? resource.settled;
  const unit = capacityUnit && valueAt(inputs, capacityUnit);
  if (capacity === undefined || ![undefined, "", "units"].includes(unit as string | undefined)) return 1;
  const counts = capacity.map((path) => integer(valueAt(inputs, path)));
  const known = counts.filter((count) => typeof count === "number");
  const most = Math.max(0, ...known);
  // One of several that is more than one settles that it is several.
  return most < 2 && counts.includes(UNKNOWN) ? UNKNOWN : most;
}
