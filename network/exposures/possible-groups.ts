import type { Peers } from "../../algebra/peers";
import type { Traffic } from "../../algebra/traffic";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import type { Direction } from "../filters/entry";
import { ANY_TRAFFIC, Filter } from "../filters/filter";
import { decidersOf, internetSideOf, type SecurityGroup } from "../groups/security-group";
import type { Placement } from "../machines/placement";
import type { Network } from "../network";
import { EVERYTHING } from "../routing/network-acl";
import type { Subnet } from "../routing/subnet";

/** Whether groups could be among a resource's unknown values. */
export function openEnded({ interfaces }: Network): (resource: Resource) => boolean {
  const open = new Set(
    interfaces
      .filter(({ mayHaveMore, attachments }) => mayHaveMore || attachments.some(({ certain }) => !certain))
      .map(({ resource }) => resource),
  );
  return (resource) => open.has(resource);
}

/** Whether the group that an interface has for naming none may turn out to be adopted, with other rules than AWS gives it. */
export function mayBeAdopted(
  network: Network,
  { groups, subnet }: { readonly groups: readonly SecurityGroup[]; readonly subnet: Subnet | undefined },
): boolean {
  const hasDefault = groups.some(({ isDefault, resource }) => isDefault && resource === undefined);
  return hasDefault && subnet?.vpc !== undefined && network.adoptedDefaultGroupOf(subnet.vpc) === UNKNOWN;
}

/** Whether an interface of a machine may be on other groups than are known, by its template's unknown values among others. */
export function isOpenEnded(
  network: Network,
  placement: Placement,
  mayHaveMoreGroups: (resource: Resource) => boolean,
): boolean {
  const { instance, resource, template } = placement;
  const makers = [
    instance.resource,
    resource,
    ...(template === undefined || template === UNKNOWN ? [] : [template]),
  ];
  return template === UNKNOWN || makers.some(mayHaveMoreGroups) || mayBeAdopted(network, placement);
}

/** What groups may admit: all, where one is not in the stack or has rules that cannot be seen yet. A VPC's own default group lets everything out. */
export function possiblyAdmitted(
  groups: readonly SecurityGroup[],
  direction: Direction = "ingress",
): Traffic<Peers> {
  const [first] = groups;
  const mayAdmitAll = ({ resource, isDefault, unseenRules }: SecurityGroup) =>
    (resource === undefined && !isDefault) || unseenRules?.has(direction);
  if (first === undefined || groups.some(mayAdmitAll)) return ANY_TRAFFIC;
  const deciders = groups.flatMap((group) => decidersOf(group, internetSideOf(group)));
  const admitted = Filter.of(deciders, direction, first.order).possiblyAllowed();
  const hasOwn = groups.some(({ resource, isDefault }) => resource === undefined && isDefault);
  return hasOwn && direction === "egress" ? admitted.union(EVERYTHING) : admitted;
}
