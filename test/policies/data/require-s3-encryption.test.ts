import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/data/require-s3-encryption";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const FLAGGED = ["require-s3-encryption: data"];

const bucket = (args: object = {}) => new aws.s3.Bucket("data", args);
const encrypted =
  (...rules: object[]) =>
  () =>
    new aws.s3.BucketServerSideEncryptionConfiguration("encryption", { bucket: bucket().id, rules });
const by = (sseAlgorithm: unknown) => ({ applyServerSideEncryptionByDefault: { sseAlgorithm } });

describe("require-s3-encryption", () => {
  it("flags a bucket that does not say how it encrypts, and passes one that does", async () => {
    assert.deepEqual(await verdict([policy], () => bucket()), FLAGGED);
    for (const algorithm of ["AES256", "aws:kms", "aws:kms:dsse"]) {
      assert.deepEqual(await verdict([policy], encrypted(by(algorithm))), [], algorithm);
    }
    assert.deepEqual(await verdict([policy], encrypted(by("none"))), FLAGGED);
    assert.deepEqual(await verdict([policy], encrypted({ bucketKeyEnabled: true })), FLAGGED);
    assert.deepEqual(await verdict([policy], encrypted()), FLAGGED);
  });

  it("takes what is no text for no algorithm", async () => {
    for (const nonsense of [["AES256"], 7, {}]) {
      assert.deepEqual(await verdict([policy], encrypted(by(nonsense))), FLAGGED);
    }
  });

  it("reads what stands in the bucket, of either kind", async () => {
    assert.deepEqual(
      await verdict([policy], () => bucket({ serverSideEncryptionConfiguration: { rule: by("AES256") } })),
      [],
    );
    assert.deepEqual(
      await verdict([policy], () => bucket({ serverSideEncryptionConfiguration: { rule: {} } })),
      FLAGGED,
    );
    const v2 = (applied: object[]) => () =>
      new aws.s3.BucketV2("data", {
        serverSideEncryptionConfigurations: [
          { rules: [{ applyServerSideEncryptionByDefaults: applied as never }] },
        ],
      });
    assert.deepEqual(await verdict([policy], v2([{ sseAlgorithm: "aws:kms" }])), []);
    assert.deepEqual(await verdict([policy], v2([])), FLAGGED);
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => encrypted(by(later("AES256")))()), [0, 0]);
    assert.deepEqual(await phases(policy, () => encrypted(by(later("none")))()), [0, 1]);
  });

  it("says where the answer comes from", async () => {
    const [message] = await messages(policy, encrypted(by("none")));
    assert.match(
      message ?? "",
      /^rules\[0\]\.\S+\.sseAlgorithm of BucketServerSideEncryptionConfiguration encryption is "none", so/,
    );
  });
});
