import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/data/require-ebs-backup";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const FLAGGED = ["require-ebs-backup: data"];
const role = "arn:aws:iam::123456789012:role/backup";

const volume = (args: object = { tags: { Backup: "daily" } }) =>
  new aws.ebs.Volume("data", { availabilityZone: "us-east-1a", size: 8, ...args });
const lifecycle = (details: object = {}, args: object = {}) =>
  new aws.dlm.LifecyclePolicy("lifecycle", {
    description: "daily",
    executionRoleArn: role,
    policyDetails: { resourceTypes: ["VOLUME"], targetTags: { Backup: "daily" }, ...details },
    ...args,
  });
const selection = (args: object) =>
  new aws.backup.Selection("selection", { iamRoleArn: role, planId: "plan", ...args });
const both =
  (...made: readonly (() => unknown)[]) =>
  () => {
    for (const one of made) one();
  };
const daily = (value = "daily") => ({ type: "STRINGEQUALS", key: "Backup", value });

describe("require-ebs-backup", () => {
  it("flags a volume that nothing covers, and passes one whose tags a lifecycle policy asks for", async () => {
    assert.deepEqual(await verdict([policy], () => volume()), FLAGGED);
    assert.deepEqual(await verdict([policy], both(volume, lifecycle)), []);
    assert.deepEqual(
      await verdict(
        [policy],
        both(() => volume({ tags: { Backup: "weekly" } }), lifecycle),
      ),
      FLAGGED,
    );
    assert.deepEqual(
      await verdict(
        [policy],
        both(volume, () => lifecycle({ targetTags: { Team: "x", Backup: "daily" } })),
      ),
      [],
    );
  });

  it("tells tags apart by their case, as AWS does", async () => {
    const written = both(() => volume({ tags: { backup: "daily" } }), lifecycle);
    assert.deepEqual(await verdict([policy], written), FLAGGED);
    const twice = both(() => volume({ tags: { backup: "daily", Backup: "weekly" } }), lifecycle);
    assert.deepEqual(await verdict([policy], twice), FLAGGED);
    const selected = both(
      () => volume({ tags: { BACKUP: "daily" } }),
      () => selection({ selectionTags: [daily()] }),
    );
    assert.deepEqual(await verdict([policy], selected), FLAGGED);
  });

  it("counts policies that are on, for volumes, in the volume's place", async () => {
    assert.deepEqual(
      await verdict(
        [policy],
        both(volume, () => lifecycle({}, { state: "DISABLED" })),
      ),
      FLAGGED,
    );
    assert.deepEqual(
      await verdict(
        [policy],
        both(volume, () => lifecycle({ policyType: "EVENT_BASED_POLICY" })),
      ),
      FLAGGED,
    );
    assert.deepEqual(
      await verdict(
        [policy],
        both(volume, () => lifecycle({ resourceTypes: ["INSTANCE"] })),
      ),
      FLAGGED,
    );
    const far = both(
      () => volume({ region: "us-east-1", tags: { Backup: "daily" } }),
      () => lifecycle({}, { region: "eu-west-1" }),
    );
    assert.deepEqual(await verdict([policy], far), FLAGGED);
    const all = () =>
      lifecycle({ resourceTypes: undefined, targetTags: undefined }, { defaultPolicy: "VOLUME" });
    assert.deepEqual(
      await verdict(
        [policy],
        both(() => volume({}), all),
      ),
      [],
    );
  });

  it("counts selections by tag, condition, pattern and name", async () => {
    for (const args of [
      { selectionTags: [daily("weekly"), daily()] },
      { resources: ["arn:aws:ec2:*:*:volume/*"] },
      {
        resources: ["*"],
        conditions: [{ stringEquals: [{ key: "aws:ResourceTag/Backup", value: "daily" }] }],
      },
      { resources: ["*"], conditions: [{ stringLikes: [{ key: "aws:ResourceTag/Backup", value: "da*" }] }] },
      {},
    ]) {
      assert.deepEqual(
        await verdict(
          [policy],
          both(volume, () => selection(args)),
        ),
        [],
        JSON.stringify(args),
      );
    }
    for (const args of [
      { selectionTags: [daily("weekly")] },
      { resources: ["arn:aws:rds:*:*:db:*"] },
      { resources: ["arn:aws:ec2:*:*:instance/*"] },
      { resources: ["*"], notResources: ["arn:aws:ec2:*:*:volume/*"] },
      {
        resources: ["*"],
        conditions: [{ stringNotEquals: [{ key: "aws:ResourceTag/Backup", value: "daily" }] }],
      },
    ]) {
      assert.deepEqual(
        await verdict(
          [policy],
          both(volume, () => selection(args)),
        ),
        FLAGGED,
        JSON.stringify(args),
      );
    }
    assert.deepEqual(await verdict([policy], () => selection({ resources: [volume().arn] })), []);
  });

  const attached =
    (tags: Record<string, string>, cover: () => unknown = () => selection({ selectionTags: [daily()] })) =>
    () => {
      const machine = new aws.ec2.Instance("machine", { ami: "ami-1", instanceType: "t3.micro", tags });
      new aws.ec2.VolumeAttachment("attachment", {
        deviceName: "/dev/sdf",
        instanceId: machine.id,
        volumeId: volume({}).id,
      });
      cover();
    };

  it("passes what is attached to a machine that is covered", async () => {
    assert.deepEqual(await verdict([policy], attached({ Backup: "daily" })), []);
    assert.deepEqual(await verdict([policy], attached({})), FLAGGED);
    const byDefault = (excludeTags: object) => () =>
      lifecycle(
        { resourceTypes: undefined, targetTags: undefined, exclusions: { excludeTags } },
        { defaultPolicy: "INSTANCE" },
      );
    assert.deepEqual(await verdict([policy], attached({}, byDefault({}))), []);
    assert.deepEqual(
      await verdict(
        [policy],
        both(() => volume({}), byDefault({})),
      ),
      FLAGGED,
    );
  });

  it("leaves unknown values to the update", async () => {
    const tagged = (value: string) => both(() => volume({ tags: { Backup: later(value) } }), lifecycle);
    assert.deepEqual(await phases(policy, tagged("daily")), [0, 0]);
    assert.deepEqual(await phases(policy, tagged("never")), [0, 1]);
    const typed = (type: string) =>
      attached({ Backup: "daily" }, () => lifecycle({ resourceTypes: [later(type)] }));
    assert.deepEqual(await phases(policy, typed("INSTANCE")), [0, 0]);
    assert.deepEqual(await phases(policy, typed("VOLUME")), [0, 1]);
    const wanted = (value: string) => both(volume, () => lifecycle({ targetTags: { Backup: later(value) } }));
    assert.deepEqual(await phases(policy, wanted("daily")), [0, 0]);
    assert.deepEqual(await phases(policy, wanted("weekly")), [0, 1]);
    const listed = (arn: string) => both(volume, () => selection({ resources: [later(arn)] }));
    assert.deepEqual(await phases(policy, listed("*")), [0, 0]);
    assert.deepEqual(await phases(policy, listed("arn:aws:rds:*:*:db:*")), [0, 1]);
  });

  it("takes what is no policy for none", async () => {
    for (const nonsense of ["all", 7, []]) {
      assert.deepEqual(
        await verdict(
          [policy],
          both(volume, () => lifecycle({ targetTags: nonsense })),
        ),
        FLAGGED,
      );
    }
  });

  it("says what is missing", async () => {
    assert.deepEqual(await messages(policy, () => volume()), [
      "no lifecycle policy, backup selection or snapshot policy of the stack covers it.",
    ]);
  });
});
