import * as aws from "@pulumi/aws";
import requireS3Encryption from "../../policies/data/require-s3-encryption";
import requireS3Versioning from "../../policies/data/require-s3-versioning";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noCrossEnvironment from "../../policies/security-groups/no-cross-environment-access";
import noDefaultGroup from "../../policies/security-groups/no-default-security-group-use";
import noSharedExposure from "../../policies/security-groups/no-security-group-shared-across-exposure";
import noUnusedGroup from "../../policies/security-groups/no-unused-security-group";
import requireClosedGroup from "../../policies/security-groups/require-closed-default-security-group";
import { later } from "../harness/phases";
import { holdsOnceKnown } from "./forms";
import {
  by,
  defaultGroup,
  defaultVpc,
  group,
  HERE,
  host,
  inAccount,
  LAB,
  net,
  OHIO,
  SALES,
  TOKYO,
  type Where,
} from "./places";
import { holds } from "./speakers";

describe("names in places, adversarially", () => {
  describe("names", () => {
    /** A template of one name in each place, of which some are open, and machines that name it. */
    const fleets =
      (fleetAt: Where, ...templates: readonly (readonly [Where, boolean])[]) =>
      () => {
        const { vpc, subnet } = net("net", fleetAt);
        for (const [i, [where, isOpen]] of templates.entries()) {
          const its = where === fleetAt ? vpc : net(`net-${i}`, where).vpc;
          new aws.ec2.LaunchTemplate(
            `template-${i}`,
            {
              name: "web",
              networkInterfaces: [
                {
                  associatePublicIpAddress: String(isOpen),
                  securityGroups: [group(`ssh-${i}`, where, its.id).id],
                },
              ],
              ...where.args,
            },
            where.opts,
          );
        }
        new aws.autoscaling.Group(
          "fleet",
          {
            minSize: 1,
            maxSize: 1,
            vpcZoneIdentifiers: [subnet.id],
            launchTemplate: { name: "web" },
            ...fleetAt.args,
          },
          fleetAt.opts,
        );
      };
    const reached = ["no-internet-path-to-private-instance: fleet"];
    holds(
      [noPathToInstance],
      [
        ["of templates, the open one here", fleets(OHIO, [OHIO, true], [TOKYO, false]), reached],
        ["of templates, the open one there and last", fleets(OHIO, [OHIO, false], [TOKYO, true]), []],
        ["of templates, only there", fleets(OHIO, [TOKYO, true]), []],
        ["of templates, one region told and the other not", fleets(HERE, [TOKYO, true], [OHIO, true]), []],
        [
          "of templates in two accounts",
          () => {
            const [sales, lab] = [inAccount("sales", SALES), inAccount("lab", LAB)];
            fleets(lab, [sales, false], [lab, true])();
          },
          reached,
        ],
        [
          "of templates in two accounts, the open one the other's",
          () => {
            const [sales, lab] = [inAccount("sales", SALES), inAccount("lab", LAB)];
            fleets(lab, [sales, true], [lab, false])();
          },
          [],
        ],
        [
          "that end like an id",
          () => {
            const { vpc, subnet } = net("net", OHIO);
            const template = (name: string, where: Where, sg: aws.ec2.SecurityGroup, isOpen: string) =>
              new aws.ec2.LaunchTemplate(name, {
                name: "web-20260101",
                networkInterfaces: [{ associatePublicIpAddress: isOpen, securityGroups: [sg.id] }],
                ...where.args,
              });
            const far = net("far", TOKYO);
            template("a", OHIO, group("a-ssh", OHIO, vpc.id), "true");
            template("b", TOKYO, group("b-ssh", TOKYO, far.vpc.id), "false");
            new aws.autoscaling.Group("fleet", {
              minSize: 1,
              maxSize: 1,
              vpcZoneIdentifiers: [subnet.id],
              launchTemplate: { name: "web-20260101" },
              ...OHIO.args,
            });
          },
          reached,
        ],
      ],
    );

    const shelf =
      (databaseAt: Where, ...groups: readonly (readonly [Where, boolean])[]) =>
      () => {
        for (const [i, [where, isOpen]] of groups.entries()) {
          const its = net(`net-${i}`, where, isOpen);
          new aws.rds.SubnetGroup(
            `rooms-${i}`,
            { name: "rooms", subnetIds: [its.subnet.id], ...where.args },
            where.opts,
          );
        }
        const data = group("data", databaseAt, undefined, 5432);
        new aws.rds.Instance(
          "db",
          {
            engine: "postgres",
            instanceClass: "db.t4g.micro",
            allocatedStorage: 20,
            publiclyAccessible: true,
            dbSubnetGroupName: "rooms",
            vpcSecurityGroupIds: [data.id],
            ...databaseAt.args,
          },
          databaseAt.opts,
        );
      };
    const found = ["no-internet-path-to-database: db"];
    holds(
      [noPathToDatabase],
      [
        [
          "of subnet groups, the open one where the database is",
          shelf(OHIO, [OHIO, true], [TOKYO, false]),
          found,
        ],
        ["of subnet groups, the open one elsewhere and last", shelf(OHIO, [OHIO, false], [TOKYO, true]), []],
        ["of subnet groups, only elsewhere", shelf(OHIO, [TOKYO, true]), []],
        ["of a subnet group, no region told", shelf(HERE, [HERE, true]), found],
        [
          "of subnet groups in two accounts",
          () => {
            const [sales, lab] = [inAccount("sales", SALES), inAccount("lab", LAB)];
            shelf(lab, [sales, false], [lab, true])();
          },
          found,
        ],
        [
          "of subnet groups in two accounts, the open one the other's",
          () => {
            const [sales, lab] = [inAccount("sales", SALES), inAccount("lab", LAB)];
            shelf(sales, [sales, false], [lab, true])();
          },
          [],
        ],
      ],
    );

    const twoGroups =
      (...hosts: readonly (readonly [string, Where, object?])[]) =>
      () => {
        for (const [name, where] of [
          ["ohio", OHIO],
          ["tokyo", TOKYO],
        ] as const) {
          defaultVpc(`${name}-vpc`, where);
          new aws.ec2.SecurityGroup(`${name}-web`, { name: "web", ...where.args });
        }
        for (const [name, where, more] of hosts) host(name, where, { securityGroups: ["web"], ...more });
      };
    holds(
      [noUnusedGroup, noSharedExposure],
      [
        [
          "of groups in default VPCs, one in use",
          twoGroups(["host", OHIO]),
          ["no-unused-security-group: tokyo-web"],
        ],
        ["of groups in default VPCs, both in use", twoGroups(["host", OHIO], ["other", TOKYO]), []],
        [
          "of groups, a public and a private host apart",
          twoGroups(["host", OHIO, { tags: { Tier: "public" } }], ["other", TOKYO]),
          [],
        ],
        [
          "of groups, a public and a private host on one",
          twoGroups(["host", OHIO, { tags: { Tier: "public" } }], ["other", OHIO], ["third", TOKYO]),
          ["no-security-group-shared-across-exposure: ohio-web"],
        ],
      ],
    );
  });

  describe("names that are not known yet, which others write", () => {
    const POLICIES = [requireS3Versioning, requireS3Encryption];
    /** @param other where the settings lie that name the bucket */
    const logs = (bucket: string, other: Where) => () => {
      new aws.s3.Bucket("logs", { bucket: later(bucket) }, by("ohio", { region: "us-east-2" }).opts);
      new aws.s3.BucketVersioning(
        "versions",
        { bucket: "logs", versioningConfiguration: { status: "Enabled" } },
        other.opts,
      );
      new aws.s3.BucketServerSideEncryptionConfiguration(
        "key",
        { bucket: "logs", rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" } }] },
        other.opts,
      );
    };
    const broken = ["require-s3-encryption: logs", "require-s3-versioning: logs"];
    const here = () => by("deploy", { region: "us-east-2" });
    holds(POLICIES, [
      ["the bucket's", () => logs("logs", here())(), []],
      [
        "a bucket's that lies elsewhere",
        () => logs("pictures", by("tokyo", { region: "ap-northeast-1" }))(),
        broken,
      ],
    ]);
    holdsOnceKnown(POLICIES, [["another bucket's", () => logs("pictures", here())(), broken]]);
  });

  describe("replicas and what is shared", () => {
    const postgres = (name: string, where: Where, more: object) =>
      new aws.rds.Instance(
        name,
        { instanceClass: "db.t4g.micro", publiclyAccessible: true, ...where.args, ...more },
        where.opts,
      );
    const pairOf =
      (isNamed: boolean, sourceOpen = true) =>
      () => {
        const [far, near] = [net("far", OHIO, sourceOpen), net("near", TOKYO)];
        const rooms = (name: string, { subnet }: { subnet: aws.ec2.Subnet }, where: Where) =>
          new aws.rds.SubnetGroup(name, { subnetIds: [subnet.id], ...where.args });
        const source = postgres("source", OHIO, {
          engine: "postgres",
          port: 5433,
          allocatedStorage: 20,
          publiclyAccessible: false,
          dbSubnetGroupName: rooms("far-rooms", far, OHIO).name,
        });
        postgres("copy", TOKYO, {
          replicateSourceDb: source.arn,
          vpcSecurityGroupIds: [group("data", TOKYO, near.vpc.id, 5433).id],
          ...(isNamed ? { dbSubnetGroupName: rooms("near-rooms", near, TOKYO).name } : {}),
        });
      };
    holds(
      [noPathToDatabase],
      [
        [
          "a replica of another region has its source's port",
          pairOf(true),
          ["no-internet-path-to-database: copy"],
        ],
        ["a replica of another region does not lie where its source does", pairOf(false), []],
      ],
    );
    holds(
      [noPathToInstance],
      [
        [
          "a machine in a subnet that another account shares",
          () => {
            const [sales, lab] = [inAccount("sales", SALES), inAccount("lab", LAB)];
            const { vpc, subnet } = net("net", sales);
            host("host", lab, {
              subnetId: subnet.id,
              associatePublicIpAddress: true,
              vpcSecurityGroupIds: [group("ssh", lab, vpc.id).id],
            });
          },
          ["no-internet-path-to-private-instance: host"],
        ],
      ],
    );
    const tagged = (name: string, Env: string) =>
      by(name, { region: "us-east-2", defaultTags: { tags: { Env } } });
    const sharing = (one: string, other: string) => () => {
      const { vpc } = net("net", HERE);
      const sg = group("app", HERE, vpc.id);
      for (const [name, env] of [
        ["a", one],
        ["b", other],
      ] as const)
        host(name, tagged(`${name}-provider`, env), { vpcSecurityGroupIds: [sg.id] });
    };
    holds(
      [noCrossEnvironment],
      [
        ["the default tags of two providers", sharing("prod", "dev"), ["no-cross-environment-access: b"]],
        ["the same tags of two providers", sharing("dev", "dev"), []],
      ],
    );
  });

  describe("two accounts in two regions, all of one name each", () => {
    const POLICIES = [noPathToDatabase, noPathToInstance, requireClosedGroup, noDefaultGroup, noUnusedGroup];
    /** Each of the four has a default VPC, a database and a fleet, named alike; only the one that is open leads anywhere. */
    const estate = (open?: string) => () => {
      for (const [name, account, region] of [
        ["one", SALES, "us-east-2"],
        ["two", SALES, "ap-northeast-1"],
        ["three", LAB, "us-east-2"],
        ["four", LAB, "ap-northeast-1"],
      ] as const) {
        const where = inAccount(name, account, region);
        const { opts } = where;
        const { vpc, subnet } = net(`${name}-net`, where, name === open);
        defaultGroup(`${name}-closed`, where, { vpcId: vpc.id });
        defaultVpc(`${name}-vpc`, where);
        defaultGroup(`${name}-default`, where);
        new aws.rds.SubnetGroup(`${name}-rooms`, { name: "rooms", subnetIds: [subnet.id] }, opts);
        new aws.rds.Instance(
          `${name}-db`,
          {
            engine: "postgres",
            instanceClass: "db.t4g.micro",
            allocatedStorage: 20,
            publiclyAccessible: true,
            dbSubnetGroupName: "rooms",
            vpcSecurityGroupIds: [group(`${name}-data`, where, vpc.id, 5432).id],
          },
          opts,
        );
        new aws.ec2.LaunchTemplate(
          `${name}-template`,
          {
            name: "web",
            networkInterfaces: [
              {
                associatePublicIpAddress: String(name === open),
                securityGroups: [group(`${name}-ssh`, where, vpc.id).id],
              },
            ],
          },
          opts,
        );
        new aws.autoscaling.Group(
          `${name}-fleet`,
          { minSize: 1, maxSize: 1, vpcZoneIdentifiers: [subnet.id], launchTemplate: { name: "web" } },
          opts,
        );
      }
    };
    holds(POLICIES, [
      ["all shut", estate(), []],
      [
        "one open",
        estate("three"),
        ["no-internet-path-to-database: three-db", "no-internet-path-to-private-instance: three-fleet"],
      ],
    ]);
  });
});
