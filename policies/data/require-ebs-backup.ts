import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A volume must be backed up by a policy or plan.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Name it in a plan or policy that backs up by itself, or tag it as one asks.",
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
