import assert from "node:assert/strict";
import * as alicloud from "@pulumi/alicloud";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/databases/no-public-database";
import { configured } from "../../harness/configured";
import { judge, judgeProgram, verdict } from "../../harness/judge";
import { runProgram } from "../../harness/program";

const FLAGGED = ["no-public-database: db"];

type Make = (args: object, options?: pulumi.CustomResourceOptions) => unknown;

const CLUSTER_INSTANCE = { clusterIdentifier: "c", instanceClass: "db.r6g.large" };
const INFLUX = {
  bucket: "b",
  dbInstanceType: "db.influx.medium",
  organization: "o",
  password: "p",
  username: "u",
};

/** What may be publicly accessible, called `db`. */
const DATABASES: Record<string, Make> = {
  "rds Instance": (args, options) =>
    new aws.rds.Instance("db", { instanceClass: "db.t4g.micro", ...args }, options),
  "rds ClusterInstance": (args) =>
    new aws.rds.ClusterInstance("db", { ...CLUSTER_INSTANCE, engine: "aurora-mysql", ...args } as never),
  ShardGroup: (args) =>
    new aws.rds.ShardGroup("db", {
      dbClusterIdentifier: "c",
      dbShardGroupIdentifier: "s",
      maxAcu: 10,
      ...args,
    }),
  "neptune ClusterInstance": (args) =>
    new aws.neptune.ClusterInstance("db", { ...CLUSTER_INSTANCE, ...args }),
  "redshift Cluster": (args, options) =>
    new aws.redshift.Cluster("db", { clusterIdentifier: "c", nodeType: "ra3.xlplus", ...args }, options),
  Workgroup: (args) =>
    new aws.redshiftserverless.Workgroup("db", { namespaceName: "n", workgroupName: "w", ...args }),
  ReplicationInstance: (args) =>
    new aws.dms.ReplicationInstance("db", {
      replicationInstanceClass: "c",
      replicationInstanceId: "i",
      ...args,
    }),
  "lightsail Database": (args) =>
    new aws.lightsail.Database("db", {
      blueprintId: "mysql_8_0",
      bundleId: "micro_1_0",
      masterDatabaseName: "d",
      masterPassword: "p",
      masterUsername: "u",
      relationalDatabaseName: "r",
      ...args,
    }),
  "timestream DbInstance": (args) =>
    new aws.timestreaminfluxdb.DbInstance("db", {
      ...INFLUX,
      allocatedStorage: 20,
      vpcSecurityGroupIds: [],
      vpcSubnetIds: [],
      ...args,
    }),
};

describe("no-public-database", () => {
  for (const [type, make] of Object.entries(DATABASES)) {
    it(`flags ${type} that is publicly accessible, and passes one that is not or leaves it out`, async () => {
      assert.deepEqual(await verdict([policy], () => void make({ publiclyAccessible: true })), FLAGGED);
      assert.deepEqual(await verdict([policy], () => void make({ publiclyAccessible: false })), []);
      assert.deepEqual(await verdict([policy], () => void make({})), []);
    });
  }

  it("flags a graph with public connectivity, and a DMS profile that leaves it out", async () => {
    const graph = (publicConnectivity: boolean) => () =>
      new aws.neptunegraph.Graph("db", { provisionedMemory: 16, publicConnectivity });
    assert.deepEqual(await verdict([policy], graph(true)), FLAGGED);
    assert.deepEqual(await verdict([policy], graph(false)), []);
    const profile = (args: object) => () =>
      new aws.dms.InstanceProfile("db", { subnetGroupIdentifier: "s", ...args } as never);
    assert.deepEqual(await verdict([policy], profile({})), FLAGGED);
    assert.deepEqual(await verdict([policy], profile({ publiclyAccessible: false })), []);
  });

  it("takes Redshift for public where it is left out in the provider's major 6, and not in 7", async () => {
    const program = () => void DATABASES["redshift Cluster"]?.({}, { provider: new aws.Provider("own", {}) });
    const under = async (version: string) => {
      const resources = (await runProgram(program, "preview")).map((one) =>
        one.type === "pulumi:providers:aws" ? { ...one, inputs: { ...one.inputs, version } } : one,
      );
      return judge([policy], resources);
    };
    assert.deepEqual(await under("7.1.0"), []);
    const [violation] = await under("6.83.0");
    assert.match(violation?.message ?? "", /publiclyAccessible is left out, which means true\.\s/);
  });

  it("counts whom a whitelist lets in", async () => {
    const listing = (block: string) => () =>
      void new alicloud.kvstore.Instance("db", { securityIps: ["10.0.0.0/8", block] });
    const wide = listing("198.51.100.0/23");
    assert.deepEqual(await verdict([policy], wide), FLAGGED);
    assert.deepEqual(await verdict([policy], listing("198.51.100.0/24")), []);
    assert.deepEqual(await verdict([configured(policy, { maxPublicAddresses: 512 })], wide), []);
    const allowedCidrs = ["198.51.100.0/23"];
    assert.deepEqual(await verdict([configured(policy, { allowedCidrs })], wide), []);
  });

  it("decides once it is known, and takes the text of a switch for it", async () => {
    const later = () => new aws.ec2.Eip("later", {}).id.apply(() => true);
    const program = () => void DATABASES["rds Instance"]?.({ publiclyAccessible: later() });
    assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
    assert.equal((await judgeProgram([policy], program, "update")).length, 1);
    const text = (publiclyAccessible: unknown) => () =>
      void DATABASES["rds Instance"]?.({ publiclyAccessible });
    assert.deepEqual(await verdict([policy], text("true")), FLAGGED);
    for (const bad of ["perhaps", 7, {}, [], null]) assert.deepEqual(await verdict([policy], text(bad)), []);
  });
});
