import assert from "node:assert/strict";
import { Judging } from "../../pack/judging";
import { shownInputs } from "../../pack/shown";
import { policies } from "../../policies";
import type { Policy } from "../../policies/kit/policy";

const urn = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main";
const vpc = {
  urn,
  type: "aws:ec2/vpc:Vpc",
  name: "main",
  inputs: {},
  outputs: {},
  parent: "",
  dependencies: {},
};

const fails = () => {
  throw new Error("out of words");
};

/** A policy of which one step fails. */
function failing(step: keyof Policy["judge"]): Policy {
  const whole = policies.find(({ scope }) => scope === "both") as Policy;
  const judge = { configure: () => undefined, concerns: () => true, ofResource: () => [], ofStack: () => [] };
  return { ...whole, name: "faulty", judge: { ...judge, [step]: fails } as unknown as Policy["judge"] };
}

describe("a policy that fails", () => {
  const cases: [keyof Policy["judge"], string][] = [
    ["configure", "Error configuring policy 'faulty':"],
    ["concerns", `Error validating ${urn} with policy 'faulty':`],
    ["ofResource", `Error validating ${urn} with policy 'faulty':`],
    ["ofStack", "Error validating the stack with policy 'faulty':"],
  ];
  for (const [step, beginning] of cases)
    it(`is named with what it failed on, in ${step}`, () => {
      const judging = new Judging([failing(step)], new Map());
      const judge = () => {
        judging.judgeResource(shownInputs(vpc));
        judging.judgeStack([shownInputs(vpc)]);
      };
      assert.throws(judge, (error: Error) => error.message.startsWith(`${beginning}\nError: out of words`));
    });
});
