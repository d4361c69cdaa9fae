import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import requireS3Encryption from "../../policies/data/require-s3-encryption";
import requireS3Versioning from "../../policies/data/require-s3-versioning";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requireLoadBalancer from "../../policies/instances/require-load-balancer-for-public-instances";
import requireGatewayEndpoints from "../../policies/private-access/require-gateway-endpoints";
import requirePrivateDns from "../../policies/private-access/require-private-dns-on-endpoints";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import requireSsmPolicy from "../../policies/private-access/require-ssm-managed-instance-policy";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noCrossEnvironment from "../../policies/security-groups/no-cross-environment-access";
import noDefaultGroup from "../../policies/security-groups/no-default-security-group-use";
import noSharedExposure from "../../policies/security-groups/no-security-group-shared-across-exposure";
import noUnusedGroup from "../../policies/security-groups/no-unused-security-group";
import requireClosedGroup from "../../policies/security-groups/require-closed-default-security-group";
import { UNKNOWN } from "../end-to-end/aws-stand-in/cloud";
import { later } from "../harness/phases";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
import { tcp } from "./sites";
import { type Case, holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const SALES = "111111111111";
const LAB = "222222222222";

/** Where things are made: by their own `region`, by a provider's, or as a role of an account. */
interface Where {
  readonly args: { readonly region?: string };
  readonly opts: pulumi.CustomResourceOptions;
}

const HERE: Where = { args: {}, opts: {} };
const own = (region: string): Where => ({ args: { region }, opts: {} });
const OHIO = own("us-east-2");
const TOKYO = own("ap-northeast-1");

function by(name: string, args: aws.ProviderArgs): Where {
  return { args: {}, opts: { provider: new aws.Provider(name, args) } };
}

const inAccount = (name: string, account: string, region = "us-east-2") =>
  by(name, { region, assumeRoles: [{ roleArn: `arn:aws:iam::${account}:role/deploy` }] });

const host = (name: string, { args, opts }: Where, more: object = {}) =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args, ...more }, opts);

const defaultVpc = (name: string, { args, opts }: Where) => new aws.ec2.DefaultVpc(name, { ...args }, opts);

const defaultGroup = (name: string, { args, opts }: Where, more: object = {}) =>
  new aws.ec2.DefaultSecurityGroup(name, { ingress: [], egress: [], ...args, ...more }, opts);

/** A VPC whose subnet leads to the internet. */
function net(name: string, { args, opts }: Where, isOpen = true) {
  const vpc = new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, ...args }, opts);
  const gateway = new aws.ec2.InternetGateway(`${name}-gateway`, { vpcId: vpc.id, ...args }, opts);
  const subnet = new aws.ec2.Subnet(
    `${name}-subnet`,
    { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", ...args },
    opts,
  );
  const routes = isOpen ? [{ cidrBlock: WORLD, gatewayId: gateway.id }] : [];
  const table = new aws.ec2.RouteTable(`${name}-table`, { vpcId: vpc.id, routes, ...args }, opts);
  new aws.ec2.RouteTableAssociation(
    `${name}-association`,
    { subnetId: subnet.id, routeTableId: table.id, ...args },
    opts,
  );
  return { vpc, subnet, table };
}

const group = (name: string, { args, opts }: Where, vpcId: pulumi.Input<string> | undefined, port = 22) =>
  new aws.ec2.SecurityGroup(
    name,
    { ...(vpcId === undefined ? {} : { vpcId }), ingress: [tcp(port, WORLD)] as never, ...args },
    opts,
  );

describe("places, adversarially", () => {
  describe("default groups of default VPCs", () => {
    const open = (name: string) => `require-closed-default-security-group: ${name}`;
    const rule = { protocol: "tcp", fromPort: 443, toPort: 443, self: true };
    holdsInEveryForm(
      [requireClosedGroup],
      [
        [
          "one of two regions closed",
          () => {
            defaultVpc("ohio", OHIO);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("closed", OHIO);
          },
          [open("tokyo")],
        ],
        [
          "both closed",
          () => {
            for (const [name, where] of [
              ["ohio", OHIO],
              ["tokyo", TOKYO],
            ] as const) {
              defaultVpc(name, where);
              defaultGroup(`${name}-group`, where);
            }
          },
          [],
        ],
        [
          "one of them adopted with a rule",
          () => {
            for (const [name, where, ingress] of [
              ["ohio", OHIO, []],
              ["tokyo", TOKYO, [rule]],
            ] as const) {
              defaultVpc(name, where);
              defaultGroup(`${name}-group`, where, { ingress });
            }
          },
          [open("tokyo-group")],
        ],
      ],
    );
    holds(
      [requireClosedGroup],
      [
        [
          "its own region goes before its provider's",
          () => {
            const at = by("ohio-provider", { region: "us-east-2" });
            defaultVpc("ohio", at);
            defaultGroup("closed", { args: TOKYO.args, opts: at.opts });
          },
          [open("ohio")],
        ],
        [
          "closed where no region is told, and in a told one",
          () => {
            defaultVpc("here", HERE);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("here-group", HERE);
            defaultGroup("tokyo-group", TOKYO);
          },
          [],
        ],
        [
          "closed in the told one alone",
          () => {
            defaultVpc("here", HERE);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("tokyo-group", TOKYO);
          },
          [open("here")],
        ],
        [
          "four, by account and region, three closed",
          () => {
            for (const account of [SALES, LAB])
              for (const region of ["us-east-2", "ap-northeast-1"]) {
                const at = inAccount(`${account}-${region}`, account, region);
                defaultVpc(`${region}-of-${account}`, at);
                if (account !== LAB || region !== "us-east-2")
                  defaultGroup(`group-${region}-of-${account}`, at);
              }
          },
          [open(`us-east-2-of-${LAB}`)],
        ],
        [
          "closed by the VPC's id, in each region",
          () => {
            for (const [name, where] of [
              ["ohio", OHIO],
              ["tokyo", TOKYO],
            ] as const)
              defaultGroup(`${name}-group`, where, { vpcId: net(name, where).vpc.id });
          },
          [],
        ],
        [
          "closed by the VPC's id, in one",
          () => {
            net("ohio", OHIO);
            defaultGroup("tokyo-group", TOKYO, { vpcId: net("tokyo", TOKYO).vpc.id });
          },
          [open("ohio")],
        ],
        [
          "of a VPC not known yet, in another region",
          () => {
            net("ohio", OHIO);
            defaultGroup("closed", TOKYO, { vpcId: UNKNOWN });
          },
          [open("ohio")],
        ],
      ],
    );
    holds(
      [noDefaultGroup],
      [
        [
          "a host that names nothing, where it is open",
          () => {
            defaultVpc("ohio", OHIO);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("closed", OHIO);
            host("host", TOKYO);
          },
          ["no-default-security-group-use: host"],
        ],
        [
          "where it is closed",
          () => {
            defaultVpc("ohio", OHIO);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("closed", TOKYO);
            host("host", TOKYO);
          },
          [],
        ],
        [
          "where no region is told, beside a closed one",
          () => {
            defaultVpc("here", HERE);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("closed", TOKYO);
            host("host", HERE);
          },
          ["no-default-security-group-use: host"],
        ],
        [
          "where the stack knows of no default VPC",
          () => {
            defaultVpc("ohio", OHIO);
            host("host", TOKYO);
          },
          [],
        ],
        [
          "where the stack adopts the group alone, open",
          () => {
            defaultGroup("open", TOKYO, { ingress: [rule] });
            host("host", TOKYO);
          },
          ["no-default-security-group-use: host"],
        ],
        [
          "where the stack adopts the group alone, closed",
          () => {
            defaultGroup("closed", TOKYO);
            host("host", TOKYO);
          },
          [],
        ],
        [
          "where the open group alone is of another region",
          () => {
            defaultGroup("open", OHIO, { ingress: [rule] });
            host("host", TOKYO);
          },
          [],
        ],
        [
          "in a default subnet of the open one's region",
          () => {
            defaultVpc("ohio", OHIO);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("closed", OHIO);
            const subnet = new aws.ec2.DefaultSubnet("subnet", {
              availabilityZone: "ap-northeast-1a",
              ...TOKYO.args,
            });
            host("host", TOKYO, { subnetId: subnet.id });
          },
          ["no-default-security-group-use: host"],
        ],
        [
          "in a default subnet of the closed one's region",
          () => {
            defaultVpc("ohio", OHIO);
            defaultVpc("tokyo", TOKYO);
            defaultGroup("closed", OHIO);
            const subnet = new aws.ec2.DefaultSubnet("subnet", {
              availabilityZone: "us-east-2a",
              ...OHIO.args,
            });
            host("host", OHIO, { subnetId: subnet.id });
          },
          [],
        ],
      ],
    );
  });

  describe("default VPCs", () => {
    const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
    const block = (where: Where) =>
      new aws.ec2.VpcBlockPublicAccessOptions(
        "block",
        { internetGatewayBlockMode: "block-bidirectional", ...where.args },
        where.opts,
      );
    const named = (where: Where) =>
      host("host", where, { vpcSecurityGroupIds: [group("ssh", where, undefined).id] });
    holds(
      [noPathToInstance],
      [
        [
          "a host in the one that AWS made",
          () => {
            named(OHIO);
          },
          [reached("host")],
        ],
        [
          "while Block Public Access is on there",
          () => {
            named(OHIO);
            block(OHIO);
          },
          [],
        ],
        [
          "while it is on elsewhere",
          () => {
            named(OHIO);
            block(TOKYO);
          },
          [reached("host")],
        ],
        [
          "beside an adopted one of another region, whose table leads nowhere",
          () => {
            named(OHIO);
            const vpc = defaultVpc("tokyo", TOKYO);
            new aws.ec2.DefaultRouteTable("table", {
              defaultRouteTableId: vpc.defaultRouteTableId,
              routes: [],
              ...TOKYO.args,
            });
          },
          [reached("host")],
        ],
        [
          "in the adopted one, whose table leads nowhere",
          () => {
            named(TOKYO);
            const vpc = defaultVpc("tokyo", TOKYO);
            new aws.ec2.DefaultRouteTable("table", {
              defaultRouteTableId: vpc.defaultRouteTableId,
              routes: [],
              ...TOKYO.args,
            });
          },
          [],
        ],
        [
          "on its open default group, which the stack adopts without naming the VPC",
          () => {
            defaultGroup("open", OHIO, { ingress: [tcp(22, WORLD)] });
            host("host", OHIO);
          },
          [reached("host")],
        ],
        [
          "on a default group closed here, open elsewhere",
          () => {
            defaultGroup("closed", OHIO);
            defaultGroup("open", TOKYO, { ingress: [tcp(22, WORLD)] });
            host("host", OHIO);
          },
          [],
        ],
      ],
    );
  });

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

  describe("what is not known yet casts doubt on its place alone", () => {
    /** Two public hosts of one application, and something not known yet that is registered with a target group. */
    const pair = (hostsAt: Where, registryAt: Where) => () => {
      for (const name of ["one", "two"]) host(name, hostsAt, { tags: { Tier: "public", App: "shop" } });
      const { args, opts } = registryAt;
      const targets = new aws.lb.TargetGroup("targets", { port: 80, protocol: "HTTP", ...args }, opts);
      new aws.lb.TargetGroupAttachment(
        "registration",
        { targetGroupArn: targets.arn, targetId: UNKNOWN, ...args },
        opts,
      );
    };
    const alone = ["require-load-balancer-for-public-instances: one"];
    holds(
      [requireLoadBalancer],
      [
        ["a target of another region's group", pair(OHIO, TOKYO), alone],
        ["a target of a group of this region", pair(OHIO, OHIO), []],
        [
          "a target of another account's group",
          () => pair(inAccount("sales", SALES), inAccount("lab", LAB))(),
          alone,
        ],
      ],
    );

    const endpoints = (
      where: Where,
      vpcId: pulumi.Input<string>,
      region: string,
      services = ["ssm", "ssmmessages"],
    ) =>
      services.map(
        (service) =>
          new aws.ec2.VpcEndpoint(
            service,
            {
              vpcId,
              vpcEndpointType: "Interface",
              privateDnsEnabled: true,
              serviceName: `com.amazonaws.${region}.${service}`,
              ...where.args,
            },
            where.opts,
          ),
      );
    const managed =
      (where: Where, region: string, endpointsAt = where, vpcId?: pulumi.Input<string>) =>
      () => {
        const { vpc, subnet } = net("net", where, false);
        const role = new aws.iam.Role(
          "role",
          {
            assumeRolePolicy: "{}",
            managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
          },
          where.opts,
        );
        host("host", where, {
          subnetId: subnet.id,
          iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }, where.opts).name,
        });
        endpoints(endpointsAt, vpcId ?? vpc.id, region);
      };
    const missing = ["require-ssm-endpoints: net"];
    holds(
      [requireSsmEndpoints],
      [
        ["endpoints named for the region", managed(OHIO, "us-east-2"), []],
        ["endpoints named for another", managed(OHIO, "ap-northeast-1"), missing],
        [
          "endpoints of a VPC not known yet, in another region",
          () => managed(OHIO, "us-east-2", TOKYO, UNKNOWN)(),
          missing,
        ],
      ],
    );
    const nat =
      (where: Where, ...services: string[]) =>
      () => {
        const { args, opts } = where;
        const { vpc, subnet } = net("net", where);
        const inner = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.2.0/24", ...args }, opts);
        const way = new aws.ec2.NatGateway(
          "way",
          {
            subnetId: subnet.id,
            allocationId: new aws.ec2.Eip("ip", { ...args }, opts).allocationId,
            ...args,
          },
          opts,
        );
        const table = new aws.ec2.RouteTable(
          "inner-table",
          { vpcId: vpc.id, routes: [{ cidrBlock: WORLD, natGatewayId: way.id }], ...args },
          opts,
        );
        new aws.ec2.RouteTableAssociation(
          "inner-association",
          { subnetId: inner.id, routeTableId: table.id, ...args },
          opts,
        );
        for (const [i, serviceName] of services.entries())
          new aws.ec2.VpcEndpoint(
            `door-${i}`,
            { vpcId: vpc.id, serviceName, routeTableIds: [table.id], ...args },
            opts,
          );
      };
    holds(
      [requireGatewayEndpoints],
      [
        [
          "gateway endpoints of the region",
          nat(OHIO, "com.amazonaws.us-east-2.s3", "com.amazonaws.us-east-2.dynamodb"),
          [],
        ],
        [
          "gateway endpoints, one for another region",
          nat(OHIO, "com.amazonaws.us-east-2.s3", "com.amazonaws.eu-west-1.dynamodb"),
          ["require-gateway-endpoints: inner-table"],
        ],
        [
          "gateway endpoints where no region is told",
          nat(HERE, "com.amazonaws.eu-west-1.s3", "com.amazonaws.eu-west-1.dynamodb"),
          [],
        ],
      ],
    );
    const silent = (where: Where, zoneAt: Where, associated: boolean) => () => {
      const { vpc } = net("net", where);
      new aws.ec2.VpcEndpoint(
        "door",
        {
          vpcId: vpc.id,
          vpcEndpointType: "Interface",
          serviceName: "com.amazonaws.us-east-2.ssm",
          privateDnsEnabled: false,
          ...where.args,
        },
        where.opts,
      );
      const far = net("far", zoneAt);
      const zone = new aws.route53.Zone(
        "zone",
        { name: "ssm.us-east-2.amazonaws.com", vpcs: [{ vpcId: far.vpc.id }] },
        zoneAt.opts,
      );
      if (associated)
        new aws.route53.ZoneAssociation("association", { zoneId: zone.zoneId, vpcId: vpc.id }, where.opts);
    };
    holds(
      [requirePrivateDns],
      [
        [
          "a hosted zone of another VPC, in another account",
          () => silent(inAccount("sales", SALES), inAccount("lab", LAB), false)(),
          ["require-private-dns-on-endpoints: door"],
        ],
        [
          "the same, associated with this one",
          () => silent(inAccount("sales", SALES), inAccount("lab", LAB), true)(),
          [],
        ],
      ],
    );
  });

  describe("Default Host Management", () => {
    const setting = (at: Where) =>
      new aws.ssm.ServiceSetting(
        "setting",
        {
          settingId: "/ssm/managed-instance/default-ec2-instance-management-role",
          settingValue: "service-role/Manager",
          ...at.args,
        },
        at.opts,
      );
    const bare = (where: Where, at: Where) => () => {
      const role = new aws.iam.Role("role", { assumeRolePolicy: "{}" }, where.opts);
      host("host", where, {
        iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }, where.opts).name,
      });
      setting(at);
    };
    holds(
      [requireSsmPolicy],
      [
        ["of the region", bare(OHIO, OHIO), []],
        ["of another region", bare(OHIO, TOKYO), ["require-ssm-managed-instance-policy: host"]],
        [
          "of another account",
          () => bare(inAccount("sales", SALES), inAccount("lab", LAB))(),
          ["require-ssm-managed-instance-policy: host"],
        ],
      ],
    );
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

  describe("a region of its own that is not known yet, whatever the provider's", () => {
    /** What lies in Ohio, beside what only turns out to, or to lie in Tokyo. */
    const program = (make: (here: Where, region: pulumi.Output<string>) => void, region: string) => () =>
      make(by("deploy", { region: region === "us-east-2" ? "ap-northeast-1" : "us-east-2" }), later(region));
    const volume = { availabilityZone: "us-east-2a", size: 8, region: "us-east-2" };
    const closes = ({ opts }: Where, region: pulumi.Output<string>) => {
      defaultVpc("ohio", { ...OHIO, opts });
      new aws.ec2.DefaultSecurityGroup("closed", { ingress: [], egress: [], region }, opts);
    };
    const encrypts = ({ opts }: Where, region: pulumi.Output<string>) => {
      new aws.ebs.EncryptionByDefault("defaults", { enabled: true, region }, opts);
      new aws.ebs.Volume("disk", volume, opts);
    };
    const requires = ({ opts }: Where, region: pulumi.Output<string>) => {
      new aws.ec2.InstanceMetadataDefaults("defaults", { httpTokens: "required", region }, opts);
      host("host", { ...OHIO, opts });
    };
    const POLICIES = [requireClosedGroup, requireEbsEncryption, requireImdsv2];
    holds(POLICIES, [
      ["a group that closes there", program(closes, "us-east-2"), []],
      ["encryption by default there", program(encrypts, "us-east-2"), []],
      ["tokens required there", program(requires, "us-east-2"), []],
    ]);
    holdsOnceKnown(POLICIES, [
      [
        "a group that closes elsewhere",
        program(closes, "ap-northeast-1"),
        ["require-closed-default-security-group: ohio"],
      ],
      [
        "encryption by default elsewhere",
        program(encrypts, "ap-northeast-1"),
        ["require-ebs-encryption: disk"],
      ],
      ["tokens required elsewhere", program(requires, "ap-northeast-1"), ["require-imdsv2: host"]],
    ]);
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
