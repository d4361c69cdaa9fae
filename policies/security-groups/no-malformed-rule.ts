import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "Every rule, prefix list entry, network ACL entry and route must be one that AWS takes.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Correct the value; until then no other policy can judge it.",

  *check(network) {
    const rules = network.securityGroups.flatMap((group) => group.rules);
    const entries = [
      ...network.prefixLists.flatMap((list) => list.entries),
      ...network.strayPrefixListEntries,
      ...network.networkAcls.flatMap((acl) => acl.entries),
      ...network.routeTables.flatMap((table) => table.routes),
    ];
    for (const { resource, problems } of [...rules, ...entries]) {
      if (resource === undefined) continue;
      for (const { path, message } of problems) {
        yield finding(resource, path === "" ? `${message}.` : `${path}: ${message}.`);
      }
    }
  },
});
