import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "Nobody should have an access key that does not expire.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "resource",
  remediationSteps: "Give the machine or function a role, and people single sign-on.",
  controls: ["CIS AWS Foundations Benchmark v5.0.0 1.13", "FSBP IAM.3", "AWS Config access-keys-rotated"],
  stricterThanControls:
    "The controls ask that a key be rotated every 90 days; a key that nobody has needs no rotation.",

  *check(network) {
    for (const { resource, isActive } of network.accessKeys) {
      if (isActive === true)
        yield finding(resource, "is valid until somebody deletes it, for whoever holds a copy.");
    }
  },
});
