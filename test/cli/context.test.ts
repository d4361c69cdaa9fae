import assert from "node:assert/strict";
import { ContextStacks } from "../../cli/context";
import { jsonFile } from "./run";

/** A state of a stack that exports where it stands. */
const exporting = (project: string, stack: string) =>
  jsonFile({
    version: 3,
    deployment: {
      resources: [
        {
          urn: `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`,
          type: "pulumi:pulumi:Stack",
          outputs: { at: `${project}/${stack}` },
        },
      ],
    },
  });

describe("what a program's reference finds among the stacks beside it", () => {
  let stacks: ContextStacks;
  before(async () => {
    const targets = [exporting("shop", "dev"), exporting("base", "dev"), exporting("base", "prod")];
    stacks = await ContextStacks.read(targets, {} as never);
  });

  const cases: [reference: string, project: string, found: string | undefined][] = [
    ["organization/base/dev", "shop", "base/dev"],
    ["base/dev", "shop", "base/dev"],
    ["shop/dev", "base", "shop/dev"],
    ["organization/dev", "shop", "shop/dev"],
    ["dev", "base", "base/dev"],
    ["prod", "shop", "base/prod"],
    ["organization/prod", "shop", "base/prod"],
    ["dev", "third", undefined],
    ["organization/third/dev", "shop", undefined],
    ["organization/third/prod", "base", undefined],
    ["test", "shop", undefined],
  ];
  for (const [reference, project, found] of cases)
    it(`${found ?? "nothing"} for ${reference} in ${project}`, () => {
      assert.deepEqual(stacks.outputsOf(reference, project), found && { at: found });
    });
});
