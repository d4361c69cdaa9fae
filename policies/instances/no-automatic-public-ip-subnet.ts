import { type ExposureWords, isDeclaredPublic } from "../../network/names/exposure";
import type { Network } from "../../network/network";
import { assignAll, pathText, type Setting } from "../../stack/setting";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A private subnet must not give public IP addresses to what is launched in it.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Set it to false, or tag the subnet Exposure: public.",
  controls: ["FSBP EC2.15", "AWS Config subnet-auto-assign-public-ip-disabled"],
  looserThanControls: "Subnets that are declared public may give addresses.",
  options: { exposure },

  *check(network, { exposure: words }) {
    for (const { resource, path, written } of addressesOfPrivateSubnets(network, words)) {
      const state = written === undefined ? "left out, which means true" : "true";
      yield finding(
        resource,
        `${pathText(path)} is ${state}, and neither tag nor name declares the subnet public.`,
      );
    }
  },

  remediate(network, inputs, { exposure: words }) {
    return assignAll(inputs, addressesOfPrivateSubnets(network, words), false);
  },
});

function addressesOfPrivateSubnets(network: Network, words: ExposureWords): Setting[] {
  return network.subnets
    .filter(({ tags }) => isDeclaredPublic(tags, words) === false)
    .flatMap(({ publicAddressSetting }) =>
      publicAddressSetting?.value === true ? [publicAddressSetting] : [],
    );
}
