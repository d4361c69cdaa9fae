import assert from "node:assert/strict";
import type { Policy } from "../../policies/kit/policy";
import { verdict } from "./judge";

/** Asserts which resources a policy, or it as configured, flags in a program: the same at a first preview and at the update. */
export function flagging(policy: Policy) {
  const flags = async (
    program: () => unknown,
    resources: string | readonly string[],
    used: Policy = policy,
  ) => {
    const expected = [resources].flat().map((resource) => `${policy.name}: ${resource}`);
    assert.deepEqual(await verdict([used], program), expected);
  };
  const passes = (program: () => unknown, used: Policy = policy) => flags(program, [], used);
  return { flags, passes };
}
