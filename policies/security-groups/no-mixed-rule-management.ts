import { ruleTitle } from "../../network/groups/rule";
import { type SecurityGroup, standaloneRulesOf } from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import { routeTitle } from "../../network/routing/route-table";
import { type Finding, finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { claimedTwice } from "../questions/claims";

const DIRECTIONS = ["ingress", "egress"] as const;

export default policy(__filename, {
  description:
    "Rules, routes and network ACL entries must be managed in one way, so that none overwrites another.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Keep them all inline, or all as resources of one kind.",

  *check(network) {
    for (const group of network.securityGroups) yield* rulesManagedTwice(group);
    yield* entriesManagedTwice(network);
    yield* claimedTwice(network.networkAcls);
    yield* claimedTwice(network.routeTables);
  },
});

function* rulesManagedTwice(group: SecurityGroup): Iterable<Finding> {
  for (const direction of DIRECTIONS) {
    const standalone = standaloneRulesOf(group, direction);
    const [first] = standalone;
    if (first === undefined) continue;
    if (group.managesInline[direction] === true && group.resource !== undefined) {
      yield finding(group.resource, removesText(`${direction} rules`, standalone.map(ruleTitle)));
    }
    const other = standalone.find(({ resource }) => resource.type !== first.resource.type);
    if (other === undefined) continue;
    yield finding(
      group.resource ?? first.resource,
      `has ${direction} rules of two kinds that do not see each other, ${ruleTitle(first)} and ${ruleTitle(other)}.`,
    );
  }
  for (const { by, rules } of group.removals) {
    yield finding(by, `removes ${listText(rules.map(ruleTitle))} of ${group.title}, which it does not list.`);
  }
}

function* entriesManagedTwice({ networkAcls, routeTables }: Network): Iterable<Finding> {
  for (const { resource, entries, managesInline, undoneBindings = [] } of networkAcls) {
    if (resource !== undefined && undoneBindings.length > 0) {
      const titles = undoneBindings.map(({ title }) => title);
      yield finding(resource, `lists what it is bound to, and so undoes ${listText(titles)}.`);
    }
    for (const direction of DIRECTIONS) {
      const standalone = entries.filter(
        (entry) => entry.direction === direction && entry.resource !== resource,
      );
      if (resource === undefined || managesInline[direction] !== true || standalone.length === 0) continue;
      const titles = standalone.flatMap((entry) => entry.resource?.title ?? []);
      yield finding(resource, removesText(`${direction} entries`, titles));
    }
  }
  for (const { resource, routes, managesInline } of routeTables) {
    const standalone = routes.filter((route) => route.resource !== undefined && route.resource !== resource);
    if (resource === undefined || managesInline !== true || standalone.length === 0) continue;
    yield finding(resource, removesText("routes", [...new Set(standalone.map(routeTitle))]));
  }
}

function removesText(what: string, titles: readonly string[]): string {
  return `manages its ${what} inline and so removes those of ${listText(titles)}, which put them back at their next update.`;
}
