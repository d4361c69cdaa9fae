import { type Family, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { Peers } from "../../algebra/peers";
import { ALL_PORTS } from "../../algebra/ports";
import { ALL_PROTOCOLS } from "../../algebra/protocols";
import { isSubset } from "../../algebra/set";
import { Traffic } from "../../algebra/traffic";
import type { Rule } from "../../network/groups/rule";
import type { SecurityGroup } from "../../network/groups/security-group";
import type { Resource } from "../../stack/resource";
import { policy } from "../kit/policy";
import type { Breach } from "../kit/shown-alone";
import { listText } from "../kit/wording";
import { titleOn } from "../questions/admission-text";
import { admissions } from "../questions/admissions";

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

export default policy(__filename, {
  description: "A security group must not let everything out to everywhere.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "both",
  remediationSteps:
    "Let out only what its members call: the ports, and the groups, prefix lists or addresses.",

  check(network, _, isExempt) {
    return admissions(network, "egress", isExempt, unrestricted, { textOf: letOutText });
  },
});

function letOutText({ entries: rules, traffic }: Breach<Rule>, resource: Resource): string {
  const titles = rules.map((rule) => titleOn(resource, rule));
  const everyone = FAMILIES.filter((family) =>
    [...traffic.boxes()].some(({ peers }) => !peers.addresses.inFamily(family).isEmpty),
  );
  return (
    `${listText(titles)} ${rules.length === 1 ? "lets" : "together let"} every protocol out ` +
    `to every ${listText([...everyone])} address.`
  );
}

/** The part of what a group lets out that is every packet to the public addresses of a family. */
function unrestricted(letOut: Traffic<Peers>, { families }: SecurityGroup): Traffic<Peers> {
  const whole = families.map((family) =>
    Traffic.of(ALL_PROTOCOLS, ALL_PORTS, Peers.of(PUBLIC_ADDRESSES.inFamily(family))),
  );
  return whole
    .filter((traffic) => isSubset(traffic, letOut))
    .reduce((all, one) => all.union(one), Traffic.empty<Peers>());
}
