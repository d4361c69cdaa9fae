import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import requirePrivateDns from "../../policies/private-access/require-private-dns-on-endpoints";
import { type Site, site } from "./sites";
import { holds } from "./speakers";

const on = (make: (at: Site) => unknown) => () => {
  make(site());
};

describe("private DNS, adversarially", () => {
  describe("private DNS", () => {
    const door = (vpcId: pulumi.Input<string>, args: object = {}, name = "door") =>
      new aws.ec2.VpcEndpoint(name, {
        vpcId,
        vpcEndpointType: "Interface",
        serviceName: "com.amazonaws.us-east-1.ssm",
        ...args,
      });
    const said = ["require-private-dns-on-endpoints: door"];
    holds(
      [requirePrivateDns],
      [
        [
          "in a VPC that refuses it by what is left out",
          () => {
            door(new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).id, { privateDnsEnabled: true });
          },
          said,
        ],
        [
          "in the default VPC, which has it",
          () => {
            door(new aws.ec2.DefaultVpc("vpc", {}).id, { privateDnsEnabled: true });
          },
          [],
        ],
        [
          "of a service of somebody's own",
          on((at) =>
            door(at.vpc.id, { serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0" }),
          ),
          [],
        ],
        [
          "on one of two",
          on((at) => {
            door(at.vpc.id, { privateDnsEnabled: true }, "first");
            door(at.vpc.id);
          }),
          [],
        ],
        [
          "on one in another VPC",
          on((at) => {
            door(site("other").vpc.id, { privateDnsEnabled: true }, "first");
            door(at.vpc.id);
          }),
          said,
        ],
      ],
    );
  });

  describe("private DNS of a VPC without a resolver, and of appliances", () => {
    const door =
      (vpc: object, service = "ssm", args: object = { privateDnsEnabled: true }) =>
      () => {
        const { id } = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", ...vpc } as never);
        new aws.ec2.VpcEndpoint("door", {
          vpcId: id,
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.us-east-1.${service}`,
          ...args,
        });
      };
    const said = ["require-private-dns-on-endpoints: door"];
    holds(
      [requirePrivateDns],
      [
        ["and names of hosts", door({ enableDnsHostnames: true }), []],
        ["and names of hosts, as text", door({ enableDnsHostnames: "true" }), []],
        ["without names of hosts", door({ enableDnsHostnames: false }), said],
        [
          "and names of hosts, without a resolver",
          door({ enableDnsHostnames: true, enableDnsSupport: "false" }),
          said,
        ],
        ["left out, of IoT's credentials", door({ enableDnsHostnames: true }, "iot.credentials", {}), []],
        ["left out, of IoT's control plane", door({ enableDnsHostnames: true }, "iot.api", {}), said],
        [
          "of an appliance, which has no names",
          door({}, "vpce-svc-0123456789abcdef0", { vpcEndpointType: "GatewayLoadBalancer" }),
          [],
        ],
      ],
    );
  });

  describe("private DNS beside a Route 53 Profile", () => {
    const ZONE = "kms.us-east-1.amazonaws.com";
    const profile = (name: string) => new aws.route53.ProfilesProfile(name, {});
    const holding = (zone: string, at: aws.route53.ProfilesProfile) =>
      new aws.route53.ProfilesResourceAssociation("content", {
        profileId: at.id,
        resourceArn: new aws.route53.Zone("zone", { name: zone, vpcs: [{ vpcId: "vpc-0123456789abcdef0" }] })
          .arn,
      });
    const door = (profileId: pulumi.Input<string>, args: object = {}) =>
      on(({ vpc }) => {
        new aws.route53.ProfilesAssociation("use", { profileId, resourceId: vpc.id });
        new aws.ec2.VpcEndpoint("door", {
          vpcId: vpc.id,
          vpcEndpointType: "Interface",
          serviceName: "com.amazonaws.us-east-1.kms",
          ...args,
        });
      })();
    const having = (zone: string) => () => {
      const one = profile("one");
      holding(zone, one);
      door(one.id);
    };
    const said = ["require-private-dns-on-endpoints: door"];
    holds(
      [requirePrivateDns],
      [
        ["that holds a zone of the service's name", having(ZONE), []],
        ["that holds another zone", having("example.com"), said],
        ["that holds nothing", () => door(profile("one").id), said],
        [
          "beside which another one holds the zone",
          () => {
            holding(ZONE, profile("other"));
            door(profile("one").id);
          },
          said,
        ],
        ["of somebody else, which may hold any zone", () => door("rp-0123456789abcdef"), []],
      ],
    );
  });

  describe("private DNS beside a zone whose records lead to the endpoint", () => {
    const door = (zone: string, leads: (door: aws.ec2.VpcEndpoint) => object) =>
      on(({ vpc }) => {
        const one = new aws.ec2.VpcEndpoint("door", {
          vpcId: vpc.id,
          vpcEndpointType: "Interface",
          serviceName: "com.amazonaws.us-east-1.kinesis-firehose",
        });
        const { zoneId } = new aws.route53.Zone("zone", { name: zone, vpcs: [{ vpcId: vpc.id }] });
        new aws.route53.Record("record", { zoneId, name: zone, type: "A", ...leads(one) });
      });
    const alias = ({ dnsEntries }: aws.ec2.VpcEndpoint) => {
      const name = dnsEntries.apply(([first]) => first?.dnsName ?? "vpce.example.com");
      return { aliases: [{ name, zoneId: "Z0123456789ABCDEFGHIJ", evaluateTargetHealth: false }] };
    };
    const FIREHOSE = "firehose.us-east-1.amazonaws.com";
    const said = ["require-private-dns-on-endpoints: door"];
    holds(
      [requirePrivateDns],
      [
        ["where its service is called otherwise", door(FIREHOSE, alias), []],
        ["where they lead elsewhere", door(FIREHOSE, () => ({ ttl: 60, records: ["10.0.1.9"] })), said],
        ["under a name of one's own", door("firehose.example.com", alias), said],
      ],
    );
  });
});
