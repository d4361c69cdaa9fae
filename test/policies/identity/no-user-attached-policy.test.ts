import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/identity/no-user-attached-policy";
import { judgeProgram, verdict } from "../../harness/judge";
import { later } from "../private-access/managed";

const FLAGGED = ["no-user-attached-policy: it"];
const policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const document = JSON.stringify({ Statement: [] });

describe("no-user-attached-policy", () => {
  for (const [title, flagged, passed] of [
    [
      "an attachment to a user, not to a group",
      () => new aws.iam.UserPolicyAttachment("it", { user: "ayumi", policyArn }),
      () => new aws.iam.GroupPolicyAttachment("it", { group: "readers", policyArn }),
    ],
    [
      "a user's inline policy, not a group's",
      () => new aws.iam.UserPolicy("it", { user: "ayumi", policy: document }),
      () => new aws.iam.GroupPolicy("it", { group: "readers", policy: document }),
    ],
    [
      "users among those that a policy is attached to",
      () => new aws.iam.PolicyAttachment("it", { groups: ["readers"], users: ["ayumi"], policyArn }),
      () => new aws.iam.PolicyAttachment("it", { groups: ["readers"], users: [], policyArn }),
    ],
    [
      "a list of what a user keeps, not an empty one",
      () => new aws.iam.UserPolicyAttachmentsExclusive("it", { userName: "ayumi", policyArns: [policyArn] }),
      () => new aws.iam.UserPolicyAttachmentsExclusive("it", { userName: "ayumi", policyArns: [] }),
    ],
    [
      "a list of inline policies that a user keeps, not an empty one",
      () => new aws.iam.UserPoliciesExclusive("it", { userName: "ayumi", policyNames: ["a"] }),
      () => new aws.iam.UserPoliciesExclusive("it", { userName: "ayumi", policyNames: [] }),
    ],
  ] as const) {
    it(`flags ${title}`, async () => {
      assert.deepEqual(await verdict([policy], flagged), FLAGGED);
      assert.deepEqual(await verdict([policy], passed), []);
    });
  }

  it("takes a user by reference for one, and passes a boundary", async () => {
    const named = () => {
      const { name: user } = new aws.iam.User("ayumi", { permissionsBoundary: policyArn });
      new aws.iam.UserPolicyAttachment("it", { user, policyArn });
    };
    assert.deepEqual(await verdict([policy], named), FLAGGED);
    const bounded = () => new aws.iam.User("it", { permissionsBoundary: policyArn });
    assert.deepEqual(await verdict([policy], bounded), []);
  });

  it("leaves a list of users that is not known yet to the update", async () => {
    const program = (users: string[]) => () =>
      new aws.iam.PolicyAttachment("it", { users: later(users), groups: ["readers"], policyArn });
    assert.equal((await judgeProgram([policy], program(["ayumi"]), "preview")).length, 0);
    assert.equal((await judgeProgram([policy], program(["ayumi"]), "update")).length, 1);
    assert.equal((await judgeProgram([policy], program([]), "update")).length, 0);
    const one = () => new aws.iam.PolicyAttachment("it", { users: [later("ayumi")], policyArn });
    assert.deepEqual(await verdict([policy], one), FLAGGED);
  });

  it("takes one that is in no list for a user, and what is none for nobody", async () => {
    const program = (users: unknown) => () =>
      new aws.iam.PolicyAttachment("it", { users: users as string[], groups: ["readers"], policyArn });
    for (const users of [null, []]) assert.deepEqual(await verdict([policy], program(users)), []);
    for (const users of [{}, "ayumi"]) assert.deepEqual(await verdict([policy], program(users)), FLAGGED);
  });
});
