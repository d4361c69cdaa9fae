import { UNKNOWN } from "../../../stack/value";
import type { Interface, UnnamedInterface } from "../../attachments/interface";
import type { Launch } from "../../machines/launch";
import type { Placement } from "../../machines/placement";
import { MACHINE_TYPES } from "../machines/machine-types";
import type { Vpcs } from "../routing/vpcs";

interface Sources {
  readonly interfaces: readonly Interface[];
  readonly launches: readonly Launch[];
  readonly placements: readonly Placement[];
  readonly vpcs: Vpcs;
}

/** The machines that name no group, neither themselves nor by their template or an interface that they are given. */
export function readUnnamedInterfaces({
  interfaces,
  launches,
  placements,
  vpcs,
}: Sources): UnnamedInterface[] {
  const naming = new Set(interfaces.filter(({ namesGroups }) => namesGroups).map(({ resource }) => resource));
  return launches.flatMap(({ instance: { resource }, template }): UnnamedInterface[] => {
    if (MACHINE_TYPES[resource.type]?.isOfCluster) return [];
    if (naming.has(resource) || template === UNKNOWN || (template && naming.has(template.resource)))
      return [];
    const own = placements.filter((one) => one.instance.resource === resource);
    if (own.some((one) => one.mayHaveMoreGroups || (one.resource !== resource && naming.has(one.resource))))
      return [];
    const vpc = own[0]?.subnet?.vpc ?? vpcs.defaultVpc;
    return [{ resource: template === undefined ? resource : template.resource, path: "", vpc }];
  });
}
