import type { Network } from "../../network/network";
import type { Subnet } from "../../network/routing/subnet";
import { push } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import type { Boxes } from "./boxes";

/** The ids of the boxes that show a resource, or what it decides about, by its URN. */
export function placesOf({ subnets, securityGroups }: Network, boxes: Boxes): Map<string, string[]> {
  const places = new Map<string, string[]>();
  const show = (resource: Resource | undefined, ids: readonly string[]) => {
    if (resource === undefined) return;
    for (const id of ids) if (!places.get(resource.urn)?.includes(id)) push(places, resource.urn, id);
  };
  const idsOf = (resource: Resource | undefined) =>
    resource === undefined ? [] : (boxes.ofPlaces.get(resource) ?? []).map(({ id }) => id);
  for (const [resource, { id }] of boxes.ofThings) show(resource, [id]);
  for (const [resource, own] of boxes.ofPlaces)
    show(
      resource,
      own.map(({ id }) => id),
    );
  for (const { resource, rules } of securityGroups)
    for (const rule of rules) show(rule.resource, idsOf(resource));
  for (const subnet of subnets) for (const one of decidersOf(subnet)) show(one, idsOf(subnet.resource));
  return places;
}

/** What decides about the packets of a subnet: its table and network ACL, with what these consist of. */
function decidersOf({ routeTable, networkAcl }: Subnet): (Resource | undefined)[] {
  return [
    routeTable?.resource,
    ...(routeTable?.routes ?? []).map(({ resource }) => resource),
    ...(routeTable?.claims ?? []).map(({ by }) => by),
    networkAcl?.resource,
    ...(networkAcl?.entries ?? []).map(({ resource }) => resource),
  ];
}
