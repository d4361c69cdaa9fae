import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/databases/require-database-encryption";
import { configured } from "../../harness/configured";
import { judge, summary, verdict } from "../../harness/judge";
import { later, messages, phases, registered } from "../../harness/phases";
import { remediated } from "../../harness/remediate";

const FLAGGED = ["require-database-encryption: db"];

const instance = (args: object = {}) =>
  new aws.rds.Instance("db", { instanceClass: "db.t4g.micro", ...args });
const cache = (args: object) => new aws.elasticache.ReplicationGroup("db", { description: "cache", ...args });

/** Each without encryption, and the one change that encrypts it. */
const FORMS: Readonly<Record<string, readonly [(args: object) => unknown, object]>> = {
  "an RDS instance": [instance, { storageEncrypted: true }],
  "an Aurora cluster": [
    (args) => new aws.rds.Cluster("db", { engine: "aurora-mysql", ...args }),
    { storageEncrypted: true },
  ],
  "a global cluster": [
    (args) => new aws.rds.GlobalCluster("db", { globalClusterIdentifier: "shop", ...args }),
    { storageEncrypted: true },
  ],
  "a DocumentDB cluster": [(args) => new aws.docdb.Cluster("db", args), { storageEncrypted: true }],
  "a Neptune cluster": [(args) => new aws.neptune.Cluster("db", args), { storageEncrypted: true }],
  "a DAX cluster": [
    (args) =>
      new aws.dax.Cluster("db", {
        clusterName: "db",
        iamRoleArn: "arn:aws:iam::123456789012:role/dax",
        nodeType: "dax.t3.small",
        replicationFactor: 1,
        ...args,
      }),
    { serverSideEncryption: { enabled: true } },
  ],
  "a cache of Redis": [(args) => cache({ engine: "redis", ...args }), { atRestEncryptionEnabled: true }],
};

describe("require-database-encryption", () => {
  for (const [title, [program, encrypted]] of Object.entries(FORMS)) {
    it(`flags ${title} without encryption, and passes one with it`, async () => {
      assert.deepEqual(await verdict([policy], () => program({})), FLAGGED);
      assert.deepEqual(await verdict([policy], () => program(encrypted)), []);
    });
  }

  it("takes the default of the provider's major, and of the engine", async () => {
    const warehouse = (args: object = {}) =>
      new aws.redshift.Cluster("db", { clusterIdentifier: "db", nodeType: "ra3.large", ...args });
    assert.deepEqual(await verdict([policy], () => warehouse()), []);
    assert.deepEqual(await verdict([policy], () => warehouse({ encrypted: "false" })), FLAGGED);
    assert.deepEqual(await verdict([policy], () => cache({ engine: "valkey" })), []);
    assert.deepEqual(
      await verdict([policy], () => cache({ engine: "valkey", atRestEncryptionEnabled: false })),
      FLAGGED,
    );
  });

  it("takes the sixth major's default, which encrypts no warehouse", async () => {
    const warehouse = await registered(
      () => new aws.redshift.Cluster("db", { clusterIdentifier: "db", nodeType: "ra3.large" }),
      "db",
    );
    const ofMajor = (version: string) => {
      const urn = "urn:pulumi:dev::shop::pulumi:providers:aws::old";
      const provider = {
        ...warehouse,
        urn,
        type: "pulumi:providers:aws",
        name: "old",
        inputs: { version },
        outputs: {},
      };
      return judge([policy], [{ ...warehouse, provider: urn }, provider]).then(summary);
    };
    assert.deepEqual(await ofMajor("6.83.4"), FLAGGED);
    assert.deepEqual(await ofMajor("7.48.0"), []);
  });

  it("leaves replicas and what is restored to their origin, unless they say something", async () => {
    for (const origin of [{ replicateSourceDb: "db-0" }, { snapshotIdentifier: "snap" }]) {
      assert.deepEqual(await verdict([policy], () => instance(origin)), []);
      assert.deepEqual(
        await verdict([policy], () => instance({ ...origin, storageEncrypted: false })),
        FLAGGED,
      );
    }
    assert.deepEqual(
      await verdict(
        [policy],
        () => new aws.rds.Cluster("db", { engine: "aurora", engineMode: "serverless" }),
      ),
      [],
    );
    const member = () =>
      new aws.rds.ClusterInstance("db", {
        clusterIdentifier: "c",
        engine: "aurora-mysql",
        instanceClass: "db.r6g.large",
      });
    assert.deepEqual(await verdict([policy], member), []);
  });

  it("takes a replica's key for its encryption, whatever the flag says", async () => {
    const replica = (args: object) => () =>
      instance({ replicateSourceDb: "arn:aws:rds:us-west-2:123456789012:db:db-0", ...args });
    const key = () => new aws.kms.Key("key", {}).arn;
    assert.deepEqual(
      await verdict([policy], () => replica({ storageEncrypted: false, kmsKeyId: key() })()),
      [],
    );
    assert.deepEqual(await verdict([policy], replica({ storageEncrypted: false, kmsKeyId: "" })), FLAGGED);
    assert.deepEqual(
      await verdict([policy], () => instance({ storageEncrypted: false, kmsKeyId: key() })),
      FLAGGED,
    );
  });

  it("asks a replica in another region for a key, without which nothing encrypts it", async () => {
    const replica =
      (region: string | undefined, args: object = {}) =>
      () =>
        instance({
          replicateSourceDb: "arn:aws:rds:us-west-2:123456789012:db:db-0",
          ...(region && { region }),
          ...args,
        });
    assert.deepEqual(await messages(policy, replica("eu-west-1", { storageEncrypted: true })), [
      "the kmsKeyId of a replica in another region is left out, which means false.",
    ]);
    assert.deepEqual(await verdict([policy], replica("eu-west-1")), FLAGGED);
    assert.deepEqual(await verdict([policy], replica("us-west-2", { storageEncrypted: true })), []);
    assert.deepEqual(await verdict([policy], replica(undefined, { storageEncrypted: true })), []);
    const key = "arn:aws:kms:eu-west-1:123456789012:key/k";
    assert.deepEqual(await verdict([policy], replica("eu-west-1", { kmsKeyId: key })), []);
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => instance({ storageEncrypted: later(false) })), [0, 1]);
    assert.deepEqual(await phases(policy, () => instance({ storageEncrypted: later(true) })), [0, 0]);
  });

  it("takes what is no flag for undecided", async () => {
    for (const nonsense of ["yes", 1, [], {}]) {
      assert.deepEqual(await verdict([policy], () => instance({ storageEncrypted: nonsense })), []);
    }
  });

  it("says what it is, and encrypts where the database may be replaced", async () => {
    assert.deepEqual(await messages(policy, () => instance()), [
      "storageEncrypted is left out, which means false.",
    ]);
    const before = await registered(() => instance(), "db");
    assert.equal(await remediated(policy, before), undefined);
    const allowed = configured(policy, { allowReplacement: true });
    assert.deepEqual(await remediated(allowed, before), { ...before.inputs, storageEncrypted: true });
  });
});
