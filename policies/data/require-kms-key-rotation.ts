import { assignAll } from "../../stack/setting";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A symmetric key of one's own must be rotated.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "resource",
  remediationSteps: "Turn its rotation on.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 3.6",
    "Security Hub KMS.4",
    "AWS Config cmk-backing-key-rotation-enabled",
  ],
  stricterThanControls: "A disabled key is judged, too: once enabled it is used as it is.",

  *check(network) {
    for (const { resource, rotation } of network.keys) {
      if (rotation?.value === false) yield finding(resource, `${settingText(rotation, resource)}.`);
    }
  },

  remediate(network, inputs) {
    const off = network.keys.flatMap(({ rotation }) => (rotation?.value === false ? rotation : []));
    return assignAll(inputs, off, true);
  },
});
