import { AddressSet } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ports as portSet } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { namesOfPrefixList, type PrefixList } from "../../network/groups/prefix-list";
import { addressesOf, candidateLists, type Rule } from "../../network/groups/rule";
import { rememberedOf } from "../../stack/remembered";
import { blockList, portList, textList } from "../kit/options";
import { policy } from "../kit/policy";
import { type AskedRule, admissionsBySource } from "../questions/admissions-by-source";
import { everyCandidate, unknownSource } from "../questions/unknown-sources";

export default policy(__filename, {
  description: "Database ports must admit security groups, not addresses.",
  severity: "high",
  enforcementLevel: "mandatory",
  scope: "both",
  remediationSteps: "Name the security group of the clients as the source instead.",
  controls: ["FSBP EC2.19", "AWS Config restricted-common-ports"],
  stricterThanControls:
    "No block may be a source, private or public, where the controls ask about 0.0.0.0/0 and ::/0.",
  looserThanControls:
    "It asks about the ports of databases alone: no-public-ingress-beyond-web-ports has the others.",
  options: {
    ports: portList([3306, 1521, 1433, 5432, 6379], "The TCP ports of databases and caches."),
    allowedCidrs: blockList([], "Blocks that may be admitted, with whatever lies inside them."),
    allowedPrefixLists: textList(
      [],
      "Prefix lists that may be admitted: ids or, for lists of the stack, names or logical names.",
    ),
  },

  check(network, { ports, allowedCidrs, allowedPrefixLists }, isExempt) {
    const databasePorts = portSetOf(ports);
    const allowed = AddressSet.of(...allowedCidrs);
    const isAllowed = (list: PrefixList) =>
      namesOfPrefixList(list).some((name) => allowedPrefixLists.includes(name));
    const beyond = (list: PrefixList) =>
      isAllowed(list) ? AddressSet.empty : list.addresses.subtract(allowed);
    const peersOf = (rule: Rule, { isWhole, mayBeDenied }: AskedRule) => {
      const { sources } = rule;
      const addresses = addressesOf(sources, (list) => (isWhole ? beyond(list) : AddressSet.empty)).subtract(
        allowed,
      );
      const names: string[] = [];
      for (const source of sources) {
        if (source.kind === "prefix-list" && isWhole && !source.list.resource && !isAllowed(source.list))
          names.push(source.list.key);
        if (source.kind !== "unknown" || allowedCidrs.length > 0 || mayBeDenied()) continue;
        if (source.form === "block") names.push(unknownSource(rule));
        if (source.form === "prefix-list" && isWhole && allowedPrefixLists.length === 0)
          names.push(unknownSource(rule));
      }
      if (isWhole && everyCandidate(candidateLists(sources), (list) => !beyond(list).isEmpty))
        names.push(unknownSource(rule));
      return Peers.of(addresses, names);
    };
    return admissionsBySource(network, "ingress", isExempt, (rule, asked) => {
      const protocols = rule.services.protocols.intersect(protocol(TCP));
      const heard = rule.services.ports.intersect(databasePorts);
      return protocols.isEmpty || heard.isEmpty
        ? Traffic.empty()
        : Traffic.of(protocols, heard, peersOf(rule, asked));
    });
  },
});

const portSetOf = rememberedOf(portSet);
