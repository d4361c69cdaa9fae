import assert from "node:assert/strict";
import { Session } from "../../network/session";
import { count, exemptions } from "../../policies/kit/options";
import { PolicyConfiguration } from "../../policies/kit/policy-configuration";

describe("the configuration of a policy", () => {
  it("is read anew only when it changes", () => {
    const policy = new PolicyConfiguration("no-x", { most: count(2, "How many."), exemptions });
    const session = Session.begin(new Map());
    const first = policy.read({ most: 3 }, session);
    assert.deepEqual(first, { most: 3, exemptions: [] });
    assert.equal(policy.read({ most: 3 }, session), first);
    for (const other of [{ most: 4 }, {}, { most: 3, exemptions: [] }])
      assert.notEqual(policy.read(other, session), policy.read({ most: 3 }, session), JSON.stringify(other));
  });
});
