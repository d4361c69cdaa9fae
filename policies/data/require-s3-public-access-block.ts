import { isOn, type PublicAccessSwitch } from "../../network/data/bucket";
import { assignAll } from "../../stack/setting";
import { UNKNOWN } from "../../stack/value";
import { strictly, toggle } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A bucket must keep the public out: every switch of Block Public Access on.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Turn all of its Block Public Access on.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 2.1.4",
    "FSBP S3.8",
    "AWS Config s3-bucket-level-public-access-prohibited",
    "AWS Config s3-access-point-public-access-blocks",
  ],
  looserThanControls:
    "The account's block counts as well as the bucket's own, and both do for an access point.",
  options: {
    explicit: strictly(
      true,
      toggle(
        false,
        "Whether the program has to say so; a new bucket has all four on by itself, until somebody turns them off.",
      ),
    ),
  },

  *check(network, { explicit }) {
    for (const { resource, publicAccess } of network.buckets) {
      const off = publicAccess.filter((one) => isOn(one) === false || (explicit && isOn(one) === undefined));
      if (off.length > 0) yield finding(resource, `${stateText(off)}.`);
    }
  },

  remediate(network, inputs) {
    const off = network.publicAccessBlocks
      .flatMap(({ switches }) => switches)
      .filter(({ value }) => value !== true && value !== UNKNOWN);
    return assignAll(inputs, off, true);
  },
});

function stateText(off: readonly PublicAccessSwitch[]): string {
  const names = listText(off.map(({ name }) => name));
  const [block] = off.flatMap(({ own, account }) => own ?? account ?? []);
  return block === undefined
    ? `nothing in the program turns on ${names}`
    : `${block.resource.title} leaves ${names} off`;
}
