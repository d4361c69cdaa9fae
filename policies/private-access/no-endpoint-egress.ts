import { AddressSet } from "../../algebra/addresses";
import { isSubset } from "../../algebra/set";
import { isRealSource, type Source } from "../../network/groups/rule";
import { permissionsLeft, type SecurityGroup } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import { push } from "../../stack/multimap";
import type { Resource } from "../../stack/resource";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

/** No packet to these leaves a machine, so that tools name them where AWS wants a rule. */
const NOWHERE = AddressSet.of("127.0.0.0/8", "::1/128", "255.255.255.255/32");

export default policy(__filename, {
  description: "An endpoint's own security group must let nothing out.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Take its rules for egress away: answers need none, and endpoints begin no connection.",

  *check(network) {
    const breaches = new Map<Resource, { rules: Set<string>; endpoints: Set<string> }>();
    for (const [group, endpoints] of endpointGroups(network)) {
      for (const rule of permissionsLeft(group, "egress")) {
        if (!rule.sources.some(isSomewhere)) continue;
        const known = breaches.get(rule.resource) ?? { rules: new Set(), endpoints: new Set() };
        breaches.set(rule.resource, known);
        known.rules.add(rule.path || "it");
        for (const title of endpoints) known.endpoints.add(title);
      }
    }
    for (const [resource, { rules, endpoints }] of breaches) {
      const lets = rules.size === 1 ? "lets" : "let";
      yield finding(
        resource,
        `${listText([...rules])} ${lets} traffic out of ${listText([...endpoints].sort())}.`,
      );
    }
  },
});

function isSomewhere(source: Source): boolean {
  return isRealSource(source) && !(source.kind === "block" && isSubset(source.addresses, NOWHERE));
}

/** The groups that are on endpoints and, as far as is known, cannot be on anything else, with the titles of those. */
function endpointGroups({ endpoints, members, interfaces }: Network): Map<SecurityGroup, string[]> {
  const itself = new Set(endpoints.map(({ resource }) => resource));
  const isOther = ({ resource }: { readonly resource: Resource }) => !itself.has(resource);
  const shared = new Set([
    ...members.filter(isOther).flatMap(({ groups }) => groups),
    ...interfaces.filter(isOther).flatMap(({ attachments }) => attachments.map(({ group }) => group)),
  ]);
  const found = new Map<SecurityGroup, string[]>();
  // What has groups that nothing points at yet may have any.
  if (interfaces.some((one) => one.mayHaveMore && isOther(one))) return found;
  for (const { groups, title } of endpoints) {
    for (const group of groups) if (!shared.has(group)) push(found, group, title);
  }
  return found;
}
