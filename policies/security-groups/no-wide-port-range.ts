import { hasEveryPort, portsText } from "../../algebra/ports";
import { protocol, protocolName, TCP, UDP } from "../../algebra/protocols";
import { isSubset } from "../../algebra/set";
import { isRealSource, sourceTexts } from "../../network/groups/rule";
import { permissionsOf } from "../../network/groups/security-group";
import { count, strictly } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "A security group's rule must not admit a wide range of ports.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "resource",
  remediationSteps: "Admit only the ports on which something listens.",
  options: { maxPorts: strictly(1, count(100, "How many ports one rule may admit.")) },

  *check(network, { maxPorts }) {
    for (const rule of network.securityGroups.flatMap((group) => permissionsOf(group, "ingress"))) {
      const { protocols, ports } = rule.services;
      const width = ports.intervals.reduce((sum, { start, end }) => sum + end - start, 0);
      // Every port is no-all-traffic-ingress's affair.
      if (width <= maxPorts || hasEveryPort(ports)) continue;
      const transports = [TCP, UDP].filter((one) => isSubset(protocol(one), protocols));
      if (transports.length === 0) continue;
      const sources = sourceTexts(rule.sources.filter(isRealSource));
      if (sources.length === 0) continue;
      yield finding(
        rule.resource,
        `${rule.path || "it"} admits ${listText(transports.map(protocolName))} ${portsText(ports)} ` +
          `from ${listText(sources)}: ${width} ports, more than ${maxPorts}.`,
      );
    }
  },
});
