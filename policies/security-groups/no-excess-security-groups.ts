import type { Interface } from "../../network/attachments/interface";
import type { SecurityGroup } from "../../network/groups/security-group";
import { push } from "../../stack/multimap";
import { count } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "An interface must not be on more security groups than people can keep in mind.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Merge groups that always go together.",
  options: { max: count(5, "How many groups one interface may be on.") },

  *check(network, { max }) {
    for (const one of network.interfaces) {
      for (const groups of groupsByRole(one)) {
        if (groups.length <= max) continue;
        const titles = groups.map(({ title }) => title).sort();
        yield finding(
          one.resource,
          `${one.path || "it"} is on ${groups.length} groups, more than ${max}: ${listText(titles)}.`,
        );
      }
    }
  },
});

/** The groups that the program puts on an interface, apart for each kind of machine that it describes. */
function groupsByRole({ attachments }: Interface): SecurityGroup[][] {
  const roles = new Map<string, SecurityGroup[]>();
  for (const { group, role, certain, isDeclared } of attachments) {
    if (certain && isDeclared) push(roles, role, group);
  }
  return [...roles.values()];
}
