import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import requirePrivateDns from "../../policies/private-access/require-private-dns-on-endpoints";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noInternetRoute from "../../policies/reachability/no-internet-route-in-private-subnet";
import requireReturn from "../../policies/reachability/require-return-traffic-in-network-acl";
import noDefaultGroup from "../../policies/security-groups/no-default-security-group-use";
import noMalformed from "../../policies/security-groups/no-malformed-rule";
import { holdsOnceKnown } from "./forms";
import { acl, group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const found = (name: string) => `no-internet-path-to-database: ${name}`;
const SSH = [tcp(22, WORLD)];
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "sg") => group(at, SSH, name).id;
const giving = { mapPublicIpOnLaunch: true };

const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args });
const template = (name: string, args: object) => new aws.ec2.LaunchTemplate(name, args);
const card = (sg: pulumi.Input<string>, isPublic: string, more: object = {}) => ({
  networkInterfaces: [{ associatePublicIpAddress: isPublic, securityGroups: [sg], ...more }],
});
const fleet = (args: object) => new aws.autoscaling.Group("pool", { minSize: 1, maxSize: 1, ...args });

describe("what AWS does", () => {
  describe("with launchers", () => {
    holds(
      [noPathToInstance],
      [
        [
          "a fleet whose public template lies in the private subnet",
          on((at) => {
            const inner = subnet(at, {}, "inner");
            const wide = template("wide", card(open(at, "b"), "true"));
            new aws.ec2.Fleet("pool", {
              targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
              launchTemplateConfigs: [
                {
                  launchTemplateSpecification: { launchTemplateId: wide.id, version: "1" },
                  overrides: [{ subnetId: inner.id }],
                },
              ],
            });
          }),
          [],
        ],
        [
          "a spot fleet's override",
          on((at) => {
            const wide = template("wide", card(open(at), "true"));
            new aws.ec2.SpotFleetRequest("pool", {
              iamFleetRole: "arn:aws:iam::123456789012:role/fleet",
              targetCapacity: 1,
              launchTemplateConfigs: [
                {
                  launchTemplateSpecification: { id: wide.id, version: "1" },
                  overrides: [{ subnetId: web(at).id }],
                },
              ],
            });
          }),
          [reached("pool")],
        ],
        [
          "a launch configuration by its name",
          on((at) => {
            new aws.ec2.LaunchConfiguration("old", {
              name: "web",
              imageId: "ami-1",
              instanceType: "t3.micro",
              associatePublicIpAddress: true,
              securityGroups: [open(at)],
            });
            fleet({ launchConfiguration: "web", vpcZoneIdentifiers: [web(at).id] });
          }),
          [reached("pool")],
        ],
        [
          "a launch configuration of another name",
          on((at) => {
            new aws.ec2.LaunchConfiguration("old", {
              name: "web",
              imageId: "ami-1",
              instanceType: "t3.micro",
              associatePublicIpAddress: true,
              securityGroups: [open(at)],
            });
            fleet({ launchConfiguration: "api", vpcZoneIdentifiers: [web(at).id] });
          }),
          [],
        ],
        [
          "EKS nodes on their template's group",
          on((at) => {
            const wide = template("wide", { vpcSecurityGroupIds: [open(at)] });
            new aws.eks.NodeGroup("nodes", {
              clusterName: "c",
              nodeRoleArn: "arn:aws:iam::123456789012:role/n",
              subnetIds: [web(at, giving).id],
              scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
              launchTemplate: { id: wide.id, version: "1" },
            });
          }),
          [reached("nodes")],
        ],
        [
          "EKS nodes whose template names no group",
          on((at) => {
            const bare = template("bare", {});
            new aws.eks.NodeGroup("nodes", {
              clusterName: "c",
              nodeRoleArn: "arn:aws:iam::123456789012:role/n",
              subnetIds: [web(at, giving).id],
              scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
              launchTemplate: { id: bare.id, version: "1" },
            });
          }),
          [],
        ],
        [
          "Batch's machines",
          on(
            (at) =>
              new aws.batch.ComputeEnvironment("jobs", {
                type: "MANAGED",
                computeResources: {
                  type: "EC2",
                  maxVcpus: 4,
                  instanceTypes: ["m5"],
                  instanceRole: "arn:aws:iam::123456789012:instance-profile/jobs",
                  subnets: [web(at, giving).id],
                  securityGroupIds: [open(at)],
                },
              }),
          ),
          [reached("jobs")],
        ],
        [
          "Batch's tasks on Fargate have no such subnet's address",
          on(
            (at) =>
              new aws.batch.ComputeEnvironment("jobs", {
                type: "MANAGED",
                computeResources: {
                  type: "FARGATE",
                  maxVcpus: 4,
                  subnets: [web(at, giving).id],
                  securityGroupIds: [open(at)],
                },
              }),
          ),
          [],
        ],
        [
          "machines of ECS",
          on(
            (at) =>
              new aws.ecs.CapacityProvider("capacity", {
                cluster: "shop",
                managedInstancesProvider: {
                  infrastructureRoleArn: "arn:aws:iam::123456789012:role/infra",
                  instanceLaunchTemplate: {
                    ec2InstanceProfileArn: "arn:aws:iam::123456789012:instance-profile/ecs",
                    networkConfiguration: { subnets: [web(at, giving).id], securityGroups: [open(at)] },
                  },
                },
              } as never),
          ),
          [reached("capacity")],
        ],
        [
          "Image Builder's machines",
          on(
            (at) =>
              new aws.imagebuilder.InfrastructureConfiguration("forge", {
                instanceProfileName: "forge",
                subnetId: web(at, giving).id,
                securityGroupIds: [open(at)],
              }),
          ),
          [reached("forge")],
        ],
        [
          "EMR's master",
          on(
            (at) =>
              new aws.emr.Cluster("crunch", {
                releaseLabel: "emr-7.0.0",
                serviceRole: "arn:aws:iam::123456789012:role/emr",
                ec2Attributes: {
                  instanceProfile: "emr",
                  subnetId: web(at, giving).id,
                  emrManagedMasterSecurityGroup: open(at),
                },
              }),
          ),
          [reached("crunch")],
        ],
        [
          "game servers",
          on((at) => {
            const wide = template("wide", { vpcSecurityGroupIds: [open(at)] });
            new aws.gamelift.GameServerGroup("games", {
              gameServerGroupName: "games",
              maxSize: 2,
              minSize: 1,
              roleArn: "arn:aws:iam::123456789012:role/games",
              instanceDefinitions: [{ instanceType: "c5.large" }],
              launchTemplate: { id: wide.id },
              vpcSubnets: [web(at, giving).id],
            });
          }),
          [reached("games")],
        ],
        [
          "an instance in its template's subnet",
          on((at) =>
            host({
              launchTemplate: {
                id: template("wide", card(open(at), "true", { subnetId: web(at).id })).id,
                version: "1",
              },
            }),
          ),
          [reached("host")],
        ],
        [
          "an instance that takes its template's address away",
          on((at) =>
            host({
              launchTemplate: {
                id: template("wide", card(open(at), "true", { subnetId: web(at).id })).id,
                version: "1",
              },
              associatePublicIpAddress: false,
            }),
          ),
          [],
        ],
        [
          "a group by zones, in the default VPC",
          () => {
            const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
            fleet({
              availabilityZones: ["us-east-1a", "us-east-1b"],
              launchTemplate: { id: template("plain", { vpcSecurityGroupIds: [sg.id] }).id },
            });
          },
          [reached("pool")],
        ],
        [
          "a spot request that names nothing",
          () => {
            const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
            new aws.ec2.SpotInstanceRequest("bid", {
              ami: "ami-1",
              instanceType: "t3.micro",
              vpcSecurityGroupIds: [sg.id],
            });
          },
          [reached("bid")],
        ],
        [
          "an instance in the zone of a default subnet that gives no address",
          () => {
            const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
            new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false });
            host({ availabilityZone: "us-east-1a", vpcSecurityGroupIds: [sg.id] });
          },
          [],
        ],
        [
          "an instance in another zone than that default subnet",
          () => {
            const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
            new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a", mapPublicIpOnLaunch: false });
            host({ availabilityZone: "us-east-1b", vpcSecurityGroupIds: [sg.id] });
          },
          [reached("host")],
        ],
        [
          "a default subnet whose own table leads nowhere",
          () => {
            const vpc = new aws.ec2.DefaultVpc("vpc", {});
            const sg = new aws.ec2.SecurityGroup("sg", { vpcId: vpc.id, ingress: SSH as never });
            const place = new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a" });
            const table = new aws.ec2.RouteTable("table", { vpcId: vpc.id });
            new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
            host({ subnetId: place.id, associatePublicIpAddress: true, vpcSecurityGroupIds: [sg.id] });
          },
          [],
        ],
        [
          "tasks in a default subnet",
          () => {
            const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
            const place = new aws.ec2.DefaultSubnet("a", { availabilityZone: "us-east-1a" });
            new aws.ecs.Service("service", {
              launchType: "FARGATE",
              networkConfiguration: { subnets: [place.id], securityGroups: [sg.id], assignPublicIp: true },
            });
          },
          [reached("service")],
        ],
        [
          "Elastic Beanstalk that names no VPC",
          () => {
            const sg = new aws.ec2.SecurityGroup("sg", { ingress: SSH as never });
            new aws.elasticbeanstalk.Environment("shop", {
              application: "shop",
              settings: [
                { namespace: "aws:autoscaling:launchconfiguration", name: "SecurityGroups", value: sg.id },
              ],
            });
          },
          [reached("shop")],
        ],
      ],
    );
    // Of several unknown templates and subnets, only the update tells which goes with which.
    holdsOnceKnown(
      [noPathToInstance],
      [
        [
          "a fleet's second configuration, by its override's subnet",
          on((at) => {
            const [inner, outer] = [subnet(at, {}, "inner"), web(at)];
            const [shut, wide] = [
              template("shut", card(open(at, "a"), "false")),
              template("wide", card(open(at, "b"), "true")),
            ];
            new aws.ec2.Fleet("pool", {
              targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
              launchTemplateConfigs: [
                {
                  launchTemplateSpecification: { launchTemplateId: shut.id, version: "1" },
                  overrides: [{ subnetId: inner.id }],
                },
                {
                  launchTemplateSpecification: { launchTemplateId: wide.id, version: "1" },
                  overrides: [{ subnetId: outer.id }],
                },
              ],
            });
          }),
          [reached("pool")],
        ],
      ],
    );
  });

  describe("with addresses", () => {
    const card6 = (at: Site, args: object, sg: object[]) =>
      new aws.ec2.NetworkInterface("nic", { securityGroups: [group(at, sg).id], ...args } as never);
    const SSH6 = [{ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] }];
    const six = { ipv6CidrBlock: "2600:1f18:1234:5600::/64" };
    const holding = (nic: aws.ec2.NetworkInterface) =>
      host({ primaryNetworkInterface: { networkInterfaceId: nic.id } });
    holds(
      [noPathToInstance],
      [
        [
          "on an interface that is attached by a resource of its own",
          on((at) => {
            const place = web(at);
            const nic = new aws.ec2.NetworkInterface("nic", {
              subnetId: place.id,
              securityGroups: [open(at)],
            });
            const one = host({
              subnetId: subnet(at, { cidrBlock: "10.0.7.0/24" }, "inner").id,
              vpcSecurityGroupIds: [group(at, [], "shut").id],
            });
            new aws.ec2.NetworkInterfaceAttachment("plug", {
              instanceId: one.id,
              networkInterfaceId: nic.id,
              deviceIndex: 1,
            });
            new aws.ec2.EipAssociation("ip", {
              allocationId: new aws.ec2.Eip("eip").allocationId,
              networkInterfaceId: nic.id,
            });
          }),
          [reached("nic")],
        ],
        [
          "on an instance's first interface, by its id",
          on((at) => {
            const one = host({
              subnetId: web(at).id,
              vpcSecurityGroupIds: [open(at)],
              associatePublicIpAddress: false,
            });
            new aws.ec2.Eip("eip", { networkInterface: one.primaryNetworkInterfaceId });
          }),
          [reached("host")],
        ],
        [
          "of IPv6, counted",
          on((at) => holding(card6(at, { subnetId: web(at, six).id, ipv6AddressCount: 1 }, SSH6))),
          [reached("nic")],
        ],
        [
          "of IPv6, behind an egress-only gateway",
          on((at) => {
            const place = subnet(at, six);
            const gateway = new aws.ec2.EgressOnlyInternetGateway("out", { vpcId: at.vpc.id });
            const table = new aws.ec2.RouteTable("table", {
              vpcId: at.vpc.id,
              routes: [{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: gateway.id }],
            });
            new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
            holding(card6(at, { subnetId: place.id, ipv6AddressCount: 1 }, SSH6));
          }),
          [],
        ],
        [
          "of IPv6, admitted over IPv4 alone",
          on((at) => holding(card6(at, { subnetId: web(at, six).id, ipv6AddressCount: 1 }, SSH))),
          [],
        ],
        [
          "of IPv6, unique-local",
          on((at) =>
            host({
              subnetId: web(at, { ipv6CidrBlock: "fd00:1::/64" }).id,
              ipv6Addresses: ["fd00:1::5"],
              associatePublicIpAddress: false,
              vpcSecurityGroupIds: [group(at, SSH6).id],
            }),
          ),
          [],
        ],
        [
          "of IPv6, a template's prefixes",
          on((at) =>
            fleet({
              vpcZoneIdentifiers: [web(at, six).id],
              launchTemplate: {
                id: template("wide", card(group(at, SSH6).id, "false", { ipv6PrefixCount: 1 })).id,
              },
            }),
          ),
          [reached("pool")],
        ],
      ],
    );
  });

  describe("with Global Accelerator", () => {
    const accelerated =
      (
        settings: {
          protocol?: string;
          listens?: number;
          dial?: number;
          enabled?: boolean;
          overrides?: object[];
          isAttached?: boolean;
        } = {},
      ) =>
      () => {
        const {
          protocol = "TCP",
          listens = 22,
          dial,
          enabled = true,
          overrides,
          isAttached = true,
        } = settings;
        const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
        if (isAttached) new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
        const place = new aws.ec2.Subnet("place", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
        const sg = new aws.ec2.SecurityGroup("sg", { vpcId: vpc.id, ingress: SSH as never });
        const one = host({ subnetId: place.id, vpcSecurityGroupIds: [sg.id] });
        const accelerator = new aws.globalaccelerator.Accelerator("fast", { enabled });
        const listener = new aws.globalaccelerator.Listener("listener", {
          acceleratorArn: accelerator.arn,
          protocol,
          portRanges: [{ fromPort: listens, toPort: listens }],
        });
        new aws.globalaccelerator.EndpointGroup("ends", {
          listenerArn: listener.arn,
          endpointConfigurations: [{ endpointId: one.id, weight: 100 }],
          ...(dial === undefined ? {} : { trafficDialPercentage: dial }),
          ...(overrides === undefined ? {} : { portOverrides: overrides as never }),
        });
      };
    holds(
      [noPathToInstance],
      [
        ["an instance in a private subnet", accelerated(), [reached("host")]],
        ["another protocol", accelerated({ protocol: "UDP" }), []],
        ["another port", accelerated({ listens: 443 }), []],
        [
          "another port, mapped",
          accelerated({ listens: 443, overrides: [{ listenerPort: 443, endpointPort: 22 }] }),
          [reached("host")],
        ],
        ["its port, mapped away", accelerated({ overrides: [{ listenerPort: 22, endpointPort: 2222 }] }), []],
        ["no gateway attached", accelerated({ isAttached: false }), []],
        ["dialled to nothing", accelerated({ dial: 0 }), []],
        ["switched off", accelerated({ enabled: false }), []],
      ],
    );
  });

  describe("with balancers before databases", () => {
    /** A search domain behind a network balancer whose targets are addresses. */
    const search = (rules: object[], balancer: (at: Site) => object, target: object = {}) =>
      on((at) => {
        const inner = subnet(at, { cidrBlock: "10.0.9.0/24" }, "inner");
        const domain = new aws.opensearch.Domain("search", {
          vpcOptions: { subnetIds: [inner.id], securityGroupIds: [group(at, rules).id] },
        });
        const door = new aws.lb.LoadBalancer("door", {
          loadBalancerType: "network",
          subnets: [web(at).id],
          ...balancer(at),
        });
        const targets = new aws.lb.TargetGroup("targets", {
          port: 443,
          protocol: "TCP",
          targetType: "ip",
          vpcId: at.vpc.id,
          ...target,
        });
        new aws.lb.TargetGroupAttachment("registration", {
          targetGroupArn: targets.arn,
          targetId: domain.arn,
        });
        new aws.lb.Listener("listener", {
          loadBalancerArn: door.arn,
          port: 443,
          protocol: "TCP",
          defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
        });
      });
    const INSIDE = [tcp(443, "10.0.0.0/16")];
    holds(
      [noPathToDatabase],
      [
        ["under the balancer's addresses", search(INSIDE, () => ({})), [found("search")]],
        ["an internal one", search(INSIDE, () => ({ internal: true })), []],
        [
          "under the clients' addresses, which are not admitted",
          search(INSIDE, () => ({}), { preserveClientIp: "true" }),
          [],
        ],
        [
          "under the clients' addresses, which are",
          search([tcp(443, WORLD)], () => ({}), { preserveClientIp: "true" }),
          [found("search")],
        ],
        [
          "on a group that admits nobody",
          search(INSIDE, (at) => ({ securityGroups: [group(at, [], "none").id] })),
          [],
        ],
      ],
    );
  });

  describe("with routes", () => {
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

  describe("with network ACLs", () => {
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

  describe("with private DNS", () => {
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

  describe("with ways out", () => {
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

  describe("with what names no group", () => {
    const said = ["no-default-security-group-use: thing"];
    holds(
      [noDefaultGroup],
      [
        [
          "a mount target",
          on((at) => new aws.efs.MountTarget("thing", { fileSystemId: "fs-1", subnetId: subnet(at).id })),
          said,
        ],
        [
          "a mount target with one",
          on(
            (at) =>
              new aws.efs.MountTarget("thing", {
                fileSystemId: "fs-1",
                subnetId: subnet(at).id,
                securityGroups: [group(at, [], "own").id],
              }),
          ),
          [],
        ],
        [
          "a client VPN",
          on(
            (at) =>
              new aws.ec2clientvpn.Endpoint("thing", {
                vpcId: at.vpc.id,
                clientCidrBlock: "10.9.0.0/22",
                serverCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
                authenticationOptions: [],
                connectionLogOptions: { enabled: false },
              }),
          ),
          said,
        ],
        [
          "a balancer of networks",
          on(
            (at) =>
              new aws.lb.LoadBalancer("thing", {
                loadBalancerType: "network",
                internal: true,
                subnets: [subnet(at).id],
              }),
          ),
          [],
        ],
      ],
    );
  });

  describe("with addresses asked for in texts", () => {
    const flagged = (name: string) => [`no-public-ip-on-private-instance: ${name}`];
    const job = (text: object) => () => {
      new aws.batch.JobDefinition("job", {
        type: "container",
        platformCapabilities: ["FARGATE"],
        containerProperties: JSON.stringify(text),
      });
    };
    holds(
      [noPublicIp, noAddressPath],
      [
        ["a job's", job({ networkConfiguration: { assignPublicIp: "ENABLED" } }), flagged("job")],
        ["a job's, off", job({ networkConfiguration: { assignPublicIp: "DISABLED" } }), []],
        [
          "a schedule's, of the universal target",
          () => {
            new aws.scheduler.Schedule("night", {
              scheduleExpression: "rate(1 day)",
              flexibleTimeWindow: { mode: "OFF" },
              target: {
                arn: "arn:aws:scheduler:::aws-sdk:ecs:runTask",
                roleArn: "arn:aws:iam::123456789012:role/run",
                input: JSON.stringify({
                  NetworkConfiguration: {
                    AwsvpcConfiguration: { AssignPublicIp: "ENABLED", Subnets: ["subnet-0123456789abcdef0"] },
                  },
                }),
              },
            });
          },
          flagged("night"),
        ],
        [
          "an event's target",
          () => {
            new aws.cloudwatch.EventTarget("tick", {
              rule: "tick",
              arn: "arn:aws:ecs:us-east-1:123456789012:cluster/shop",
              ecsTarget: {
                taskDefinitionArn: "arn:aws:ecs:us-east-1:123456789012:task-definition/x:1",
                networkConfiguration: { subnets: ["subnet-0123456789abcdef0"], assignPublicIp: true },
              },
            });
          },
          flagged("tick"),
        ],
        [
          "Elastic Beanstalk's setting, off",
          () => {
            new aws.elasticbeanstalk.Environment("shop", {
              application: "shop",
              settings: [{ namespace: "aws:ec2:vpc", name: "AssociatePublicIpAddress", value: "false" }],
            });
          },
          [],
        ],
      ],
    );
  });
});
