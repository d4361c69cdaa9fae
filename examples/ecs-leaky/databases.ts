import * as alicloud from "@pulumi/alicloud";
import { databaseVSwitch, tags } from "./network";

// no-database-in-public-subnet: orders
// no-internet-path-to-database: orders
// no-public-database: orders
// require-database-encryption: orders
// require-tls-in-transit: orders
const orders = new alicloud.rds.Instance("orders", {
  engine: "MySQL",
  engineVersion: "8.0",
  instanceType: "mysql.n2.medium.2c",
  instanceStorage: 100,
  vswitchId: databaseVSwitch.id,
  securityIps: ["0.0.0.0/0"], // "Until we know from where the analysts come."
  sslAction: "Close",
  tags,
});
new alicloud.rds.Connection("orders", { instanceId: orders.id });
