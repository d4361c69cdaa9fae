import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "An Elastic IP must be on something.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Release it, or put it on what it is kept for; export its allocation id if another stack does.",
  controls: ["Security Hub EC2.12", "AWS Config eip-attached"],
  looserThanControls:
    "An address that the stack exports, or tells a program that may put it on a machine, passes.",

  *check(network) {
    for (const { resource, isAttached } of network.elasticIps) {
      if (isAttached === false)
        yield finding(resource, "it is on nothing in the stack, and its id is not exported.");
    }
  },
});
