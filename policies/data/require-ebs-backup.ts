import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A volume must be backed up by a lifecycle policy or a backup plan.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Tag it as a LifecyclePolicy of DLM or a Selection of AWS Backup asks, or name it in one.",
  controls: ["Security Hub EC2.28", "AWS Config ebs-resources-protected-by-backup-plan"],
  looserThanControls: "EC2.28 counts plans of AWS Backup alone.",

  *check(network) {
    for (const { resource, isBackedUp } of network.volumeBackups) {
      if (isBackedUp === false)
        yield finding(
          resource,
          "no lifecycle policy, backup selection or snapshot policy of the stack covers it.",
        );
    }
  },
});
