import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/data/require-s3-versioning";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const FLAGGED = ["require-s3-versioning: data"];

const bucket = (args: object = {}) => new aws.s3.Bucket("data", args);
const versioned =
  (status: unknown, args: object = {}) =>
  () =>
    new aws.s3.BucketVersioning("versions", {
      bucket: bucket(args).id,
      versioningConfiguration: { status: status as string },
    });

describe("require-s3-versioning", () => {
  it("flags a bucket without versions, and passes one with them", async () => {
    assert.deepEqual(await verdict([policy], () => bucket()), FLAGGED);
    assert.deepEqual(await verdict([policy], versioned("Suspended")), FLAGGED);
    assert.deepEqual(await verdict([policy], versioned("Disabled")), FLAGGED);
    assert.deepEqual(await verdict([policy], versioned("Enabled")), []);
  });

  it("reads what stands in the bucket, of either kind", async () => {
    assert.deepEqual(await verdict([policy], () => bucket({ versioning: { enabled: true } })), []);
    assert.deepEqual(await verdict([policy], () => bucket({ versioning: { enabled: false } })), FLAGGED);
    assert.deepEqual(await verdict([policy], () => bucket({ objectLockEnabled: true })), []);
    const v2 = (enabled: boolean) => () => new aws.s3.BucketV2("data", { versionings: [{ enabled }] });
    assert.deepEqual(await verdict([policy], v2(true)), []);
    assert.deepEqual(await verdict([policy], v2(false)), FLAGGED);
    assert.deepEqual(
      await verdict([policy], versioned("Suspended", { versioning: { enabled: true } })),
      FLAGGED,
    );
  });

  it("joins by name, and judges what it says of a bucket outside the stack by itself", async () => {
    const named = (name: string, status: string) => () => {
      bucket({ bucket: "shop-data" });
      new aws.s3.BucketVersioning("versions", { bucket: name, versioningConfiguration: { status } });
    };
    assert.deepEqual(await verdict([policy], named("shop-data", "Enabled")), []);
    assert.deepEqual(await verdict([policy], named("others-data", "Enabled")), FLAGGED);
    assert.deepEqual(await verdict([policy], named("others-data", "Suspended")), [
      ...FLAGGED,
      "require-s3-versioning: versions",
    ]);
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => versioned(later("Suspended"))()), [0, 1]);
    assert.deepEqual(await phases(policy, () => versioned(later("Enabled"))()), [0, 0]);
  });

  it("takes what is no status for none that is on", async () => {
    for (const nonsense of [7, [], {}]) assert.deepEqual(await verdict([policy], versioned(nonsense)), []);
    const empty = () =>
      new aws.s3.BucketVersioning("versions", { bucket: bucket().id, versioningConfiguration: {} as never });
    assert.deepEqual(await verdict([policy], empty), FLAGGED);
  });

  it("says where the answer comes from", async () => {
    const [suspended] = await messages(policy, versioned("Suspended"));
    assert.match(
      suspended ?? "",
      /^versioningConfiguration\.status of BucketVersioning versions is "Suspended", so/,
    );
    const [unsaid] = await messages(policy, () => bucket());
    assert.match(unsaid ?? "", /^nothing enables versioning, so/);
  });
});
