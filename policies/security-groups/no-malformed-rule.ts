import { finding, policy } from "../policy";

export default policy(__filename, {
  description: "Every rule and prefix list entry must be one that AWS takes.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Correct the value; until then no other policy can judge it.",

  *check(network) {
    const rules = network.securityGroups.flatMap((group) => group.rules);
    const entries = [
      ...network.prefixLists.flatMap((list) => list.entries),
      ...network.strayPrefixListEntries,
    ];
    for (const { resource, problems } of [...rules, ...entries]) {
      for (const { path, message } of problems) {
        yield finding(resource, path === "" ? `${message}.` : `${path}: ${message}.`);
      }
    }
  },
});
