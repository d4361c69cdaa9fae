import type { Member } from "../../network/attachments/member";
import type { Network } from "../../network/network";
import { type Finding, finding } from "../kit/policy";
import { listText } from "../kit/wording";
import { witnessesByGroup } from "./witnesses";

/** What kind a member of a group is, in a word; undefined where that is not known, or it is of none. */
type KindOf = (member: Member) => string | undefined;

/** For each group whose members are of several kinds in any one way, a finding that shows one member of each kind. */
export function* sharedGroups(network: Network, ...ways: readonly KindOf[]): Iterable<Finding> {
  const witnesses = ways.map((kindOf) => witnessesByGroup(network.members, kindOf, ({ groups }) => groups));
  const groups = new Set(witnesses.flatMap((byGroup) => [...byGroup.keys()]));
  for (const group of groups) {
    const shared = witnesses.map((byGroup) => byGroup.get(group) ?? []).filter((kinds) => kinds.length > 1);
    const texts = shared.map((kinds) => listText(kinds.map(([kind, { title }]) => `${title} (${kind})`)));
    // Of a group that is not in the stack, only what joins it can be changed.
    const resource = group.resource ?? shared[0]?.[1]?.[1].resource;
    if (resource === undefined || texts.length === 0) continue;
    yield finding(
      resource,
      `${group.resource === undefined ? group.title : "it"} is on ${texts.join(", and on ")}.`,
    );
  }
}
