import assert from "node:assert/strict";
import type { Policy } from "../../policies/kit/policy";
import { hasStandIn, marked, withDefaults } from "../end-to-end/aws-stand-in/cloud";
import { judge, summary } from "../harness/judge";
import { type Registered, runProgram } from "../harness/program";
import type { Case } from "./speakers";

/**
 * Runs each case at a first preview and at the update; again with the resources in other orders, as the engine gives them in none; and with the ids
 * as literals, behind which no resource stands; through the SDK, which random stacks hold to the same words in every form; with what the provider
 * fills in before policies see it; and as an audit, which shows outputs alone. All of these must give the same verdict.
 */
export function holdsInEveryForm(policies: readonly Policy[], cases: readonly Case[]): void {
  for (const [title, program, expected, audited = expected] of cases) {
    it(title, async () => {
      const preview = await runProgram(program, "preview");
      const update = await runProgram(program, "update");
      const judged: (readonly Registered[])[] = [];
      for (const [form, resources, showing] of [
        ["preview", preview],
        ["update", update],
        ["reversed preview", [...preview].reverse()],
        ["reversed update", [...update].reverse()],
        ["turned preview", turned(preview)],
        ["literal ids", update.map(withoutDependencies)],
        ["preview through the SDK", preview, { through: "sdk" }],
        ["preview, filled in by the provider", preview.map(filledIn)],
        ["update, filled in by the provider", update.map(filledIn)],
        ["audit", update, { outputsAlone: true }],
      ] as const) {
        if (showing === undefined && judged.some((others) => isSame(others, resources))) continue;
        if (showing === undefined) judged.push(resources);
        const said = summary(await judge(policies, resources, showing));
        assert.deepEqual(said, [...(form === "audit" ? audited : expected)].sort(), form);
      }
    });
  }
}

/** Whether a form is another one over again, such as the order of one resource turned round: what is of the cloud comes in the same order. */
function isSame(some: readonly Registered[], others: readonly Registered[]): boolean {
  const [these, those] = [ofTheCloud(some), ofTheCloud(others)];
  return these.length === those.length && these.every((one, i) => one === those[i]);
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

function ofTheCloud(resources: readonly Registered[]): Registered[] {
  return resources.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

function withoutDependencies(resource: Registered): Registered {
  const isAlone = Object.values(resource.dependencies).every((behind) => behind.length === 0);
  return isAlone ? resource : { ...resource, dependencies: {} };
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
