import assert from "node:assert/strict";
import { Network } from "../../network/network";
import { policies } from "../../policies";
import { Unconcerned } from "../../policies/kit/unconcerned";
import { Resource } from "../../stack/resource";
import { exampleProgram } from "../examples";
import { judge } from "../harness/judge";
import { runProgram } from "../harness/program";

const alone = (type: string, declared: Record<string, string> = {}) =>
  Network.ofResource(new Resource({ urn: `urn:pulumi:dev::shop::${type}::a`, type, name: "a", declared }));

const VPC = "aws:ec2/vpc:Vpc";
const QUEUE = "aws:sqs/queue:Queue";

describe("the types that a policy has nothing to do with", () => {
  const asks: [string, (network: Network) => boolean, readonly string[]][] = [
    ["asks for a noun that others are", ({ vpcs }) => vpcs.length > 1, [QUEUE]],
    ["reads every resource", ({ resources }) => resources.some(({ name }) => name === "b"), []],
    ["reads the type alone", ({ resources }) => resources.some(({ type }) => type === "b"), []],
    ["reads the tags of the stack", ({ stack }) => stack.tags.get("a") === "b", []],
    ["finds something", ({ vpcs }) => vpcs.length === 0, []],
    ["asks for resources of another type", (network) => network.resourcesOf([VPC]).length > 1, [QUEUE]],
    ["asks whether the stack is whole", ({ isWhole }) => isWhole, [VPC, QUEUE]],
    ["asks for tagged resources, of which there are none", ({ tagged }) => tagged.length > 0, []],
    ["asks nothing", () => false, [VPC, QUEUE]],
  ];
  for (const [what, ask, expected] of asks) {
    it(`are ${expected.length} of 2, where it ${what}`, () => {
      const unconcerned = new Unconcerned(ask);
      assert.deepEqual(
        [VPC, QUEUE].filter((type) => unconcerned.has(alone(type))),
        expected,
      );
    });
  }

  it("are asked about once", () => {
    let asked = 0;
    const unconcerned = new Unconcerned(() => {
      asked++;
      return false;
    });
    for (const name of ["a", "b"]) assert.ok(unconcerned.has(alone(QUEUE, { name })));
    assert.equal(asked, 1);
  });

  it("are asked about once where they lack the same, and each where more than that is asked", () => {
    const asking = (ask: (network: Network) => boolean) => {
      let asked = 0;
      const unconcerned = new Unconcerned((network) => {
        asked++;
        return ask(network);
      });
      const types = [QUEUE, "aws:sns/topic:Topic", VPC].filter((type) => unconcerned.has(alone(type)));
      return [asked, types.length];
    };
    assert.deepEqual(
      asking(({ vpcs }) => vpcs.length > 1),
      [2, 2],
    );
    assert.deepEqual(
      asking(({ vpcs, trails }) => vpcs.length + trails.length > 1),
      [2, 2],
    );
    assert.deepEqual(
      asking((network) => network.resourcesOf([VPC]).length > 1),
      [3, 2],
    );
    assert.deepEqual(
      asking(({ isWhole }) => isWhole),
      [1, 3],
    );
  });

  it("change nothing of what is found, whichever resource of a type comes first", async () => {
    const resources = await runProgram(exampleProgram("leaky"), "update");
    const found = async (shown: typeof resources) =>
      (await judge(policies, shown, { through: "door" }))
        .map(({ policy, urn, message }) => `${policy} ${urn} ${message}`)
        .sort();
    assert.deepEqual(await found(resources.toReversed()), await found(resources));
  });
});
