import * as aws from "@pulumi/aws";
import { policies } from "../../policies";
import { holdsInEveryForm } from "./forms";
import { group, site, web } from "./sites";

/** What a program leaves out by null, as some write it, is left out. */
describe("properties that are null, adversarially", () => {
  const chosen = policies.filter(({ name }) =>
    [
      ...["no-default-vpc-use", "no-database-in-public-subnet", "require-database-backup"],
      ...["require-ebs-encryption", "require-instance-profile", "no-malformed-rule"],
      ...["no-default-security-group-use", "no-mixed-rule-management", "no-public-ssh-rdp"],
    ].includes(name),
  );
  const nothing = (...names: string[]) => Object.fromEntries(names.map((name) => [name, null]));
  holdsInEveryForm(chosen, [
    [
      "a database that copies nothing",
      () => {
        const subnets = new aws.rds.SubnetGroup("subnets", { subnetIds: [web(site()).id] });
        new aws.rds.Instance("db", {
          instanceClass: "db.t4g.micro",
          engine: "postgres",
          dbSubnetGroupName: subnets.name,
          vpcSecurityGroupIds: ["sg-0123456789abcdef0"],
          ...nothing("replicateSourceDb", "snapshotIdentifier", "backupRetentionPeriod", "s3Import"),
        });
      },
      ["no-database-in-public-subnet: subnets", "require-database-backup: db"],
    ],
    [
      "a machine of no template, without disks of its own",
      () => {
        const at = site();
        new aws.ec2.Instance("box", {
          ami: "ami-0123456789abcdef0",
          instanceType: "t3.micro",
          subnetId: web(at).id,
          vpcSecurityGroupIds: [group(at, [], "web").id],
          ...nothing("launchTemplate", "iamInstanceProfile", "rootBlockDevice", "ebsBlockDevices"),
          ...nothing("networkInterfaces", "securityGroups", "primaryNetworkInterface"),
        });
      },
      ["require-instance-profile: box"],
    ],
    [
      "a group whose rules stand apart",
      () => {
        const securityGroupId = group(site(), [], "web", nothing("ingress", "egress", "name")).id;
        const ports = { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] };
        new aws.ec2.SecurityGroupRule("rule", {
          type: "ingress",
          securityGroupId,
          ...ports,
          ...nothing("sourceSecurityGroupId", "self", "prefixListIds", "ipv6CidrBlocks"),
        });
      },
      ["no-public-ssh-rdp: rule"],
    ],
  ]);
});
