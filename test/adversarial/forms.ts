import assert from "node:assert/strict";
import type { Policy } from "../../policies/kit/policy";
import { hasStandIn, marked, withDefaults } from "../end-to-end/aws-stand-in/cloud";
import { judge, summary } from "../harness/judge";
import { type Registered, runProgram } from "../harness/program";
import type { Case } from "./speakers";

/**
 * Runs each case at a first preview and at the update; again with the resources in other orders, as the engine gives them in none; and with the ids
 * as literals, behind which no resource stands; through the SDK; with what the provider fills in before policies see it; and as an audit, which
 * shows outputs alone. All of these must give the same verdict.
 */
export function holdsInEveryForm(policies: readonly Policy[], cases: readonly Case[]): void {
  for (const [title, program, expected, audited = expected] of cases) {
    it(title, async () => {
      const preview = await runProgram(program, "preview");
      const update = await runProgram(program, "update");
      for (const [form, resources, showing] of [
        ["preview", preview],
        ["update", update],
        ["reversed preview", [...preview].reverse()],
        ["reversed update", [...update].reverse()],
        ["turned preview", turned(preview)],
        ["literal ids", update.map((resource): Registered => ({ ...resource, dependencies: {} }))],
        ["preview through the SDK", preview, { through: "sdk" }],
        ["update through the SDK", update, { through: "sdk" }],
        ["preview, filled in by the provider", preview.map(filledIn)],
        ["update, filled in by the provider", update.map(filledIn)],
        ["audit", update, { outputsAlone: true }],
        ["audit through the SDK", update, { outputsAlone: true, through: "sdk" }],
      ] as const) {
        const said = summary(await judge(policies, resources, showing));
        assert.deepEqual(said, [...(form.startsWith("audit") ? audited : expected)].sort(), form);
      }
    });
  }
}

/** What is unknown at the preview could change the verdict, so that only the update decides. */
export function holdsOnceKnown(policies: readonly Policy[], cases: readonly Case[]): void {
  for (const [title, program, expected] of cases) {
    it(`${title}, once it is known`, async () => {
      assert.deepEqual(summary(await judge(policies, await runProgram(program, "preview"))), [], "preview");
      const update = summary(await judge(policies, await runProgram(program, "update")));
      assert.deepEqual(update, [...expected].sort(), "update");
    });
  }
}

function filledIn(resource: Registered): Registered {
  const { type, inputs } = resource;
  if (!hasStandIn(type)) return resource;
  return { ...resource, inputs: marked(withDefaults(type, inputs), inputs) };
}

function turned(resources: readonly Registered[]): Registered[] {
  const middle = resources.length >> 1;
  return [...resources.slice(middle), ...resources.slice(0, middle)];
}
