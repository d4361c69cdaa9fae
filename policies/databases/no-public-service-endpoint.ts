import { AddressSet } from "../../algebra/addresses";
import { isOpenToInternet } from "../../network/services/service-endpoint";
import { allowedCidrs, maxPublicAddresses } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText, settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A service must not open an endpoint of its own to the internet.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Keep the endpoint inside a VPC, or admit only the addresses that need it.",
  controls: [
    "FSBP EKS.1",
    "FSBP MSK.4",
    "FSBP Opensearch.2",
    "FSBP ES.2",
    "AWS Config eks-endpoint-no-public-access",
    "AWS Config opensearch-in-vpc-only",
    "AWS Config elasticsearch-in-vpc-only",
  ],
  looserThanControls:
    "A cluster's endpoint may be open to few addresses, and a domain may lie outside a VPC where its policy admits only some.",
  options: { maxPublicAddresses, allowedCidrs },

  *check(network, openness) {
    for (const endpoint of network.serviceEndpoints) {
      const { resource, kind, setting, mayBeNarrowed = false, admits, statements } = endpoint;
      if (kind !== "service" || (mayBeNarrowed && !network.isWhole)) continue;
      if (!isOpenToInternet(endpoint, openness)) continue;
      const who = admits.equals(AddressSet.all) ? "everyone" : `whoever is in ${listText(admits.blocks())}`;
      const what =
        setting === undefined
          ? `it lies outside a VPC, and ${listText(statements)} admits ${who}`
          : `${settingText(setting, resource)}, open to ${listText(admits.blocks())}`;
      yield finding(resource, `${what}.`);
    }
  },
});
