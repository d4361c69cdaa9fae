import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/data/require-kms-key-rotation";
import { verdict } from "../../harness/judge";
import { later, messages, phases, registered } from "../../harness/phases";
import { remediated } from "../../harness/remediate";

const FLAGGED = ["require-kms-key-rotation: key"];

const key =
  (args: object = {}) =>
  () =>
    new aws.kms.Key("key", args);

describe("require-kms-key-rotation", () => {
  it("flags a symmetric key without rotation, and passes one with it", async () => {
    assert.deepEqual(await verdict([policy], key()), FLAGGED);
    assert.deepEqual(await verdict([policy], key({ enableKeyRotation: false })), FLAGGED);
    assert.deepEqual(await verdict([policy], key({ enableKeyRotation: "false" })), FLAGGED);
    assert.deepEqual(
      await verdict([policy], key({ multiRegion: true, keyUsage: "ENCRYPT_DECRYPT" })),
      FLAGGED,
    );
    assert.deepEqual(await verdict([policy], key({ enableKeyRotation: true })), []);
    assert.deepEqual(await verdict([policy], key({ enableKeyRotation: true, rotationPeriodInDays: 90 })), []);
  });

  it("passes what AWS cannot rotate, or has rotated already", async () => {
    for (const customerMasterKeySpec of ["RSA_4096", "ECC_NIST_P256", "HMAC_256", "SM2", "ML_DSA_44"]) {
      assert.deepEqual(await verdict([policy], key({ customerMasterKeySpec })), [], customerMasterKeySpec);
    }
    assert.deepEqual(await verdict([policy], key({ customerMasterKeySpec: "SYMMETRIC_DEFAULT" })), FLAGGED);
    assert.deepEqual(await verdict([policy], key({ keyUsage: "GENERATE_VERIFY_MAC" })), []);
    assert.deepEqual(await verdict([policy], key({ customKeyStoreId: "cks-1234567890abcdef0" })), []);
    assert.deepEqual(await verdict([policy], () => new aws.kms.ExternalKey("key", {})), []);
    const replica = () =>
      new aws.kms.ReplicaKey("replica", { primaryKeyArn: key({ multiRegion: true })().arn });
    assert.deepEqual(await verdict([policy], replica), FLAGGED);
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => key({ enableKeyRotation: later(false) })()), [0, 1]);
    assert.deepEqual(await phases(policy, () => key({ enableKeyRotation: later(true) })()), [0, 0]);
    assert.deepEqual(await phases(policy, () => key({ customerMasterKeySpec: later("RSA_4096") })()), [0, 0]);
    assert.deepEqual(
      await phases(policy, () => key({ customerMasterKeySpec: later("SYMMETRIC_DEFAULT") })()),
      [0, 1],
    );
  });

  it("takes what is no flag for undecided", async () => {
    for (const nonsense of ["yes", 1, [], {}]) {
      assert.deepEqual(await verdict([policy], key({ enableKeyRotation: nonsense })), []);
    }
  });

  it("says what it is", async () => {
    assert.deepEqual(await messages(policy, key()), ["enableKeyRotation is left out, which means false."]);
  });

  it("turns it on, but for keys that AWS cannot rotate", async () => {
    for (const args of [{}, { enableKeyRotation: false }]) {
      const before = await registered(key(args), "key");
      assert.deepEqual(await remediated(policy, before), { ...before.inputs, enableKeyRotation: true });
    }
    assert.equal(
      await remediated(policy, await registered(key({ enableKeyRotation: true }), "key")),
      undefined,
    );
    assert.equal(
      await remediated(policy, await registered(key({ customerMasterKeySpec: "RSA_2048" }), "key")),
      undefined,
    );
  });
});
