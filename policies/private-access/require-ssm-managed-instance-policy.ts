import { isDeclaredPublic } from "../../network/names/exposure";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { exposure } from "../kit/options";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "The role of a private instance must let Systems Manager manage it.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Attach AmazonSSMManagedInstanceCore to the role.",
  controls: ["FSBP SSM.1", "AWS Config ec2-instance-managed-by-systems-manager"],
  looserThanControls:
    "It asks for the permission, not whether an agent has registered, and not of machines without a role or declared public.",
  options: { exposure },

  *check(network, { exposure: words }) {
    const reported = new Set<Resource>();
    for (const placement of network.placements) {
      const { resource, kind, tags } = placement.instance;
      const role = kind === "machine" ? network.roleOf(placement) : undefined;
      if (role === undefined || role === UNKNOWN || reported.has(resource)) continue;
      if (isDeclaredPublic(tags, words) !== false || network.isManagedBySsm(placement) !== false) continue;
      reported.add(resource);
      yield finding(
        resource,
        `its ${role.resource.title} has neither AmazonSSMManagedInstanceCore nor what that allows, ` +
          "so that Session Manager cannot reach the machine.",
      );
    }
  },
});
