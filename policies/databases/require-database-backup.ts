import { count, strictly } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A database must be backed up by itself.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps: "Set for how many days backups are kept, or turn on point-in-time recovery.",
  controls: [
    "FSBP RDS.11",
    "FSBP DocumentDB.2",
    "FSBP Neptune.5",
    "FSBP Redshift.3",
    "FSBP DynamoDB.2",
    "AWS Config db-instance-backup-enabled",
    "AWS Config redshift-backup-enabled",
    "AWS Config dynamodb-pitr-enabled",
  ],
  looserThanControls: "FSBP wants seven days: set minDays.",
  options: {
    minDays: strictly(7, count(1, "For how many days backups must be kept at least, where that can be set.")),
  },

  *check(network, { minDays }) {
    for (const { resource, backup, isBackupSaidApart } of network.stores) {
      const days = backup?.value;
      if (isBackupSaidApart && !network.isWhole) continue;
      if (backup === undefined || !(typeof days === "number" ? days < minDays : days === false)) continue;
      const least = typeof days === "number" && minDays > 1 ? `, and ${minDays} days are wanted` : "";
      yield finding(resource, `${settingText(backup, resource)}${least}.`);
    }
  },
});
