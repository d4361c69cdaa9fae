import type { Resource } from "../../../stack/resource";
import type { Unknown } from "../../../stack/value";
import { at, integer, UNKNOWN } from "../../../stack/value";

/** By type, where a resource says how many machines it launches. Others launch one. */
const CAPACITIES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  "aws:autoscaling/group:Group": [["desiredCapacity"], ["minSize"]],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": [["targetCapacity"]],
  "aws:ec2/fleet:Fleet": [["targetCapacitySpecification", "totalTargetCapacity"]],
  "aws:eks/nodeGroup:NodeGroup": [
    ["scalingConfig", "desiredSize"],
    ["scalingConfig", "minSize"],
  ],
};

/** Where it says what its capacity counts, if not machines: of processors or memory, one machine may have all. */
const UNITS: readonly (readonly string[])[] = [
  ["targetCapacityUnitType"],
  ["targetCapacitySpecification", "targetCapacityUnitType"],
];

/** How many machines a resource launches at least, by what the program says; UNKNOWN while that is not known. */
export function capacityOf(resource: Resource): number | Unknown {
  const paths = CAPACITIES[resource.type];
  const inputs = resource.declared ?? resource.settled;
  const units = UNITS.map((path) => at(inputs, path) || "units");
  if (paths === undefined || units.some((unit) => unit !== "units")) return 1;
  const counts = paths.map((path) => integer(at(inputs, path)));
  const known = counts.filter((count) => typeof count === "number");
  const most = Math.max(0, ...known);
  // One of several that is more than one settles that it is several.
  return most < 2 && counts.includes(UNKNOWN) ? UNKNOWN : most;
}
