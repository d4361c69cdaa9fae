import * as aws from "@pulumi/aws";
import requireSsmPolicy from "../../policies/private-access/require-ssm-managed-instance-policy";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noDefaultGroup from "../../policies/security-groups/no-default-security-group-use";
import requireClosedGroup from "../../policies/security-groups/require-closed-default-security-group";
import { UNKNOWN } from "../end-to-end/aws-stand-in/cloud";
import { holdsInEveryForm } from "./forms";
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
  WORLD,
} from "./places";
import { tcp } from "./sites";
import { holds } from "./speakers";

describe("default VPCs, adversarially", () => {
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
});
