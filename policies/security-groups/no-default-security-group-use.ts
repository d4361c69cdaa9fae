import { declaredGroups, type Interface } from "../../network/attachments/interface";
import type { SecurityGroup } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import type { Unknown } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";
import { type Finding, finding, policy } from "../kit/policy";

export default policy(__filename, {
  description: "Nothing must use a VPC's default security group.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Name a security group of its own.",

  *check(network) {
    yield* byReference(network);
    yield* byNamingNone(network);
  },
});

function* byReference(network: Network): Iterable<Finding> {
  for (const one of network.interfaces) {
    const group = declaredGroups(one).find(({ isDefault }) => isDefault);
    if (group === undefined || isPerhapsByNamingNone(one, group)) continue;
    const title = group.resource === undefined ? group.title : `the default group ${group.title}`;
    yield finding(one.resource, `${one.path || "it"} is on ${title}.`);
  }
}

/** An audit does not show whether an interface was put on its default group or names none, which a closed one permits. */
function isPerhapsByNamingNone({ attachments }: Interface, group: SecurityGroup): boolean {
  const isShown = attachments.some((one) => one.group === group && one.isDeclared === true);
  return !isShown && group.resource !== undefined && group.isClosed !== false;
}

function* byNamingNone(network: Network): Iterable<Finding> {
  for (const { resource, path, vpc } of network.unnamedInterfaces) {
    if (!isOpen(network.adoptedDefaultGroupOf(vpc, resource))) continue;
    yield finding(
      resource,
      `${path || "it"} names no security group and so gets the default group of ${vpc.title}, which is not closed.`,
    );
  }
}

function isOpen(group: SecurityGroup | Unknown | undefined): boolean {
  return group === undefined || (group !== UNKNOWN && group.isClosed === false);
}
