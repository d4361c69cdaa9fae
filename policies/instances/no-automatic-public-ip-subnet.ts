import type { ExposureWords } from "../../network/names/exposure";
import { isDeclaredPublic } from "../../network/names/exposure";
import { Network } from "../../network/network";
import type { Subnet } from "../../network/routing/subnet";
import { pathText, turnOff } from "../../stack/flag";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "A private subnet must not give public IP addresses to what is launched in it.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps: "Set it to false, or tag the subnet as public.",
  controls: ["FSBP EC2.15", "AWS Config subnet-auto-assign-public-ip-disabled"],
  options: { exposure },

  *check(network, { exposure: words }) {
    for (const { resource, publicAddressFlag } of privateSubnetsWithPublicAddresses(network, words)) {
      const state = publicAddressFlag.written === undefined ? "left out, which means true" : "true";
      yield finding(
        resource,
        `${pathText(publicAddressFlag.path)} is ${state}, and no tag declares the subnet public.`,
      );
    }
  },

  remediate(resource, inputs, { exposure: words }) {
    const found = privateSubnetsWithPublicAddresses(Network.ofResource(resource), words);
    for (const { publicAddressFlag } of found) turnOff(inputs, publicAddressFlag);
    return found.length > 0;
  },
});

function privateSubnetsWithPublicAddresses(network: Network, words: ExposureWords): Subnet[] {
  return network.subnets.filter(
    ({ tags, publicAddressFlag }) =>
      publicAddressFlag.value === true && isDeclaredPublic(tags, words) === false,
  );
}
