import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import disabled from "../../../policies/data/require-s3-replication";
import { configured } from "../../harness/configured";
import { verdict } from "../../harness/judge";
import { later, phases } from "../../harness/phases";

const policy = configured(disabled, { enforcementLevel: "advisory" });
const FLAGGED = ["require-s3-replication: data"];
const role = "arn:aws:iam::123456789012:role/replication";
const outside = "arn:aws:s3:::copies-elsewhere";

const bucket = (args: object = {}) => new aws.s3.Bucket("data", args);
const replicated =
  (status: unknown, destination: () => unknown = () => outside) =>
  () =>
    new aws.s3.BucketReplicationConfig("replication", {
      bucket: bucket().id,
      role,
      rules: [{ status: status as string, destination: { bucket: destination() as string } }],
    });

describe("require-s3-replication", () => {
  it("says nothing until it is enabled", async () => {
    assert.deepEqual(await verdict([disabled], () => bucket()), []);
    assert.deepEqual(await verdict([policy], () => bucket()), FLAGGED);
  });

  it("flags a bucket without an enabled rule, and passes one with one", async () => {
    assert.deepEqual(await verdict([policy], replicated("Disabled")), FLAGGED);
    assert.deepEqual(await verdict([policy], replicated("Enabled")), []);
    const inline = (status: string) => () =>
      bucket({ replicationConfiguration: { role, rules: [{ status, destination: { bucket: outside } }] } });
    assert.deepEqual(await verdict([policy], inline("Enabled")), []);
    assert.deepEqual(await verdict([policy], inline("Disabled")), FLAGGED);
    const v2 = (status: string) => () =>
      new aws.s3.BucketV2("data", {
        replicationConfigurations: [{ role, rules: [{ status, destinations: [{ bucket: outside }] }] }],
      });
    assert.deepEqual(await verdict([policy], v2("Enabled")), []);
    assert.deepEqual(await verdict([policy], v2("Disabled")), FLAGGED);
  });

  it("passes where another bucket is replicated to", async () => {
    const copies = () => new aws.s3.Bucket("copies", { bucket: "shop-copies" });
    assert.deepEqual(
      await verdict(
        [policy],
        replicated("Enabled", () => copies().arn),
      ),
      [],
    );
    assert.deepEqual(
      await verdict([policy], () => {
        copies();
        replicated("Enabled", () => "arn:aws:s3:::shop-copies")();
      }),
      [],
    );
    assert.deepEqual(
      await verdict([policy], () => {
        copies();
        replicated("Enabled")();
      }),
      ["require-s3-replication: copies"],
    );
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => replicated(later("Enabled"))()), [0, 0]);
    assert.deepEqual(await phases(policy, () => replicated(later("Disabled"))()), [0, 1]);
  });
});
