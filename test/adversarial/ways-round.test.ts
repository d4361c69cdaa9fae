import * as aws from "@pulumi/aws";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import requireSsmEndpoints from "../../policies/private-access/require-ssm-endpoints";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noPublicSsh from "../../policies/security-groups/no-public-ssh-rdp";
import noUnusedGroup from "../../policies/security-groups/no-unused-security-group";
import { holdsInEveryForm } from "./forms";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const SSH = [tcp(22, WORLD)];
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const found = (name: string) => `no-internet-path-to-database: ${name}`;
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args });
const seen = { associatePublicIpAddress: true };

describe("ways round, adversarially", () => {
  describe("to a group", () => {
    const shut = (at: Site) => group(at, [], "shut");
    holds(
      [noPathToInstance],
      [
        [
          "by its name, in the default VPC",
          () => {
            new aws.ec2.SecurityGroup("sg", { name: "web", ingress: SSH as never });
            host({ securityGroups: ["web"] });
          },
          [reached("host")],
        ],
        [
          "by an attachment to an instance's first interface",
          on((at) => {
            const one = host({ subnetId: web(at).id, ...seen, vpcSecurityGroupIds: [shut(at).id] });
            new aws.ec2.NetworkInterfaceSecurityGroupAttachment("more", {
              networkInterfaceId: one.primaryNetworkInterfaceId,
              securityGroupId: group(at, SSH).id,
            });
          }),
          [reached("host")],
        ],
        [
          "by an interface brought along, with its address",
          on((at) => {
            const nic = new aws.ec2.NetworkInterface("nic", {
              subnetId: web(at).id,
              securityGroups: [group(at, SSH).id],
            });
            new aws.ec2.Eip("ip", { networkInterface: nic.id });
            host({ networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: nic.id }] });
          }),
          [reached("nic")],
        ],
        [
          "by an interface brought along, without one",
          on((at) => {
            const nic = new aws.ec2.NetworkInterface("nic", {
              subnetId: web(at, { mapPublicIpOnLaunch: true }).id,
              securityGroups: [group(at, SSH).id],
            });
            host({ networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: nic.id }] });
          }),
          [],
        ],
        [
          "whose source is a list of every address",
          on((at) => {
            const list = new aws.ec2.ManagedPrefixList("list", {
              addressFamily: "IPv4",
              maxEntries: 2,
              entries: [{ cidr: "0.0.0.0/1" }, { cidr: "128.0.0.0/1" }],
            });
            host({
              subnetId: web(at).id,
              ...seen,
              vpcSecurityGroupIds: [
                group(at, [{ protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: [list.id] }]).id,
              ],
            });
          }),
          [reached("host")],
        ],
        [
          "whose source is a list of private ones",
          on((at) => {
            const list = new aws.ec2.ManagedPrefixList("list", {
              addressFamily: "IPv4",
              maxEntries: 2,
              entries: [{ cidr: "10.0.0.0/8" }],
            });
            host({
              subnetId: web(at).id,
              ...seen,
              vpcSecurityGroupIds: [
                group(at, [{ protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: [list.id] }]).id,
              ],
            });
          }),
          [],
        ],
      ],
    );
    const nodes = (args: object) => () => {
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: "arn:aws:iam::123456789012:role/n",
        subnetIds: ["subnet-0123456789abcdef0"],
        scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
        remoteAccess: { ec2SshKey: "key" },
        ...args,
      });
    };
    const said = (name: string) => [`no-public-ssh-rdp: ${name}`];
    const LAUNCH = "aws:autoscaling:launchconfiguration";
    const beanstalk =
      (options: Readonly<Record<string, string>>, args: object = {}) =>
      () => {
        const settings = Object.entries(options).map(([name, value]) => ({ namespace: LAUNCH, name, value }));
        new aws.elasticbeanstalk.Environment("shop", { application: "shop", settings, ...args });
      };
    const lightsail = (args: object, portsOf?: string) => () => {
      new aws.lightsail.Instance("vps", {
        name: "vps",
        availabilityZone: "us-east-1a",
        blueprintId: "ubuntu_22_04",
        bundleId: "nano_3_0",
        ...args,
      });
      if (portsOf !== undefined)
        new aws.lightsail.InstancePublicPorts("ports", {
          instanceName: portsOf,
          portInfos: [{ protocol: "tcp", fromPort: 443, toPort: 443 }],
        });
    };
    // biome-ignore format: read row by row
    holdsInEveryForm(
      [noPublicSsh],
      [
        ["of Linux nodes", nodes({}), said("nodes")],
        ["of Windows nodes", nodes({ amiType: "WINDOWS_CORE_2022_x86_64" }), said("nodes")],
        [
          "of Lightsail, from everywhere",
          () => {
            new aws.lightsail.InstancePublicPorts("ports", {
              instanceName: "web",
              portInfos: [{ protocol: "tcp", fromPort: 22, toPort: 22 }],
            });
          },
          said("ports"),
        ],
        [
          "of Lightsail, from one address",
          () => {
            new aws.lightsail.InstancePublicPorts("ports", {
              instanceName: "web",
              portInfos: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrs: ["198.51.100.7/32"] }],
            });
          },
          [],
        ],
        ["of Beanstalk, restricted to everywhere", beanstalk({ SSHSourceRestriction: `tcp,22,22,${WORLD}` }), said("shop")],
        ["with blanks", beanstalk({ SSHSourceRestriction: `tcp, 22, 22, ${WORLD}` }), said("shop")],
        ["to an office", beanstalk({ EC2KeyName: "key", SSHSourceRestriction: "tcp, 22, 22, 203.0.113.7/32" }), []],
        ["to a group", beanstalk({ EC2KeyName: "key", SSHSourceRestriction: "tcp,22,22,sg-0123456789abcdef0" }), []],
        ["of Beanstalk, by a key alone", beanstalk({ EC2KeyName: "key" }), said("shop")],
        ["by a key, without its group", beanstalk({ EC2KeyName: "key", DisableDefaultEC2SecurityGroup: "true" }), []],
        ["by a key, of a saved configuration", beanstalk({ EC2KeyName: "key" }, { templateName: "saved" }), []],
        ["without a key", beanstalk({ InstanceType: "t3.micro" }), []],
        [
          "of Beanstalk, by a saved configuration",
          () => {
            const restriction = { namespace: LAUNCH, name: "SSHSourceRestriction", value: `tcp,22,22,${WORLD}` };
            new aws.elasticbeanstalk.ConfigurationTemplate("saved", { application: "a", settings: [restriction] });
          },
          said("saved"),
        ],
        ["of Lightsail, which opens SSH at first", lightsail({}), said("vps")],
        ["and RDP for Windows", lightsail({ blueprintId: "windows_server_2022" }), said("vps")],
        ["and over IPv6 alone", lightsail({ ipAddressType: "ipv6" }), said("vps")],
        ["until its ports are said", lightsail({}, "vps"), []],
        ["whatever is said of another's", lightsail({}, "other"), said("vps")],
        [
          "of GameLift",
          () => {
            new aws.gamelift.Fleet("games", {
              ec2InstanceType: "c5.large",
              ec2InboundPermissions: [{ fromPort: 3389, toPort: 3389, ipRange: WORLD, protocol: "TCP" }],
            });
          },
          said("games"),
        ],
      ],
    );
  });

  describe("to being used", () => {
    const listed = (on?: (sg: aws.ec2.SecurityGroup) => unknown) => () => {
      const sg = new aws.ec2.SecurityGroup("sg", { vpcId: "vpc-0123456789abcdef0" });
      const rule = new aws.vpc.SecurityGroupIngressRule("https", {
        securityGroupId: sg.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4: "10.0.0.0/8",
      });
      new aws.ec2.VpcSecurityGroupRulesExclusive("only", {
        securityGroupId: sg.id,
        ingressRuleIds: [rule.securityGroupRuleId],
        egressRuleIds: [],
      });
      on?.(sg);
    };
    holds(
      [noUnusedGroup],
      [
        ["by what lists its rules, which is none", listed(), ["no-unused-security-group: sg"]],
        ["by a machine", listed((sg) => host({ vpcSecurityGroupIds: [sg.id] })), []],
      ],
    );
  });

  describe("to a gateway", () => {
    const placed = (table: (at: Site, place: aws.ec2.Subnet) => unknown) =>
      on((at) => {
        const place = subnet(at);
        table(at, place);
        host({ subnetId: place.id, ...seen, vpcSecurityGroupIds: [group(at, SSH).id] });
      });
    const tableOf = (at: Site, routes: object[]) =>
      new aws.ec2.RouteTable("table", { vpcId: at.vpc.id, routes: routes as never });
    const associate = (place: aws.ec2.Subnet, table: aws.ec2.RouteTable) =>
      new aws.ec2.RouteTableAssociation("association", { subnetId: place.id, routeTableId: table.id });
    const out = (at: Site) => ({ cidrBlock: WORLD, gatewayId: at.gateway.id });
    holds(
      [noPathToInstance],
      [
        [
          "by the main table that replaces the first",
          placed(
            (at) =>
              new aws.ec2.MainRouteTableAssociation("main", {
                vpcId: at.vpc.id,
                routeTableId: tableOf(at, [out(at)]).id,
              }),
          ),
          [reached("host")],
        ],
        [
          "by a table that replaces the main one, beside one of its own",
          placed((at, place) => {
            new aws.ec2.MainRouteTableAssociation("main", {
              vpcId: at.vpc.id,
              routeTableId: tableOf(at, [out(at)]).id,
            });
            associate(place, new aws.ec2.RouteTable("own", { vpcId: at.vpc.id }));
          }),
          [],
        ],
        [
          "by the main table adopted",
          placed(
            (at) =>
              new aws.ec2.DefaultRouteTable("main", {
                defaultRouteTableId: at.vpc.defaultRouteTableId,
                routes: [out(at)],
              }),
          ),
          [reached("host")],
        ],
        [
          "by a list of every address",
          placed((at, place) => {
            const list = new aws.ec2.ManagedPrefixList("list", {
              addressFamily: "IPv4",
              maxEntries: 1,
              entries: [{ cidr: WORLD }],
            });
            const table = tableOf(at, []);
            associate(place, table);
            new aws.ec2.Route("route", {
              routeTableId: table.id,
              destinationPrefixListId: list.id,
              gatewayId: at.gateway.id,
            });
          }),
          [reached("host")],
        ],
        [
          "attached by a resource of its own",
          () => {
            const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
            const gateway = new aws.ec2.InternetGateway("gateway", {});
            const plug = new aws.ec2.InternetGatewayAttachment("plug", {
              vpcId: vpc.id,
              internetGatewayId: gateway.id,
            });
            const place = new aws.ec2.Subnet("subnet", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
            const table = new aws.ec2.RouteTable("table", {
              vpcId: vpc.id,
              routes: [{ cidrBlock: WORLD, gatewayId: plug.internetGatewayId }],
            });
            associate(place, table);
            host({
              subnetId: place.id,
              ...seen,
              vpcSecurityGroupIds: [
                new aws.ec2.SecurityGroup("sg", { vpcId: vpc.id, ingress: SSH as never }).id,
              ],
            });
          },
          [reached("host")],
        ],
        [
          "of transit",
          placed((at, place) =>
            associate(place, tableOf(at, [{ cidrBlock: WORLD, transitGatewayId: "tgw-0123456789abcdef0" }])),
          ),
          [],
        ],
        [
          "through an appliance's interface",
          placed((at, place) =>
            associate(
              place,
              tableOf(at, [{ cidrBlock: WORLD, networkInterfaceId: "eni-0123456789abcdef0" }]),
            ),
          ),
          [],
        ],
        [
          "in the default VPC, whose ACL is adopted without entries",
          () => {
            const vpc = new aws.ec2.DefaultVpc("vpc", {});
            new aws.ec2.DefaultNetworkAcl("acl", { defaultNetworkAclId: vpc.defaultNetworkAclId });
            host({ vpcSecurityGroupIds: [new aws.ec2.SecurityGroup("sg", { ingress: SSH as never }).id] });
          },
          [],
        ],
      ],
    );
    const blocked = (mode: string, exclusion?: string) =>
      on((at) => {
        const place = web(at);
        host({ subnetId: place.id, ...seen, vpcSecurityGroupIds: [group(at, SSH).id] });
        new aws.ec2.VpcBlockPublicAccessOptions("block", { internetGatewayBlockMode: mode });
        if (exclusion !== undefined)
          new aws.ec2.VpcBlockPublicAccessExclusion("but", {
            subnetId: place.id,
            internetGatewayExclusionMode: exclusion,
          });
      });
    holds(
      [noPathToInstance],
      [
        ["with Block Public Access off", blocked("off"), [reached("host")]],
        [
          "with it on, but for this subnet",
          blocked("block-bidirectional", "allow-bidirectional"),
          [reached("host")],
        ],
        ["with it on, but for what this subnet sends", blocked("block-bidirectional", "allow-egress"), []],
      ],
    );
  });

  describe("by what is declared of a fleet", () => {
    const pool = (tags: object[], instanceTags: Record<string, string>) =>
      on((at) => {
        const template = new aws.ec2.LaunchTemplate("template", {
          networkInterfaces: [{ associatePublicIpAddress: "true", securityGroups: [group(at, SSH).id] }],
          tagSpecifications: [{ resourceType: "instance", tags: instanceTags }],
        });
        new aws.autoscaling.Group("pool", {
          minSize: 1,
          maxSize: 1,
          vpcZoneIdentifiers: [web(at).id],
          launchTemplate: { id: template.id },
          tags: tags as never,
        });
      });
    const tag = (value: string, propagateAtLaunch: boolean) => ({
      key: "Exposure",
      value,
      propagateAtLaunch,
    });
    holds(
      [noPathToInstance],
      [
        ["public, by a tag that its machines get", pool([tag("public", true)], { Exposure: "private" }), []],
        [
          "public, by a tag that they do not get",
          pool([tag("public", false)], { Exposure: "private" }),
          [reached("pool")],
        ],
        ["private, by a tag that they do not get", pool([tag("private", false)], { Exposure: "public" }), []],
      ],
    );
  });

  describe("to a database", () => {
    const rooms = (at: Site) => [web(at), web(at, { cidrBlock: "10.0.2.0/24" }, "other")].map(({ id }) => id);
    holds(
      [noPathToDatabase],
      [
        [
          "a serverless warehouse",
          on(
            (at) =>
              new aws.redshiftserverless.Workgroup("db", {
                namespaceName: "n",
                workgroupName: "w",
                subnetIds: rooms(at),
                publiclyAccessible: true,
                securityGroupIds: [group(at, [tcp(5439, WORLD)]).id],
              }),
          ),
          [found("db")],
        ],
        [
          "a replication instance",
          on((at) => {
            const subnets = new aws.dms.ReplicationSubnetGroup("rooms", {
              replicationSubnetGroupId: "rooms",
              replicationSubnetGroupDescription: "rooms",
              subnetIds: rooms(at),
            });
            new aws.dms.ReplicationInstance("db", {
              replicationInstanceId: "db",
              replicationInstanceClass: "dms.t3.micro",
              publiclyAccessible: true,
              replicationSubnetGroupId: subnets.id,
              vpcSecurityGroupIds: [group(at, SSH).id],
            });
          }),
          [found("db")],
        ],
        [
          "an instance of a graph",
          on((at) => {
            const cluster = new aws.neptune.Cluster("graph", {
              neptuneSubnetGroupName: new aws.neptune.SubnetGroup("rooms", { subnetIds: rooms(at) }).name,
              vpcSecurityGroupIds: [group(at, [tcp(8182, WORLD)]).id],
            });
            new aws.neptune.ClusterInstance("db", {
              clusterIdentifier: cluster.id,
              instanceClass: "db.r5.large",
              publiclyAccessible: true,
            });
          }),
          [found("db")],
        ],
        [
          "one that shares nothing of its port",
          on(
            (at) =>
              new aws.redshiftserverless.Workgroup("db", {
                namespaceName: "n",
                workgroupName: "w",
                subnetIds: rooms(at),
                publiclyAccessible: true,
                port: 5440,
                securityGroupIds: [group(at, [tcp(5439, WORLD)]).id],
              }),
          ),
          [],
        ],
      ],
    );
    const lies = (name: string) => [`no-database-in-public-subnet: ${name}`];
    holds(
      [noDatabaseInPublicSubnet],
      [
        [
          "a serverless warehouse that names no subnets",
          () => {
            new aws.redshiftserverless.Workgroup("db", { namespaceName: "n", workgroupName: "w" });
          },
          lies("db"),
        ],
        [
          "a cluster of MemoryDB that names none",
          () => {
            new aws.memorydb.Cluster("db", { aclName: "open-access", nodeType: "db.t4g.small" });
          },
          lies("db"),
        ],
        [
          "a proxy, which must name some",
          () => {
            new aws.rds.Proxy("db", {
              engineFamily: "POSTGRESQL",
              roleArn: "arn:aws:iam::123456789012:role/p",
              auths: [],
              vpcSubnetIds: [],
            });
          },
          [],
        ],
        [
          "a cache of a group of replicas",
          on((at) => {
            const replicas = new aws.elasticache.ReplicationGroup("group", {
              description: "cache",
              subnetGroupName: new aws.elasticache.SubnetGroup("rooms", { subnetIds: [subnet(at).id] }).name,
            });
            new aws.elasticache.Cluster("cache", { replicationGroupId: replicas.id });
          }),
          [],
        ],
      ],
    );
  });

  describe("to Systems Manager", () => {
    const working = (egress: object[], ingress: (own: aws.ec2.SecurityGroup) => object[]) =>
      on((at) => {
        const role = new aws.iam.Role("role", {
          assumeRolePolicy: "{}",
          managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"],
        });
        const own = group(at, [], "own", { egress });
        host({
          subnetId: subnet(at).id,
          vpcSecurityGroupIds: [own.id],
          iamInstanceProfile: new aws.iam.InstanceProfile("profile", { role: role.name }).name,
        });
        const door = group(at, ingress(own), "door");
        for (const service of ["ssm", "ssmmessages"]) {
          new aws.ec2.VpcEndpoint(service, {
            vpcId: at.vpc.id,
            vpcEndpointType: "Interface",
            privateDnsEnabled: true,
            serviceName: `com.amazonaws.us-east-1.${service}`,
            securityGroupIds: [door.id],
          });
        }
      });
    const https = (more: object) => [{ protocol: "tcp", fromPort: 443, toPort: 443, ...more }];
    const lacking = ["require-ssm-endpoints: vpc"];
    holds(
      [requireSsmEndpoints],
      [
        [
          "from the machine's group",
          working(https({ cidrBlocks: ["10.0.0.0/16"] }), (own) => https({ securityGroups: [own.id] })),
          [],
        ],
        [
          "from the VPC's addresses",
          working(https({ cidrBlocks: ["10.0.0.0/16"] }), () => https({ cidrBlocks: ["10.0.0.0/16"] })),
          [],
        ],
        [
          "of which the machine sends nothing but HTTP",
          working([tcp(80, WORLD)], (own) => https({ securityGroups: [own.id] })),
          lacking,
        ],
        [
          "of which the machine sends nothing",
          working([], (own) => https({ securityGroups: [own.id] })),
          lacking,
        ],
        [
          "from another group",
          working(https({ cidrBlocks: [WORLD] }), () => https({ securityGroups: ["sg-0123456789abcdef0"] })),
          lacking,
        ],
      ],
    );
  });
});
