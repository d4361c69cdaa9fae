import { type ExposureWords, isDeclaredPublic } from "../../network/names/exposure";
import type { Network } from "../../network/network";
import { assignAll, type Setting } from "../../stack/setting";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A private instance or task must not ask for a public IP address.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "resource",
  remediationSteps:
    "Turn it off and reach it through a load balancer or Session Manager, or tag it Exposure: public.",
  controls: [
    "FSBP EC2.9",
    "FSBP EC2.25",
    "FSBP AutoScaling.5",
    "FSBP ECS.2",
    "FSBP ECS.16",
    "AWS Config ec2-instance-no-public-ip",
    "AWS Config ec2-launch-template-public-ip-disabled",
    "AWS Config autoscaling-launch-config-public-ip-disabled",
  ],
  stricterThanControls:
    "Spot requests and fleets, schedules, pipes and tasks in JSON text are judged as well.",
  looserThanControls: "What is declared public may ask for an address.",
  options: { exposure },

  *check(network, { exposure: words }) {
    for (const setting of publicAddressesOfPrivate(network, words)) {
      const { resource } = setting;
      yield finding(
        resource,
        `${settingText(setting, resource)}, and neither tag nor name declares it public.`,
      );
    }
  },

  remediate(network, inputs, { exposure: words }) {
    return assignAll(inputs, publicAddressesOfPrivate(network, words), false);
  },
  remediationReplaces: (network) => network.instances.some((instance) => instance.isReplacedForPublicAddress),
});

function publicAddressesOfPrivate(network: Network, words: ExposureWords): Setting[] {
  return network.instances
    .filter(({ tags }) => isDeclaredPublic(tags, words) === false)
    .flatMap(({ publicAddressSettings }) => publicAddressSettings.filter(({ value }) => value === true));
}
