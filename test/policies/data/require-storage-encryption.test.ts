import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/data/require-storage-encryption";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const FLAGGED = ["require-storage-encryption: one"];

const queue = (args: object = {}) => new aws.sqs.Queue("one", args);
const delivery = (args: object) =>
  new aws.kinesis.FirehoseDeliveryStream("one", { destination: "extended_s3", ...args });

/** Each without encryption, and the one change that encrypts it. */
const FORMS: Readonly<Record<string, readonly [(args: object) => unknown, object]>> = {
  "a file system": [(args) => new aws.efs.FileSystem("one", args), { encrypted: true }],
  "a domain of OpenSearch": [
    (args) => new aws.opensearch.Domain("one", args),
    { encryptAtRest: { enabled: true } },
  ],
  "a domain of Elasticsearch": [
    (args) => new aws.elasticsearch.Domain("one", args),
    { encryptAtRest: { enabled: true } },
  ],
  "a topic": [(args) => new aws.sns.Topic("one", args), { kmsMasterKeyId: "alias/aws/sns" }],
  "a stream": [
    (args) => new aws.kinesis.Stream("one", args),
    { encryptionType: "KMS", kmsKeyId: "alias/aws/kinesis" },
  ],
  "a delivery stream": [delivery, { serverSideEncryption: { enabled: true } }],
};

describe("require-storage-encryption", () => {
  for (const [title, [program, encrypted]] of Object.entries(FORMS)) {
    it(`flags ${title} without encryption, and passes one with it`, async () => {
      assert.deepEqual(await verdict([policy], () => program({})), FLAGGED);
      assert.deepEqual(await verdict([policy], () => program(encrypted)), []);
    });
  }

  it("flags a queue that turns its own encryption off, and passes others", async () => {
    assert.deepEqual(await verdict([policy], () => queue()), []);
    assert.deepEqual(await verdict([policy], () => queue({ sqsManagedSseEnabled: false })), FLAGGED);
    assert.deepEqual(await verdict([policy], () => queue({ sqsManagedSseEnabled: true })), []);
    const both = { sqsManagedSseEnabled: false, kmsMasterKeyId: "alias/aws/sqs" };
    assert.deepEqual(await verdict([policy], () => queue(both)), []);
  });

  it("passes what is always encrypted, or stores nothing", async () => {
    assert.deepEqual(await verdict([policy], () => new aws.cloudwatch.LogGroup("one", {})), []);
    assert.deepEqual(
      await verdict([policy], () => new aws.fsx.LustreFileSystem("one", { subnetIds: "subnet-1" })),
      [],
    );
    const stream = "arn:aws:kinesis:us-east-1:123456789012:stream/s";
    const roleArn = "arn:aws:iam::123456789012:role/r";
    const reading = { kinesisSourceConfiguration: { kinesisStreamArn: stream, roleArn } };
    assert.deepEqual(await verdict([policy], () => delivery(reading)), []);
  });

  it("leaves unknown values to the update", async () => {
    const topic = (kmsMasterKeyId: string) => () =>
      new aws.sns.Topic("one", { kmsMasterKeyId: later(kmsMasterKeyId) });
    assert.deepEqual(await phases(policy, topic("alias/aws/sns")), [0, 0]);
    assert.deepEqual(await phases(policy, topic("")), [0, 1]);
  });

  it("takes what is no flag for undecided", async () => {
    for (const nonsense of ["yes", 1, [], {}]) {
      assert.deepEqual(
        await verdict([policy], () => new aws.efs.FileSystem("one", { encrypted: nonsense as never })),
        [],
      );
    }
  });

  it("says what it is", async () => {
    assert.deepEqual(await messages(policy, () => new aws.kinesis.Stream("one", {})), [
      "encryptionType is left out, which means no encryption.",
    ]);
  });
});
