import { lacks } from "../../network/data/bucket";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A bucket must say how its objects are encrypted.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Say by which algorithm or key its objects are encrypted.",
  controls: ["Security Hub S3.17", "AWS Config s3-bucket-server-side-encryption-enabled"],
  stricterThanControls: "The AWS Config rule takes what AWS does by itself.",
  looserThanControls: "S3.17 wants a KMS key; here any algorithm that S3 knows passes.",

  *check(network) {
    for (const bucket of network.buckets.filter((one) => lacks(one, "encryption"))) {
      const { resource, encryption } = bucket;
      const state = encryption ? settingText(encryption, resource) : "nothing says how it encrypts";
      yield finding(
        resource,
        `${state}, so that the cloud chooses: at most a key of its own, whose use nobody can limit or see.`,
      );
    }
  },
});
