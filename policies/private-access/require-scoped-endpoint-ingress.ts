import { AddressSet, PRIVATE_ADDRESSES } from "../../algebra/addresses";
import { Unit } from "../../algebra/interval-set";
import { ports as portSet } from "../../algebra/ports";
import { protocol, TCP } from "../../algebra/protocols";
import { Traffic } from "../../algebra/traffic";
import { permissionsLeft } from "../../network/groups/security-group";
import type { Endpoint } from "../../network/services/endpoint";
import type { Resource } from "../../stack/resource";
import { portList, toggle } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { excessOf, servicesOf } from "../questions/excess";

const WITH_GROUPS: ReadonlySet<Endpoint["kind"]> = new Set(["interface", "resource", "service-network"]);

export default policy(__filename, {
  description: "An interface endpoint must admit TCP 443 from security groups and nothing else.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Admit TCP 443 alone, from the security groups of the machines that use the endpoint.",
  options: {
    ports: portList([443], "The TCP ports on which endpoints for AWS services may be reached."),
    allowVpcCidr: toggle(false, "Whether the VPC's own blocks may be admitted as well as security groups."),
  },

  *check(network, { ports, allowVpcCidr }) {
    const needed = Traffic.of(protocol(TCP), portSet(ports), Unit.present);
    const breaches = new Map<Resource, { rules: Set<string>; endpoints: Set<string>; excess: Set<string> }>();
    for (const endpoint of network.endpoints.filter(({ kind }) => WITH_GROUPS.has(kind))) {
      const isAws = typeof endpoint.service === "string";
      const blocks = allowVpcCidr ? ownBlocks(endpoint) : AddressSet.empty;
      for (const rule of endpoint.groups.flatMap((group) => permissionsLeft(group, "ingress"))) {
        const excess = excessOf(rule, isAws ? needed : servicesOf(rule), blocks, allowVpcCidr);
        if (excess === undefined) continue;
        const known = breaches.get(rule.resource);
        const breach = known ?? { rules: new Set(), endpoints: new Set(), excess: new Set() };
        breaches.set(rule.resource, breach);
        breach.rules.add(rule.path || "it");
        breach.endpoints.add(endpoint.title);
        breach.excess.add(excess);
      }
    }
    for (const [resource, { rules, endpoints, excess }] of breaches) {
      yield finding(
        resource,
        `${listText([...rules])} ${rules.size === 1 ? "admits" : "admit"} ${listText([...excess])} ` +
          `to ${listText([...endpoints].sort())}.`,
      );
    }
  },
});

/** The blocks of an endpoint's VPC; while nobody can know them, any private address may be among them. */
function ownBlocks({ vpc }: Endpoint): AddressSet {
  return vpc === undefined || vpc.blocks.length === 0 ? PRIVATE_ADDRESSES : vpc.addresses;
}
