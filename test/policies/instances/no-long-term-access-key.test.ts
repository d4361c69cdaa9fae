import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/instances/no-long-term-access-key";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { later } from "../private-access/managed";

const FLAGGED = ["no-long-term-access-key: it"];
const key = (args: Partial<aws.iam.AccessKeyArgs>) => () =>
  new aws.iam.AccessKey("it", { user: "uploader", ...args });

describe("no-long-term-access-key", () => {
  it("flags a key, and passes an inactive one", async () => {
    assert.deepEqual(await verdict([policy], key({})), FLAGGED);
    assert.deepEqual(await verdict([policy], key({ status: "Active" })), FLAGGED);
    assert.deepEqual(await verdict([policy], key({ status: "Inactive" })), []);
    assert.deepEqual(await verdict([policy], () => new aws.iam.User("it", {})), []);
  });

  it("leaves a status that is not known yet to the update", async () => {
    const program = (status: string) => () => key({ status: later(status) })();
    const phases = async (status: string) => [
      (await judgeProgram([policy], program(status), "preview")).length,
      (await judgeProgram([policy], program(status), "update")).length,
    ];
    assert.deepEqual(await phases("Active"), [0, 1]);
    assert.deepEqual(await phases("Inactive"), [0, 0]);
  });

  it("says why a key is bad", async () => {
    assert.deepEqual(await messages(policy, key({})), [
      "is valid until somebody deletes it, for whoever holds a copy.",
    ]);
  });

  it("takes a status of a wrong type for none", async () => {
    assert.deepEqual(await verdict([policy], key({ status: {} as string })), FLAGGED);
  });
});
