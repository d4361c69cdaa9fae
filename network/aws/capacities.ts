import type { Resource } from "../resource";
import type { Unknown } from "../value";
import { integer, UNKNOWN } from "../value";

/** By type, where a resource says how many machines it launches. Others launch one. */
const CAPACITIES: Readonly<Record<string, readonly string[]>> = {
  "aws:autoscaling/group:Group": ["desiredCapacity", "minSize"],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": ["targetCapacity"],
};

/** How many machines a resource launches at least, by what the program says; UNKNOWN while that is not known. */
export function capacityOf(resource: Resource): number | Unknown {
  const properties = CAPACITIES[resource.type];
  if (properties === undefined) return 1;
  const counts = properties.map((property) => integer(resource.getDeclared(property)));
  const known = counts.filter((count) => typeof count === "number");
  const most = Math.max(0, ...known);
  // One of several that is more than one settles that it is several.
  return most < 2 && counts.includes(UNKNOWN) ? UNKNOWN : most;
}
