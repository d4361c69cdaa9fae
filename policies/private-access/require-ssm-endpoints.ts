import { isManagedBySsm } from "../../network/machines/role";
import { isDeclaredPublic } from "../../network/names/exposure";
import type { Network } from "../../network/network";
import type { Vpc } from "../../network/routing/vpc";
import { hasNoWayOut } from "../../network/routing/way-out";
import { candidates, serves } from "../../network/services/endpoint";
import type { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";
import { exposure, textList } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

export default policy(__filename, {
  description:
    "A VPC whose private instances Systems Manager manages without a way out must have its interface endpoints.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps: "Add an interface endpoint with private DNS for each of them.",
  controls: ["FSBP EC2.57", "AWS Config vpc-endpoint-enabled"],
  options: {
    services: textList(
      ["ssm", "ssmmessages", "ec2messages"],
      "The services that a managed instance must reach, as endpoint services name them.",
    ),
    exposure,
  },

  *check(network, { services, exposure: words }) {
    for (const [vpc, instances] of confinedInstances(network, words)) {
      const missing = services.filter(
        (service) => !network.endpoints.some((endpoint) => serves(endpoint, "interface", service, vpc)),
      );
      const possible = candidates(network.endpoints, "interface", vpc);
      const certain = missing.filter((service) => !possible.some((endpoint) => endpoint.service === service));
      const unknown = possible.filter(({ service }) => service === UNKNOWN).length;
      if (certain.length <= unknown || vpc.resource === undefined) continue;
      yield finding(
        vpc.resource,
        `lacks ${certain.length === 1 ? "an interface endpoint" : "interface endpoints"} for ` +
          `${listText(certain)}, by which Systems Manager would reach ${listText([...instances].map(({ title }) => title).sort())}: ` +
          "no route leads out from there.",
      );
    }
  },
});

/** The private machines that Systems Manager manages, in subnets without any route out, by VPC. */
function confinedInstances(
  network: Network,
  words: Parameters<typeof isDeclaredPublic>[1],
): Map<Vpc, Set<Resource>> {
  const byVpc = new Map<Vpc, Set<Resource>>();
  for (const placement of network.placements) {
    const { instance, subnet } = placement;
    if (subnet?.vpc === undefined) continue;
    if (isDeclaredPublic(instance.tags, words) !== false || !hasNoWayOut(placement)) continue;
    if (isManagedBySsm(network.roleOf(placement)) !== true) continue;
    byVpc.set(subnet.vpc, (byVpc.get(subnet.vpc) ?? new Set()).add(instance.resource));
  }
  return byVpc;
}
