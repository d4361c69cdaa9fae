import assert from "node:assert/strict";
import { exampleProgram } from "../examples";
import { makeOutputsAtOnce, makeOutputsWhenRead } from "./outputs-when-read";
import { type Registered, runProgram } from "./program";

describe("programs whose outputs are made when they are read", () => {
  for (const example of ["leaky", "ecs-leaky"])
    for (const phase of ["preview", "update"] as const)
      it(`register what they do where all are made at once: ${example}, ${phase}`, async () => {
        const registered = async () => byUrn(await runProgram(exampleProgram(example), phase));
        const whenRead = await registered();
        makeOutputsAtOnce();
        try {
          assert.deepEqual(whenRead, await registered());
        } finally {
          makeOutputsWhenRead();
        }
      });
});

/** The engine gives resources that do not wait for each other in no order. */
function byUrn(resources: readonly Registered[]): Registered[] {
  return [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1));
}
