import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS, ports as portSet } from "../../algebra/ports";
import { ALL_PROTOCOLS, protocol, TCP } from "../../algebra/protocols";
import { unionAll } from "../../algebra/set";
import { Traffic, united } from "../../algebra/traffic";
import { isRealSource, type Rule, ruleTitle, sourceTexts } from "../../network/groups/rule";
import {
  admitted as admittedBy,
  permissionsOf,
  type SecurityGroup,
} from "../../network/groups/security-group";
import type { Network } from "../../network/network";
import { openToInternet } from "../../network/paths/internet";
import { push } from "../../stack/multimap";
import { maxPublicAddresses, portList } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { administrationOn, RDP } from "../questions/administration";

export default policy(__filename, {
  description:
    "An instance that Systems Manager manages needs no way in for administration, and out only TCP 443.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Administer it through Session Manager, drop the rules for SSH and RDP, and let out TCP 443 alone.",
  options: {
    ports: portList(
      [22, RDP, 5985, 5986],
      "The ports of administration: SSH, RDP and WinRM; 3389 over UDP as well as TCP.",
    ),
    egressPorts: portList([443], "The TCP ports on which it may reach the internet."),
    maxPublicAddresses,
  },

  *check(network, { ports, egressPorts, ...openness }) {
    const administration = administrationOn(ports);
    const needed = neededTraffic(network);
    for (const [group, titles] of groupsOfManagedMachines(network)) {
      const machines = listText([...titles].sort());
      for (const rule of permissionsOf(group, "ingress")) {
        const admitted = administration(servicesOf(rule));
        const sources = rule.sources.filter(isRealSource);
        if (admitted.isEmpty || sources.length === 0) continue;
        const from = listText(sourceTexts(sources));
        yield tell(group, rule, `admits ${admitted.servicesText()} from ${from} to ${machines}.`);
      }
      const decisions = admittedBy([group], "egress");
      const excess = openToInternet(united(decisions), openness).beside(
        Traffic.of(protocol(TCP), portSet(egressPorts), EVERYONE)
          .union(needed.get(group) ?? NOTHING)
          .union(needed.get(undefined) ?? NOTHING),
      );
      for (const { entry: rule, traffic } of decisions) {
        const admitted = traffic.intersect(excess);
        if (admitted.isEmpty) continue;
        yield tell(
          group,
          rule,
          `lets ${machines} reach the internet on ${rule.everyProtocol ? "every protocol" : admitted.servicesText()}.`,
        );
      }
    }
  },
});

/** By group, the machines on it that Systems Manager manages. */
function groupsOfManagedMachines(network: Network): Map<SecurityGroup, Set<string>> {
  const byGroup = new Map<SecurityGroup, Set<string>>();
  for (const placement of network.placements) {
    const { kind, resource } = placement.instance;
    if (kind !== "machine" || network.isManagedBySsm(placement) !== true) continue;
    for (const group of placement.groups) {
      byGroup.set(group, (byGroup.get(group) ?? new Set()).add(resource.title));
    }
  }
  return byGroup;
}

/**
 * By group, what other groups of the stack admit from it, or may admit once their unknown sources are known: under
 * undefined what any group may turn out to need.
 */
function neededTraffic(network: Network): Map<SecurityGroup | undefined, Traffic<Peers>> {
  const byGroup = new Map<SecurityGroup | undefined, Traffic<Peers>[]>();
  for (const other of network.securityGroups) {
    if (other.unseenRules?.has("ingress") === true) push(byGroup, undefined, EVERYTHING);
    for (const rule of permissionsOf(other, "ingress")) {
      const { possibleServices: possible } = rule;
      for (const source of rule.sources) {
        const isGroup = source.kind === "group" || ("form" in source && source.form === "group");
        const group = source.kind === "group" ? source.group : undefined;
        if (!isGroup || group === other) continue;
        push(byGroup, group, Traffic.of(possible.protocols, possible.ports, EVERYONE));
      }
    }
  }
  return new Map([...byGroup].map(([group, needs]) => [group, unionAll(needs, NOTHING)]));
}

const EVERYONE = Peers.of(AddressSet.all);
const EVERYTHING = Traffic.of(ALL_PROTOCOLS, ALL_PORTS, EVERYONE);
const NOTHING = Traffic.empty<Peers>();

function servicesOf({ services }: Rule): Traffic<Peers> {
  return Traffic.of(services.protocols, services.ports, EVERYONE);
}

function tell(group: SecurityGroup, rule: Rule, what: string): Finding {
  return finding(rule.resource, `${rule.resource === group.resource ? ruleTitle(rule) : "it"} ${what}`);
}
