import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A policy must be attached to a group or role, not to a user.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "resource",
  remediationSteps: "Give it to a group that the user is in, or to a role that the user assumes.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 1.14",
    "FSBP IAM.2",
    "AWS Config iam-user-no-policies-check",
  ],
  stricterThanControls: "Inline policies and lists of attachments count as well as attached policies.",

  *check(network) {
    for (const { resource, isToUser } of network.grants) {
      if (isToUser) yield finding(resource, "gives a user permissions of its own.");
    }
  },
});
