import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noInboundOnSsmInstances from "../../policies/private-access/no-inbound-on-ssm-instances";
import requireGatewayEndpoints from "../../policies/private-access/require-gateway-endpoints";
import requirePrivateDnsOnEndpoints from "../../policies/private-access/require-private-dns-on-endpoints";
import requireScopedEndpointIngress from "../../policies/private-access/require-scoped-endpoint-ingress";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import requireSsmManagedInstancePolicy from "../../policies/private-access/require-ssm-managed-instance-policy";
import { holdsInEveryForm } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";

const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
const lacking = (name: string) => `require-ssm-endpoints: ${name}`;
const managed = (name: string) => `require-ssm-managed-instance-policy: ${name}`;
const scoped = (name: string) => `require-scoped-endpoint-ingress: ${name}`;
const named = (name: string) => `require-private-dns-on-endpoints: ${name}`;
const inbound = (name: string) => `no-inbound-on-ssm-instances: ${name}`;
const gateway = (name: string) => `require-gateway-endpoints: ${name}`;

function role(policies: readonly pulumi.Input<string>[], more: object = {}): aws.iam.Role {
  const made = new aws.iam.Role("role", { assumeRolePolicy: "{}", ...more });
  for (const [i, policyArn] of policies.entries())
    new aws.iam.RolePolicyAttachment(`policy-${i}`, { role: made.name, policyArn });
  return made;
}

const profile = (of: aws.iam.Role) => new aws.iam.InstanceProfile("profile", { role: of.name });

function host(
  at: Site,
  args: object = {},
  place = subnet(at),
  of: aws.iam.Role = role([CORE]),
): aws.ec2.Instance {
  return new aws.ec2.Instance("host", {
    ami: "ami-1",
    instanceType: "t3.micro",
    subnetId: place.id,
    iamInstanceProfile: profile(of).name,
    ...args,
  });
}

const endpoint = (name: string, { vpc }: Site, serviceName: string, args: object = {}) =>
  new aws.ec2.VpcEndpoint(name, {
    vpcId: vpc.id,
    serviceName,
    vpcEndpointType: "Interface",
    privateDnsEnabled: true,
    ...args,
  });

const THREE = ["ssm", "ssmmessages", "ec2messages"];
const endpoints = (
  at: Site,
  names: readonly string[] = THREE,
  nameOf = (service: string) => `com.amazonaws.us-east-1.${service}`,
  args: object = {},
) => {
  return names.map((name) => endpoint(name, at, nameOf(name), args));
};
const hostTo = (at: Site, block: string) =>
  host(at, { vpcSecurityGroupIds: [group(at, [], "out", { egress: [tcp(443, block)] }).id] });
const alsoIn = (at: Site, made: readonly aws.ec2.VpcEndpoint[]) => {
  const subnetId = subnet(at, { cidrBlock: "10.0.3.0/24" }, "beside").id;
  for (const [i, { id }] of made.entries())
    new aws.ec2.VpcEndpointSubnetAssociation(`association-${i}`, { vpcEndpointId: id, subnetId });
};

const nat = (args: object) => new aws.ec2.NatGateway("own-nat", args);
const cellar = (at: Site) => subnet(at, { cidrBlock: "10.0.4.0/24" }, "cellar");
const associate = (place: aws.ec2.Subnet, { vpc }: Site, routes: object[], name: string) => {
  const routeTableId = new aws.ec2.RouteTable(`${name}-table`, { vpcId: vpc.id, routes }).id;
  new aws.ec2.RouteTableAssociation(name, { subnetId: place.id, routeTableId });
};
/** A machine whose subnet has a table without routes of its own, which something may write into. */
const written =
  (write: (routeTableId: pulumi.Output<string>) => unknown, args: object = {}) =>
  () => {
    const at = site();
    const place = subnet(at);
    host(at, {}, place);
    const table = new aws.ec2.RouteTable("table", { vpcId: at.vpc.id, ...args });
    new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
    write(table.id);
  };
/** A machine whose subnet has its only route to a NAT gateway. */
const behind = (gateway: (at: Site, place: aws.ec2.Subnet) => aws.ec2.NatGateway) => () => {
  const at = site();
  const place = subnet(at);
  host(at, {}, place);
  associate(place, at, [{ cidrBlock: "0.0.0.0/0", natGatewayId: gateway(at, place).id }], "association");
};

describe("private access, adversarially", () => {
  describe("endpoints of Systems Manager", () => {
    const confined = (make: (at: Site) => void) => () => make(site());
    // biome-ignore format: read row by row
    holdsInEveryForm([requireSsmEndpoints], [
      ["none", confined((at) => host(at)), [lacking("vpc")]],
      ["all three", confined((at) => { host(at); endpoints(at); }), []],
      ["the seed's slip of a name is none", confined((at) => { host(at); endpoints(at, ["ssm", "ssm-messages", "ec2messages"]); }), [lacking("vpc")]],
      ["two", confined((at) => { host(at); endpoints(at, ["ssm", "ssmmessages"]); }), []],
      ["as gateways", confined((at) => { host(at); endpoints(at, THREE, undefined, { vpcEndpointType: "Gateway" }); }), [lacking("vpc")]],
      ["of a type left out", confined((at) => { host(at); endpoints(at, THREE, undefined, { vpcEndpointType: undefined }); }), [lacking("vpc")]],
      ["in another VPC", confined((at) => { host(at); endpoints(site("other")); }), [lacking("vpc")]],
      ["in a subnet that the machine lets nothing out to",
        confined((at) => { const there = subnet(at, { cidrBlock: "10.0.2.0/24" }, "there"); hostTo(at, "10.0.3.0/24"); endpoints(at, THREE, undefined, { subnetIds: [there.id] }); }),
        [lacking("vpc")]],
      ["and in one, by an association, to which it does",
        confined((at) => { const there = subnet(at, { cidrBlock: "10.0.2.0/24" }, "there"); hostTo(at, "10.0.3.0/24"); alsoIn(at, endpoints(at, THREE, undefined, { subnetIds: [there.id] })); }),
        []],
      ["in China", confined((at) => { host(at); endpoints(at, THREE, (service) => `cn.com.amazonaws.cn-north-1.${service}`); }), []],
      ["in GovCloud", confined((at) => { host(at); endpoints(at, THREE, (service) => `com.amazonaws.us-gov-west-1.${service}`); }), []],
      [
        "one named twice, one missing",
        confined((at) => { host(at); endpoints(at, ["ssm", "ec2messages"]); endpoint("again", at, "com.amazonaws.us-east-1.ssm"); }),
        [lacking("vpc")],
      ],
      ["behind NAT", behind((at) => at.nat()), []],
      ["behind NAT in no subnet", behind(({ vpc }) => nat({ vpcId: vpc.id, availabilityMode: "regional" })), []],
      ["behind NAT in a subnet that leads nowhere", behind((at) => nat({ subnetId: cellar(at).id })), [lacking("vpc")]],
      ["behind NAT in its own subnet", behind((_, place) => nat({ subnetId: place.id })), [lacking("vpc")]],
      [
        "behind private NAT, beside an internet gateway",
        behind((at) => nat({ subnetId: web(at).id, connectivityType: "private" })),
        [lacking("vpc")],
      ],
      [
        "behind private NAT, beside a transit gateway",
        behind((at) => {
          const place = cellar(at);
          const routes = [{ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-0123456789abcdef0" }];
          associate(place, at, routes, "on");
          return nat({ subnetId: place.id, connectivityType: "private" });
        }),
        [],
      ],
      [
        "a table that leads to S3 alone",
        confined((at) => {
          const place = subnet(at);
          host(at, {}, place);
          const table = new aws.ec2.RouteTable("table", { vpcId: at.vpc.id });
          new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
          endpoint("s3", at, "com.amazonaws.us-east-1.s3", {
            vpcEndpointType: "Gateway",
            privateDnsEnabled: undefined,
            routeTableIds: [table.id],
          });
        }),
        [lacking("vpc")],
      ],
      ["a table that nothing leads out of", written(() => {}), [lacking("vpc")]],
      ["one that a VPN gateway writes into", written((routeTableId) => new aws.ec2.VpnGatewayRoutePropagation("learned", { vpnGatewayId: "vgw-0123456789abcdef0", routeTableId })), []],
      ["one that a VPN gateway writes into, as it says itself", written(() => {}, { propagatingVgws: ["vgw-0123456789abcdef0"] }), []],
      ["one that names no gateway to write into it", written(() => {}, { propagatingVgws: [] }), [lacking("vpc")]],
      ["one that a route server writes into", written((routeTableId) => new aws.vpc.RouteServerPropagation("learned", { routeServerId: "rs-0123456789abcdef0", routeTableId })), []],
      ["an instance declared public", confined((at) => host(at, { tags: { Tier: "public" } })), []],
      ["an instance without a profile", confined((at) => host(at, { iamInstanceProfile: undefined })), []],
      ["an opaque profile", confined((at) => host(at, { iamInstanceProfile: "made-elsewhere" })), []],
      [
        "a role that Systems Manager has nothing to do with",
        confined((at) => host(at, {}, undefined, role(["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]))),
        [],
      ],
      [
        "the role by an inline policy",
        confined((at) =>
          host(
            at,
            {},
            undefined,
            role([], {
              inlinePolicies: [
                {
                  name: "ssm",
                  policy: JSON.stringify({
                    Statement: [{ Effect: "Allow", Action: ["ssm:*", "ssmmessages:*"], Resource: "*" }],
                  }),
                },
              ],
            }),
          ),
        ),
        [lacking("vpc")],
      ],
      ["the role by managedPolicyArns", confined((at) => host(at, {}, undefined, role([], { managedPolicyArns: [CORE] }))), [lacking("vpc")]],
      [
        "machines of a group, by a template's profile by ARN",
        confined((at) => {
          const template = new aws.ec2.LaunchTemplate("template", {
            iamInstanceProfile: { arn: profile(role([CORE])).arn },
          });
          new aws.autoscaling.Group("fleet", {
            minSize: 1,
            maxSize: 1,
            vpcZoneIdentifiers: [subnet(at).id],
            launchTemplate: { id: template.id },
          });
        }),
        [lacking("vpc")],
      ],
    ]);
  });

  describe("roles", () => {
    const CASE =
      (of: () => aws.iam.Role, args: object = {}) =>
      () => {
        host(site(), args, undefined, of());
      };
    // biome-ignore format: read row by row
    holdsInEveryForm([requireSsmManagedInstancePolicy], [
      ["with the core policy", CASE(() => role([CORE])), []],
      ["with that of China", CASE(() => role(["arn:aws-cn:iam::aws:policy/AmazonSSMManagedInstanceCore"])), []],
      ["with none", CASE(() => role([])), [managed("host")]],
      ["with another", CASE(() => role(["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"])), [managed("host")]],
      ["with a customer's own of a like name", CASE(() => role(["arn:aws:iam::123456789012:policy/AmazonSSMManagedInstanceCore"])), []],
      ["with none, declared public", CASE(() => role([]), { tags: { Exposure: "bastion" } }), []],
      [
        "by an attachment to many",
        CASE(() => { const made = role([]); new aws.iam.PolicyAttachment("attachment", { roles: [made.name], policyArn: CORE }); return made; }),
        [],
      ],
      [
        "denied what it is allowed",
        CASE(() =>
          role([CORE], {
            inlinePolicies: [
              {
                name: "deny",
                policy: JSON.stringify({ Statement: [{ Effect: "Deny", Action: "ssmmessages:*", Resource: "*" }] }),
              },
            ],
          }),
        ),
        [managed("host")],
      ],
    ]);
  });

  describe("private DNS", () => {
    const one =
      (args: object, serviceName = "com.amazonaws.us-east-1.ssm") =>
      () =>
        new aws.ec2.VpcEndpoint("endpoint", {
          vpcId: site().vpc.id,
          serviceName,
          vpcEndpointType: "Interface",
          ...args,
        });
    // biome-ignore format: read row by row
    holdsInEveryForm([requirePrivateDnsOnEndpoints], [
      ["on", one({ privateDnsEnabled: true }), []],
      ["off", one({ privateDnsEnabled: false }), [named("endpoint")]],
      ["off, as text", one({ privateDnsEnabled: "false" }), [named("endpoint")]],
      ["left out", one({}), [named("endpoint")]],
      ["null", one({ privateDnsEnabled: null }), [named("endpoint")]],
      ["of a gateway", one({ vpcEndpointType: "Gateway" }, "com.amazonaws.us-east-1.s3"), []],
      ["of somebody's service", one({}, "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"), []],
      [
        "of somebody's service in the stack",
        () => {
          const at = site();
          const service = new aws.ec2.VpcEndpointService("service", { acceptanceRequired: false });
          new aws.ec2.VpcEndpoint("endpoint", {
            vpcId: at.vpc.id,
            serviceName: service.serviceName,
            vpcEndpointType: "Interface",
          });
        },
        [],
      ],
      ["by a resource of its own", () => { const { id } = one({})(); new aws.vpc.EndpointPrivateDns("dns", { vpcEndpointId: id, privateDnsEnabled: true }); }, []],
      [
        "by a resource of its own that says no",
        () => { const { id } = one({})(); new aws.vpc.EndpointPrivateDns("dns", { vpcEndpointId: id, privateDnsEnabled: false }); },
        [named("endpoint")],
      ],
      ["of an API", one({}, "com.amazonaws.us-east-1.execute-api"), [named("endpoint")]],
      ["of a notebook", one({}, "aws.sagemaker.us-east-1.notebook"), [named("endpoint")]],
    ]);
  });

  describe("ingress of endpoints", () => {
    const on =
      (rules: (at: Site) => object[], args: object = {}, serviceName?: string) =>
      () => {
        const at = site();
        endpoint("endpoint", at, serviceName ?? "com.amazonaws.us-east-1.ssm", {
          securityGroupIds: [group(at, rules(at)).id],
          ...args,
        });
      };
    const from = (port: number, source: aws.ec2.SecurityGroup) => ({
      protocol: "6",
      fromPort: port,
      toPort: port,
      securityGroups: [source.id],
    });
    // biome-ignore format: read row by row
    holdsInEveryForm([requireScopedEndpointIngress], [
      ["443 from a group", on((at) => [from(443, group(at, [], "hosts"))]), []],
      ["443 from itself", on(() => [{ protocol: "tcp", fromPort: 443, toPort: 443, self: true }]), []],
      ["443 and more from a group", on((at) => [from(443, group(at, [], "hosts")), from(80, group(at, [], "more"))]), [scoped("sg")]],
      ["443 to 444 from a group", on((at) => [{ ...from(443, group(at, [], "hosts")), toPort: 444 }]), [scoped("sg")]],
      ["443 over UDP from a group", on((at) => [{ ...from(443, group(at, [], "hosts")), protocol: "udp" }]), [scoped("sg")]],
      ["everything from a group", on((at) => [{ ...from(0, group(at, [], "hosts")), protocol: "-1" }]), [scoped("sg")]],
      ["443 from the VPC", on(() => [tcp(443, "10.0.0.0/16")]), [scoped("sg")]],
      ["443 from the VPC by its output", on((at) => [tcp(443, at.vpc.cidrBlock)]), [scoped("sg")]],
      ["443 from the world", on(() => [tcp(443, "0.0.0.0/0")]), [scoped("sg")]],
      ["nothing", on(() => []), []],
      [
        "a standalone rule",
        () => {
          const at = site();
          const { id } = group(at, [], "sg", { ingress: undefined });
          endpoint("endpoint", at, "com.amazonaws.us-east-1.ssm", { securityGroupIds: [id] });
          new aws.vpc.SecurityGroupIngressRule("rule", {
            securityGroupId: id,
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrIpv4: "10.0.0.0/8",
          });
        },
        [scoped("rule")],
      ],
      [
        "a group that an association adds",
        () => {
          const at = site();
          const one = endpoint("endpoint", at, "com.amazonaws.us-east-1.ssm", {
            securityGroupIds: [group(at, [], "closed").id],
          });
          new aws.ec2.SecurityGroupAssociation("association", {
            vpcEndpointId: one.id,
            securityGroupId: group(at, [tcp(443, "10.0.0.0/16")]).id,
          });
        },
        [scoped("sg")],
      ],
      [
        "the adopted default group, where it names none",
        () => {
          const at = site();
          endpoint("endpoint", at, "com.amazonaws.us-east-1.ssm");
          new aws.ec2.DefaultSecurityGroup("default", {
            vpcId: at.vpc.id,
            ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, self: true }],
          });
        },
        [scoped("default")],
      ],
      ["a gateway has no group", on(() => [tcp(443, "0.0.0.0/0")], { vpcEndpointType: "Gateway", securityGroupIds: undefined }, "com.amazonaws.us-east-1.s3"), []],
      [
        "somebody's service may have other ports",
        on((at) => [from(5432, group(at, [], "hosts"))], {}, "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"),
        [],
      ],
      [
        "a managed prefix list",
        on(() => [
          {
            protocol: "tcp",
            fromPort: 443,
            toPort: 443,
            prefixListIds: [
              new aws.ec2.ManagedPrefixList("list", {
                addressFamily: "IPv4",
                maxEntries: 1,
                entries: [{ cidr: "10.0.0.0/16" }],
              }).id,
            ],
          },
        ]),
        [scoped("sg")],
      ],
    ]);
  });

  describe("what managed machines open", () => {
    const on =
      (ingress: object[], egress: object[] = [], of?: () => aws.iam.Role) =>
      () => {
        const at = site();
        host(at, { vpcSecurityGroupIds: [group(at, ingress, "sg", { egress }).id] }, undefined, of?.());
      };
    const out = (port: number, cidr = "0.0.0.0/0") => tcp(port, cidr);
    // biome-ignore format: read row by row
    holdsInEveryForm([noInboundOnSsmInstances], [
      ["nothing in, 443 out", on([], [out(443)]), []],
      ["SSH in, even from inside", on([tcp(22, "10.0.0.0/8")]), [inbound("sg")]],
      ["a range that holds RDP", on([{ ...tcp(3000, "10.0.0.0/8"), toPort: 4000 }]), [inbound("sg")]],
      ["443 in", on([tcp(443, "10.0.0.0/8")]), []],
      ["everything out", on([], [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }]), [inbound("sg")]],
      ["80 out", on([], [out(80)]), [inbound("sg")]],
      ["80 out to the inside", on([], [out(80, "10.0.0.0/16")]), []],
      ["80 out in halves", on([], [out(80, "0.0.0.0/1"), out(80, "128.0.0.0/1")]), [inbound("sg")]],
      ["the same where nothing manages it", on([tcp(22, "10.0.0.0/8")], [out(80)], () => role([])), []],
      [
        "a standalone rule",
        () => {
          const at = site();
          const { id } = group(at, [], "sg", { ingress: undefined });
          host(at, { vpcSecurityGroupIds: [id] });
          new aws.ec2.SecurityGroupRule("rule", {
            type: "ingress",
            securityGroupId: id,
            protocol: "tcp",
            fromPort: 22,
            toPort: 22,
            cidrBlocks: ["10.0.0.0/8"],
          });
        },
        [inbound("rule")],
      ],
      [
        "what another group admits from it is needed",
        () => {
          const at = site();
          const sg = group(at, [], "sg", { egress: [out(5432)] });
          host(at, { vpcSecurityGroupIds: [sg.id] });
          group(at, [{ protocol: "tcp", fromPort: 5432, toPort: 5432, securityGroups: [sg.id] }], "database");
        },
        [],
      ],
    ]);
  });

  describe("gateway endpoints", () => {
    const behindNat =
      (
        make: (at: Site, table: aws.ec2.RouteTable, place: aws.ec2.Subnet) => void,
        routes?: (at: Site) => object[],
      ) =>
      () => {
        const at = site();
        const place = subnet(at);
        const table = new aws.ec2.RouteTable("table", {
          vpcId: at.vpc.id,
          routes: (routes?.(at) ?? [{ cidrBlock: "0.0.0.0/0", natGatewayId: at.nat().id }]) as never,
        });
        new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
        make(at, table, place);
      };
    const both = (at: Site, args: object) => {
      for (const service of ["s3", "dynamodb"])
        new aws.ec2.VpcEndpoint(service, {
          vpcId: at.vpc.id,
          serviceName: `com.amazonaws.us-east-1.${service}`,
          ...args,
        });
    };
    // biome-ignore format: read row by row
    holdsInEveryForm([requireGatewayEndpoints], [
      ["none", behindNat(() => {}), [gateway("table")]],
      ["both", behindNat((at, table) => both(at, { vpcEndpointType: "Gateway", routeTableIds: [table.id] })), []],
      ["of a type left out", behindNat((at, table) => both(at, { routeTableIds: [table.id] })), []],
      ["in another table", behindNat((at) => both(at, { routeTableIds: [new aws.ec2.RouteTable("other", { vpcId: at.vpc.id }).id] })), [gateway("table")]],
      ["in no table", behindNat((at) => both(at, {})), [gateway("table")]],
      [
        "by associations",
        behindNat((at, table) => {
          for (const service of ["s3", "dynamodb"])
            new aws.ec2.VpcEndpointRouteTableAssociation(service, {
              routeTableId: table.id,
              vpcEndpointId: new aws.ec2.VpcEndpoint(service, {
                vpcId: at.vpc.id,
                serviceName: `com.amazonaws.us-east-1.${service}`,
              }).id,
            });
        }),
        [],
      ],
      [
        "one of them",
        behindNat((at, table) => new aws.ec2.VpcEndpoint("s3", { vpcId: at.vpc.id, serviceName: "com.amazonaws.us-east-1.s3", routeTableIds: [table.id] })),
        [gateway("table")],
      ],
      ["as interfaces", behindNat((at) => both(at, { vpcEndpointType: "Interface" })), [gateway("table")]],
      [
        "a table of no subnet",
        () => { const at = site(); new aws.ec2.RouteTable("table", { vpcId: at.vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: at.nat().id }] }); },
        [],
      ],
      [
        "split defaults",
        behindNat(
          () => {},
          (at) => {
            const nat = at.nat();
            return [
              { cidrBlock: "0.0.0.0/1", natGatewayId: nat.id },
              { cidrBlock: "128.0.0.0/1", natGatewayId: nat.id },
            ];
          },
        ),
        [gateway("table")],
      ],
      ["one partner by NAT", behindNat(() => {}, (at) => [{ cidrBlock: "203.0.113.0/24", natGatewayId: at.nat().id }]), []],
      [
        "the main table",
        () => {
          const at = site();
          subnet(at);
          new aws.ec2.Route("route", {
            routeTableId: at.vpc.mainRouteTableId,
            destinationCidrBlock: "0.0.0.0/0",
            natGatewayId: at.nat().id,
          });
        },
        [gateway("vpc")],
      ],
      [
        "a standalone route",
        behindNat((at, table) => new aws.ec2.Route("route", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: at.nat().id }), () => []),
        [gateway("table")],
      ],
      ["by a public subnet", () => { web(site()); }, []],
    ]);
  });
});
