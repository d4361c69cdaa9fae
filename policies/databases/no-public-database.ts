import { isOpenToInternet } from "../../network/services/service-endpoint";
import { allowedCidrs, maxPublicAddresses } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText, settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A database must not be publicly accessible.",
  severity: "critical",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps:
    "Keep the internet out, and reach the database from inside its VPC or by Session Manager.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 2.2.3",
    "FSBP RDS.2",
    "FSBP Redshift.1",
    "FSBP RedshiftServerless.3",
    "FSBP DMS.1",
    "AWS Config rds-instance-public-access-check",
    "AWS Config redshift-cluster-public-access-check",
    "AWS Config redshift-serverless-workgroup-no-public-access",
    "AWS Config dms-replication-not-public",
  ],
  stricterThanControls: "Neptune, Lightsail and Timestream are asked about as well.",
  options: { maxPublicAddresses, allowedCidrs },

  *check(network, openness) {
    for (const endpoint of network.serviceEndpoints) {
      const { resource, kind, setting, statements } = endpoint;
      if (kind !== "database" || !isOpenToInternet(endpoint, openness)) continue;
      const text = setting === undefined ? listText(statements) : settingText(setting, resource);
      yield finding(resource, `${text}.`);
    }
  },
});
