import type { Network } from "../../network/network";
import { byUrn, type Resource } from "../../stack/resource";
import { covers, type ExemptionUse, isExpired, today } from "../kit/exemptions";
import { oneOf } from "../kit/options";
import { type Finding, finding, policy } from "../kit/policy";
import { listText } from "../kit/wording";

/** The pack reads it before any policy judges. */
const PROJECT_MODES = ["none", "tighten", "any"] as const;

export default policy(__filename, {
  description:
    "Exemptions must be seen: those in use, those that have expired and those that exempt nothing.",
  severity: "low",
  enforcementLevel: "advisory",
  scope: "stack",
  remediationSteps: "Remove the exemption as soon as its reason is gone.",
  // An exemption from this policy would hide another one.
  exemptible: false,
  options: {
    projectConfiguration: oneOf(
      "none",
      PROJECT_MODES,
      "What a project's own network-guard.yaml may change where the engine runs the pack: nothing, levels upwards alone, or anything.",
    ),
  },

  *check(network, _options, _isExempt, exemptionUses) {
    const day = today();
    for (const use of exemptionUses) yield* review(use, network, day);
  },
});

function* review(use: ExemptionUse, network: Network, day: string): Iterable<Finding> {
  const { exemption, exempted } = use;
  // The engine registers resources in an order that timing changes.
  const covered = network.resources.filter(({ urn }) => covers(exemption, urn)).sort(byUrn);
  const inUse = covered.filter(({ urn }) => exempted.has(urn));
  const about = inUse[0] ?? stackOf(network);
  if (about === undefined) return;
  yield finding(about, `${titleOf(use)} ${stateOf(inUse, covered, isExpired(exemption, day))}.`);
}

function stateOf(inUse: readonly Resource[], covered: readonly Resource[], expired: boolean): string {
  if (expired) return "has expired and exempts nothing any more";
  if (inUse.length > 0) return `is in use for ${titles(inUse)}`;
  if (covered.length === 0) return "matches no resource of the stack";
  return `exempts nothing: the policy finds nothing to say of ${titles(covered)}`;
}

function titles(resources: readonly Resource[]): string {
  return listText(resources.map(({ title }) => title));
}

/** `the exemption of "*::bastion" from no-public-ssh-rdp (Moves to Session Manager; until 2027-03-31)` */
function titleOf({ policy: name, exemption: { resource, reason, expires } }: ExemptionUse): string {
  const terms = `${reason.trim().replace(/\s+/g, " ")}${expires === undefined ? "" : `; until ${expires}`}`;
  return `the exemption of "${resource}" from ${name} (${terms})`;
}

/** The resource that stands for the stack itself. */
function stackOf({ resources }: Network): Resource | undefined {
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? resources[0];
}
