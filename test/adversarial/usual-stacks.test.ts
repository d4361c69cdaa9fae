import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicEndpoint from "../../policies/databases/no-public-service-endpoint";
import noAutomaticIp from "../../policies/instances/no-automatic-public-ip-subnet";
import noAddressPath from "../../policies/instances/no-public-address-path-to-private-instance";
import noPublicIp from "../../policies/instances/no-public-ip-on-private-instance";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import noInternetRoute from "../../policies/reachability/no-internet-route-in-private-subnet";
import { holdsInEveryForm, holdsOnceKnown } from "./forms";
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

  describe("of subnets that each have a table of their own", () => {
    interface Zones extends Site {
      readonly open: pulumi.Output<string[]>;
      readonly shut: pulumi.Output<string[]>;
      readonly sg: pulumi.Output<string>;
    }
    type Nats = "of two kinds" | "alike";
    /** As components make them: a table with a route of its own for each zone, and the ids of a kind together. */
    const zones =
      (make: (at: Zones) => unknown, nats: Nats = "alike") =>
      () => {
        const at = site();
        const place = (name: string, i: number, target: object, more: object = {}) => {
          const made = subnet(at, { cidrBlock: `10.0.${i}.0/24`, ...more }, name);
          const table = new aws.ec2.RouteTable(name, { vpcId: at.vpc.id });
          new aws.ec2.Route(name, { routeTableId: table.id, destinationCidrBlock: WORLD, ...target });
          new aws.ec2.RouteTableAssociation(name, { subnetId: made.id, routeTableId: table.id });
          return made;
        };
        const open = [1, 2].map((i) => place(`open-${i}`, i, { gatewayId: at.gateway.id }, PUBLIC));
        const shut = open.map(({ id }, i) => {
          const isPrivate = i > 0 && nats === "of two kinds";
          const nat = new aws.ec2.NatGateway(`nat-${i}`, {
            subnetId: id,
            ...(isPrivate
              ? { connectivityType: "private" }
              : { allocationId: new aws.ec2.Eip(`nat-${i}`).allocationId }),
          });
          return place(`shut-${i}`, i + 3, { natGatewayId: nat.id });
        });
        const idsOf = (some: readonly aws.ec2.Subnet[]) => pulumi.all(some.map(({ id }) => id));
        make({ ...at, open: idsOf(open), shut: idsOf(shut), sg: group(at, [tcp(5432, WORLD)]).id });
      };
    const host = (subnetId: pulumi.Output<string>, sg: pulumi.Output<string>, more: object = {}) =>
      new aws.ec2.Instance("host", {
        ami: "ami-1",
        instanceType: "t3.micro",
        subnetId,
        vpcSecurityGroupIds: [sg],
        ...more,
      });
    const database = (subnetIds: pulumi.Output<string[]>, sg: pulumi.Output<string>, more: object = {}) =>
      new aws.rds.Instance("orders", {
        engine: "postgres",
        instanceClass: "db.t3.micro",
        dbSubnetGroupName: new aws.rds.SubnetGroup("places", { subnetIds }).name,
        vpcSecurityGroupIds: [sg],
        ...more,
      });
    const balanced = ({ open, shut, sg, vpc }: Zones) => {
      const { address } = database(shut, sg);
      const front = new aws.lb.LoadBalancer("front", { loadBalancerType: "network", subnets: open });
      const some = { vpcId: vpc.id, port: 5432, protocol: "TCP", targetType: "ip" };
      const { arn: targetGroupArn } = new aws.lb.TargetGroup("some", some);
      new aws.lb.TargetGroupAttachment("one", { targetGroupArn, targetId: address });
      new aws.lb.Listener("in", {
        loadBalancerArn: front.arn,
        port: 5432,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn }],
      });
    };
    const second = (ids: pulumi.Output<string[]>) => ids.apply((all) => all[1] as string);
    const reached = "no-internet-path-to-private-instance: host";
    const addressed = "no-public-address-path-to-private-instance: host";
    // biome-ignore format: read row by row
    holdsInEveryForm(
      [noPathToInstance, noAddressPath, noDatabaseInPublicSubnet, noPathToDatabase],
      [
        ["a machine in one of those that lead out", zones(({ open, sg }) => host(second(open), sg)), [reached, addressed], [reached]],
        ["a machine in one of those behind NAT", zones(({ shut, sg }) => host(second(shut), sg, { associatePublicIpAddress: true })), []],
        [
          "a public database in all that lead out",
          zones(({ open, sg }) => database(open, sg, { publiclyAccessible: true })),
          ["no-database-in-public-subnet: places", "no-internet-path-to-database: orders"],
        ],
        ["a public database in all behind NAT", zones(({ shut, sg }) => database(shut, sg, { publiclyAccessible: true })), []],
      ],
    );
    holds(
      [noPathToDatabase],
      [
        [
          "a balancer in all that lead out, before a database behind NAT",
          zones(balanced),
          ["no-internet-path-to-database: orders"],
        ],
      ],
    );
    holdsOnceKnown(
      [noPathToDatabase],
      [
        [
          "a database behind a NAT gateway that is public, or one that is not",
          zones(balanced, "of two kinds"),
          ["no-internet-path-to-database: orders"],
        ],
      ],
    );
  });
});
