import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/data/require-s3-public-access-block";
import { configured } from "../../harness/configured";
import { verdict } from "../../harness/judge";
import { later, messages, phases, registered } from "../../harness/phases";
import { remediated } from "../../harness/remediate";

const FLAGGED = ["require-s3-public-access-block: data"];
const explicit = configured(policy, { explicit: true });

type Switches = Partial<aws.s3.BucketPublicAccessBlockArgs>;
const ALL = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};

const bucket = () => new aws.s3.Bucket("data", {});
const blocked = (switches: Switches) => () =>
  new aws.s3.BucketPublicAccessBlock("block", { bucket: bucket().id, ...switches });
const beside = (account: Partial<aws.s3.AccountPublicAccessBlockArgs>, own?: Switches) => () => {
  if (own === undefined) bucket();
  else blocked(own)();
  new aws.s3.AccountPublicAccessBlock("account", account);
};

describe("require-s3-public-access-block", () => {
  it("flags a block that leaves one of the four off, and passes one with all on", async () => {
    assert.deepEqual(await verdict([policy], blocked(ALL)), []);
    for (const name of Object.keys(ALL)) {
      assert.deepEqual(await verdict([policy], blocked({ ...ALL, [name]: false })), FLAGGED, name);
      assert.deepEqual(await verdict([policy], blocked({ ...ALL, [name]: undefined })), FLAGGED, name);
      assert.deepEqual(await verdict([policy], blocked({ ...ALL, [name]: "true" as never })), [], name);
    }
  });

  it("joins what the account says", async () => {
    assert.deepEqual(await verdict([policy], beside(ALL, {})), []);
    assert.deepEqual(await verdict([policy], beside({ ...ALL, blockPublicAcls: false }, {})), FLAGGED);
    const half = { blockPublicAcls: true, ignorePublicAcls: true };
    const other = { blockPublicPolicy: true, restrictPublicBuckets: true };
    assert.deepEqual(await verdict([policy], beside(half, other)), []);
    assert.deepEqual(await verdict([policy], beside(half, {})), FLAGGED);
  });

  it("passes a bucket of which nothing is said, unless it is to be said", async () => {
    assert.deepEqual(await verdict([policy], bucket), []);
    assert.deepEqual(await verdict([policy], beside({})), []);
    assert.deepEqual(await verdict([explicit], bucket), FLAGGED);
    assert.deepEqual(await verdict([explicit], beside({})), FLAGGED);
    assert.deepEqual(await verdict([explicit], beside(ALL)), []);
    assert.deepEqual(await verdict([explicit], blocked(ALL)), []);
  });

  it("joins a block by the bucket's name", async () => {
    const named = (name: string) => () => {
      new aws.s3.Bucket("data", { bucket: "shop-data" });
      new aws.s3.BucketPublicAccessBlock("block", { bucket: name });
    };
    assert.deepEqual(await verdict([policy], named("shop-data")), FLAGGED);
    assert.deepEqual(await verdict([policy], named("others-data")), [
      "require-s3-public-access-block: block",
    ]);
  });

  it("joins what an access point says with its bucket and the account", async () => {
    const OFF = { blockPublicPolicy: false, restrictPublicBuckets: false };
    const point = (name: pulumi.Input<string>, off: object | undefined, more: object = {}) =>
      new aws.s3.AccessPoint("point", {
        bucket: name,
        ...(off && { publicAccessBlockConfiguration: off }),
        ...more,
      });
    const pointTo = (switches: Switches, off: object | undefined) => () => {
      const data = bucket();
      new aws.s3.BucketPublicAccessBlock("block", { bucket: data.id, ...switches });
      point(data.bucket, off);
    };
    const found = ["require-s3-public-access-block: point"];
    assert.deepEqual(await verdict([policy], pointTo({ ...ALL, ...OFF }, OFF)), [...FLAGGED, ...found]);
    assert.deepEqual(await verdict([policy], pointTo({ ...ALL, ...OFF }, undefined)), FLAGGED);
    assert.deepEqual(await verdict([policy], pointTo(ALL, OFF)), []);
    assert.deepEqual(await verdict([policy], () => void point(bucket().bucket, OFF)), []);
    assert.deepEqual(await verdict([policy, explicit], () => void point("others-data", undefined)), []);
    assert.deepEqual(await verdict([policy], () => void point("others-data", OFF)), found);
    const kept = { vpcConfiguration: { vpcId: "vpc-1" } };
    assert.deepEqual(await verdict([policy], () => void point("others-data", OFF, kept)), []);
    const inAccount = (account: Switches) => () => {
      point("others-data", OFF);
      new aws.s3.AccountPublicAccessBlock("account", account);
    };
    assert.deepEqual(await verdict([policy], inAccount(ALL)), []);
    assert.deepEqual(await verdict([policy], inAccount({ ...ALL, ...OFF })), found);
    assert.deepEqual(await messages(policy, () => void point("others-data", OFF)), [
      "AccessPoint point leaves blockPublicPolicy and restrictPublicBuckets off.",
    ]);
    assert.deepEqual(
      await phases(policy, () => void point("others-data", { blockPublicPolicy: later(false) })),
      [0, 1],
    );
    assert.deepEqual(await phases(policy, () => void point(later("others-data"), OFF)), [0, 1]);
  });

  it("joins what an access point of several regions says with each of its buckets", async () => {
    const point = (second: Switches) => () => {
      const [one, two] = ["one", "two"].map((name) => new aws.s3.Bucket(name, {})) as [
        aws.s3.Bucket,
        aws.s3.Bucket,
      ];
      new aws.s3.BucketPublicAccessBlock("block-one", { bucket: one.id, ...ALL });
      new aws.s3.BucketPublicAccessBlock("block-two", { bucket: two.id, ...second });
      new aws.s3control.MultiRegionAccessPoint("point", {
        details: {
          name: "data",
          publicAccessBlock: { blockPublicAcls: false },
          regions: [{ bucket: one.id }, { bucket: two.id }],
        },
      });
    };
    assert.deepEqual(await verdict([policy], point(ALL)), []);
    assert.deepEqual(await verdict([policy], point({ ...ALL, blockPublicAcls: false })), [
      "require-s3-public-access-block: point",
      "require-s3-public-access-block: two",
    ]);
  });

  it("leaves unknown values to the update", async () => {
    const one = (value: boolean) => () => blocked({ ...ALL, blockPublicAcls: later(value) })();
    assert.deepEqual(await phases(policy, one(false)), [0, 1]);
    assert.deepEqual(await phases(policy, one(true)), [0, 0]);
    const whose = (name: string) => () => {
      new aws.s3.Bucket("data", { bucket: "shop-data" });
      new aws.s3.BucketPublicAccessBlock("block", { bucket: later(name) });
    };
    assert.deepEqual(await phases(policy, whose("shop-data")), [0, 1]);
    const others = () => blocked({ ...ALL, blockPublicAcls: later(true), ignorePublicAcls: false })();
    assert.deepEqual(await phases(policy, others), [1, 1]);
  });

  it("takes what is no switch for undecided", async () => {
    for (const nonsense of ["yes", 1, [], {}]) {
      assert.deepEqual(await verdict([policy], blocked({ ...ALL, blockPublicAcls: nonsense as never })), []);
    }
  });

  it("names the switches, and who leaves them off", async () => {
    const [message] = await messages(policy, blocked({ blockPublicAcls: true, blockPublicPolicy: true }));
    assert.match(
      message ?? "",
      /^BucketPublicAccessBlock block leaves ignorePublicAcls and restrictPublicBuckets off\.$/,
    );
    const [unsaid] = await messages(explicit, bucket);
    assert.match(
      unsaid ?? "",
      /^nothing in the program turns on blockPublicAcls, blockPublicPolicy, ignorePublicAcls and/,
    );
  });

  it("turns all four of a block on", async () => {
    for (const switches of [
      {},
      { ...ALL, blockPublicAcls: false },
      { ...ALL, ignorePublicAcls: undefined },
    ]) {
      const before = await registered(blocked(switches), "block");
      const mended = await remediated(policy, before);
      assert.deepEqual(mended, { ...before.inputs, ...ALL });
    }
    assert.equal(await remediated(policy, await registered(blocked(ALL), "block")), undefined);
    assert.equal(await remediated(policy, await registered(bucket, "data")), undefined);
    const undecided = () => blocked({ ...ALL, blockPublicAcls: later(false) })();
    assert.equal(await remediated(policy, await registered(undecided, "block")), undefined);
  });
});
