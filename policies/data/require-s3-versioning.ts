import { lacks } from "../../network/data/bucket";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A bucket must keep the versions of its objects.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Turn its versioning on.",
  controls: ["Security Hub S3.14", "AWS Config s3-bucket-versioning-enabled"],
  stricterThanControls: "A bucket that says nothing is flagged before it exists.",

  *check(network) {
    for (const bucket of network.buckets.filter((one) => lacks(one, "versioning"))) {
      const { resource, versioning } = bucket;
      const state = versioning ? settingText(versioning, resource) : "nothing enables versioning";
      yield finding(resource, `${state}, so that what is overwritten or deleted is gone.`);
    }
  },
});
