import assert from "node:assert/strict";
import { policies } from "../../policies";
import { configured } from "../harness/configured";
import { judge, judgeInputs, type Violation } from "../harness/judge";
import type { Phase, Registered } from "../harness/program";
import { remediated } from "../harness/remediate";
import { type Change, change } from "./changes";
import { influenced, type PointsAt } from "./influence";
import type { Base } from "./stacks";

/** How a stack is shown to the pack: inputs and outputs at a preview or an update, or at an audit the settled outputs alone. */
export const FORMS = ["update", "preview", "audit"] as const;
type Form = (typeof FORMS)[number];

export interface Trial {
  readonly base: Base;
  readonly form: Form;
  readonly changes: readonly Change[];
  /** Whether the SDK asks the policies as well, which takes many times as long. */
  readonly isBySdk: boolean;
}

const phaseOf = (form: Form): Phase => (form === "preview" ? "preview" : "update");

/** What was done to a stack, for whoever has to find out why it failed. */
export async function storyOf({ base, form, changes, isBySdk }: Trial): Promise<string> {
  const { done } = change(await base.resources(phaseOf(form)), changes);
  return [`${base.title}, ${form}${isBySdk ? ", by the SDK as well" : ""}`, ...done].join("\n  ");
}

/**
 * Changes a stack and holds what the pack says of it to what it said before.
 * @throws AssertionError where the pack could not run, or a finding came or went that the change has nothing to do with
 */
export async function hold({ base, form, changes, isBySdk }: Trial, pointsAt: PointsAt): Promise<void> {
  const before = await base.resources(phaseOf(form));
  const { resources } = change(before, changes);
  const isInfluenced = influenced(before, resources, pointsAt);
  const expected = await spokenBefore(before, form);
  const outputsAlone = form === "audit";
  const said = await judge(switchedOn, resources, { outputsAlone });
  if (isBySdk) {
    const bySdk = await judge(switchedOn, resources, { outputsAlone, through: "sdk" });
    for (const { message } of bySdk) assert.ok(!message.includes("can't run"), message);
    assertSameFindings(said, bySdk);
  }
  const others = (all: readonly Violation[]) => all.filter(({ urn, policy }) => !isInfluenced(urn, policy));
  assertSameFindings(others(said), others(expected));
  const known = new Set(before);
  for (const one of resources) if (!known.has(one)) await holdRemediations(one);
}

/** Asserts that findings are the same to the letter, but for what is masked in the first ones as secret. */
function assertSameFindings(some: readonly Violation[], others: readonly Violation[]): void {
  const [these, those] = [some, others].map((all) => all.map(textOf).sort()) as [string[], string[]];
  const unmasked = these.map((text, i) => {
    const other = those[i] ?? "";
    return text.includes(MASK) && patternOf(text).test(other) ? other : text;
  });
  assert.deepEqual(unmasked, those);
}

const MASK = "[secret]";

function patternOf(masked: string): RegExp {
  const literal = masked.split(MASK).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${literal.join("[^]*")}$`);
}

const textOf = ({ policy, urn, message }: Violation) => `${policy}: ${urn}: ${message}`;

/** All policies, those that are off until somebody asks for them too. */
const switchedOn = policies.map((one) => ({ ...one, enforcementLevel: "advisory" as const }));

const baselines = new WeakMap<readonly Registered[], Map<Form, Promise<Violation[]>>>();

function spokenBefore(resources: readonly Registered[], form: Form): Promise<Violation[]> {
  const known = baselines.get(resources) ?? new Map<Form, Promise<Violation[]>>();
  baselines.set(resources, known);
  const violations = known.get(form) ?? judge(switchedOn, resources, { outputsAlone: form === "audit" });
  known.set(form, violations);
  return violations;
}

/** What a remediation makes of a resource passes, and is left alone by the next; else the inputs stay as they are. */
async function holdRemediations(resource: Registered): Promise<void> {
  for (const policy of policies) {
    if (policy.remediateResource === undefined) continue;
    const { allowReplacement } = policy.options;
    const mender = allowReplacement === undefined ? policy : configured(policy, { allowReplacement: true });
    const inputs = await remediated(mender, resource);
    if (inputs === undefined) continue;
    const mended = { ...resource, inputs };
    const said = await judgeInputs([policy], mended);
    assert.deepEqual(said, [], `${policy.name} does not pass what it made of ${resource.urn}`);
    assert.equal(await remediated(mender, mended), undefined, `${policy.name} mends its own work again`);
  }
}
