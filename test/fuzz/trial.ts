import assert from "node:assert/strict";
import type {
  ReportViolation,
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { policies } from "../../policies";
import { configured } from "../harness/configured";
import { judge, judgeInputs, judgeOutputs, type Violation } from "../harness/judge";
import type { Phase, Registered } from "../harness/program";
import { remediated } from "../harness/remediate";
import { type Change, change } from "./changes";
import { influenced, type PointsAt } from "./influence";
import type { Base } from "./stacks";

/** How a stack is shown to the pack: inputs and outputs at a preview or an update, or at an audit the settled outputs alone. */
export const FORMS = ["update", "preview", "audit"] as const;
export type Form = (typeof FORMS)[number];

export interface Trial {
  readonly base: Base;
  readonly form: Form;
  readonly changes: readonly Change[];
  /** Whether each policy is run by itself, as the engine does, or all in one, which the SDK does in a fraction of the time. */
  readonly isApart: boolean;
}

const phaseOf = (form: Form): Phase => (form === "preview" ? "preview" : "update");

/** What was done to a stack, for whoever has to find out why it failed. */
export async function storyOf({ base, form, changes, isApart }: Trial): Promise<string> {
  const { done } = change(await base.resources(phaseOf(form)), changes);
  return [`${base.title}, ${form}${isApart ? ", each policy apart" : ""}`, ...done].join("\n  ");
}

/**
 * Changes a stack and holds what the pack says of it to what it said before.
 * @throws AssertionError where the pack could not run, or a finding came or went that the change has nothing to do with
 */
export async function hold({ base, form, changes, isApart }: Trial, pointsAt: PointsAt): Promise<void> {
  const before = await base.resources(phaseOf(form));
  const { resources } = change(before, changes);
  const isInfluenced = influenced(before, resources, pointsAt);
  const expected = await spokenBefore(before, form);
  const said = await spoken(resources, form, isApart);
  for (const { message } of said) assert.ok(!message.includes("can't run"), message);
  const others = (all: readonly Violation[]) =>
    all
      .filter(({ urn, policy }) => !isInfluenced(urn, policy))
      .map(({ policy, urn, message }) => `${policy}: ${urn}: ${message}`)
      .sort();
  assert.deepEqual(others(said), others(expected));
  const known = new Set(before);
  for (const one of resources) if (!known.has(one)) await holdRemediations(one);
}

/** Thrown many thousand times, each of which as an error would take the stack. */
const NOT_APPLICABLE = Symbol("not applicable");

/** Asks one of several policies: where it does not apply, it ends by itself alone. */
async function ask(
  validate: ResourceValidation,
  args: ResourceValidationArgs,
  report: ReportViolation,
): Promise<void> {
  const notApplicable = () => {
    throw NOT_APPLICABLE;
  };
  try {
    await validate({ ...args, notApplicable }, report);
  } catch (error) {
    if (error !== NOT_APPLICABLE) throw error;
  }
}

/** All policies as one, so that the SDK deserializes each resource once. Each finding begins with its policy's name. */
const together: ResourceValidationPolicy & StackValidationPolicy = {
  name: "together",
  description: "",
  enforcementLevel: "advisory",
  async validateResource(args, report) {
    for (const { name, validateResource } of policies) {
      if (typeof validateResource === "function")
        await ask(validateResource, args, (message) => report(`${name}\n${message}`));
    }
  },
  async validateStack(args, report) {
    for (const { name, validateStack } of policies)
      await validateStack?.(args, (message, urn) => report(`${name}\n${message}`, urn));
  },
};

async function spoken(resources: readonly Registered[], form: Form, isApart: boolean): Promise<Violation[]> {
  // An audit knows nothing of the inputs that were shown before it.
  if (form === "audit") await judgeOutputs([together], []);
  const speak = form === "audit" ? judgeOutputs : judge;
  if (isApart) {
    const violations = await speak(switchedOn, resources);
    return violations.map((one) => ({ ...one, message: one.message.replace(/^.*\n/, "") }));
  }
  const violations = await speak([together], resources);
  return violations.map((one) => {
    const [, policy = "", message = ""] = /^\n(.*)\n([\s\S]*)$/.exec(one.message) ?? [];
    return policy === "" ? one : { ...one, policy, message };
  });
}

/** All policies, those that are off until somebody asks for them too. */
const switchedOn = policies.map((one) => ({ ...one, enforcementLevel: "advisory" as const }));

const baselines = new WeakMap<readonly Registered[], Map<Form, Promise<Violation[]>>>();

function spokenBefore(resources: readonly Registered[], form: Form): Promise<Violation[]> {
  const known = baselines.get(resources) ?? new Map<Form, Promise<Violation[]>>();
  baselines.set(resources, known);
  const violations = known.get(form) ?? spoken(resources, form, false);
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
