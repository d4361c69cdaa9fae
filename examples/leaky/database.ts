import * as aws from "@pulumi/aws";
import { publicSubnets, tags } from "./network";
import * as groups from "./security-groups";

// no-database-in-public-subnet: databases
const subnetGroup = new aws.rds.SubnetGroup("databases", {
  // The only ones in two zones, as RDS wants them; but they lead to the internet.
  subnetIds: publicSubnets.map(({ id }) => id),
  tags,
});

// no-internet-path-to-database: orders. Its subnets' route and its group's block, which the rows for them see as well, make its public address a way in.
// require-database-encryption: orders
// no-public-database: orders
new aws.rds.Instance("orders", {
  engine: "postgres",
  instanceClass: "db.t4g.micro",
  allocatedStorage: 20,
  dbSubnetGroupName: subnetGroup.name,
  vpcSecurityGroupIds: [groups.database.id],
  publiclyAccessible: true, // For the analysts' laptops: from their office the way in is open.
  backupRetentionPeriod: 7, // Seven readable copies: nobody asked for encryption.
  username: "orders",
  manageMasterUserPassword: true,
  skipFinalSnapshot: true,
  tags,
});

// Whoever deletes an item, or all of them, does so for good.
// require-database-backup: sessions
new aws.dynamodb.Table("sessions", {
  hashKey: "id",
  attributes: [{ name: "id", type: "S" }],
  billingMode: "PAY_PER_REQUEST",
  tags,
});

// For one old reporting tool, which cannot do TLS; nothing uses the group any more.
// require-tls-in-transit: reporting
new aws.rds.ParameterGroup("reporting", {
  family: "postgres17",
  parameters: [{ name: "rds.force_ssl", value: "0" }],
  tags,
});
