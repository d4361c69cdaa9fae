import { ruleTitle } from "../../network/groups/rule";
import { standaloneRulesOf } from "../../network/groups/security-group";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A security group's rules of one direction must be inline or standalone, not both.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Keep the rules of a direction all inline or all as resources of their own.",

  *check(network) {
    for (const group of network.securityGroups) {
      for (const direction of ["ingress", "egress"] as const) {
        const standalone = standaloneRulesOf(group, direction);
        if (group.managesInline[direction] !== true || !group.resource || standalone.length === 0) continue;
        yield finding(
          group.resource,
          `manages its ${direction} rules inline and so removes those of ${listText(standalone.map(ruleTitle))}, ` +
            "which put them back at their next update.",
        );
      }
    }
  },
});
