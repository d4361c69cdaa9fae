import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicEndpoint from "../../policies/databases/no-public-service-endpoint";
import noAutomaticIp from "../../policies/instances/no-automatic-public-ip-subnet";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noInternetRoute from "../../policies/reachability/no-internet-route-in-private-subnet";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { holds } from "./speakers";

const ALL = [
  noDatabaseInPublicSubnet,
  noPublicDatabase,
  noPublicEndpoint,
  noAutomaticIp,
  noAddressPath,
  noPublicIp,
  noPathToDatabase,
  noPathToInstance,
  noInternetRoute,
];
const WORLD = "0.0.0.0/0";
const ROLE = "arn:aws:iam::123456789012:role/some";
const PUBLIC = { mapPublicIpOnLaunch: true, tags: { Exposure: "public" } };

/** A VPC as most are: public subnets that give addresses, and private ones behind NAT. */
interface Usual extends Site {
  readonly open: aws.ec2.Subnet;
  readonly shut: aws.ec2.Subnet;
}

function usual(): Usual {
  const at = site();
  const nat = new aws.ec2.NatGateway("nat", {
    connectivityType: "private",
    subnetId: "subnet-0123456789abcdef0",
  });
  const shut = subnet(at, { cidrBlock: "10.0.2.0/24" }, "shut");
  const routes = [{ cidrBlock: WORLD, natGatewayId: nat.id }];
  const table = new aws.ec2.RouteTable("shut-table", { vpcId: at.vpc.id, routes });
  new aws.ec2.RouteTableAssociation("shut-association", { subnetId: shut.id, routeTableId: table.id });
  return { ...at, open: web(at, PUBLIC, "open"), shut };
}

const from = (port: number, source: pulumi.Input<string>) => ({
  protocol: "tcp",
  fromPort: port,
  toPort: port,
  securityGroups: [source],
});

describe("usual stacks", () => {
  describe("of a balancer, tasks and a database", () => {
    interface Changes {
      readonly tasks?: "open" | "shut";
      readonly databases?: "open" | "shut";
      readonly assignPublicIp?: boolean;
      readonly publiclyAccessible?: boolean;
      readonly admitted?: object;
    }
    const stack =
      ({ tasks = "shut", databases = "shut", admitted, ...changes }: Changes) =>
      () => {
        const at = usual();
        const front = group(at, [tcp(443, WORLD)], "front");
        const back = group(at, [admitted ?? from(8080, front.id)], "back");
        const balancer = new aws.lb.LoadBalancer("balancer", {
          subnets: [at.open.id],
          securityGroups: [front.id],
        });
        const targets = new aws.lb.TargetGroup("targets", { port: 8080, targetType: "ip", vpcId: at.vpc.id });
        const loadBalancers = [{ targetGroupArn: targets.arn, containerName: "api", containerPort: 8080 }];
        new aws.lb.Listener("listener", {
          loadBalancerArn: balancer.arn,
          port: 443,
          defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
        });
        const { assignPublicIp, publiclyAccessible } = changes;
        const networkConfiguration = { subnets: [at[tasks].id], securityGroups: [back.id], assignPublicIp };
        new aws.ecs.Service("api", { taskDefinition: "api:1", networkConfiguration, loadBalancers } as never);
        const { name } = new aws.rds.SubnetGroup("group", { subnetIds: [at[databases].id] });
        new aws.rds.Instance("db", {
          engine: "postgres",
          instanceClass: "db.t4g.micro",
          dbSubnetGroupName: name,
          vpcSecurityGroupIds: [group(at, [admitted ?? from(5432, back.id)], "data").id],
          ...(publiclyAccessible !== undefined && { publiclyAccessible }),
        });
      };
    const asked = "no-public-ip-on-private-instance: api";
    const reached = "no-internet-path-to-private-instance: api";
    const isPublic = "no-public-database: db";
    const exposed = "no-database-in-public-subnet: group";
    const found = "no-internet-path-to-database: db";
    const database = tcp(5432, WORLD);
    holds(ALL, [
      ["as they should be", stack({}), []],
      ["with an address", stack({ tasks: "open", assignPublicIp: true }), [asked]],
      [
        "with an address, and open",
        stack({ tasks: "open", assignPublicIp: true, admitted: database }),
        [asked, reached],
      ],
      [
        "with an address in a private subnet, and open",
        stack({ assignPublicIp: true, admitted: database }),
        [asked],
      ],
      ["open, without an address", stack({ tasks: "open", admitted: database }), []],
      ["with a public database", stack({ publiclyAccessible: true }), [isPublic]],
      [
        "with a public database in a public subnet",
        stack({ databases: "open", publiclyAccessible: true }),
        [isPublic, exposed],
      ],
      [
        "with a public database, and open",
        stack({ databases: "open", publiclyAccessible: true, admitted: database }),
        [isPublic, exposed, found],
      ],
      [
        "with a database in a public subnet, open",
        stack({ databases: "open", admitted: database }),
        [exposed],
      ],
      [
        "open on another port than the database's",
        stack({ databases: "open", publiclyAccessible: true, admitted: tcp(443, WORLD) }),
        [isPublic, exposed],
      ],
    ]);
  });

  describe("of Kubernetes", () => {
    type Make = (at: Usual, sg: pulumi.Input<string>) => unknown;
    const cluster =
      (vpcConfig: object, nodes: Make = () => {}) =>
      () => {
        const at = usual();
        new aws.eks.Cluster("cluster", {
          roleArn: ROLE,
          vpcConfig: { subnetIds: [at.shut.id], ...vpcConfig },
        });
        nodes(at, group(at, [tcp(30080, WORLD)]).id);
      };
    const SHUT = { endpointPublicAccess: false };
    const nodes = (place: aws.ec2.Subnet, args: object = {}) =>
      new aws.eks.NodeGroup("nodes", {
        clusterName: "c",
        nodeRoleArn: ROLE,
        subnetIds: [place.id],
        scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 1 },
        ...args,
      });
    const template = (args: object) => {
      const { id } = new aws.ec2.LaunchTemplate("template", args as never);
      return { launchTemplate: { id, version: "1" } };
    };
    const addressed = "no-public-address-path-to-private-instance: nodes";
    const reached = "no-internet-path-to-private-instance: nodes";
    const key = { remoteAccess: { ec2SshKey: "key" } };
    const card = (sg: pulumi.Input<string>, associatePublicIpAddress: string) =>
      template({ networkInterfaces: [{ associatePublicIpAddress, securityGroups: [sg] }] });
    holds(ALL, [
      ["shut, with private nodes", cluster(SHUT, ({ shut }) => nodes(shut)), []],
      ["with its endpoint as AWS makes it", cluster({}), ["no-public-service-endpoint: cluster"]],
      ["with its endpoint for an office", cluster({ publicAccessCidrs: ["203.0.113.0/28"] }), []],
      ["with public nodes", cluster(SHUT, ({ open }) => nodes(open)), [addressed]],
      ["with public nodes and a key", cluster(SHUT, ({ open }) => nodes(open, key)), [addressed, reached]],
      ["with private nodes and a key", cluster(SHUT, ({ shut }) => nodes(shut, key)), []],
      [
        "with public nodes on an open group",
        cluster(SHUT, ({ open }, sg) => nodes(open, template({ vpcSecurityGroupIds: [sg] }))),
        [addressed, reached],
      ],
      [
        "with private ones",
        cluster(SHUT, ({ shut }, sg) => nodes(shut, template({ vpcSecurityGroupIds: [sg] }))),
        [],
      ],
      [
        "whose template gives an address",
        cluster(SHUT, ({ open }, sg) => nodes(open, card(sg, "true"))),
        ["no-public-ip-on-private-instance: template", reached],
      ],
      ["whose template refuses one", cluster(SHUT, ({ open }, sg) => nodes(open, card(sg, "false"))), []],
    ]);
  });
});
