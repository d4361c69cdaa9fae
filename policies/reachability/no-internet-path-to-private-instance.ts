import type { Placement } from "../../network/machines/placement";
import { isDeclaredPublic } from "../../network/names/exposure";
import { pathFromInternet } from "../../network/paths/from-internet";
import type { AcceleratedPath } from "../../network/paths/through-accelerators";
import { allowedCidrs, exposure } from "../kit/options";
import { policy } from "../kit/policy";
import { pathFindings } from "../questions/paths";

export default policy(__filename, {
  description: "No packet from the internet must get to an instance that is not declared public.",
  severity: "critical",
  enforcementLevel: "mandatory",
  scope: "stack",
  remediationSteps:
    "Take away its public address, the route to the internet, or the rule that admits the packet.",
  options: { allowedCidrs, exposure },

  check: (network, { allowedCidrs: allowed, exposure: words }) =>
    pathFindings(
      [...network.placements.map(directly), ...network.acceleratedPaths, ...network.forwardedPaths]
        .filter(({ placement }) => isDeclaredPublic(placement.instance.tags, words) === false)
        .map(({ placement, path }) => ({ resource: placement.resource, path })),
      allowed,
    ),
});

function directly(placement: Placement): AcceleratedPath {
  return { placement, path: pathFromInternet(placement) };
}
