import assert from "node:assert/strict";
import { deploymentIn } from "../../stack/deployment";

describe("the deployment of a file", () => {
  const deployment = { resources: [] };
  for (const [what, content, expected] of [
    ["an exported stack's", { version: 3, deployment }, deployment],
    ["none of an exported stack without one", { version: 3, deployment: null }, null],
    ["unreadable where a deployment is null and has no version", { deployment: null }, undefined],
    ["a checkpoint's", { version: 3, checkpoint: { latest: deployment } }, deployment],
    ["none of a checkpoint without one", { checkpoint: {} }, null],
    ["unreadable where a checkpoint is null", { checkpoint: null }, undefined],
    ["unreadable where a checkpoint is a text", { checkpoint: "latest" }, undefined],
    ["unreadable where a checkpoint is a list", { checkpoint: [] }, undefined],
    ["the content itself, where it has resources", deployment, deployment],
    ["the content itself, where it has a manifest", { manifest: {} }, { manifest: {} }],
    ["unreadable in anything else", { steps: [] }, undefined],
  ] as const) {
    it(`is ${what}`, () => assert.deepEqual(deploymentIn(content), expected));
  }
});
