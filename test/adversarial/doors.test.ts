import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import noPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noPathToInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import { group, type Site, site, subnet, tcp, web } from "./sites";
import { type Case, holds } from "./speakers";

const WORLD = "0.0.0.0/0";
const reached = (name: string) => `no-internet-path-to-private-instance: ${name}`;
const SSH = [tcp(22, WORLD)];
const host = (args: object, name = "host") =>
  new aws.ec2.Instance(name, { ami: "ami-1", instanceType: "t3.micro", ...args } as never);
const found = (name: string) => `no-internet-path-to-database: ${name}`;
const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const open = (at: Site, name = "open") => group(at, [tcp(22, WORLD)], name).id;
const cellar = (at: Site, name = "cellar") => subnet(at, { cidrBlock: "10.0.77.0/24" }, name).id;

describe("doors, adversarially", () => {
  describe("Global Accelerator", () => {
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

  describe("balancers before databases", () => {
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

  describe("doors", () => {
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
});
