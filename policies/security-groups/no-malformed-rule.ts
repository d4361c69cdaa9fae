import type { Refusal } from "../../network/filters/entry";
import type { Network } from "../../network/network";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "Every rule, prefix list entry, network ACL entry and route must be one that the cloud takes.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Correct the value; until then no other policy can judge it.",

  *check(network) {
    for (const { resource, path, message } of refusalsIn(network)) {
      yield finding(resource, path === "" ? `${message}.` : `${path}: ${message}.`);
    }
  },
});

/** What the cloud and the provider would not take. */
function refusalsIn(network: Network): Refusal[] {
  const entries = [
    ...network.securityGroups.flatMap(({ rules }) => rules),
    ...network.prefixLists.flatMap((list) => list.entries),
    ...network.strayPrefixListEntries,
    ...network.networkAcls.flatMap((acl) => acl.entries),
    ...network.routeTables.flatMap((table) => table.routes),
  ];
  const unreadable = entries.flatMap(({ resource, problems }) =>
    resource === undefined ? [] : problems.map((problem) => ({ ...problem, resource })),
  );
  const wholes = [...network.securityGroups, ...network.networkAcls, ...network.routeTables];
  return [...unreadable, ...wholes.flatMap(({ refusals }) => refusals)];
}
