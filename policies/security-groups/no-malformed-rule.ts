import type { Entry, Refusal } from "../../network/filters/entry";
import type { Network } from "../../network/network";
import { finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "Every rule, prefix list entry, network ACL entry and route must be one that the cloud takes.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Correct the value; until then no other policy can judge it.",

  *check(network) {
    for (const { resource, path, message } of refusalsIn(network)) {
      yield finding(resource, path === "" ? `${message}.` : `${path}: ${message}.`);
    }
  },
});

/** What the cloud and the provider would not take. */
function refusalsIn(network: Network): Refusal[] {
  const { securityGroups, networkAcls, routeTables } = network;
  const refusals: Refusal[] = [];
  const addUnreadable = (entries: readonly Pick<Entry, "resource" | "problems">[]) => {
    for (const { resource, problems } of entries)
      if (resource !== undefined) for (const problem of problems) refusals.push({ ...problem, resource });
  };
  for (const { rules } of securityGroups) addUnreadable(rules);
  for (const { entries } of network.prefixLists) addUnreadable(entries);
  addUnreadable(network.strayPrefixListEntries);
  for (const { entries } of networkAcls) addUnreadable(entries);
  for (const { routes } of routeTables) addUnreadable(routes);
  for (const wholes of [securityGroups, networkAcls, routeTables])
    for (const whole of wholes) for (const refusal of whole.refusals) refusals.push(refusal);
  return refusals;
}
