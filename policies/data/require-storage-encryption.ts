import { unencrypted } from "../../network/data/store";
import { groupBy } from "../../stack/multimap";
import { finding, policy } from "../kit/policy";
import { listText, settingText } from "../kit/wording";

export default policy(__filename, {
  description: "Files, search domains, queues, topics, streams and desktops must be encrypted at rest.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "resource",
  remediationSteps: "Turn on its encryption at rest, or name a KMS key.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 2.3.1",
    "FSBP EFS.1",
    "FSBP EFS.8",
    "FSBP Opensearch.1",
    "FSBP ES.1",
    "FSBP SQS.1",
    "FSBP Kinesis.1",
    "FSBP DataFirehose.1",
    "FSBP CodeBuild.3",
    "FSBP WorkSpaces.1",
    "FSBP WorkSpaces.2",
    "Security Hub EMR.3",
    "Security Hub SNS.1",
    "AWS Config efs-encrypted-check",
    "AWS Config elasticsearch-encrypted-at-rest",
    "AWS Config sns-encrypted-kms",
  ],
  looserThanControls: "Whose key it is does not matter: AWS's own will do.",

  *check(network) {
    const bare = unencrypted(network.stores, "storage");
    for (const [resource, itsOwn] of groupBy(bare, (one) => one.resource)) {
      const states = itsOwn.map((setting) => settingText(setting, resource, "no encryption"));
      yield finding(resource, `${listText(states)}.`);
    }
  },
});
