import { unencrypted } from "../../network/data/store";
import { assignAll } from "../../stack/setting";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A database or cache must be encrypted at rest.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Turn on its encryption at rest, which replaces it.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 2.2.1",
    "FSBP RDS.3",
    "FSBP RDS.27",
    "FSBP Redshift.10",
    "FSBP DocumentDB.1",
    "FSBP Neptune.1",
    "FSBP DynamoDB.3",
    "FSBP ElastiCache.4",
    "FSBP AppSync.1",
    "FSBP APIGateway.5",
    "AWS Config rds-storage-encrypted",
    "AWS Config dax-encryption-enabled",
  ],
  stricterThanControls:
    "Global clusters count too; what is left out is what the provider's major makes of it.",
  remediationReplaces: true,

  *check(network) {
    for (const setting of unencrypted(network.stores, "database"))
      yield finding(setting.resource, `${settingText(setting, setting.resource)}.`);
  },

  remediate(network, inputs) {
    const switched = network.stores.filter(({ isByKeyAlone }) => isByKeyAlone !== true);
    return assignAll(inputs, unencrypted(switched, "database"), true);
  },
});
