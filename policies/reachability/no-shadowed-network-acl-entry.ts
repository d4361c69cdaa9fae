import { entryTitle, shadowedEntries } from "../../network/routing/network-acl";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "Every entry of a network ACL must have packets left to decide.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Remove the entry, or give it a lower number than those.",

  *check(network) {
    for (const acl of network.networkAcls) {
      for (const { entry, by } of [...shadowedEntries(acl, "ingress"), ...shadowedEntries(acl, "egress")]) {
        if (entry.resource === undefined) continue;
        yield finding(
          entry.resource,
          `${entryTitle(entry)} decides nothing: ${listText(by.map(entryTitle))} ` +
            `${by.length === 1 ? "decides" : "decide"} all its packets first.`,
        );
      }
    }
  },
});
