import { namedSecurityGroups } from "../../network/groups/security-group";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A security group must be on something, or be referred to.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Remove it, attach it, or export its id if another stack uses it.",
  controls: ["Security Hub EC2.22", "AWS Config ec2-security-group-attached-to-eni-periodic"],
  looserThanControls:
    "A group counts as used once anything in the stack refers to it, or the stack exports it.",

  *check(network) {
    for (const group of namedSecurityGroups(network.securityGroups)) {
      if (network.isUsed(group) !== false) continue;
      yield finding(
        group.resource,
        "nothing in the stack is on it or refers to it, and its id is not exported.",
      );
    }
  },
});
