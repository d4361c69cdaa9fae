import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import requireEbsEncryption from "../../policies/data/require-ebs-encryption";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requireLoadBalancer from "../../policies/instances/require-load-balancer-for-public-instances";
import requireGatewayEndpoints from "../../policies/private-access/require-gateway-endpoints";
import requirePrivateDns from "../../policies/private-access/require-private-dns-on-endpoints";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import requireClosedGroup from "../../policies/security-groups/require-closed-default-security-group";
import { UNKNOWN } from "../end-to-end/aws-stand-in/cloud";
import { later } from "../harness/phases";
import { holdsOnceKnown } from "./forms";
import {
  by,
  defaultVpc,
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
import { holds } from "./speakers";

describe("places that are not known yet, adversarially", () => {
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
});
