import { UNKNOWN } from "../../../stack/value";
import type { Launch } from "../../machines/launch";
import type { Placement } from "../../machines/placement";
import type { DefaultVpcUse } from "../../routing/default-vpc-use";

/** The machines that name no vSwitch, neither themselves nor by their template or an interface that they are given. */
export function readDefaultVpcUses({
  launches,
  placements,
}: {
  readonly launches: readonly Launch[];
  readonly placements: readonly Placement[];
}): DefaultVpcUse[] {
  return launches.flatMap(({ instance: { resource }, template, subnets }): DefaultVpcUse[] => {
    if (subnets === UNKNOWN || subnets.length > 0 || template === UNKNOWN) return [];
    const isOwn = placements.some(
      (one) => one.instance.resource === resource && one.resource === resource && one.subnet !== undefined,
    );
    return isOwn ? [{ resource, path: "" }] : [];
  });
}
