import * as aws from "@pulumi/aws";
import noDefaultGroup from "../../policies/security-groups/no-default-security-group-use";
import { group, type Site, site, subnet } from "./sites";
import { type Case, holds } from "./speakers";

const on = (make: (at: Site) => unknown) => () => {
  make(site());
};
const ROLE = "arn:aws:iam::123456789012:role/some";
const cellar = (at: Site, name = "cellar") => subnet(at, { cidrBlock: "10.0.77.0/24" }, name).id;

describe("what names no group, adversarially", () => {
  describe("what names no group", () => {
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

  describe("further services", () => {
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
});
