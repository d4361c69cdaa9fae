import {
  answersWithoutToken,
  type MetadataService,
  openByOwnWord,
} from "../../network/machines/metadata-service";
import { assign, pathText, type Setting } from "../../stack/setting";
import { count, strictly } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { settingText } from "../kit/wording";

export default policy(__filename, {
  description: "A machine must hand out its credentials by IMDSv2 alone.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Require tokens, and let answers go no further than the containers of the machine.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 5.7",
    "FSBP EC2.8",
    "FSBP EC2.170",
    "FSBP AutoScaling.3",
    "Security Hub AutoScaling.4",
    "AWS Config ec2-imdsv2-check",
    "AWS Config ec2-launch-template-imdsv2-check",
    "AWS Config autoscaling-launchconfig-requires-imdsv2",
    "AWS Config autoscaling-launch-config-hop-limit",
  ],
  stricterThanControls:
    "What takes effect is judged, by template, account and image too, and so are SageMaker notebooks and Image Builder.",
  looserThanControls: "Answers may go over two hops, where AutoScaling.4 allows one.",
  options: {
    maxHops: strictly(1, count(2, "Over how many hops answers may go: one more than 1 reaches containers.")),
  },

  *check(network, { maxHops }) {
    for (const service of network.metadataServices) {
      const { resource, path, isOn, isOnSaidApart, tokens, hopLimit } = service;
      // Its account may turn it off, and its template, account or image say what it leaves out: the stack tells.
      if (isOnSaidApart && !network.isWhole) continue;
      const where = path === "" ? "" : `${path}: `;
      const isSaid = tokens !== undefined && (network.isWhole || tokens.written !== undefined);
      if (isSaid && answersWithoutToken(service) === true) {
        const said = tokensText(service, tokens);
        yield finding(
          resource,
          `${where}${said}, so that one request forged through it is enough to get its credentials.`,
        );
      }
      if (isOn === true && typeof hopLimit?.value === "number" && hopLimit.value > maxHops) {
        yield finding(resource, `${where}${settingText(hopLimit, resource)}, more than ${maxHops}.`);
      }
    }
  },

  remediate({ metadataServices }, inputs) {
    const areMended = openByOwnWord(metadataServices).map(({ ownTokens, required, neededEndpoint }) => {
      if (neededEndpoint) assign(inputs, { path: neededEndpoint, written: undefined }, "enabled");
      return assign(inputs, ownTokens, required);
    });
    return areMended.length > 0 && !areMended.includes(false);
  },
  remediationReplaces: ({ metadataServices }) =>
    openByOwnWord(metadataServices).some((service) => service.isReplacedForTokens),
});

function tokensText({ resource, neededEndpoint }: MetadataService, tokens: Setting<string>): string {
  if (tokens.path.length === 0) return "it has no httpTokens, as a launch template has";
  if (neededEndpoint === undefined || tokens.resource !== resource) return settingText(tokens, resource);
  return `${pathText(neededEndpoint)} does not say enabled, without which the provider sends no httpTokens`;
}
