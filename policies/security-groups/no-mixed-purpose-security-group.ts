import { hasEveryPort, type PortSet, ports } from "../../algebra/ports";
import { protocol, TCP, UDP } from "../../algebra/protocols";
import { isRealSource, type Rule, ruleTitle } from "../../network/groups/rule";
import { permissionsOf } from "../../network/groups/security-group";
import { portList } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

const ANY = protocol(TCP).union(protocol(UDP));
const SSH = { title: "SSH", protocols: protocol(TCP), ports: ports([22]) };
const RDP = { title: "RDP", protocols: ANY, ports: ports([3389]) };

export default policy(__filename, {
  description: "A security group must serve one purpose.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Give the hosts of each purpose a group of their own, with the rules of that purpose.",
  options: {
    webPorts: portList([80, 443], "The TCP ports of web servers."),
    databasePorts: portList([3306, 1521, 1433, 5432, 6379], "The TCP ports of databases and caches."),
  },

  *check(network, { webPorts, databasePorts }) {
    const web = { title: "the web", protocols: protocol(TCP), ports: ports(webPorts) };
    const databases = { title: "databases", protocols: protocol(TCP), ports: ports(databasePorts) };
    for (const group of network.securityGroups) {
      const rules = permissionsOf(group, "ingress").filter(isForSomething);
      for (const purposes of [
        [SSH, RDP],
        [web, databases],
      ]) {
        const uses = purposes.map((purpose) => ({
          purpose,
          rules: rules.filter((rule) => serves(rule, purpose)),
        }));
        const resource = group.resource ?? uses.at(-1)?.rules[0]?.resource;
        if (resource === undefined || uses.some((use) => use.rules.length === 0)) continue;
        const texts = uses.map((use) => `${use.purpose.title} by ${listText(use.rules.map(ruleTitle))}`);
        yield finding(resource, `${group.resource ? "it" : group.title} is for ${listText(texts)}.`);
      }
    }
  },
});

interface Purpose {
  readonly title: string;
  readonly protocols: typeof ANY;
  readonly ports: PortSet;
}

/** A rule with every port tells nothing of what its group is for. */
function isForSomething({ everyProtocol, services }: Rule): boolean {
  return !everyProtocol && !hasEveryPort(services.ports);
}

/** Whoever it admits need not be known. */
function serves({ services, sources }: Rule, { protocols, ports }: Purpose): boolean {
  return (
    sources.some(isRealSource) &&
    !services.protocols.intersect(protocols).isEmpty &&
    !services.ports.intersect(ports).isEmpty
  );
}
