import type { Trail } from "../../network/audit/trail";
import { packageOf } from "../../stack/type-token";
import { strictly, toggle } from "../kit/options";
import { finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { stackItself } from "../questions/stack-itself";

export default policy(__filename, {
  description: "A trail must record what is changed in every region, and show whether its files were.",
  severity: "medium",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Let it record every region and everything, leave it on, and let it show whether its files were changed.",
  controls: [
    "CIS AWS Foundations Benchmark v5.0.0 3.1",
    "CIS AWS Foundations Benchmark v5.0.0 3.2",
    "FSBP CloudTrail.1",
    "Security Hub CloudTrail.3",
    "FSBP CloudTrail.4",
    "AWS Config multi-region-cloudtrail-enabled",
    "AWS Config cloud-trail-log-file-validation-enabled",
  ],
  looserThanControls:
    "A trail that records only what changes something suffices; and without requireInStack the trail may stand in another stack.",
  options: {
    requireInStack: strictly(true, toggle(false, "Whether the stack itself must hold a trail.")),
  },

  *check(network, { requireInStack }) {
    const { trails } = network;
    const isComplete = (trail: Trail) => gapsOf(trail).every(({ isClosed }) => isClosed !== false);
    for (const trail of trails) {
      const isCovered = trails.some(
        (other) =>
          isComplete(other) &&
          packageOf(other.resource.type) === packageOf(trail.resource.type) &&
          (other.isOfOrganization !== false || network.sharesPlace(trail.resource, other.resource) !== false),
      );
      const gaps = isCovered ? [] : gapsOf(trail).filter(({ isClosed }) => isClosed === false);
      const texts = gaps.map(({ text }) => text);
      if (trail.validation?.value === false) texts.push("does not show whether its files were changed");
      if (texts.length > 0) yield finding(trail.resource, `it ${listText(texts)}.`);
    }
    const stack = stackItself(network);
    if (requireInStack && trails.length === 0 && stack !== undefined) {
      yield finding(stack, "the stack holds no trail.");
    }
  },
});

/** What keeps a trail from recording what is changed in every region. */
function gapsOf({ isLogging, recordsChanges, leavesOut, isOfEveryRegion }: Trail) {
  return [
    { isClosed: isLogging, text: "is turned off" },
    { isClosed: recordsChanges, text: `leaves out ${leavesOut}` },
    { isClosed: isOfEveryRegion, text: "records one region alone" },
  ];
}
