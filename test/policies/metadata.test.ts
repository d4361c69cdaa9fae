import assert from "node:assert/strict";
import { join } from "node:path";
import { readOptions } from "../../policies/kit/configuration";
import { CIS_VERSION } from "../../policies/kit/control-titles";
import { controlOf } from "../../policies/kit/controls";
import { NAME, policyFiles, siblings } from "../../scripts/policy-files";
import { assertSentence } from "../harness/sentence";

const files = policyFiles(join(__dirname, "../.."));

describe("what policies say of themselves", () => {
  for (const { name, group, policy } of files) {
    it(`${name} is well said`, () => {
      // It asks nothing of resources.
      if (name !== "review-exemptions") assert.match(name, NAME);
      assert.equal(policy.name, name);
      assert.ok(policy.url?.endsWith(siblings(group, name).page), policy.url);
      assertSentence(policy.description, "the description");
      assertSentence(policy.remediationSteps, "remediationSteps");
      assert.ok(["critical", "high", "medium", "low"].includes(policy.severity), policy.severity);
      assert.ok(["mandatory", "advisory", "disabled"].includes(policy.enforcementLevel));
      assert.ok(["resource", "stack", "both"].includes(policy.scope), policy.scope);
    });

    it(`${name} names controls that are known, and says in a sentence how it differs from them`, () => {
      assert.equal(new Set(policy.controls).size, policy.controls.length);
      for (const id of policy.controls) {
        const control = controlOf(id);
        assert.ok(control, `${id} is written in no form of policies/kit/controls.ts`);
        if (control.standard.name !== "AWS Config")
          assert.ok(
            control.title,
            `look ${id} up: policies/kit/control-titles.ts has no title by that standard`,
          );
        if (control.standard.name.startsWith("CIS")) assert.equal(control.standard.version, CIS_VERSION, id);
      }
      for (const text of [policy.stricterThanControls, policy.looserThanControls]) {
        if (text !== undefined) assertSentence(text, "the difference");
        if (text !== undefined) assert.notDeepEqual(policy.controls, [], "it differs from no control");
      }
    });

    it(`${name} describes its options, whose defaults are valid`, () => {
      const defaults = Object.entries(policy.options).map(([option, schema]) => {
        assert.match(option, /^[a-z][A-Za-z]+$/);
        assert.match(schema.description, /^[A-Z].*\.$/s, `the description of ${option}`);
        return [option, schema.default] as const;
      });
      readOptions(name, policy.options, Object.fromEntries(defaults));
    });
  }

  it("name the framework of their controls, which the engine tells", () => {
    const isTold = (name: string) => files.find((file) => file.name === name)?.policy.framework?.name;
    assert.equal(isTold("no-public-ssh-rdp"), "CIS AWS Foundations Benchmark");
    assert.equal(isTold("no-default-vpc-use"), undefined);
  });

  for (const field of ["name", "description"] as const) {
    it(`no two policies share a ${field}`, () => {
      const values = files.map(({ policy }) => policy[field]);
      assert.deepEqual(
        values.filter((value, position) => values.indexOf(value) !== position),
        [],
      );
    });
  }
});
