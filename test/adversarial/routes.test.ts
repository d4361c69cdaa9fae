import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noInternetRoute from "../../policies/reachability/no-internet-route-in-private-subnet";
import requireReturn from "../../policies/reachability/require-return-traffic-in-network-acl";
import noMalformed from "../../policies/security-groups/no-malformed-rule";
import { acl, group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const SSH = [tcp(22, WORLD)];
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "sg") => group(at, SSH, name).id;
const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args } as never);
const giving = { mapPublicIpOnLaunch: true };
const cellar = (at: Site, name = "cellar") => subnet(at, { cidrBlock: "10.0.77.0/24" }, name).id;

describe("routes, adversarially", () => {
  describe("routes", () => {
    const routed = (routes: (at: Site) => object[], args: object = {}) =>
      on((at) => {
        const place = subnet(at);
        const table = new aws.ec2.RouteTable("table", { vpcId: at.vpc.id, routes: routes(at) as never });
        new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
        host({
          subnetId: place.id,
          associatePublicIpAddress: true,
          vpcSecurityGroupIds: [open(at)],
          ...args,
        });
      });
    const to = (cidrBlock: string, target: object) => ({ cidrBlock, ...target });
    const both = ["no-internet-route-in-private-subnet: subnet", reached("host")];
    holds(
      [noPathToInstance, noInternetRoute],
      [
        [
          "beside a peering's",
          routed((at) => [
            to("10.9.0.0/16", {
              vpcPeeringConnectionId: new aws.ec2.VpcPeeringConnection("peer", {
                vpcId: at.vpc.id,
                peerVpcId: "vpc-0123456789abcdef0",
              }).id,
            }),
            to(WORLD, { gatewayId: at.gateway.id }),
          ]),
          both,
        ],
        [
          "of IPv6 alone, to an address of IPv4",
          routed((at) => [{ ipv6CidrBlock: "::/0", gatewayId: at.gateway.id }]),
          ["no-internet-route-in-private-subnet: subnet"],
        ],
        [
          "all of whose halves go through NAT",
          routed((at) => {
            const nat = { natGatewayId: at.nat().id };
            return [to("0.0.0.0/1", nat), to("128.0.0.0/1", nat), to(WORLD, { gatewayId: at.gateway.id })];
          }),
          ["no-internet-route-in-private-subnet: nat"],
        ],
        [
          "one of whose halves goes through NAT",
          routed((at) => [
            to("0.0.0.0/1", { natGatewayId: at.nat().id }),
            to(WORLD, { gatewayId: at.gateway.id }),
          ]),
          ["no-internet-route-in-private-subnet: nat", ...both],
        ],
      ],
    );
  });

  describe("network ACLs", () => {
    const entry = (
      ruleNo: number,
      action: string,
      fromPort: number,
      toPort: number,
      protocol = "tcp",
      cidrBlock = WORLD,
    ) => ({ ruleNo, action, fromPort, toPort, protocol, cidrBlock });
    const guarded = (ingress: object[], egress: object[], rules: object[] = SSH) =>
      on((at) => {
        const place = web(at);
        acl(at, place, ingress, egress);
        host({
          subnetId: place.id,
          associatePublicIpAddress: true,
          vpcSecurityGroupIds: [group(at, rules).id],
        });
      });
    const all = entry(100, "allow", 0, 65535);
    const udp = [{ protocol: "udp", fromPort: 53, toPort: 53, cidrBlocks: [WORLD] }];
    holds(
      [noPathToInstance],
      [
        ["that deny first", guarded([entry(50, "deny", 22, 22), all], [all]), []],
        ["that deny too late", guarded([all, entry(150, "deny", 22, 22)], [all]), [reached("host")]],
        ["that let no answer out", guarded([all], [entry(100, "allow", 443, 443)]), []],
        [
          "that let answers out in three pieces",
          guarded(
            [all],
            [entry(1, "allow", 1024, 9999), entry(2, "allow", 10000, 49151), entry(3, "allow", 49152, 65535)],
          ),
          [reached("host")],
        ],
        ["that speak of TCP alone, before UDP", guarded([all], [all], udp), []],
        [
          "that answer UDP",
          guarded([entry(1, "allow", 53, 53, "udp")], [entry(1, "allow", 1024, 65535, "udp")], udp),
          [reached("host")],
        ],
      ],
    );
    const returning = (ingress: object[], egress: object[]) =>
      on((at) => acl(at, subnet(at), ingress, egress));
    const said = ["require-return-traffic-in-network-acl: acl"];
    holds(
      [requireReturn],
      [
        [
          "whose client ports are split in three",
          returning(
            [entry(1, "allow", 443, 443)],
            [entry(1, "allow", 1024, 9999), entry(2, "allow", 10000, 49151), entry(3, "allow", 49152, 65535)],
          ),
          [],
        ],
        [
          "whose client ports leave a hole",
          returning(
            [entry(1, "allow", 443, 443)],
            [entry(1, "allow", 1024, 9999), entry(3, "allow", 55000, 65535)],
          ),
          said,
        ],
        [
          "of DNS among servers",
          returning([entry(1, "allow", 53, 53, "udp")], [entry(1, "allow", 53, 53, "udp")]),
          [],
        ],
        ["of a flow that nothing answers", returning([entry(1, "allow", 443, 443)], []), said],
      ],
    );
    holds(
      [noMalformed],
      [
        [
          "with a number in each direction",
          returning([entry(1, "allow", 443, 443)], [entry(1, "allow", 1024, 65535)]),
          [],
        ],
        [
          "with a number twice in one",
          returning([entry(1, "allow", 443, 443), entry(1, "deny", 22, 22)], []),
          ["no-malformed-rule: acl"],
        ],
      ],
    );
  });

  describe("ways out", () => {
    const managed = (place: (at: Site) => aws.ec2.Subnet, args: object = {}) =>
      on((at) => {
        const role = new aws.iam.Role("role", {
          assumeRolePolicy: "{}",
          managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
        });
        host({
          subnetId: place(at).id,
          iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }).name,
          ...args,
        });
      });
    const lacking = ["require-ssm-endpoints: vpc"];
    holds(
      [requireSsmEndpoints],
      [
        [
          "by a gateway, without an address",
          managed((at) => web(at), { associatePublicIpAddress: false }),
          lacking,
        ],
        ["by a gateway, with one", managed((at) => web(at), { associatePublicIpAddress: true }), []],
        ["by a gateway, with one of its subnet's", managed((at) => web(at, giving)), []],
      ],
    );
  });

  describe("routes beside appliances, VPNs and transit gateways", () => {
    const routed = (routes: (at: Site) => object[]) =>
      on((at) => {
        const place = subnet(at);
        const table = new aws.ec2.RouteTable("table", { vpcId: at.vpc.id, routes: routes(at) as never });
        new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
      });
    const said = ["no-internet-route-in-private-subnet: subnet"];
    const toInternet = (at: Site) => ({ cidrBlock: WORLD, gatewayId: at.gateway.id });
    const vpn = (at: Site) => new aws.ec2.VpnGateway("vpn", { vpcId: at.vpc.id }).id;
    const appliance = (at: Site) =>
      new aws.ec2.VpcEndpoint("appliance", {
        vpcId: at.vpc.id,
        vpcEndpointType: "GatewayLoadBalancer",
        serviceName: "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
      }).id;
    holds(
      [noInternetRoute],
      [
        [
          "beside an appliance's endpoint",
          routed((at) => [{ cidrBlock: "10.9.0.0/16", vpcEndpointId: appliance(at) }, toInternet(at)]),
          said,
        ],
        [
          "through an appliance's endpoint alone",
          routed((at) => [{ cidrBlock: WORLD, vpcEndpointId: appliance(at) }]),
          [],
        ],
        [
          "beside a VPN's gateway",
          routed((at) => [{ cidrBlock: "10.8.0.0/16", gatewayId: vpn(at) }, toInternet(at)]),
          said,
        ],
        ["through a VPN's gateway alone", routed((at) => [{ cidrBlock: WORLD, gatewayId: vpn(at) }]), []],
        [
          "beside a transit gateway's",
          routed((at) => [
            { cidrBlock: "10.0.0.0/8", transitGatewayId: "tgw-0123456789abcdef0" },
            toInternet(at),
          ]),
          said,
        ],
        [
          "of IPv6 through an egress-only gateway",
          routed((at) => [
            {
              ipv6CidrBlock: "::/0",
              egressOnlyGatewayId: new aws.ec2.EgressOnlyInternetGateway("out", { vpcId: at.vpc.id }).id,
            },
          ]),
          [],
        ],
      ],
    );
    const managed = (place: pulumi.Input<string>, args: object = {}) => {
      const role = new aws.iam.Role("role", {
        assumeRolePolicy: "{}",
        managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
      });
      return host({
        subnetId: place,
        iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }).name,
        ...args,
      });
    };
    const outward = (at: Site, args: object) => {
      const place = subnet(at, { ipv6CidrBlock: "2600:1f18::/64", ...args });
      const out = new aws.ec2.EgressOnlyInternetGateway("out", { vpcId: at.vpc.id });
      const table = new aws.ec2.RouteTable("table", {
        vpcId: at.vpc.id,
        routes: [{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: out.id }],
      });
      new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
      return place.id;
    };
    const lacking = ["require-ssm-endpoints: vpc"];
    const endpoints = (at: Site, place: pulumi.Input<string>, rule: object) => {
      const own = group(at, [rule], "own").id;
      for (const service of ["ssm", "ssmmessages"])
        new aws.ec2.VpcEndpoint(service, {
          vpcId: at.vpc.id,
          vpcEndpointType: "Interface",
          serviceName: `com.amazonaws.us-east-1.${service}`,
          privateDnsEnabled: true,
          subnetIds: [place],
          securityGroupIds: [own],
        });
    };
    const withEndpoints = (rule: object) =>
      on((at) => {
        const place = cellar(at);
        endpoints(at, place, rule);
        const out = {
          egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }],
        };
        managed(place, { vpcSecurityGroupIds: [group(at, [], "machine", out).id] });
      });
    holds(
      [requireSsmEndpoints],
      [
        ["an egress-only gateway, without an address of IPv6", on((at) => managed(outward(at, {}))), lacking],
        [
          "an egress-only gateway, with one",
          on((at) => managed(outward(at, { assignIpv6AddressOnCreation: true }))),
          [],
        ],
        ["endpoints that admit the machine", withEndpoints(tcp(443, "10.0.77.0/24")), []],
        ["endpoints that admit its neighbours", withEndpoints(tcp(443, "10.0.78.0/24")), lacking],
        ["endpoints that admit it on another port", withEndpoints(tcp(80, "10.0.0.0/16")), lacking],
        [
          "endpoints that admit it over UDP",
          withEndpoints({ protocol: "udp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }),
          lacking,
        ],
        [
          "endpoints that admit everyone of IPv6",
          withEndpoints({ protocol: "tcp", fromPort: 443, toPort: 443, ipv6CidrBlocks: ["::/0"] }),
          lacking,
        ],
      ],
    );
  });
});
