import type { Resource } from "../../../stack/resource";
import type { Answer } from "../../../stack/value";
import type { Interface } from "../../attachments/interface";
import type { Member } from "../../attachments/member";
import { readMembers } from "../../attachments/members";
import type { Instance } from "../../machines/instance";
import { operatingSystemOf } from "../../machines/operating-systems";
import type { Placement } from "../../machines/placement";
import type { LoadBalancer } from "../../services/load-balancer";
import { tagsOf } from "../names/naming";

interface Sources {
  readonly interfaces: readonly Interface[];
  readonly instances: readonly Instance[];
  readonly placements: readonly Placement[];
  readonly loadBalancers: { readonly all: readonly LoadBalancer[] };
}

/** Everything in a stack that is on security groups. A balancer with an address on the internet is public, whatever it is called. */
export function readMembersAndBalancers(sources: Sources): Member[] {
  const balancers = sources.loadBalancers.all.filter(({ isInternetFacing }) => isInternetFacing !== false);
  const facing = new Map<Resource, Answer>(
    balancers.map(({ resource, isInternetFacing }) => [resource, isInternetFacing]),
  );
  return readMembers(sources, { tagsOf, operatingSystemOf }).map((member) => {
    const facesInternet = facing.get(member.resource);
    return facesInternet === undefined ? member : { ...member, facesInternet };
  });
}
