import { lacks } from "../../network/data/bucket";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A bucket must have its objects replicated to another.",
  severity: "low",
  enforcementLevel: "disabled",
  scope: "stack",
  remediationSteps: "Give it a rule that replicates its objects to another bucket.",
  controls: ["Security Hub S3.7", "AWS Config s3-bucket-replication-enabled"],
  looserThanControls: "S3.7 wants the other bucket in another region.",

  *check(network) {
    for (const bucket of network.buckets.filter((one) => lacks(one, "replication"))) {
      const { resource, replication, isReplica } = bucket;
      if (isReplica !== false) continue;
      const state = replication ? settingText(replication, resource) : "nothing replicates it";
      yield finding(resource, `${state}, so that its objects are in one place only.`);
    }
  },
});
