import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import noPublicAddressPathToPrivateInstance from "../../policies/instances/no-public-address-path-to-private-instance";
import noInternetPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noInternetRouteInPrivateSubnet from "../../policies/reachability/no-internet-route-in-private-subnet";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
import { acl, group, type Site, site, subnet, tcp, web } from "./sites";

const routed = (name: string) => `no-internet-route-in-private-subnet: ${name}`;
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const addressed = (name: string) => `no-public-address-path-to-private-instance: ${name}`;
const database = (name: string) => `no-internet-path-to-database: ${name}`;
const exposed = (name: string) => `no-database-in-public-subnet: ${name}`;

describe("routes and paths, adversarially", () => {
  describe("routes of private subnets", () => {
    const tables = (make: (at: Site) => void) => () => make(site());
    const table = ({ vpc }: Site, routes: object[], name = "table") =>
      new aws.ec2.RouteTable(name, { vpcId: vpc.id, routes: routes as never });
    const associate = (routeTableId: pulumi.Input<string>, subnetId: pulumi.Input<string>) =>
      new aws.ec2.RouteTableAssociation("association", { routeTableId, subnetId });
    class Table extends pulumi.ComponentResource {
      readonly id: pulumi.Output<string>;
      constructor(name: string, vpc: aws.ec2.Vpc, gatewayId: pulumi.Input<string>) {
        super("shop:network:Table", name);
        const table = new aws.ec2.RouteTable(name, { vpcId: vpc.id }, { parent: this });
        new aws.ec2.Route(
          name,
          { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", gatewayId },
          { parent: this },
        );
        this.id = table.id;
        this.registerOutputs({ id: this.id });
      }
    }
    // biome-ignore format: read row by row
    holdsInEveryForm(
      [noInternetRouteInPrivateSubnet],
      [
        ["the main table as it is made leads nowhere", tables((at) => subnet(at)), []],
        ["an inline route", tables((at) => associate(table(at, [{ cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id }]).id, subnet(at).id)), [routed("subnet")]],
        [
          "the same in a subnet declared public",
          tables((at) => associate(table(at, [{ cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id }]).id, subnet(at, { tags: { tier: " Public " } }).id)),
          [],
        ],
        ["to NAT", tables((at) => associate(table(at, [{ cidrBlock: "0.0.0.0/0", natGatewayId: at.nat().id }]).id, subnet(at).id)), [routed("nat")]],
        ["a table that a component makes", tables((at) => associate(new Table("table", at.vpc, at.gateway.id).id, subnet(at).id)), [routed("subnet")]],
        [
          "a route that is added to the main table",
          tables((at) => {
            subnet(at);
            new aws.ec2.Route("route", {
              routeTableId: at.vpc.mainRouteTableId,
              destinationCidrBlock: "0.0.0.0/0",
              gatewayId: at.gateway.id,
            });
          }),
          [routed("subnet")],
        ],
        [
          "the same, of a subnet with a table of its own",
          tables((at) => {
            associate(table(at, []).id, subnet(at).id);
            new aws.ec2.Route("route", {
              routeTableId: at.vpc.mainRouteTableId,
              destinationCidrBlock: "0.0.0.0/0",
              gatewayId: at.gateway.id,
            });
          }),
          [],
        ],
        [
          "the same, after another table took the main one's place",
          tables((at) => {
            subnet(at);
            new aws.ec2.Route("route", {
              routeTableId: at.vpc.mainRouteTableId,
              destinationCidrBlock: "0.0.0.0/0",
              gatewayId: at.gateway.id,
            });
            new aws.ec2.MainRouteTableAssociation("main", { vpcId: at.vpc.id, routeTableId: table(at, []).id });
          }),
          [],
        ],
        [
          "a main table replaced by one that leads out",
          tables((at) => {
            subnet(at);
            new aws.ec2.MainRouteTableAssociation("main", {
              vpcId: at.vpc.id,
              routeTableId: table(at, [{ cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id }]).id,
            });
          }),
          [routed("subnet")],
        ],
        [
          "a main table that is adopted",
          tables((at) => {
            subnet(at);
            new aws.ec2.DefaultRouteTable("adopted", {
              defaultRouteTableId: at.vpc.defaultRouteTableId,
              routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id }],
            });
          }),
          [routed("subnet")],
        ],
        [
          "a main table that is adopted and emptied",
          tables((at) => { subnet(at); new aws.ec2.DefaultRouteTable("adopted", { defaultRouteTableId: at.vpc.defaultRouteTableId, routes: [] }); }),
          [],
        ],
        [
          "split defaults",
          tables((at) =>
            associate(
              table(at, [
                { cidrBlock: "0.0.0.0/1", gatewayId: at.gateway.id },
                { cidrBlock: "128.0.0.0/1", gatewayId: at.gateway.id },
              ]).id,
              subnet(at).id,
            ),
          ),
          [routed("subnet")],
        ],
        [
          "half to the internet gateway, half to NAT",
          tables((at) =>
            associate(
              table(at, [
                { cidrBlock: "0.0.0.0/1", natGatewayId: at.nat().id },
                { cidrBlock: "128.0.0.0/1", gatewayId: at.gateway.id },
              ]).id,
              subnet(at).id,
            ),
          ),
          [routed("subnet"), routed("nat")],
        ],
        [
          "a default to the internet gateway that two halves to NAT leave nothing of",
          tables((at) =>
            associate(
              table(at, [
                { cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id },
                { cidrBlock: "0.0.0.0/1", natGatewayId: at.nat().id },
                { cidrBlock: "128.0.0.0/1", natGatewayId: at.nat("other").id },
              ]).id,
              subnet(at).id,
            ),
          ),
          [routed("nat"), routed("other")],
        ],
        [
          "a block that lies within the VPC's own stays local",
          tables((at) => associate(table(at, [{ cidrBlock: "10.0.0.0/16", gatewayId: "local" }]).id, subnet(at).id)),
          [],
        ],
        [
          "one partner's block",
          tables((at) => associate(table(at, [{ cidrBlock: "203.0.113.7/32", gatewayId: at.gateway.id }]).id, subnet(at).id)),
          [routed("subnet")],
        ],
        ["IPv6 alone", tables((at) => associate(table(at, [{ ipv6CidrBlock: "::/0", gatewayId: at.gateway.id }]).id, subnet(at).id)), [routed("subnet")]],
        [
          "IPv6 by an egress-only gateway",
          tables((at) =>
            associate(
              table(at, [
                {
                  ipv6CidrBlock: "::/0",
                  egressOnlyGatewayId: new aws.ec2.EgressOnlyInternetGateway("out", { vpcId: at.vpc.id }).id,
                },
              ]).id,
              subnet(at).id,
            ),
          ),
          [],
        ],
        [
          "a gateway known by its id alone",
          tables((at) => associate(table(at, [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0123456789abcdef0" }]).id, subnet(at).id)),
          [routed("subnet")],
        ],
        [
          "a virtual private gateway",
          tables((at) => associate(table(at, [{ cidrBlock: "0.0.0.0/0", gatewayId: new aws.ec2.VpnGateway("vpn", { vpcId: at.vpc.id }).id }]).id, subnet(at).id)),
          [],
        ],
        [
          "a gateway by its attachment",
          tables((at) => {
            const loose = new aws.ec2.InternetGateway("loose");
            const attachment = new aws.ec2.InternetGatewayAttachment("attachment", {
              vpcId: at.vpc.id,
              internetGatewayId: loose.id,
            });
            associate(
              table(at, [{ cidrBlock: "0.0.0.0/0", gatewayId: attachment.internetGatewayId }]).id,
              subnet(at).id,
            );
          }),
          [routed("subnet")],
        ],
        [
          "an association of the gateway itself",
          tables((at) => {
            subnet(at);
            new aws.ec2.RouteTableAssociation("edge", {
              gatewayId: at.gateway.id,
              routeTableId: table(at, [{ cidrBlock: "10.0.1.0/24", gatewayId: "local" }]).id,
            });
          }),
          [],
        ],
        ["a table for nobody", tables((at) => { subnet(at); table(at, [{ cidrBlock: "0.0.0.0/0", gatewayId: at.gateway.id }]); }), []],
        [
          "a prefix list of the stack",
          tables((at) => {
            const list = new aws.ec2.ManagedPrefixList("list", {
              addressFamily: "IPv4",
              maxEntries: 1,
              entries: [{ cidr: "0.0.0.0/0" }],
            });
            const own = table(at, [], "own");
            new aws.ec2.Route("route", {
              routeTableId: own.id,
              destinationPrefixListId: list.id,
              gatewayId: at.gateway.id,
            });
            associate(own.id, subnet(at).id);
          }),
          [routed("subnet")],
        ],
      ],
    );
  });

  describe("tables of internet gateways", () => {
    /** A machine in a subnet that leads straight out, and what comes in by a table of its own. */
    const behind =
      (
        routes: (elsewhere: { vpcEndpointId: pulumi.Output<string> }) => object[],
        more: object = {},
        own = "gateway",
      ) =>
      () => {
        const at = site();
        const place = web(at, { cidrBlock: "10.0.1.0/24", ...more });
        const firewall = new aws.ec2.VpcEndpoint("firewall", {
          vpcId: at.vpc.id,
          serviceName: "com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0",
          vpcEndpointType: "GatewayLoadBalancer",
          subnetIds: [subnet(at, { cidrBlock: "10.0.9.0/24" }, "firewalls").id],
        });
        const inward = new aws.ec2.RouteTable("inward", {
          vpcId: at.vpc.id,
          routes: routes({ vpcEndpointId: firewall.id }) as never,
        });
        const vpn = new aws.ec2.VpnGateway("vpn", { vpcId: at.vpc.id });
        const gatewayId = own === "gateway" ? at.gateway.id : vpn.id;
        new aws.ec2.RouteTableAssociation("inward", { gatewayId, routeTableId: inward.id });
        new aws.ec2.Instance("host", {
          ami: "ami-1",
          instanceType: "t3.micro",
          subnetId: place.id,
          associatePublicIpAddress: true,
          vpcSecurityGroupIds: [group(at, [{ ...tcp(443, "0.0.0.0/0"), ipv6CidrBlocks: ["::/0"] }]).id],
        });
      };
    const OWN = { cidrBlock: "10.0.1.0/24" };
    const LOCAL = { cidrBlock: "10.0.0.0/16", gatewayId: "local" };
    const IPV6 = { ipv6CidrBlock: "2001:db8:1::/64", assignIpv6AddressOnCreation: true };
    // biome-ignore format: read row by row
    holdsInEveryForm(
      [noInternetPathToPrivateInstance],
      [
        ["the subnet's block to a firewall", behind((firewall) => [{ ...OWN, ...firewall }]), []],
        ["the VPC's block to a firewall", behind((firewall) => [{ cidrBlock: "10.0.0.0/16", ...firewall }]), []],
        ["a part of it, in which the machine may come to lie", behind((firewall) => [{ cidrBlock: "10.0.1.0/25", ...firewall }]), []],
        ["another subnet's", behind((firewall) => [{ cidrBlock: "10.0.2.0/24", ...firewall }]), [reached("host")]],
        ["the VPC's to a firewall, the subnet's own local", behind((firewall) => [{ cidrBlock: "10.0.0.0/16", ...firewall }, { ...OWN, gatewayId: "local" }]), [reached("host")]],
        ["local routes alone", behind(() => [LOCAL]), [reached("host")]],
        ["no route", behind(() => []), [reached("host")]],
        ["the same table of a VPN's gateway", behind((firewall) => [{ ...OWN, ...firewall }], {}, "vpn"), [reached("host")]],
        ["IPv4 by a firewall, IPv6 straight in", behind((firewall) => [{ ...OWN, ...firewall }], IPV6), [reached("host")]],
        ["both by a firewall", behind((firewall) => [{ ...OWN, ...firewall }, { ipv6CidrBlock: IPV6.ipv6CidrBlock, ...firewall }], IPV6), []],
      ],
    );
  });

  describe("network ACLs on the way", () => {
    const WORLD = "0.0.0.0/0";
    const ALL = { protocol: "-1", fromPort: 0, toPort: 0, action: "allow", ruleNo: 100, cidrBlock: WORLD };
    const machine =
      (ingress: object[], egress: object[] = [ALL], rules: object[] = [tcp(443, WORLD)], more: object = {}) =>
      () => {
        const at = site();
        const place = web(at, more);
        acl(at, place, ingress, egress);
        new aws.ec2.Instance("host", {
          ami: "ami-1",
          instanceType: "t3.micro",
          subnetId: place.id,
          associatePublicIpAddress: true,
          vpcSecurityGroupIds: [group(at, rules).id],
        });
      };
    const allow = (ruleNo: number, port: number, to = port, cidrBlock = WORLD) => ({
      protocol: "tcp",
      fromPort: port,
      toPort: to,
      action: "allow",
      ruleNo,
      cidrBlock,
    });
    const deny = (ruleNo: number, port: number, to = port, cidrBlock = WORLD) => ({
      ...allow(ruleNo, port, to, cidrBlock),
      action: "deny",
    });
    // biome-ignore format: read row by row
    holdsInEveryForm(
      [noInternetPathToPrivateInstance],
      [
        ["everything allowed", machine([ALL]), [reached("host")]],
        ["nothing allowed", machine([]), []],
        ["a deny before the allow, declared after it", machine([ALL, deny(90, 443)]), []],
        ["a deny after the allow, declared before it", machine([deny(110, 443), ALL]), [reached("host")]],
        ["a deny of another port", machine([ALL, deny(90, 444)]), [reached("host")]],
        ["a deny of half the world", machine([ALL, deny(90, 443, 443, "0.0.0.0/1")]), [reached("host")]],
        ["denies of both halves", machine([ALL, deny(90, 443, 443, "0.0.0.0/1"), deny(91, 443, 443, "128.0.0.0/1")]), []],
        ["a deny by the number of every protocol", machine([ALL, { ...ALL, ruleNo: 1, action: "DENY" }]), []],
        ["answers denied", machine([ALL], [allow(100, 443)]), []],
        ["answers allowed to the ports of clients", machine([ALL], [allow(100, 1024, 65535)]), [reached("host")]],
        ["answers allowed by UDP only", machine([ALL], [{ ...allow(100, 1024, 65535), protocol: "17" }]), []],
        ["answers to others only", machine([ALL], [allow(100, 1024, 65535, "10.0.0.0/8")]), []],
        ["answers to one partner", machine([ALL], [allow(100, 1024, 65535, "203.0.113.0/24")]), [reached("host")]],
        ["a group for another partner than the ACL's", machine([allow(100, 443, 443, "203.0.113.0/24")], [ALL], [tcp(443, "198.51.100.0/24")]), []],
        ["a group that admits another port than the ACL", machine([allow(100, 22)]), []],
        ["ephemeral ports for answers let in what listens there", machine([allow(100, 1024, 65535)], [ALL], [tcp(3389, WORLD)]), [reached("host")]],
        ["the same, 3389 denied before", machine([allow(100, 1024, 65535), deny(90, 3389)], [ALL], [tcp(3389, WORLD)]), []],
      ],
    );
    // biome-ignore format: read row by row
    holdsInEveryForm(
      [noInternetPathToPrivateInstance],
      [
        [
          "IPv4 denied, IPv6 open",
          machine(
            [{ protocol: "-1", fromPort: 0, toPort: 0, action: "allow", ruleNo: 100, ipv6CidrBlock: "::/0" }],
            [{ protocol: "-1", fromPort: 0, toPort: 0, action: "allow", ruleNo: 100, ipv6CidrBlock: "::/0" }],
            [{ ...tcp(443, WORLD), cidrBlocks: [], ipv6CidrBlocks: ["::/0"] }],
            { ipv6CidrBlock: "2001:db8:1::/64", assignIpv6AddressOnCreation: true },
          ),
          [reached("host")],
        ],
        [
          "the same without an IPv6 address",
          machine(
            [{ protocol: "-1", fromPort: 0, toPort: 0, action: "allow", ruleNo: 100, ipv6CidrBlock: "::/0" }],
            [{ protocol: "-1", fromPort: 0, toPort: 0, action: "allow", ruleNo: 100, ipv6CidrBlock: "::/0" }],
            [{ ...tcp(443, WORLD), cidrBlocks: [], ipv6CidrBlocks: ["::/0"] }],
          ),
          [],
        ],
      ],
    );
  });

  describe("addresses of private instances", () => {
    const BOTH = [noInternetPathToPrivateInstance, noPublicAddressPathToPrivateInstance];
    const open =
      (make: (at: Site, place: aws.ec2.Subnet, groupId: pulumi.Output<string>) => void, more: object = {}) =>
      () => {
        const at = site();
        make(at, web(at, more), group(at, [tcp(443, "0.0.0.0/0")]).id);
      };
    const MAPPED = { mapPublicIpOnLaunch: true };
    const base = { ami: "ami-1", instanceType: "t3.micro" };
    const host = (args: object) => new aws.ec2.Instance("host", { ...base, ...args });
    const eni = (subnetId: pulumi.Input<string>, securityGroup?: pulumi.Input<string>) =>
      new aws.ec2.NetworkInterface("eni", {
        subnetId,
        ...(securityGroup && { securityGroups: [securityGroup] }),
      });
    const template = (args: object) =>
      new aws.ec2.LaunchTemplate("template", { imageId: "ami-1", instanceType: "t3.micro", ...args });
    const fleet = (subnetId: pulumi.Input<string>, args: object) =>
      new aws.autoscaling.Group("fleet", { minSize: 1, maxSize: 2, vpcZoneIdentifiers: [subnetId], ...args });
    // biome-ignore format: read row by row
    holdsInEveryForm(BOTH, [
      ["none", open((_, place, sg) => host({ subnetId: place.id, vpcSecurityGroupIds: [sg] })), []],
      [
        "the subnet's",
        open((_, place, sg) => host({ subnetId: place.id, vpcSecurityGroupIds: [sg] }), MAPPED),
        [reached("host"), addressed("host")],
        [reached("host")],
      ],
      ["the subnet's, declined", open((_, place, sg) => host({ subnetId: place.id, vpcSecurityGroupIds: [sg], associatePublicIpAddress: false }), MAPPED), []],
      [
        "the subnet's, of an instance declared public",
        open((_, place, sg) => host({ subnetId: place.id, vpcSecurityGroupIds: [sg], tags: { exposure: "DMZ" } }), MAPPED),
        [],
      ],
      [
        "an Elastic IP on the instance",
        open((_, place, sg) => { new aws.ec2.Eip("ip", { instance: host({ subnetId: place.id, vpcSecurityGroupIds: [sg] }).id }); }),
        [reached("host"), addressed("ip")],
      ],
      ["an Elastic IP for nobody", open((_, place, sg) => { host({ subnetId: place.id, vpcSecurityGroupIds: [sg] }); new aws.ec2.Eip("ip"); }), []],
      [
        "an association with its first interface",
        open((_, place, sg) => {
          const one = host({ subnetId: place.id, vpcSecurityGroupIds: [sg] });
          new aws.ec2.EipAssociation("association", {
            allocationId: new aws.ec2.Eip("ip").allocationId,
            networkInterfaceId: one.primaryNetworkInterfaceId,
          });
        }),
        [reached("host"), addressed("association")],
      ],
      [
        "an Elastic IP on a second interface, attached apart",
        open((at, place, sg) => {
          const second = eni(place.id, sg);
          new aws.ec2.NetworkInterfaceAttachment("attachment", {
            instanceId: host({ subnetId: subnet(at).id, vpcSecurityGroupIds: [group(at, [], "closed").id] }).id,
            networkInterfaceId: second.id,
            deviceIndex: 1,
          });
          new aws.ec2.Eip("ip", { networkInterface: second.id });
        }),
        [reached("eni"), addressed("ip")],
      ],
      [
        "the same on an interface of nobody",
        open((at, place, sg) => {
          host({ subnetId: subnet(at).id, vpcSecurityGroupIds: [group(at, [], "closed").id] });
          new aws.ec2.Eip("ip", { networkInterface: eni(place.id, sg).id });
        }),
        [],
      ],
      [
        "an interface attached by its own attachments",
        open((at, place, sg) => {
          const one = host({ subnetId: subnet(at).id, vpcSecurityGroupIds: [group(at, [], "closed").id] });
          const second = new aws.ec2.NetworkInterface("eni", {
            subnetId: place.id,
            securityGroups: [sg],
            attachments: [{ instance: one.id, deviceIndex: 1 }],
          });
          new aws.ec2.Eip("ip", { networkInterface: second.id });
        }),
        [reached("eni"), addressed("ip")],
      ],
      [
        "a first interface brought along gets none of the subnet's",
        open((_, place, sg) => host({ primaryNetworkInterface: { networkInterfaceId: eni(place.id, sg).id } }), MAPPED),
        [],
      ],
      [
        "an Elastic IP on the instance that brought its interface",
        open((_, place, sg) => {
          new aws.ec2.Eip("ip", {
            instance: host({ networkInterfaces: [{ networkInterfaceId: eni(place.id, sg).id, deviceIndex: 0 }] }).id,
          });
        }),
        [reached("eni"), addressed("ip")],
      ],
      [
        "a template by its id",
        open((_, place, sg) => fleet(place.id, { launchTemplate: { id: template({ vpcSecurityGroupIds: [sg] }).id, version: "$Latest" } }), MAPPED),
        [reached("fleet"), addressed("fleet")],
      ],
      [
        "a template by its name",
        open((_, place, sg) => { template({ name: "hosts", vpcSecurityGroupIds: [sg] }); fleet(place.id, { launchTemplate: { name: "hosts" } }); }, MAPPED),
        [reached("fleet"), addressed("fleet")],
      ],
      [
        "a template that declines",
        open(
          (_, place, sg) =>
            fleet(place.id, {
              launchTemplate: {
                id: template({ networkInterfaces: [{ associatePublicIpAddress: "false", securityGroups: [sg] }] }).id,
              },
            }),
          MAPPED,
        ),
        [],
      ],
      [
        "a template's interface that says nothing",
        open((_, place, sg) => fleet(place.id, { launchTemplate: { id: template({ networkInterfaces: [{ securityGroups: [sg] }] }).id } }), MAPPED),
        [reached("fleet"), addressed("fleet")],
      ],
      [
        "a template's flag, which another policy owns",
        open((_, place, sg) =>
          fleet(place.id, {
            launchTemplate: {
              id: template({ networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [sg] }] }).id,
            },
          }),
        ),
        [reached("fleet")],
      ],
      [
        "a template in a mixed policy",
        open(
          (_, place, sg) =>
            fleet(place.id, {
              mixedInstancesPolicy: {
                launchTemplate: {
                  launchTemplateSpecification: { launchTemplateId: template({ vpcSecurityGroupIds: [sg] }).id },
                },
              },
            }),
          MAPPED,
        ),
        [reached("fleet"), addressed("fleet")],
      ],
      [
        "a template that tags its instances as public",
        open(
          (_, place, sg) =>
            fleet(place.id, {
              launchTemplate: {
                id: template({
                  vpcSecurityGroupIds: [sg],
                  tagSpecifications: [{ resourceType: "instance", tags: { Tier: "public" } }],
                }).id,
              },
            }),
          MAPPED,
        ),
        [],
      ],
      [
        "a template that tags its volumes as public",
        open(
          (_, place, sg) =>
            fleet(place.id, {
              launchTemplate: {
                id: template({
                  vpcSecurityGroupIds: [sg],
                  tagSpecifications: [{ resourceType: "volume", tags: { Tier: "public" } }],
                }).id,
              },
            }),
          MAPPED,
        ),
        [reached("fleet"), addressed("fleet")],
      ],
      [
        "one subnet of two",
        open(
          (at, place, sg) =>
            new aws.autoscaling.Group("fleet", {
              minSize: 1,
              maxSize: 2,
              vpcZoneIdentifiers: [subnet(at).id, place.id],
              launchConfiguration: new aws.ec2.LaunchConfiguration("template", {
                imageId: "ami-1",
                instanceType: "t3.micro",
                securityGroups: [sg],
              }).name,
            }),
          MAPPED,
        ),
        [reached("fleet"), addressed("fleet")],
        [],
      ],
      [
        "an adopted default subnet gives one",
        () => new aws.ec2.Instance("host", { ...base, subnetId: new aws.ec2.DefaultSubnet("default", { availabilityZone: "us-east-1a" }).id }),
        [addressed("host")],
        [],
      ],
      [
        "an adopted default subnet that gives none",
        () =>
          new aws.ec2.Instance("host", {
            ...base,
            subnetId: new aws.ec2.DefaultSubnet("default", {
              availabilityZone: "us-east-1a",
              mapPublicIpOnLaunch: false,
            }).id,
          }),
        [],
      ],
      [
        "a default group that is adopted with rules",
        open((at, place) => {
          new aws.ec2.DefaultSecurityGroup("default", { vpcId: at.vpc.id, ingress: [tcp(22, "0.0.0.0/0")] });
          fleet(place.id, { launchTemplate: { id: template({}).id } });
        }, MAPPED),
        [reached("fleet"), addressed("fleet")],
      ],
    ]);
    const service = (args: object) => (_: Site, place: aws.ec2.Subnet, sg: pulumi.Output<string>) => {
      new aws.ecs.Service("service", {
        taskDefinition: "web:1",
        launchType: "FARGATE",
        networkConfiguration: { subnets: [place.id], securityGroups: [sg], ...args },
      });
    };
    // biome-ignore format: read row by row
    holdsInEveryForm(BOTH, [
      ["a task gets none of the subnet's accord", open(service({}), MAPPED), []],
      ["a task gets one where it asks", open(service({ assignPublicIp: true })), [reached("service")]],
      ["a task that declines", open(service({ assignPublicIp: false }), MAPPED), []],
    ]);
  });

  describe("databases", () => {
    const BOTH = [noDatabaseInPublicSubnet, noInternetPathToDatabase];
    const WORLD = "0.0.0.0/0";
    const places =
      (
        make: (at: Site, open: aws.ec2.Subnet, closed: aws.ec2.Subnet, sg: pulumi.Output<string>) => void,
        rules: object[] = [tcp(5432, WORLD)],
      ) =>
      () => {
        const at = site();
        make(at, web(at), subnet(at, {}, "closed"), group(at, rules).id);
      };
    const subnets = (...all: aws.ec2.Subnet[]) =>
      new aws.rds.SubnetGroup("group", { name: "Data", subnetIds: all.map(({ id }) => id) });
    const postgres = (args: object) =>
      new aws.rds.Instance("db", {
        engine: "postgres",
        instanceClass: "db.t3.micro",
        allocatedStorage: 10,
        ...args,
      });
    // biome-ignore format: read row by row
    holdsInEveryForm(BOTH, [
      [
        "public, in a public subnet, admitted",
        places((_, open, __, sg) => postgres({ dbSubnetGroupName: subnets(open).name, vpcSecurityGroupIds: [sg], publiclyAccessible: true })),
        [exposed("group"), database("db")],
      ],
      [
        "not public, in a public subnet",
        places((_, open, __, sg) => postgres({ dbSubnetGroupName: subnets(open).name, vpcSecurityGroupIds: [sg] })),
        [exposed("group")],
      ],
      [
        "public, in a private subnet",
        places((_, __, closed, sg) => postgres({ dbSubnetGroupName: subnets(closed).name, vpcSecurityGroupIds: [sg], publiclyAccessible: true })),
        [],
      ],
      [
        "one public subnet of two",
        places((_, open, closed, sg) => postgres({ dbSubnetGroupName: subnets(closed, open).name, vpcSecurityGroupIds: [sg], publiclyAccessible: true })),
        [exposed("group"), database("db")],
      ],
      [
        "a subnet group by its name",
        places((_, open, __, sg) => { subnets(open); postgres({ dbSubnetGroupName: "data", vpcSecurityGroupIds: [sg], publiclyAccessible: true }); }),
        [exposed("group"), database("db")],
      ],
      [
        "another port than its own",
        places((_, open, __, sg) => postgres({ port: 5433, dbSubnetGroupName: subnets(open).name, vpcSecurityGroupIds: [sg], publiclyAccessible: true })),
        [exposed("group")],
      ],
      [
        "its own port, moved",
        places(
          (_, open, __, sg) =>
            postgres({
              port: 443,
              dbSubnetGroupName: subnets(open).name,
              vpcSecurityGroupIds: [sg],
              publiclyAccessible: true,
            }),
          [tcp(443, WORLD)],
        ),
        [exposed("group"), database("db")],
      ],
      [
        "a group for private sources",
        places(
          (_, open, __, sg) =>
            postgres({ dbSubnetGroupName: subnets(open).name, vpcSecurityGroupIds: [sg], publiclyAccessible: true }),
          [tcp(5432, "10.0.0.0/8")],
        ),
        [exposed("group")],
      ],
      [
        "an instance of a cluster has the cluster's groups, port and subnets",
        places((_, open, __, sg) => {
          const cluster = new aws.rds.Cluster("cluster", {
            engine: "aurora-postgresql",
            dbSubnetGroupName: subnets(open).name,
            vpcSecurityGroupIds: [sg],
          });
          new aws.rds.ClusterInstance("db", {
            engine: "aurora-postgresql",
            instanceClass: "db.t3.medium",
            clusterIdentifier: cluster.id,
            publiclyAccessible: true,
          });
        }),
        [exposed("group"), database("db")],
      ],
      [
        "the same by the cluster's chosen name",
        places((_, open, __, sg) => {
          new aws.rds.Cluster("cluster", {
            clusterIdentifier: "orders",
            engine: "aurora-postgresql",
            dbSubnetGroupName: subnets(open).name,
            vpcSecurityGroupIds: [sg],
          });
          new aws.rds.ClusterInstance("db", {
            engine: "aurora-postgresql",
            instanceClass: "db.t3.medium",
            clusterIdentifier: "orders",
            publiclyAccessible: true,
          });
        }),
        [exposed("group"), database("db")],
      ],
      [
        "a replica lies where its source does",
        places((at, open, __, sg) => {
          const source = new aws.rds.Instance("source", {
            identifier: "orders",
            engine: "postgres",
            instanceClass: "db.t3.micro",
            allocatedStorage: 10,
            dbSubnetGroupName: subnets(open).name,
            vpcSecurityGroupIds: [group(at, [], "closed").id],
          });
          new aws.rds.Instance("db", {
            instanceClass: "db.t3.micro",
            replicateSourceDb: source.identifier,
            vpcSecurityGroupIds: [sg],
            publiclyAccessible: true,
          });
        }),
        [exposed("group"), database("db")],
      ],
      [
        "a cache without a subnet group",
        places((_, __, ___, sg) => new aws.elasticache.Cluster("cache", { engine: "redis", nodeType: "cache.t3.micro", numCacheNodes: 1, securityGroupIds: [sg] })),
        [exposed("cache")],
      ],
      [
        "a cache in a public subnet has no public address",
        places(
          (_, open, __, sg) =>
            new aws.elasticache.ReplicationGroup("cache", {
              description: "cache",
              subnetGroupName: new aws.elasticache.SubnetGroup("group", { subnetIds: [open.id] }).name,
              securityGroupIds: [sg],
            }),
        ),
        [exposed("group")],
      ],
      [
        "a warehouse",
        places(
          (_, open, __, sg) =>
            new aws.redshift.Cluster("db", {
              clusterIdentifier: "db",
              nodeType: "ra3.large",
              clusterSubnetGroupName: new aws.redshift.SubnetGroup("group", { subnetIds: [open.id] }).name,
              vpcSecurityGroupIds: [sg],
              publiclyAccessible: true,
            }),
          [tcp(5439, WORLD)],
        ),
        [exposed("group"), database("db")],
      ],
      [
        "a search domain names its subnets itself",
        places((_, open, __, sg) => new aws.opensearch.Domain("db", { vpcOptions: { subnetIds: [open.id], securityGroupIds: [sg] } })),
        [exposed("db")],
      ],
      [
        "a subnet group of look-ups",
        () => { postgres({ dbSubnetGroupName: new aws.rds.SubnetGroup("group", { subnetIds: aws.ec2.getSubnetsOutput({}).ids }).name, publiclyAccessible: true }); },
        [],
      ],
    ]);
  });

  describe("what lies between", () => {
    const BOTH = [noInternetPathToPrivateInstance, noInternetRouteInPrivateSubnet];
    const base = { ami: "ami-1", instanceType: "t3.micro", associatePublicIpAddress: true };
    const WORLD = "0.0.0.0/0";
    const out = (vpcId: pulumi.Input<string>, gatewayId: pulumi.Input<string>, name = "table") =>
      new aws.ec2.RouteTable(name, { vpcId, routes: [{ cidrBlock: WORLD, gatewayId }] });
    class Places extends pulumi.ComponentResource {
      readonly ids: pulumi.Output<string[]>;
      constructor(at: Site, count: number, leading = count) {
        super("shop:network:Places", "places");
        const made = Array.from(
          { length: count },
          (_, i) =>
            new aws.ec2.Subnet(
              `place-${i}`,
              { vpcId: at.vpc.id, cidrBlock: `10.0.${i}.0/24`, tags: { Tier: "public" } },
              { parent: this },
            ),
        );
        for (const [i, { id }] of made.slice(count - leading).entries())
          new aws.ec2.RouteTableAssociation(
            `place-${i}`,
            { subnetId: id, routeTableId: out(at.vpc.id, at.gateway.id, `table-${i}`).id },
            { parent: this },
          );
        this.ids = pulumi.output(made.map(({ id }) => id));
        this.registerOutputs({ ids: this.ids });
      }
    }
    // biome-ignore format: read row by row
    holdsInEveryForm(BOTH, [
      [
        "a VPC and gateway that are looked up",
        () => {
          const { id } = aws.ec2.getVpcOutput({ default: true });
          const place = new aws.ec2.Subnet("subnet", { vpcId: id, cidrBlock: "172.31.1.0/24" });
          new aws.ec2.RouteTableAssociation("association", {
            subnetId: place.id,
            routeTableId: out(id, "igw-0123456789abcdef0").id,
          });
        },
        [routed("subnet")],
      ],
      [
        "everything looked up",
        () => {
          new aws.ec2.Instance("host", {
            ...base,
            subnetId: aws.ec2.getSubnetsOutput({}).ids[0] as never,
            vpcSecurityGroupIds: aws.ec2.getSecurityGroupsOutput({}).ids,
          });
        },
        [],
      ],
      [
        "a table by its association",
        () => {
          const at = site();
          const place = subnet(at);
          const { routeTableId } = new aws.ec2.RouteTableAssociation("association", {
            subnetId: place.id,
            routeTableId: new aws.ec2.RouteTable("table", { vpcId: at.vpc.id }).id,
          });
          new aws.ec2.Route("route", { routeTableId, destinationCidrBlock: WORLD, gatewayId: at.gateway.id });
        },
        [routed("subnet")],
      ],
      [
        "the one subnet of a component",
        () => {
          const at = site();
          const [id] = [new Places(at, 1).ids.apply(([first]) => first as string)];
          new aws.ec2.Instance("host", {
            ...base,
            subnetId: id,
            vpcSecurityGroupIds: [group(at, [tcp(22, WORLD)]).id],
          });
        },
        [reached("host")],
      ],
      [
        "a managed prefix list as a source",
        () => {
          const at = site();
          const list = new aws.ec2.ManagedPrefixList("list", {
            addressFamily: "IPv4",
            maxEntries: 1,
            entries: [{ cidr: "203.0.112.0/24" }],
          });
          new aws.ec2.Instance("host", {
            ...base,
            subnetId: web(at, { tags: { Tier: "public" } }).id,
            vpcSecurityGroupIds: [group(at, [{ ...tcp(22), prefixListIds: [list.id] }]).id],
          });
        },
        [reached("host")],
      ],
      [
        "one IPv6 address",
        () => {
          const at = site();
          new aws.ec2.Instance("host", {
            ...base,
            associatePublicIpAddress: false,
            ipv6AddressCount: 1,
            subnetId: web(at, { ipv6CidrBlock: "2001:db8:1::/64", tags: { Tier: "public" } }).id,
            vpcSecurityGroupIds: [group(at, [{ ...tcp(22), ipv6CidrBlocks: ["::/0"] }]).id],
          });
        },
        [reached("host")],
      ],
      [
        "no IPv6 address",
        () => {
          const at = site();
          new aws.ec2.Instance("host", {
            ...base,
            associatePublicIpAddress: false,
            subnetId: web(at, { ipv6CidrBlock: "2001:db8:1::/64", tags: { Tier: "public" } }).id,
            vpcSecurityGroupIds: [group(at, [{ ...tcp(22), ipv6CidrBlocks: ["::/0"] }]).id],
          });
        },
        [],
      ],
      [
        "an ACL by an association, which denies",
        () => {
          const at = site();
          const place = web(at, { tags: { Tier: "public" } });
          new aws.ec2.NetworkAclAssociation("association2", {
            subnetId: place.id,
            networkAclId: new aws.ec2.NetworkAcl("acl", { vpcId: at.vpc.id }).id,
          });
          new aws.ec2.Instance("host", {
            ...base,
            subnetId: place.id,
            vpcSecurityGroupIds: [group(at, [tcp(22, WORLD)]).id],
          });
        },
        [],
      ],
      [
        "a spot fleet in a subnet that gives addresses",
        () => {
          const at = site();
          new aws.ec2.SpotFleetRequest("fleet", {
            iamFleetRole: "arn:aws:iam::123456789012:role/x",
            targetCapacity: 1,
            launchSpecifications: [
              {
                ami: "ami-1",
                instanceType: "t3.micro",
                subnetId: web(at, { mapPublicIpOnLaunch: true, tags: { Tier: "public" } }).id,
                vpcSecurityGroupIds: [group(at, [tcp(22, WORLD)]).id],
              },
            ],
          });
        },
        [reached("fleet")],
        [],
      ],
      [
        "two interfaces of a template get none of the subnet's accord",
        () => {
          const at = site();
          const sg = group(at, [tcp(22, WORLD)]).id;
          const template = new aws.ec2.LaunchTemplate("template", {
            networkInterfaces: [
              { deviceIndex: 0, securityGroups: [sg] },
              { deviceIndex: 1, securityGroups: [sg] },
            ],
          });
          new aws.autoscaling.Group("fleet", {
            minSize: 1,
            maxSize: 1,
            vpcZoneIdentifiers: [web(at, { mapPublicIpOnLaunch: true, tags: { Tier: "public" } }).id],
            launchTemplate: { id: template.id },
          });
        },
        [],
      ],
      [
        "one of two subnets of a component",
        () => {
          const at = site();
          const id = new Places(at, 2).ids.apply(([, second]) => second as string);
          new aws.ec2.Instance("host", {
            ...base,
            subnetId: id,
            vpcSecurityGroupIds: [group(at, [tcp(22, WORLD)]).id],
          });
        },
        [reached("host")],
      ],
    ]);
    // biome-ignore format: read row by row
    holdsOnceKnown(BOTH, [
      [
        "one of two subnets of a component, of which the first leads nowhere",
        () => {
          const at = site();
          const id = new Places(at, 2, 1).ids.apply(([, second]) => second as string);
          new aws.ec2.Instance("host", {
            ...base,
            subnetId: id,
            vpcSecurityGroupIds: [group(at, [tcp(22, WORLD)]).id],
          });
        },
        [reached("host")],
      ],
    ]);
  });
});
