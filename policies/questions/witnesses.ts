import type { SecurityGroup } from "../../network/groups/security-group";
import { byUrn, type Resource } from "../../stack/resource";

/** Something of a resource that has security groups. */
interface Holder {
  readonly resource: Resource;
}

/**
 * For each group, one holder of every kind: the one whose resource's URN comes first, in that order.
 * @param kindOf the kind of a holder, in a word; undefined where that is not known, or it is of none
 */
export function witnessesByGroup<Has extends Holder>(
  holders: Iterable<Has>,
  kindOf: (holder: Has) => string | undefined,
  groupsOf: (holder: Has) => Iterable<SecurityGroup>,
): Map<SecurityGroup, [kind: string, witness: Has][]> {
  const found = new Map<SecurityGroup, Map<string, Has>>();
  for (const holder of holders) {
    const kind = kindOf(holder);
    if (kind === undefined) continue;
    for (const group of groupsOf(holder)) {
      const kinds = found.get(group) ?? new Map<string, Has>();
      found.set(group, kinds);
      const known = kinds.get(kind);
      if (known === undefined || holder.resource.urn < known.resource.urn) kinds.set(kind, holder);
    }
  }
  return new Map(
    [...found].map(([group, kinds]) => [
      group,
      [...kinds].sort(([, one], [, other]) => byUrn(one.resource, other.resource)),
    ]),
  );
}
