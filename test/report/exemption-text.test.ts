import assert from "node:assert/strict";
import {
  EXEMPTION_STATES,
  type ExemptionState,
  exemptionText,
  readExemption,
} from "../../policies/kit/exemption-text";

describe("what is said of an exemption", () => {
  const written: ExemptionState[] = [
    {
      policy: "no-x",
      resource: "*::bastion",
      reason: "It moves",
      expires: "2027-03-31",
      state: "used",
      of: "Instance bastion",
    },
    {
      policy: "no-x",
      resource: "*",
      reason: "It (really) is in use for, tests",
      state: "unused",
      of: "Vpc a and Vpc b",
    },
    {
      policy: "no-x",
      resource: 'urn:pulumi:dev::app::a:b:C::"d" from e',
      reason: "old; until further notice",
      state: "expired",
    },
    { policy: "no-x", resource: "*::nothing", reason: "none", state: "unmatched" },
  ];
  for (const state of written)
    it(`is read back: ${state.state}`, () => {
      const { policy, state: name, of } = state;
      const text = [exemptionText(policy, state), EXEMPTION_STATES[name], ...(of ? [of] : [])].join(" ");
      assert.deepEqual(readExemption(`${text}.`), state);
    });

  it("is nothing else", () => {
    for (const text of ["", "it has no flow log.", "the exemption of nobody has expired"])
      assert.equal(readExemption(text), undefined);
  });
});
