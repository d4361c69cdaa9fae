import { rulesOf } from "../../network/groups/security-group";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "The members of a security group must not admit everything from each other.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps: "Admit only the protocols and ports that its members use among themselves, or nothing.",

  *check(network) {
    for (const rule of network.securityGroups.flatMap((group) => rulesOf(group, "ingress"))) {
      if (!rule.everyProtocol || !rule.sources.some(({ kind }) => kind === "self")) continue;
      const title = rule.path || "it";
      yield finding(rule.resource, `${title} admits every protocol and port from the group itself.`);
    }
  },
});
