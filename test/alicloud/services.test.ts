import * as alicloud from "@pulumi/alicloud";
import * as pulumi from "@pulumi/pulumi";
import noDatabaseInPublicSubnet from "../../policies/databases/no-database-in-public-subnet";
import noPublicDatabase from "../../policies/databases/no-public-database";
import noPublicAddressPathToPrivateInstance from "../../policies/instances/no-public-address-path-to-private-instance";
import noUnattachedElasticIp from "../../policies/instances/no-unattached-elastic-ip";
import requireLoadBalancerForPublicInstances from "../../policies/instances/require-load-balancer-for-public-instances";
import noInternetPathToDatabase from "../../policies/reachability/no-internet-path-to-database";
import noInternetPathToPrivateInstance from "../../policies/reachability/no-internet-path-to-private-instance";
import { holdsInEveryForm, holdsOnceKnown } from "../adversarial/forms";
import { accept } from "./group";
import { eip, gateway, instanceIn, type Site, site, systemGateway } from "./site";

const path = "no-internet-path-to-private-instance: box";

/** An entry of a NAT gateway that sends 2222 on to an instance's SSH. */
function forward(
  own: Site,
  box: alicloud.ecs.Instance,
  more: Partial<alicloud.vpc.ForwardEntryArgs> = {},
  gateway: Partial<alicloud.vpc.NatGatewayArgs> = {},
): void {
  const nat = new alicloud.vpc.NatGateway("nat", {
    vpcId: own.vpc.id,
    vswitchId: own.vswitch.id,
    natType: "Enhanced",
    ...gateway,
  });
  const address = new alicloud.ecs.EipAddress("address", {});
  new alicloud.ecs.EipAssociation("assoc", {
    allocationId: address.id,
    instanceId: nat.id,
    instanceType: "Nat",
  });
  new alicloud.vpc.ForwardEntry("entry", {
    forwardTableId: nat.forwardTableIds,
    externalIp: address.ipAddress,
    externalPort: "2222",
    internalIp: box.privateIp,
    internalPort: "22",
    ipProtocol: "tcp",
    ...more,
  });
}

const inner = (own: Site) => instanceIn(own, { internetMaxBandwidthOut: 0, privateIp: "10.0.1.7" });

/** What another provider makes. */
class Elsewhere extends pulumi.CustomResource {}

describe("through NAT gateways of Alibaba Cloud", () => {
  holdsInEveryForm(
    [noInternetPathToPrivateInstance, noPublicAddressPathToPrivateInstance],
    [
      [
        "a port that is sent on to SSH",
        () => {
          const own = site();
          forward(own, inner(own));
        },
        [path],
      ],
      [
        "a port that is sent on to what no rule lets in",
        () => {
          const own = site();
          forward(own, inner(own), { internalPort: "80" });
        },
        [],
      ],
      [
        "the port outside meets no group",
        () => {
          const own = site(accept("2222/2222"));
          forward(own, inner(own));
        },
        [],
      ],
      [
        "the clients' addresses are kept",
        () => {
          const own = site(accept("22/22", { cidrIp: "10.0.0.0/8" }));
          forward(own, inner(own));
        },
        [],
      ],
      [
        "every port",
        () => {
          const own = site();
          forward(own, inner(own), { externalPort: "any", internalPort: "any", ipProtocol: "any" });
        },
        [path],
      ],
      [
        "by UDP",
        () => {
          const own = site();
          forward(own, inner(own), { ipProtocol: "udp" });
        },
        [],
      ],
      [
        "of a VPC NAT gateway",
        () => {
          const own = site();
          forward(own, inner(own), {}, { networkType: "intranet" });
        },
        [],
      ],
      [
        "beside an active gateway to which the NAT gateway has no route",
        () => {
          const own = site();
          forward(own, inner(own));
          gateway(own, true, false);
        },
        [],
      ],
      [
        "to an address that the program names",
        () => {
          const own = site();
          forward(own, inner(own), { internalIp: "10.0.1.7" });
        },
        [path],
      ],
      [
        "to an address that nothing has",
        () => {
          const own = site();
          forward(own, inner(own), { internalIp: "10.0.1.8" });
        },
        [],
      ],
    ],
  );
});

const rds = (more: Partial<alicloud.rds.InstanceArgs> = {}) =>
  new alicloud.rds.Instance("db", {
    engine: "MySQL",
    engineVersion: "8.0",
    instanceType: "rds.mysql.s1.small",
    instanceStorage: 20,
    ...more,
  });

const open = "no-public-database: db";
const connected = "no-public-database: public";
const reached = "no-internet-path-to-database: db";

describe("managed databases of Alibaba Cloud", () => {
  const connection = (db: alicloud.rds.Instance) =>
    new alicloud.rds.Connection("public", { instanceId: db.id });
  holdsInEveryForm(
    [noPublicDatabase, noInternetPathToDatabase],
    [
      ["that say nothing", () => void rds(), []],
      ["open to private blocks", () => void rds({ securityIps: ["10.0.0.0/8", "172.16.0.0/12"] }), []],
      ["open to the world", () => void rds({ securityIps: ["0.0.0.0/0"] }), [open]],
      ["open to both halves", () => void rds({ securityIps: ["0.0.0.0/1", "128.0.0.0/1"] }), [open]],
      ["open to one public address", () => void rds({ securityIps: ["198.51.100.7"] }), []],
      ["open to a public block of 256", () => void rds({ securityIps: ["198.51.100.0/24"] }), []],
      ["open to a public block of 512", () => void rds({ securityIps: ["198.51.100.0/23"] }), [open]],
      ["with a public address and nobody let in", () => void connection(rds()), [connected]],
      [
        "with a public address and private blocks let in",
        () => void connection(rds({ securityIps: ["10.0.0.0/8"] })),
        [connected],
      ],
      [
        "with a public address and one let in",
        () => void connection(rds({ securityIps: ["198.51.100.7"] })),
        [connected, reached],
      ],
      [
        "with a public address and the world let in",
        () => void connection(rds({ securityIps: ["0.0.0.0/0"] })),
        [connected, open, reached],
      ],
      [
        "Redis",
        () => {
          const db = new alicloud.kvstore.Instance("db", { securityIps: ["198.51.100.7"] });
          new alicloud.kvstore.Connection("public", {
            instanceId: db.id,
            connectionStringPrefix: "x",
            port: "6379",
          });
        },
        [connected, reached],
      ],
      [
        "MongoDB",
        () => {
          const db = new alicloud.mongodb.Instance("db", {
            engineVersion: "4.4",
            dbInstanceClass: "dds.mongo.mid",
            dbInstanceStorage: 10,
            securityIpLists: ["198.51.100.7"],
          });
          new alicloud.mongodb.PublicNetworkAddress("public", { dbInstanceId: db.id });
        },
        [connected, reached],
      ],
      [
        "PolarDB",
        () => {
          const db = new alicloud.polardb.Cluster("db", {
            dbType: "MySQL",
            dbVersion: "8.0",
            dbNodeClass: "polar.mysql.x4.medium",
            dbClusterIpArrays: [{ dbClusterIpArrayName: "default", securityIps: ["198.51.100.7"] }],
          });
          new alicloud.polardb.EndpointAddress("public", {
            dbClusterId: db.id,
            dbEndpointId: "pe-x",
            netType: "Public",
          });
        },
        [connected, reached],
      ],
    ],
  );

  holdsInEveryForm(
    [noDatabaseInPublicSubnet],
    [
      [
        "in a vSwitch that leads to an IPv4 gateway",
        () => {
          const own = site();
          systemGateway(own, true);
          rds({ vswitchId: own.vswitch.id });
        },
        ["no-database-in-public-subnet: db"],
      ],
      ["in a vSwitch that does not", () => void rds({ vswitchId: site().vswitch.id }), []],
    ],
  );

  // https://help.aliyun.com/en/terraform/alicloud-db-instance: "If there are multiple vswitches, separate them with commas."
  const inTwo = (make: (vswitchId: pulumi.Input<string>) => void) => () => {
    const { vpc, vswitch } = site();
    const other = new alicloud.vpc.Switch("other", { vpcId: vpc.id, cidrBlock: "10.0.2.0/24", zoneId: "b" });
    gateway({ vpc, vswitch: other }, true, true);
    make(pulumi.interpolate`${vswitch.id}, ${other.id}`);
  };
  holdsOnceKnown(
    [noDatabaseInPublicSubnet],
    [
      [
        "in two vSwitches, one of which leads there",
        inTwo((vswitchId) => rds({ vswitchId })),
        ["no-database-in-public-subnet: db"],
      ],
    ],
  );
  holdsOnceKnown(
    [noInternetPathToPrivateInstance],
    [
      [
        "of a task in two vSwitches, one of which leads there",
        inTwo((vswitchId) => {
          const group = new alicloud.ecs.SecurityGroup("tasks", { vpcId: "vpc-1" });
          new alicloud.ecs.SecurityGroupRule("in", {
            securityGroupId: group.id,
            type: "ingress",
            ipProtocol: "tcp",
            portRange: "8080/8080",
            cidrIp: "0.0.0.0/0",
          });
          new alicloud.eci.ContainerGroup("task", {
            containerGroupName: "task",
            securityGroupId: group.id,
            vswitchId,
            autoCreateEip: true,
            containers: [{ name: "one", image: "nginx" }],
          });
        }),
        ["no-internet-path-to-private-instance: task"],
      ],
    ],
  );
});

describe("balancers and addresses of Alibaba Cloud", () => {
  const two = () => {
    const own = site();
    const tags = { Exposure: "public", App: "shop" };
    return [instanceIn(own, { tags }, "web-1"), instanceIn(own, { tags }, "web-2")] as const;
  };
  const alone = "require-load-balancer-for-public-instances: web-1";
  holdsInEveryForm(
    [requireLoadBalancerForPublicInstances],
    [
      ["two public instances with none before them", () => void two(), [alone]],
      [
        "behind a classic one",
        () => {
          const [one, other] = two();
          const lb = new alicloud.slb.ApplicationLoadBalancer("lb", { addressType: "internet" });
          new alicloud.slb.BackendServer("backends", {
            loadBalancerId: lb.id,
            backendServers: [
              { serverId: one.id, weight: 1 },
              { serverId: other.id, weight: 1 },
            ],
          });
        },
        [],
      ],
      [
        "behind an application one",
        () => {
          const [one] = two();
          new alicloud.alb.ServerGroup("servers", {
            serverGroupName: "web",
            healthCheckConfig: { healthCheckEnabled: false },
            servers: [{ serverId: one.id, serverType: "Ecs", port: 80 }],
          });
        },
        [],
      ],
      [
        "behind a network one",
        () => {
          const [one] = two();
          new alicloud.nlb.ServerGroupServerAttachment("server", {
            serverGroupId: "sgp-x",
            serverId: one.id,
            serverType: "Ecs",
            port: 80,
          });
        },
        [],
      ],
    ],
  );

  holdsInEveryForm(
    [noUnattachedElasticIp],
    [
      [
        "an address on nothing",
        () => void new alicloud.ecs.EipAddress("address", {}),
        ["no-unattached-elastic-ip: address"],
      ],
      ["an address on an instance", () => void eip({ instanceId: instanceIn(site()).id }), []],
      [
        "an address of a mesh's pilot",
        () => {
          const { id } = new alicloud.ecs.EipAddress("address", {});
          new alicloud.servicemesh.ServiceMesh("mesh", {
            network: { vpcId: "vpc-1", vswitcheList: "vsw-1" },
            loadBalancer: { pilotPublicEipId: id },
          });
        },
        [],
      ],
      [
        "an address that a machine's user data puts somewhere",
        () => {
          const { id } = new alicloud.ecs.EipAddress("address", {});
          instanceIn(site(), { userData: pulumi.interpolate`associate ${id}` });
        },
        [],
      ],
      [
        "an address that Kubernetes is told",
        () => {
          const { id } = new alicloud.ecs.EipAddress("address", {});
          new Elsewhere("kubernetes:core/v1:Service", "web", {
            metadata: { annotations: { id } },
          });
        },
        [],
      ],
      [
        "an address of a balancer's zone",
        () => {
          const own = site();
          const address = new alicloud.ecs.EipAddress("address", {});
          new alicloud.nlb.LoadBalancer("lb", {
            vpcId: own.vpc.id,
            addressType: "Internet",
            zoneMappings: [{ vswitchId: own.vswitch.id, zoneId: "cn-hangzhou-h", allocationId: address.id }],
          });
        },
        [],
      ],
    ],
  );
});
