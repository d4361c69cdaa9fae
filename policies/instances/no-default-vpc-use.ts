import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "Nothing must land in the default VPC by naming no other.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Name a subnet, a group of subnets or a VPC of your own.",

  *check(network) {
    for (const { resource, path } of network.defaultVpcUses) {
      yield finding(
        resource,
        `${path || "it"} names neither subnet nor VPC, and so lands in the default one, whose subnets are public.`,
      );
    }
  },
});
