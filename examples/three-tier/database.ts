import * as aws from "@pulumi/aws";
import { databaseSubnets } from "./network";
import * as groups from "./security-groups";
import { application, environment, named, options } from "./settings";

const subnetGroup = new aws.rds.SubnetGroup(
  "orders",
  { subnetIds: databaseSubnets.map(({ id }) => id), tags: named("orders") },
  options,
);

const encryptedConnections = new aws.rds.ParameterGroup(
  "orders",
  {
    family: "postgres17",
    parameters: [{ name: "rds.force_ssl", value: "1" }],
    tags: named("orders"),
  },
  options,
);

export const database = new aws.rds.Instance(
  "orders",
  {
    engine: "postgres",
    engineVersion: "17",
    instanceClass: "db.m7g.large",
    allocatedStorage: 100,
    storageType: "gp3",
    storageEncrypted: true,
    multiAz: true,
    dbSubnetGroupName: subnetGroup.name,
    vpcSecurityGroupIds: [groups.database.id],
    publiclyAccessible: false,
    parameterGroupName: encryptedConnections.name,
    username: "orders",
    manageMasterUserPassword: true, // In Secrets Manager, where no program or state file holds it.
    backupRetentionPeriod: 14,
    copyTagsToSnapshot: true,
    deletionProtection: true,
    finalSnapshotIdentifier: `${application}-${environment}-orders-final`,
    tags: named("orders", { Tier: "database" }),
  },
  options,
);
