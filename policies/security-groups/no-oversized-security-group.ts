import type { Rule } from "../../network/groups/rule";
import { excessRulesOf } from "../../network/groups/rule-count";
import { byUrn, type Resource } from "../../stack/resource";
import { count } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A security group must not have more rules than people can keep in mind.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Divide it by purpose, admit security groups or wider blocks in place of single addresses, or gather these in a prefix list.",
  options: {
    maxRules: count(20, "How many rules a group may have in one direction, of one address family."),
    quota: count(60, "How many AWS takes, by the account's quota: more are never passed."),
    groupQuota: count(200, "How many Alibaba Cloud takes in a group, of both directions and families."),
  },

  *check(network, limits) {
    for (const group of network.securityGroups) {
      const resource = group.resource ?? firstOf(group.rules);
      const excess = excessRulesOf(group, limits);
      if (resource === undefined || excess === undefined) continue;
      yield finding(resource, `${group.resource === undefined ? group.title : "it"} has ${excess}.`);
    }
  },
});

function firstOf(rules: readonly Rule[]): Resource | undefined {
  return rules.map(({ resource }) => resource).sort(byUrn)[0];
}
