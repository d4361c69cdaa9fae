import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/databases/require-database-backup";
import { configured } from "../../harness/configured";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const FLAGGED = ["require-database-backup: db"];
const week = configured(policy, { minDays: 7 });

const instance = (args: object = {}) =>
  new aws.rds.Instance("db", { instanceClass: "db.t4g.micro", ...args });
const cluster = (args: object = {}) => new aws.rds.Cluster("db", { engine: "aurora-mysql", ...args });
const warehouse = (args: object = {}) =>
  new aws.redshift.Cluster("db", { clusterIdentifier: "db", nodeType: "ra3.large", ...args });
const table = (args: object = {}) =>
  new aws.dynamodb.Table("db", { hashKey: "id", attributes: [{ name: "id", type: "S" }], ...args });

describe("require-database-backup", () => {
  it("flags an instance without backups, and passes one with them", async () => {
    assert.deepEqual(await verdict([policy], () => instance()), FLAGGED);
    assert.deepEqual(await verdict([policy], () => instance({ backupRetentionPeriod: 0 })), FLAGGED);
    assert.deepEqual(await verdict([policy], () => instance({ backupRetentionPeriod: 1 })), []);
    assert.deepEqual(await verdict([policy], () => instance({ replicateSourceDb: "db-0" })), []);
  });

  it("takes a day where a cluster or warehouse leaves it out", async () => {
    assert.deepEqual(await verdict([policy], () => cluster()), []);
    assert.deepEqual(await verdict([policy], () => warehouse()), []);
    assert.deepEqual(
      await verdict([policy], () => warehouse({ automatedSnapshotRetentionPeriod: 0 })),
      FLAGGED,
    );
    assert.deepEqual(await verdict([week], () => cluster()), FLAGGED);
    assert.deepEqual(await verdict([week], () => cluster({ backupRetentionPeriod: 7 })), []);
    assert.deepEqual(await verdict([week], () => new aws.docdb.Cluster("db", {})), FLAGGED);
    assert.deepEqual(await verdict([week], () => new aws.neptune.Cluster("db", {})), FLAGGED);
  });

  it("flags a table without point-in-time recovery, and passes one with it", async () => {
    assert.deepEqual(await verdict([policy], () => table()), FLAGGED);
    assert.deepEqual(
      await verdict([policy], () => table({ pointInTimeRecovery: { enabled: false } })),
      FLAGGED,
    );
    assert.deepEqual(await verdict([policy], () => table({ pointInTimeRecovery: { enabled: true } })), []);
  });

  it("passes caches", async () => {
    assert.deepEqual(
      await verdict([policy], () => new aws.elasticache.ReplicationGroup("db", { description: "cache" })),
      [],
    );
  });

  it("leaves unknown values to the update", async () => {
    assert.deepEqual(await phases(policy, () => instance({ backupRetentionPeriod: later(0) })), [0, 1]);
    assert.deepEqual(await phases(policy, () => instance({ backupRetentionPeriod: later(7) })), [0, 0]);
  });

  it("takes what is no number for undecided", async () => {
    for (const nonsense of ["many", Number.NaN, [], {}]) {
      assert.deepEqual(await verdict([policy], () => instance({ backupRetentionPeriod: nonsense })), []);
    }
  });

  it("says what it is", async () => {
    assert.deepEqual(await messages(policy, () => instance()), [
      "backupRetentionPeriod is left out, which means 0.",
    ]);
    assert.deepEqual(await messages(week, () => cluster({ backupRetentionPeriod: 3 })), [
      "backupRetentionPeriod is 3, and 7 days are wanted.",
    ]);
    assert.deepEqual(await messages(week, () => table()), [
      "pointInTimeRecovery.enabled is left out, which means false.",
    ]);
  });
});
