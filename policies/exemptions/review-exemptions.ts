import type { Network } from "../../network/network";
import { byUrn, type Resource } from "../../stack/resource";
import { EXEMPTION_STATES, exemptionText } from "../kit/exemption-text";
import { covers, type ExemptionUse, isExpired, today } from "../kit/exemptions";
import { type Exemption, oneOf, textList } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";
import { stackItself } from "../questions/stack-itself";

/** The pack reads it before any policy judges. */
const PROJECT_MODES = ["none", "tighten", "any"] as const;

export default policy(__filename, {
  description:
    "Exemptions must be seen: those in use, those that have expired and those that exempt nothing, and so must what no policy reads.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps:
    "Remove an exemption as soon as its reason is gone, and declare by another package what no policy reads.",
  // An exemption from this policy would hide another one.
  exemptible: false,
  options: {
    contextStacks: textList(
      [],
      "Files of other stacks, as `pulumi stack export` writes them, that every policy sees beside the stack: paths, relative to the project's folder. Nothing is found on what is in them.",
    ),
    projectConfiguration: oneOf(
      "none",
      PROJECT_MODES,
      "What a project's own network-guard.yaml may change where the engine runs the pack: nothing, levels upwards alone, or anything.",
    ),
  },

  *check(network, _options, _isExempt, exemptionUses) {
    const day = today();
    for (const use of exemptionUses) yield* review(use, network, day);
    yield* unread(network);
  },
});

function* review(use: ExemptionUse, network: Network, day: string): Iterable<Finding> {
  const { exemption, exempted } = use;
  // The engine registers resources in an order that timing changes.
  const covered = network.resources.filter(({ urn }) => covers(exemption, urn)).sort(byUrn);
  const inUse = covered.filter(({ urn }) => exempted.has(urn));
  const about = inUse[0] ?? stackItself(network);
  if (about === undefined) return;
  yield finding(about, `${exemptionText(use.policy, exemption)} ${stateOf(exemption, inUse, covered, day)}.`);
}

/** What lies in a cloud that is judged must not pass as clean for want of a reader. */
function* unread(network: Network): Iterable<Finding> {
  const about = stackItself(network);
  if (about === undefined) return;
  for (const { by, instead, resources } of network.unread) {
    const named = `${titles([...resources].sort(byUrn))} ${resources.length === 1 ? "is" : "are"}`;
    yield finding(
      about,
      `${named} not judged: no policy reads resources of ${by}, as it does those of ${instead}.`,
    );
  }
  const making = [...network.makingOthers].sort(byUrn);
  if (making.length === 0) return;
  const [makes, template] = making.length === 1 ? ["makes", "its template"] : ["make", "their templates"];
  yield finding(about, `what ${titles(making)} ${makes} is not judged: no policy reads ${template}.`);
}

function stateOf(
  exemption: Exemption,
  inUse: readonly Resource[],
  covered: readonly Resource[],
  day: string,
): string {
  if (isExpired(exemption, day)) return EXEMPTION_STATES.expired;
  if (inUse.length > 0) return `${EXEMPTION_STATES.used} ${titles(inUse)}`;
  if (covered.length === 0) return EXEMPTION_STATES.unmatched;
  const state = exemption.fingerprint === undefined ? "unused" : "gone";
  return `${EXEMPTION_STATES[state]} ${titles(covered)}`;
}

function titles(resources: readonly Resource[]): string {
  return listText(resources.map(({ title }) => title));
}
