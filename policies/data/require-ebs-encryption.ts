import type { Volume } from "../../network/data/volume";
import { groupBy } from "../../stack/multimap";
import { assign } from "../../stack/setting";
import { finding, policy } from "../kit/policy";
import { listText, settingText } from "../kit/wording";

export default policy(__filename, {
  description: "Volumes and block devices must be encrypted.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Turn its encryption on, or encryption by default for the region.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 5.1.1",
    "FSBP EC2.3",
    "FSBP EC2.7",
    "FSBP EC2.173",
    "FSBP EC2.181",
    "AWS Config encrypted-volumes",
    "AWS Config ec2-ebs-encryption-by-default",
  ],
  stricterThanControls:
    "CIS and FSBP EC2.3 look at volumes that exist; templates and images are judged here too.",
  looserThanControls:
    "CIS and FSBP EC2.7 want the default of the region on, whatever volumes say for themselves.",

  *check(network) {
    const bare = network.volumes.filter(({ encryption }) => encryption.value === false);
    for (const [resource, itsOwn] of groupBy(bare, (one) => one.resource)) {
      const states = itsOwn.map(({ encryption }) => settingText(encryption, resource));
      yield finding(resource, `${listText(states)}.`);
    }
  },

  remediate(network, inputs) {
    const bare = network.volumes.filter(isMendable);
    return bare.length > 0 && bare.every(({ encryption, required }) => assign(inputs, encryption, required));
  },
  remediationReplaces: (network) =>
    network.volumes.some((one) => one.isReplacedForEncryption && isMendable(one)),
});

/** Beside a snapshot or old properties, a block device takes no `encrypted`; a volume of its own does. */
function isMendable({ encryption, isFixed, path }: Volume): boolean {
  return encryption.value === false && (!isFixed || path === "");
}
