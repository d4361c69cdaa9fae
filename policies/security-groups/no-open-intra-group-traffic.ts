import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { isSubset } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import { finding, policy } from "../kit/policy";
import { judgedTogether } from "../questions/judged-rules";

export default policy(__filename, {
  description: "The members of a security group must not admit everything from each other.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps: "Admit only the protocols and ports that its members use among themselves, or nothing.",

  *check(network, _, isExempt) {
    for (const { group, filter } of judgedTogether({
      network,
      direction: "ingress",
      isExempt,
      ofInternet: false,
    })) {
      const everything = () => Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(AddressSet.empty, [group.key]));
      for (const { entry, traffic } of filter.allowed()) {
        if (!entry.everyProtocol || !isSubset(everything(), traffic)) continue;
        yield finding(
          entry.resource,
          `${entry.path || "it"} admits every protocol and port from the group itself.`,
        );
      }
    }
  },
});
