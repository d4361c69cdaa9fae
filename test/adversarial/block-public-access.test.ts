import * as aws from "@pulumi/aws";
import requireSsmPolicy from "../../policies/private-access/require-ssm-managed-instance-policy";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import { UNKNOWN } from "../end-to-end/aws-stand-in/cloud";
import { by, group, HERE, host, inAccount, LAB, net, OHIO, SALES, TOKYO, type Where } from "./places";
import { type Case, holds } from "./speakers";

describe("what holds in one region or in all, adversarially", () => {
  describe("Block Public Access", () => {
    const reached = ["no-internet-path-to-private-instance: host"];
    const at = (where: Where, blockAt: Where) => () => {
      const { vpc, subnet } = net("net", where);
      host("host", where, {
        subnetId: subnet.id,
        associatePublicIpAddress: true,
        vpcSecurityGroupIds: [group("ssh", where, vpc.id).id],
      });
      new aws.ec2.VpcBlockPublicAccessOptions(
        "block",
        { internetGatewayBlockMode: "block-ingress", ...blockAt.args },
        blockAt.opts,
      );
    };
    const chain = (name: string, ...accounts: string[]) =>
      by(name, {
        region: "us-east-2",
        assumeRoles: accounts.map((account) => ({ roleArn: `arn:aws:iam::${account}:role/hop` })),
      });
    const web = (name: string, account?: string, ...assumed: string[]) =>
      by(name, {
        region: "us-east-2",
        assumeRoleWithWebIdentity: {
          webIdentityTokenFile: "token",
          ...(account !== undefined && { roleArn: `arn:aws:iam::${account}:role/ci` }),
        },
        assumeRoles: assumed.map((other) => ({ roleArn: `arn:aws:iam::${other}:role/deploy` })),
      });
    holds(
      [noPathToInstance],
      [
        ["of another region", at(OHIO, TOKYO), reached],
        ["of the region", at(OHIO, OHIO), []],
        ["of a region told, where the machine's is not", at(HERE, TOKYO), []],
        [
          "of the account that a chain of roles ends in",
          () => at(inAccount("lab", LAB), chain("hops", SALES, LAB))(),
          [],
        ],
        [
          "of the account that a chain of roles begins in",
          () => at(inAccount("sales", SALES), chain("hops", SALES, LAB))(),
          reached,
        ],
        ["of an account told, where the machine's is not", () => at(OHIO, inAccount("lab", LAB))(), []],
        [
          "by allowedAccountIds, of another account",
          () =>
            at(
              by("a", { region: "us-east-2", allowedAccountIds: [SALES] }),
              by("b", { region: "us-east-2", allowedAccountIds: [LAB] }),
            )(),
          reached,
        ],
        [
          "by another profile, which may be the same account's",
          () =>
            at(
              by("a", { region: "us-east-2", profile: "one" }),
              by("b", { region: "us-east-2", profile: "two" }),
            )(),
          [],
        ],
        [
          "by another access key, which may be the same account's",
          () =>
            at(
              by("a", { region: "us-east-2", accessKey: "one" }),
              by("b", { region: "us-east-2", accessKey: "two" }),
            )(),
          [],
        ],
        [
          "by a web identity, of another account",
          () => at(inAccount("lab", LAB), web("ci", SALES))(),
          reached,
        ],
        ["by web identities, of two accounts", () => at(web("a", LAB), web("b", SALES))(), reached],
        ["by web identities, of one account", () => at(web("a", LAB), web("b", LAB))(), []],
        [
          "of the account of a role that a web identity assumes",
          () => at(inAccount("lab", LAB), web("ci", SALES, LAB))(),
          [],
        ],
        ["by a web identity of nobody knows which account", () => at(inAccount("lab", LAB), web("ci"))(), []],
      ],
    );
    holds(
      [noPathToDatabase],
      [
        [
          "of another account than a database's",
          () => {
            const where = inAccount("sales", SALES);
            const { vpc, subnet } = net("net", where);
            const subnets = new aws.rds.SubnetGroup("subnets", { subnetIds: [subnet.id] }, where.opts);
            new aws.rds.Instance(
              "db",
              {
                engine: "postgres",
                instanceClass: "db.t4g.micro",
                allocatedStorage: 20,
                publiclyAccessible: true,
                dbSubnetGroupName: subnets.name,
                vpcSecurityGroupIds: [group("data", where, vpc.id, 5432).id],
              },
              where.opts,
            );
            const lab = inAccount("lab", LAB);
            new aws.ec2.VpcBlockPublicAccessOptions(
              "block",
              { internetGatewayBlockMode: "block-ingress" },
              lab.opts,
            );
          },
          ["no-internet-path-to-database: db"],
        ],
      ],
    );
  });

  describe("IAM, which knows no regions", () => {
    const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
    const server = (name: string, { opts }: Where, isManaged: boolean) => {
      const role = new aws.iam.Role(`${name}-role`, { name: "server", assumeRolePolicy: "{}" }, opts);
      if (isManaged)
        new aws.iam.RolePolicyAttachment(`${name}-core`, { role: role.name, policyArn: CORE }, opts);
      return new aws.iam.InstanceProfile(`${name}-profile`, { name: "server", role: "server" }, opts);
    };
    const using = (where: Where) => host("host", where, { iamInstanceProfile: "server" });
    const attach = ({ opts }: Where) =>
      new aws.iam.RolePolicyAttachment("elsewhere", { role: UNKNOWN, policyArn: CORE }, opts);
    const lacking = ["require-ssm-managed-instance-policy: host"];
    const accounts = (make: (sales: Where, lab: Where) => void) => () =>
      make(inAccount("sales", SALES), inAccount("lab", LAB));
    const CASES: readonly Case[] = [
      [
        "roles of one name, the other account's has the policy",
        accounts((sales, lab) => {
          server("sales", sales, true);
          server("lab", lab, false);
          using(lab);
        }),
        lacking,
      ],
      [
        "roles of one name, this account's has it",
        accounts((sales, lab) => {
          server("sales", sales, true);
          server("lab", lab, false);
          using(sales);
        }),
        [],
      ],
      [
        "the only profile of that name is another account's",
        accounts((sales, lab) => {
          server("sales", sales, false);
          using(lab);
        }),
        [],
      ],
      [
        "a role made by another region's provider",
        () => {
          server("tokyo", by("tokyo-provider", { region: "ap-northeast-1" }), false);
          using(by("ohio-provider", { region: "us-east-2" }));
        },
        lacking,
      ],
    ];
    holds([requireSsmPolicy], CASES);
    holds(
      [requireSsmPolicy],
      [
        [
          "a policy for a role not known yet, of another account",
          accounts((sales, lab) => {
            server("lab", lab, false);
            using(lab);
            attach(sales);
          }),
          lacking,
        ],
        [
          "a policy for a role not known yet, of this account",
          accounts((_, lab) => {
            server("lab", lab, false);
            using(lab);
            attach(lab);
          }),
          [],
        ],
      ],
    );
  });
});
