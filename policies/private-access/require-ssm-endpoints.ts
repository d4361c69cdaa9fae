import { mayConnect } from "../../network/groups/possible";
import type { Placement } from "../../network/machines/placement";
import { type ExposureWords, isDeclaredPublic } from "../../network/names/exposure";
import type { Network } from "../../network/network";
import type { Vpc } from "../../network/routing/vpc";
import { hasNoWayOut } from "../../network/routing/way-out";
import { candidates, type Endpoint } from "../../network/services/endpoint";
import { push } from "../../stack/multimap";
import { UNKNOWN } from "../../stack/value";
import { exposure, strictly, textList } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

const HTTPS = 443;

export default policy(__filename, {
  description:
    "A VPC whose private instances Systems Manager manages without a way out must have interface endpoints that they reach.",
  severity: "medium",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps:
    "Add an interface endpoint with private DNS for each, and let TCP 443 through to it on both sides.",
  controls: ["FSBP EC2.57", "AWS Config vpc-endpoint-enabled"],
  stricterThanControls:
    "An endpoint that the machines cannot reach on TCP 443 is none, and ssmmessages is asked for as well.",
  looserThanControls:
    "Only VPCs with private machines that Systems Manager manages and no route leads out from are asked.",
  options: {
    services: strictly(
      ["ssm", "ssmmessages", "ec2messages"],
      textList(
        ["ssm", "ssmmessages"],
        "The services that a managed instance must reach, as endpoint services name them; agents before 3.3.40.0 need ec2messages, too.",
      ),
    ),
    exposure,
  },

  *check(network, { services, exposure: words }) {
    for (const [vpc, placements] of confined(network, words)) {
      yield* lacking(network, vpc, placements, services);
      yield* unreachable(network, vpc, placements, services);
    }
  },
});

function* lacking(
  network: Network,
  vpc: Vpc,
  placements: readonly Placement[],
  services: readonly string[],
): Iterable<Finding> {
  const possible = candidates(network.endpoints, "interface", vpc);
  const certain = services.filter((service) => !possible.some((endpoint) => endpoint.service === service));
  const unknown = possible.filter(({ service }) => service === UNKNOWN).length;
  if (certain.length <= unknown || vpc.resource === undefined) return;
  yield finding(
    vpc.resource,
    `lacks ${certain.length === 1 ? "an interface endpoint" : "interface endpoints"} for ` +
      `${listText(certain)}, by which Systems Manager would reach ${titlesOf(placements)}: no route leads out from there.`,
  );
}

/** By service, the machines that its endpoints cannot work for. */
function* unreachable(
  network: Network,
  vpc: Vpc,
  placements: readonly Placement[],
  services: readonly string[],
): Iterable<Finding> {
  const mayHaveMore = new Set(
    network.interfaces.flatMap((one) =>
      one.mayHaveMore || one.attachments.some(({ certain }) => !certain) ? [one.resource] : [],
    ),
  );
  const stray = network.securityGroups.filter((group) => !group.isIdentified).flatMap(({ rules }) => rules);
  const mayUse = (placement: Placement, endpoint: Endpoint) =>
    endpoint.mayHaveMoreGroups ||
    placement.template === UNKNOWN ||
    mayHaveMore.has(placement.resource) ||
    (placement.template !== undefined && mayHaveMore.has(placement.template)) ||
    mayConnect(placement, endpoint, HTTPS, stray);
  const possible = candidates(network.endpoints, "interface", vpc);
  for (const service of services) {
    const endpoints = possible.filter((one) => one.service === service || one.service === UNKNOWN);
    const cut = placements.filter((placement) => !endpoints.some((endpoint) => mayUse(placement, endpoint)));
    if (endpoints.length === 0 || cut.length === 0 || vpc.resource === undefined) continue;
    yield finding(
      vpc.resource,
      `has ${listText(endpoints.map(({ title }) => title).sort())} for ${service}, but groups let no TCP ${HTTPS} through ` +
        `from ${titlesOf(cut)}, which no other route leads out from.`,
    );
  }
}

function titlesOf(placements: readonly Placement[]): string {
  return listText([...new Set(placements.map(({ instance }) => instance.resource.title))].sort());
}

/** The private machines that Systems Manager manages, in subnets without any way out, by VPC. */
function confined(network: Network, words: ExposureWords): Map<Vpc, Placement[]> {
  const byVpc = new Map<Vpc, Placement[]>();
  for (const placement of network.placements) {
    const { instance, subnet } = placement;
    if (subnet?.vpc === undefined || !hasNoWayOut(placement, network.natGateways)) continue;
    if (isDeclaredPublic(instance.tags, words) !== false) continue;
    if (network.isManagedBySsm(placement) !== true) continue;
    push(byVpc, subnet.vpc, placement);
  }
  return byVpc;
}
