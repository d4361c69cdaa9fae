import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import requireImdsv2 from "../../policies/instances/require-imdsv2";
import requirePrivateDns from "../../policies/private-access/require-private-dns-on-endpoints";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noInternetRoute from "../../policies/reachability/no-internet-route-in-private-subnet";
import noCrossEnvironment from "../../policies/security-groups/no-cross-environment-access";
import noDefaultGroup from "../../policies/security-groups/no-default-security-group-use";
import noMalformed from "../../policies/security-groups/no-malformed-rule";
import noMixedManagement from "../../policies/security-groups/no-mixed-rule-management";
import noPublicIngress from "../../policies/security-groups/no-public-ingress-beyond-web-ports";
import noPublicSshRdp from "../../policies/security-groups/no-public-ssh-rdp";
import { holdsOnceKnown } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { type Case, holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const ROLE = "arn:aws:iam::123456789012:role/some";
const PROFILE = "arn:aws:iam::123456789012:instance-profile/some";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const addressed = (name: string) => `no-public-address-path-to-private-instance: ${name}`;
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "open") => group(at, [tcp(22, WORLD)], name).id;
const shut = (at: Site, name = "shut") => group(at, [], name).id;
const giving = { mapPublicIpOnLaunch: true };
const lawn = (at: Site, name = "lawn") => web(at, giving, name).id;
const cellar = (at: Site, name = "cellar") => subnet(at, { cidrBlock: "10.0.77.0/24" }, name).id;
const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args } as never);
const template = (args: object, name = "template") => new aws.ec2.LaunchTemplate(name, args as never);
const card = (sg: pulumi.Input<string>, isPublic = "true") => ({
  networkInterfaces: [{ associatePublicIpAddress: isPublic, securityGroups: [sg] }],
});
type Ids = { readonly subnet: pulumi.Input<string>; readonly sg: pulumi.Input<string> };

/** The same with an open group in a subnet that gives addresses, in one that gives none, and with a shut group. */
const launching = (title: string, name: string, make: (ids: Ids) => unknown): Case[] => [
  [title, on((at) => make({ subnet: lawn(at), sg: open(at) })), [reached(name), addressed(name)]],
  [`${title}, in a cellar`, on((at) => make({ subnet: cellar(at), sg: open(at) })), []],
  [`${title}, on a shut group`, on((at) => make({ subnet: lawn(at), sg: shut(at) })), [addressed(name)]],
];

describe("what else AWS does", () => {
  describe("with launchers", () => {
    const nodes = (subnetId: pulumi.Input<string>, more: object = {}) =>
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: ROLE,
        subnetIds: [subnetId],
        scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
        ...more,
      });
    const overridden =
      (subnets: (at: Site) => pulumi.Input<string>[], first: object, own: object | undefined) => (at: Site) =>
        new aws.autoscaling.Group("pool", {
          minSize: 1,
          maxSize: 1,
          vpcZoneIdentifiers: subnets(at),
          mixedInstancesPolicy: {
            launchTemplate: {
              launchTemplateSpecification: { launchTemplateId: template(first, "first").id },
              overrides: [
                {
                  instanceType: "m5.large",
                  ...(own && { launchTemplateSpecification: { launchTemplateId: template(own, "own").id } }),
                },
              ],
            },
          },
        });
    const specified = (...specifications: object[]) =>
      new aws.ec2.SpotFleetRequest("pool", {
        iamFleetRole: ROLE,
        targetCapacity: 1,
        launchSpecifications: specifications.map((one) => ({
          ami: "ami-1",
          instanceType: "m5.large",
          ...one,
        })) as never,
      });
    holds(
      [noPathToInstance, noAddressPath],
      [
        ["EKS nodes without a template", on((at) => nodes(lawn(at))), [addressed("nodes")]],
        ["EKS nodes without a template, in a cellar", on((at) => nodes(cellar(at))), []],
        [
          "EKS nodes that only an open group's members may log in to",
          on((at) =>
            nodes(lawn(at), { remoteAccess: { ec2SshKey: "k", sourceSecurityGroupIds: [open(at)] } }),
          ),
          [addressed("nodes")],
        ],
        ...launching(
          "Batch's machines",
          "jobs",
          ({ subnet: one, sg }) =>
            new aws.batch.ComputeEnvironment("jobs", {
              type: "MANAGED",
              computeResources: {
                type: "SPOT",
                maxVcpus: 4,
                instanceTypes: ["m5"],
                instanceRole: PROFILE,
                subnets: [one],
                securityGroupIds: [sg],
              },
            }),
        ),
        ...launching(
          "Batch's machines, on their template's group",
          "jobs",
          ({ subnet: one, sg }) =>
            new aws.batch.ComputeEnvironment("jobs", {
              type: "MANAGED",
              computeResources: {
                type: "EC2",
                maxVcpus: 4,
                instanceTypes: ["m5"],
                instanceRole: PROFILE,
                subnets: [one],
                launchTemplate: { launchTemplateId: template({ vpcSecurityGroupIds: [sg] }).id },
              },
            }),
        ),
        ...launching(
          "Image Builder's machines",
          "forge",
          ({ subnet: one, sg }) =>
            new aws.imagebuilder.InfrastructureConfiguration("forge", {
              instanceProfileName: "forge",
              subnetId: one,
              securityGroupIds: [sg],
            }),
        ),
        ...launching(
          "a spot request",
          "bid",
          ({ subnet: one, sg }) =>
            new aws.ec2.SpotInstanceRequest("bid", {
              ami: "ami-1",
              instanceType: "t3.micro",
              subnetId: one,
              vpcSecurityGroupIds: [sg],
            }),
        ),
        ...launching("one specification of a spot fleet", "pool", ({ subnet: one, sg }) =>
          specified({ subnetId: one, vpcSecurityGroupIds: [sg] }),
        ),
        [
          "an override with a template of its own",
          on((at) => overridden((here) => [web(here).id], card(shut(at), "false"), card(open(at)))(at)),
          [reached("pool")],
        ],
        [
          "an override without one",
          on((at) => overridden((here) => [web(here).id], card(shut(at), "false"), undefined)(at)),
          [],
        ],
        [
          "an override whose template is shut, beside an open one",
          on((at) => overridden((here) => [web(here).id], card(open(at)), card(shut(at), "false"))(at)),
          [reached("pool")],
        ],
      ],
    );
    holdsOnceKnown(
      [noPathToInstance, noAddressPath],
      [
        [
          "two specifications, one open in a cellar and one shut on a lawn",
          on((at) =>
            specified(
              { subnetId: cellar(at), vpcSecurityGroupIds: [open(at)] },
              { subnetId: lawn(at), vpcSecurityGroupIds: [shut(at)] },
            ),
          ),
          [addressed("pool")],
        ],
        [
          "a fleet's first template, whose second is shut",
          on(
            (at) =>
              new aws.ec2.Fleet("pool", {
                targetCapacitySpecification: { defaultTargetCapacityType: "spot", totalTargetCapacity: 2 },
                launchTemplateConfigs: [card(open(at)), card(shut(at), "false")].map((args, i) => ({
                  launchTemplateSpecification: { launchTemplateId: template(args, `t${i}`).id, version: "1" },
                  overrides: [{ subnetId: web(at, {}, `web${i}`).id }],
                })),
              }),
          ),
          [reached("pool")],
        ],
      ],
    );
    holdsOnceKnown(
      [noPathToInstance],
      [
        [
          "a spot fleet's specification of two subnets in one text",
          on((at) =>
            specified({
              subnetId: pulumi.interpolate`${cellar(at)}, ${lawn(at)}`,
              vpcSecurityGroupIds: [open(at)],
            }),
          ),
          [reached("pool")],
        ],
      ],
    );
  });

  describe("with addresses", () => {
    const bid = (at: Site) =>
      new aws.ec2.SpotInstanceRequest("bid", {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId: web(at).id,
        vpcSecurityGroupIds: [open(at)],
      });
    const nic = (at: Site, place: pulumi.Input<string>, more: object = {}) =>
      new aws.ec2.NetworkInterface("nic", { subnetId: place, securityGroups: [open(at)], ...more });
    const brought = (id: pulumi.Input<string>) =>
      host({ launchTemplate: { id: template({ networkInterfaces: [{ networkInterfaceId: id }] }).id } });
    holds(
      [noPathToInstance, noAddressPath],
      [
        ["a spot request's instance without one", on(bid), []],
        [
          "an Elastic IP on a spot request's instance",
          on((at) => new aws.ec2.Eip("ip", { instance: bid(at).spotInstanceId })),
          [addressed("ip"), reached("bid")],
        ],
        [
          "an association with a spot request's instance",
          on(
            (at) =>
              new aws.ec2.EipAssociation("tie", {
                allocationId: "eipalloc-1",
                instanceId: bid(at).spotInstanceId,
              }),
          ),
          [addressed("tie"), reached("bid")],
        ],
        [
          "an association by the address itself",
          on((at) => {
            const one = host({ subnetId: web(at).id, vpcSecurityGroupIds: [open(at)] });
            new aws.ec2.EipAssociation("tie", { publicIp: "203.0.113.9", instanceId: one.id });
          }),
          [addressed("tie"), reached("host")],
        ],
        [
          "an interface that a template brings gets none of the subnet's",
          on((at) => brought(nic(at, lawn(at)).id)),
          [],
        ],
        [
          "an interface that a template brings, with an Elastic IP",
          on((at) => {
            const one = nic(at, web(at).id);
            new aws.ec2.Eip("ip", { networkInterface: one.id });
            brought(one.id);
          }),
          [addressed("ip"), reached("nic")],
        ],
        [
          "an Elastic IP where no route leads out",
          on((at) => {
            const one = host({ subnetId: cellar(at), vpcSecurityGroupIds: [open(at)] });
            new aws.ec2.Eip("ip", { instance: one.id });
          }),
          [addressed("ip")],
        ],
        [
          "of IPv6 alone, on a group for everyone of IPv4",
          on((at) =>
            host({
              subnetId: web(at, {
                ipv6Native: true,
                ipv6CidrBlock: "2600:1f18::/64",
                assignIpv6AddressOnCreation: true,
              }).id,
              vpcSecurityGroupIds: [open(at)],
            }),
          ),
          [],
        ],
        [
          "of IPv6 alone, on a group for everyone of IPv6",
          on((at) =>
            host({
              subnetId: web(at, {
                ipv6Native: true,
                ipv6CidrBlock: "2600:1f18::/64",
                assignIpv6AddressOnCreation: true,
              }).id,
              vpcSecurityGroupIds: [
                group(at, [{ protocol: "tcp", fromPort: 22, toPort: 22, ipv6CidrBlocks: ["::/0"] }]).id,
              ],
            }),
          ),
          [reached("host")],
        ],
      ],
    );
  });

  describe("with doors", () => {
    /** An application balancer before a search domain that admits the balancer's group alone. */
    const behind = (at: Site, balancer: object, sources: string[]) => {
      const front = group(at, [tcp(443, ...sources)], "front", {
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [WORLD] }],
      });
      const back = group(
        at,
        [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: [front.id] }],
        "back",
      );
      const store = new aws.opensearch.Domain("store", {
        vpcOptions: { subnetIds: [cellar(at)], securityGroupIds: [back.id] },
      });
      const door = new aws.lb.LoadBalancer("door", {
        subnets: [web(at).id],
        securityGroups: [front.id],
        ...balancer,
      });
      const targets = new aws.lb.TargetGroup("targets", {
        port: 443,
        protocol: "HTTPS",
        targetType: "ip",
        vpcId: at.vpc.id,
      });
      new aws.lb.TargetGroupAttachment("tie", { targetGroupArn: targets.arn, targetId: store.arn });
      return { door, targets };
    };
    const found = "no-internet-path-to-database: store";
    const listening = (
      balancer: aws.lb.LoadBalancer,
      action: object,
      { name = "listener", protocol = "HTTPS" }: { name?: string; protocol?: string } = {},
    ) =>
      new aws.lb.Listener(name, {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol,
        defaultActions: [action as never],
      });
    const forwarding = (at: Site, balancer: object, sources = [WORLD]) => {
      const { door, targets } = behind(at, balancer, sources);
      return listening(door, { type: "forward", targetGroupArn: targets.arn });
    };
    const weighed = (weight: number) => (at: Site) => {
      const { door, targets } = behind(at, {}, [WORLD]);
      const targetGroups = [
        { arn: targets.arn, weight },
        { arn: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/other/1", weight: 1 },
      ];
      return listening(door, { type: "forward", forward: { targetGroups } });
    };
    const chained = (at: Site, sources: string[], edge: object = {}) => {
      const { door, targets } = behind(at, { internal: true }, sources);
      const inner = listening(door, { type: "forward", targetGroupArn: targets.arn });
      const network = new aws.lb.LoadBalancer("edge", {
        loadBalancerType: "network",
        subnets: [web(at, {}, "edge-web").id],
        ...edge,
      });
      const doors = new aws.lb.TargetGroup("doors", {
        port: 443,
        protocol: "TCP",
        targetType: "alb",
        vpcId: at.vpc.id,
      });
      new aws.lb.TargetGroupAttachment(
        "chain",
        { targetGroupArn: doors.arn, targetId: door.arn },
        { dependsOn: inner },
      );
      listening(
        network,
        { type: "forward", targetGroupArn: doors.arn },
        { name: "edge-listener", protocol: "TCP" },
      );
    };
    const accelerated = (endpointId: pulumi.Input<string>) => {
      const accelerator = new aws.globalaccelerator.Accelerator("fast", {});
      const listener = new aws.globalaccelerator.Listener("fast-listener", {
        acceleratorArn: accelerator.arn,
        protocol: "TCP",
        portRanges: [{ fromPort: 1, toPort: 65535 }],
      });
      new aws.globalaccelerator.EndpointGroup("ends", {
        listenerArn: listener.arn,
        endpointConfigurations: [{ endpointId, clientIpPreservationEnabled: true }],
      });
    };
    holds(
      [noPathToDatabase],
      [
        ["a balancer on the internet", on((at) => forwarding(at, {})), [found]],
        ["a balancer within", on((at) => forwarding(at, { internal: true })), []],
        [
          "a balancer on the internet that admits the VPC alone",
          on((at) => forwarding(at, {}, ["10.0.0.0/16"])),
          [],
        ],
        ["a target group with a weight", on(weighed(1)), [found]],
        ["a target group with no weight", on(weighed(0)), []],
        [
          "a listener that only redirects",
          on((at) => {
            const redirect = { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" };
            listening(behind(at, {}, [WORLD]).door, { type: "redirect", redirect });
          }),
          [],
        ],
        ["a balancer behind a balancer", on((at) => chained(at, [WORLD])), [found]],
        [
          "a balancer behind a balancer, which sees clients and admits the VPC",
          on((at) => chained(at, ["10.0.0.0/16"])),
          [],
        ],
        ["a balancer behind a balancer within", on((at) => chained(at, [WORLD], { internal: true })), []],
        [
          "an accelerator before a balancer within",
          on((at) => {
            const { door, targets } = behind(at, { internal: true }, [WORLD]);
            listening(door, { type: "forward", targetGroupArn: targets.arn });
            accelerated(door.arn);
          }),
          [found],
        ],
        [
          "an accelerator before a balancer within that admits the VPC alone",
          on((at) => {
            const { door, targets } = behind(at, { internal: true }, ["10.0.0.0/16"]);
            listening(door, { type: "forward", targetGroupArn: targets.arn });
            accelerated(door.arn);
          }),
          [],
        ],
      ],
    );
    holds(
      [noPathToInstance],
      [
        [
          "an accelerator with routes of its own, which denies until it is told to allow",
          on((at) => {
            const place = cellar(at);
            host({ subnetId: place, vpcSecurityGroupIds: [open(at)] });
            const accelerator = new aws.globalaccelerator.CustomRoutingAccelerator("fast", {});
            const listener = new aws.globalaccelerator.CustomRoutingListener("listener", {
              acceleratorArn: accelerator.arn,
              portRanges: [{ fromPort: 1, toPort: 65535 }],
            });
            new aws.globalaccelerator.CustomRoutingEndpointGroup("ends", {
              listenerArn: listener.arn,
              destinationConfigurations: [{ fromPort: 22, toPort: 22, protocols: ["TCP"] }],
              endpointConfigurations: [{ endpointId: place }],
            });
          }),
          [],
        ],
      ],
    );
    const said = ["no-database-in-public-subnet: way"];
    const way = (make: (subnetIds: pulumi.Input<string>[], at: Site) => unknown): Case["1"][] => [
      on((at) => make([web(at).id], at)),
      on((at) => make([cellar(at)], at)),
    ];
    const ways: [string, Case["1"][]][] = [
      [
        "a further endpoint of a proxy",
        way(
          (vpcSubnetIds) =>
            new aws.rds.ProxyEndpoint("way", { dbProxyName: "p", dbProxyEndpointName: "e", vpcSubnetIds }),
        ),
      ],
      [
        "a search domain of the older kind",
        way((subnetIds) => new aws.elasticsearch.Domain("way", { vpcOptions: { subnetIds } })),
      ],
    ];
    holds(
      [noDatabaseInPublicSubnet],
      ways.flatMap(([title, [outer, inner]]): Case[] => [
        [title, outer as never, said],
        [`${title}, in a cellar`, inner as never, []],
      ]),
    );
    const managed = (place: (at: Site) => pulumi.Input<string>) => (at: Site) => {
      const places = new aws.redshift.SubnetGroup("places", { name: "places", subnetIds: [place(at)] });
      new aws.redshift.EndpointAccess("way", {
        endpointName: "way",
        clusterIdentifier: "c",
        subnetGroupName: places.name,
      });
    };
    holds(
      [noDatabaseInPublicSubnet],
      [
        [
          "a managed endpoint's group of subnets",
          on(managed((at) => web(at).id)),
          ["no-database-in-public-subnet: places"],
        ],
        ["a managed endpoint's group of subnets, in a cellar", on(managed(cellar)), []],
      ],
    );
    const search = (place: (at: Site) => pulumi.Input<string>, sg: (at: Site) => pulumi.Input<string>) =>
      on((at) => {
        const db = new aws.rds.Instance("store", {
          instanceClass: "db.t3.micro",
          engine: "postgres",
          publiclyAccessible: true,
          dbSubnetGroupName: new aws.rds.SubnetGroup("places", { subnetIds: [place(at)] }).name,
          vpcSecurityGroupIds: [sg(at)],
        });
        return db;
      });
    const postgres = (at: Site) => group(at, [tcp(5432, WORLD)], "db").id;
    holds(
      [noPathToDatabase],
      [
        [
          "a public database where a route leads out",
          search((at) => web(at).id, postgres),
          ["no-internet-path-to-database: store"],
        ],
        ["a public database where none does", search(cellar, postgres), []],
        ["a public database whose group admits another port", search((at) => web(at).id, open), []],
      ],
    );
  });

  describe("with routes", () => {
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

  describe("with what names no group", () => {
    const said = ["no-default-security-group-use: thing"];
    const things: [string, (at: Site) => unknown, readonly string[]][] = [
      [
        "a search domain",
        (at) => new aws.opensearch.Domain("thing", { vpcOptions: { subnetIds: [cellar(at)] } }),
        said,
      ],
      [
        "a cache without servers",
        (at) =>
          new aws.elasticache.ServerlessCache("thing", {
            engine: "redis",
            name: "c",
            subnetIds: [cellar(at)],
          }),
        said,
      ],
      [
        "a warehouse without servers",
        (at) =>
          new aws.redshiftserverless.Workgroup("thing", {
            namespaceName: "n",
            workgroupName: "w",
            subnetIds: [cellar(at)],
          }),
        said,
      ],
      [
        "a door to a warehouse",
        (at) => {
          const { name } = new aws.redshift.SubnetGroup("doors", { subnetIds: [cellar(at)] });
          return new aws.redshift.EndpointAccess("thing", {
            clusterIdentifier: "c",
            endpointName: "e",
            subnetGroupName: name,
          });
        },
        said,
      ],
      [
        "an elastic cluster of DocumentDB",
        (at) =>
          new aws.docdb.ElasticCluster("thing", {
            adminUserName: "a",
            adminUserPassword: "p",
            authType: "PLAIN_TEXT",
            shardCapacity: 2,
            shardCount: 1,
            subnetIds: [cellar(at)],
          }),
        said,
      ],
      [
        "Kafka without servers",
        (at) =>
          new aws.msk.ServerlessCluster("thing", {
            clientAuthentication: { sasl: { iam: { enabled: true } } },
            vpcConfigs: [{ subnetIds: [cellar(at)] }],
          }),
        said,
      ],
      [
        "a mainframe's environment",
        (at) =>
          new aws.m2.Environment("thing", {
            engineType: "bluage",
            instanceType: "M2.m5.large",
            subnetIds: [cellar(at)],
          }),
        said,
      ],
      [
        "a member of a replication group, which has that one's",
        (at) => {
          const { name } = new aws.elasticache.SubnetGroup("caches", { subnetIds: [cellar(at)] });
          const { id } = new aws.elasticache.ReplicationGroup("group", {
            description: "Sessions",
            subnetGroupName: name,
            securityGroupIds: ["sg-0123456789abcdef0"],
          });
          return new aws.elasticache.Cluster("thing", { replicationGroupId: id });
        },
        [],
      ],
      [
        "a NAT gateway, which has none",
        (at) => new aws.ec2.NatGateway("thing", { subnetId: cellar(at), connectivityType: "private" }),
        [],
      ],
      [
        "a directory, which makes one",
        (at) =>
          new aws.directoryservice.Directory("thing", {
            name: "corp.example.com",
            password: "p",
            vpcSettings: { vpcId: at.vpc.id, subnetIds: [cellar(at), cellar(at, "other")] },
          }),
        [],
      ],
      [
        "a cluster of Kubernetes, which makes one",
        (at) => new aws.eks.Cluster("thing", { roleArn: ROLE, vpcConfig: { subnetIds: [cellar(at)] } }),
        [],
      ],
    ];
    holds(
      [noDefaultGroup],
      things.map(([title, make, expected]): Case => [title, on(make), expected]),
    );
  });

  describe("with places", () => {
    const defaults = (region: string, more: object = {}) =>
      on((at) => {
        new aws.ec2.InstanceMetadataDefaults("defaults", { httpTokens: "required", region } as never);
        host({ subnetId: cellar(at), region: "us-east-1", ...more });
      });
    const said = ["require-imdsv2: host"];
    holds(
      [requireImdsv2],
      [
        ["metadata's defaults of the region", defaults("us-east-1"), []],
        ["metadata's defaults of another region", defaults("eu-west-1"), said],
        [
          "metadata's defaults, overruled",
          defaults("us-east-1", { metadataOptions: { httpTokens: "optional" } }),
          said,
        ],
      ],
    );
    const nodes = (region: string) =>
      on((at) => {
        const sg = open(at);
        new aws.ec2.LaunchTemplate("wide", { name: "wide", vpcSecurityGroupIds: [sg], region } as never);
        new aws.eks.NodeGroup("nodes", {
          clusterName: "c",
          nodeRoleArn: ROLE,
          subnetIds: [lawn(at)],
          scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
          launchTemplate: { name: "wide", version: "1" },
          region: "us-east-1",
        } as never);
      });
    holds(
      [noPathToInstance],
      [
        ["a template of that name in the nodes' region", nodes("us-east-1"), [reached("nodes")]],
        ["a template of that name in another region", nodes("eu-west-1"), []],
      ],
    );
  });

  describe("with environments", () => {
    const shared = (make: (at: Site, sg: aws.ec2.SecurityGroup) => unknown) =>
      on((at) => make(at, group(at, [], "sg")));
    const nic = (at: Site, sg: aws.ec2.SecurityGroup, tags?: object) =>
      new aws.ec2.NetworkInterface("nic", {
        subnetId: cellar(at, "side"),
        securityGroups: [sg.id],
        ...(tags && { tags }),
      } as never);
    const two = (at: Site, sg: aws.ec2.SecurityGroup, first: string, second: string, tags?: object) => {
      const place = cellar(at);
      const one = host(
        { subnetId: place, vpcSecurityGroupIds: [group(at, [], "own").id], tags: { Environment: first } },
        "one",
      );
      host({ subnetId: place, vpcSecurityGroupIds: [sg.id], tags: { Environment: second } }, "two");
      new aws.ec2.NetworkInterfaceAttachment("tie", {
        instanceId: one.id,
        networkInterfaceId: nic(at, sg, tags).id,
        deviceIndex: 1,
      });
    };
    const said = ["no-cross-environment-access: two"];
    holds(
      [noCrossEnvironment],
      [
        ["an interface that belongs to its machine", shared((at, sg) => two(at, sg, "dev", "prod")), said],
        [
          "an interface that belongs to a machine of the same",
          shared((at, sg) => two(at, sg, "prod", "prod")),
          [],
        ],
      ],
    );
  });

  describe("with private DNS", () => {
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

  describe("with what it refuses", () => {
    const rule = (more: object) => ({
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["10.0.0.0/8"],
      ...more,
    });
    const inline =
      (rules: object[], more: object = {}) =>
      () => {
        new aws.ec2.SecurityGroup("web", { ingress: rules as never, ...more });
      };
    const entries =
      (...ruleNos: number[]) =>
      () => {
        new aws.ec2.NetworkAcl("web", {
          vpcId: "vpc-0123456789abcdef0",
          ingress: ruleNos.map((ruleNo) => ({
            ruleNo,
            action: "allow",
            protocol: "tcp",
            fromPort: 443,
            toPort: 443,
            cidrBlock: WORLD,
          })),
        });
      };
    const routes =
      (...cidrBlocks: string[]) =>
      () => {
        new aws.ec2.RouteTable("web", {
          vpcId: "vpc-0123456789abcdef0",
          routes: cidrBlocks.map((cidrBlock) => ({ cidrBlock, transitGatewayId: "tgw-0123456789abcdef0" })),
        });
      };
    const said = ["no-malformed-rule: web"];
    holds(
      [noMalformed],
      [
        ["a description in Japanese", inline([], { description: "公開" }), said],
        ["a description with an apostrophe", inline([], { description: "the web's" }), said],
        [
          "a description with every mark it takes",
          inline([], { description: "a ._-:/()#,@[]+=&;{}!$*" }),
          [],
        ],
        ["a description of 255", inline([], { description: "a".repeat(255) }), []],
        ["a description of 256", inline([], { description: "a".repeat(256) }), said],
        ["a rule's description with a quotation mark", inline([rule({ description: 'the "web"' })]), said],
        ["a rule's description", inline([rule({ description: "the web, from inside" })]), []],
        ["a name that begins like an id", inline([], { name: "sg-web" }), said],
        ["a name that holds one", inline([], { name: "web-sg-1" }), []],
        ["an entry's number 0", entries(0), said],
        ["an entry's number 32766", entries(32766), []],
        ["an entry's number 32767, which is AWS's own", entries(32767), said],
        ["a destination and the same with host bits", routes("10.0.0.0/8", "10.1.2.3/8"), said],
        ["a destination and a half of it", routes("10.0.0.0/8", "10.0.0.0/9"), []],
        ["every protocol with a port, inline", inline([rule({ protocol: "-1" })]), said],
        [
          "every protocol by a word, with port 0",
          inline([rule({ protocol: "all", fromPort: 0, toPort: 0 })]),
          [],
        ],
        ["a rule without a source, inline", inline([rule({ cidrBlocks: [] })]), []],
      ],
    );
    const empty = inline([
      rule({ fromPort: "", cidrBlocks: [WORLD] }),
      rule({ fromPort: 22, toPort: 22, cidrBlocks: [WORLD] }),
    ]);
    holds(
      [noMalformed, noPublicSshRdp],
      [["an empty port beside an open one", empty, [...said, "no-public-ssh-rdp: web"]]],
    );
    holds(
      [noPublicSshRdp, noPublicIngress],
      [
        [
          "every address of a host with /0",
          inline([rule({ fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.7/0"] })]),
          ["no-public-ingress-beyond-web-ports: web", "no-public-ssh-rdp: web"],
        ],
        [
          "GRE, which has no ports",
          inline([rule({ protocol: "47", fromPort: 0, toPort: 0, cidrBlocks: [WORLD] })]),
          ["no-public-ingress-beyond-web-ports: web"],
        ],
      ],
    );
  });

  describe("with two managements", () => {
    const said = (name: string) => [`no-mixed-rule-management: ${name}`];
    const standalone = (securityGroupId: pulumi.Input<string>, type: string) =>
      new aws.ec2.SecurityGroupRule("rule", {
        securityGroupId,
        type,
        protocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrBlocks: ["10.0.0.0/8"],
      });
    const mixed = (args: object, type: string) => () => {
      standalone(new aws.ec2.SecurityGroup("web", args as never).id, type);
    };
    const HTTPS = [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }];
    const table = (routes: object[] | undefined) =>
      on((at) => {
        const one = new aws.ec2.RouteTable("table", { vpcId: at.vpc.id, ...(routes && { routes }) } as never);
        new aws.ec2.Route("route", {
          routeTableId: one.id,
          destinationCidrBlock: "10.9.0.0/16",
          transitGatewayId: "tgw-0123456789abcdef0",
        });
      });
    holds(
      [noMixedManagement],
      [
        ["of one direction", mixed({ ingress: HTTPS }, "ingress"), said("web")],
        ["of one each", mixed({ egress: HTTPS }, "ingress"), []],
        ["of one by an empty list", mixed({ ingress: [] }, "ingress"), said("web")],
        ["of a table by an empty list", table([]), said("table")],
        ["of a table by its own routes alone", table(undefined), []],
      ],
    );
  });
});
