import { AddressSet, PRIVATE_ADDRESSES } from "../../algebra/addresses";
import { isSubset } from "../../algebra/set";
import { type Source, sourceText } from "../../network/groups/rule";
import { permissionsOf } from "../../network/groups/security-group";
import { blockList } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description: "Inside a VPC, a security group's rule must admit security groups, not addresses.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps: "Name the security group of those that come from there as the source instead.",
  options: {
    allowedCidrs: blockList(
      [],
      "Private blocks that may be admitted, with whatever lies inside them, such as those of offices behind a VPN.",
    ),
  },

  *check(network, { allowedCidrs }) {
    const allowed = AddressSet.of(...allowedCidrs);
    for (const group of network.securityGroups) {
      if (group.isMadeByService) continue;
      const unnamed = allowed.union(group.serviceAddresses);
      const isInside = (addresses: AddressSet | undefined) =>
        addresses !== undefined && isSubset(addresses, PRIVATE_ADDRESSES) && !isSubset(addresses, unnamed);
      for (const rule of permissionsOf(group, "ingress")) {
        const texts = rule.sources.flatMap((source) => insideText(source, isInside) ?? []);
        if (texts.length === 0) continue;
        const title = rule.path || "it";
        yield finding(rule.resource, `${title} admits ${listText(texts)}, and not a security group.`);
      }
    }
  },
});

/** `10.0.0.0/16`, or `prefix list offices (10.1.0.0/16)`. */
function insideText(
  source: Source,
  isInside: (addresses: AddressSet | undefined) => boolean,
): string | undefined {
  if (source.kind === "block") return isInside(source.addresses) ? source.block : undefined;
  if (source.kind !== "prefix-list" || !source.certain) return undefined;
  const entries = source.list.entries.filter(({ addresses }) => isInside(addresses));
  const blocks = entries.map(({ block }) => String(block));
  return blocks.length > 0 ? `${sourceText(source)} (${listText(blocks)})` : undefined;
}
