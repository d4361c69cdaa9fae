import { ruleTitle } from "../../network/groups/rule";
import type { SecurityGroup } from "../../network/groups/security-group";
import { UNKNOWN } from "../../stack/value";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "The default security group of every VPC must be adopted and have no rules.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Adopt it by an aws.ec2.DefaultSecurityGroup without ingress and egress.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 5.5",
    "FSBP EC2.2",
    "AWS Config vpc-default-security-group-closed",
  ],
  stricterThanControls:
    "The group must be adopted by the stack, since one that nobody adopts has the rules that AWS gives it.",

  *check(network) {
    const vpcTitles = new Map<SecurityGroup, string>();
    for (const vpc of network.vpcs) {
      if (vpc.resource === undefined || !vpc.hasDefaultGroup) continue;
      const group = network.adoptedDefaultGroupOf(vpc);
      if (group !== undefined && group !== UNKNOWN) vpcTitles.set(group, vpc.title);
      if (group !== undefined) continue;
      yield finding(
        vpc.resource,
        "its default security group is not adopted, and lets its members talk to each other and to every address.",
      );
    }
    for (const group of network.securityGroups) {
      if (!group.isDefault || group.resource === undefined || group.isClosed !== false) continue;
      const rules = group.rules.map(ruleTitle);
      yield finding(
        group.resource,
        `${listText(rules) || "a rule not known yet"} ${rules.length > 1 ? "open" : "opens"} ` +
          `the default group of ${vpcTitles.get(group) ?? "its VPC"}.`,
      );
    }
  },
});
