import type { Resource } from "../../stack/resource";
import { text, UNKNOWN, type Value } from "../../stack/value";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

/** What engines write where nobody says anything. */
const FILLER = /^\s*(Managed by (Pulumi|Terraform))?\s*$/i;

export default policy(__filename, {
  description: "A security group and each of its rules must say what they are for.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "resource",
  remediationSteps: "Say in its description who needs it and what for.",

  *check(network) {
    const undescribed = new Map<Resource, string[]>();
    for (const { resource, rules, description, isMadeByService, isDefault } of network.securityGroups) {
      if (isMadeByService) continue;
      // AWS describes a default group itself.
      if (resource !== undefined && !isDefault && saysNothing(description)) undescribed.set(resource, ["it"]);
      for (const rule of rules.filter((one) => saysNothing(one.description))) {
        const known = undescribed.get(rule.resource) ?? [];
        undescribed.set(rule.resource, [...known, rule.path || "it"]);
      }
    }
    for (const [resource, titles] of undescribed) {
      yield finding(resource, `${listText(titles)} ${titles.length > 1 ? "have" : "has"} no description.`);
    }
  },
});

function saysNothing(description: Value): boolean {
  const said = text(description);
  return said !== UNKNOWN && FILLER.test(said ?? "");
}
