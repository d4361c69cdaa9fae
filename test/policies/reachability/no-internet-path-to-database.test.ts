import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/reachability/no-internet-path-to-database";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";

const FLAGGED = ["no-internet-path-to-database: db"];

interface Choice {
  readonly route?: boolean;
  readonly port?: number;
  readonly cidr?: string;
  readonly outbound?: number;
}

interface Around {
  readonly vpc: aws.ec2.Vpc;
  readonly subnets: aws.ec2.Subnet[];
  readonly group: aws.ec2.SecurityGroup;
}

/** Two subnets of one VPC with a route to the internet, and a group that admits the internet to one port. */
function around({ route = true, port = 5432, cidr = "0.0.0.0/0", outbound }: Choice): Around {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const table = new aws.ec2.RouteTable("data", {
    vpcId: vpc.id,
    routes: route ? [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }] : [],
  });
  const subnets = ["a", "b"].map((zone, i) => {
    const subnet = new aws.ec2.Subnet(`data-${zone}`, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24` });
    new aws.ec2.RouteTableAssociation(zone, { subnetId: subnet.id, routeTableId: table.id });
    return subnet;
  });
  if (outbound !== undefined) {
    const all = { ruleNo: 100, protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlock: "0.0.0.0/0" };
    new aws.ec2.NetworkAcl("data", {
      vpcId: vpc.id,
      subnetIds: subnets.map(({ id }) => id),
      ingress: [{ ...all, action: "allow" }],
      egress: [{ ...all, fromPort: outbound, action: "allow" }],
    });
  }
  const group = new aws.ec2.SecurityGroup("db", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [cidr] }],
  });
  return { vpc, subnets, group };
}

const ids = ({ subnets }: Around) => subnets.map(({ id }) => id);
const groupIds = ({ group }: Around) => [group.id];

/** A database made of what is around it. */
type Database = (around: Around, isPublic: boolean | undefined) => void;

const POSTGRES = { engine: "postgres", instanceClass: "db.t4g.micro", username: "x", password: "y" };

const instance =
  (args: Partial<aws.rds.InstanceArgs> = {}): Database =>
  (net, publiclyAccessible) => {
    const subnets = new aws.rds.SubnetGroup("db", { subnetIds: ids(net) });
    new aws.rds.Instance("db", {
      ...POSTGRES,
      dbSubnetGroupName: subnets.name,
      vpcSecurityGroupIds: groupIds(net),
      ...(publiclyAccessible !== undefined && { publiclyAccessible }),
      ...args,
    });
  };

const judge = (database: Database, choice: Choice = {}, isPublic = true) =>
  verdict([policy], () => database(around(choice), isPublic));

/** Each kind of database, and the port it listens on. */
const DATABASES: Record<string, [port: number, Database]> = {
  "an RDS instance": [5432, instance()],
  "an RDS instance by its own port": [6000, instance({ port: 6000 })],
  "MySQL on RDS": [3306, instance({ engine: "mysql" })],
  "MariaDB on RDS": [3306, instance({ engine: "mariadb" })],
  "Oracle on RDS": [1521, instance({ engine: "oracle-se2" })],
  "SQL Server on RDS": [1433, instance({ engine: "sqlserver-ex" })],
  "Db2 on RDS": [50000, instance({ engine: "db2-se" })],
  "an RDS instance in a group named by a literal": [
    5432,
    (net, publiclyAccessible) => {
      new aws.rds.SubnetGroup("db", { name: "data", subnetIds: ids(net) });
      new aws.rds.Instance("db", {
        ...POSTGRES,
        dbSubnetGroupName: "Data",
        vpcSecurityGroupIds: groupIds(net),
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
  "an Aurora instance, by its cluster": [
    5432,
    (net, publiclyAccessible) => {
      const subnets = new aws.rds.SubnetGroup("db", { subnetIds: ids(net) });
      const cluster = new aws.rds.Cluster("cluster", {
        engine: "aurora-postgresql",
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: groupIds(net),
      });
      new aws.rds.ClusterInstance("db", {
        clusterIdentifier: cluster.id,
        engine: "aurora-postgresql",
        instanceClass: "db.r6g.large",
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
  "an Aurora instance, by its cluster's name and port": [
    4000,
    (net, publiclyAccessible) => {
      const subnets = new aws.rds.SubnetGroup("db", { subnetIds: ids(net) });
      new aws.rds.Cluster("cluster", {
        clusterIdentifier: "orders",
        engine: "aurora-mysql",
        port: 4000,
        dbSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: groupIds(net),
      });
      new aws.rds.ClusterInstance("db", {
        clusterIdentifier: "orders",
        engine: "aurora-mysql",
        instanceClass: "db.r6g.large",
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
  Neptune: [
    8182,
    (net, publiclyAccessible) => {
      const subnets = new aws.neptune.SubnetGroup("db", { subnetIds: ids(net) });
      const cluster = new aws.neptune.Cluster("cluster", {
        neptuneSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: groupIds(net),
      });
      new aws.neptune.ClusterInstance("db", {
        clusterIdentifier: cluster.id,
        instanceClass: "db.r6g.large",
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
  Redshift: [
    5439,
    (net, publiclyAccessible) => {
      const subnets = new aws.redshift.SubnetGroup("db", { subnetIds: ids(net) });
      new aws.redshift.Cluster("db", {
        clusterIdentifier: "dwh",
        nodeType: "ra3.large",
        clusterSubnetGroupName: subnets.name,
        vpcSecurityGroupIds: groupIds(net),
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
  "Redshift Serverless": [
    5439,
    (net, publiclyAccessible) => {
      new aws.redshiftserverless.Workgroup("db", {
        namespaceName: "n",
        workgroupName: "w",
        subnetIds: ids(net),
        securityGroupIds: groupIds(net),
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
  InfluxDB: [
    8086,
    (net, publiclyAccessible) => {
      new aws.timestreaminfluxdb.DbInstance("db", {
        allocatedStorage: 20,
        bucket: "b",
        dbInstanceType: "db.influx.medium",
        organization: "o",
        password: "p",
        username: "u",
        vpcSubnetIds: ids(net),
        vpcSecurityGroupIds: groupIds(net),
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
  "a DMS replication instance, on any port": [
    22,
    (net, publiclyAccessible) => {
      new aws.dms.ReplicationSubnetGroup("db", {
        replicationSubnetGroupDescription: "d",
        replicationSubnetGroupId: "dms",
        subnetIds: ids(net),
      });
      new aws.dms.ReplicationInstance("db", {
        replicationInstanceClass: "dms.t3.micro",
        replicationInstanceId: "dms",
        replicationSubnetGroupId: "dms",
        vpcSecurityGroupIds: groupIds(net),
        publiclyAccessible: publiclyAccessible as boolean,
      });
    },
  ],
};

describe("no-internet-path-to-database", () => {
  for (const [title, [port, database]] of Object.entries(DATABASES)) {
    it(`flags ${title}, and passes it where it is not publicly accessible`, async () => {
      assert.deepEqual(await judge(database, { port }), FLAGGED);
      assert.deepEqual(await judge(database, { port }, false), []);
    });
    if (title.includes("any port")) continue;
    it(`passes ${title} where only another port is open`, async () => {
      assert.deepEqual(await judge(database, { port: 9 }), []);
    });
  }

  it("passes a database that leaves publiclyAccessible out", async () => {
    assert.deepEqual(await verdict([policy], () => instance()(around({}), undefined)), []);
  });

  it("passes without a route to an internet gateway", async () => {
    assert.deepEqual(await judge(instance(), { route: false }), []);
  });

  it("passes where the group admits private addresses alone, flags part of the internet", async () => {
    assert.deepEqual(await judge(instance(), { cidr: "10.0.0.0/8" }), []);
    assert.deepEqual(await judge(instance(), { cidr: "8.8.8.0/24" }), FLAGGED);
  });

  it("passes what comes from allowedCidrs", async () => {
    const allowing = (block: string) => configured(policy, { allowedCidrs: [block] });
    const program = () => instance()(around({ cidr: "8.8.8.0/24" }), true);
    assert.deepEqual(await verdict([allowing("8.8.8.0/24")], program), []);
    assert.deepEqual(await verdict([allowing("8.8.8.0/25")], program), FLAGGED);
  });

  it("passes where the ACL lets no answer out", async () => {
    assert.deepEqual(await judge(instance(), { outbound: 1024 }), FLAGGED);
    assert.deepEqual(await judge(instance(), { outbound: 65536 }), []);
  });

  it("flags a database in a group of which one subnet leads to the internet", async () => {
    const program = (inPublic: boolean) => () => {
      const net = around({});
      const closed = ["c", "d"].map(
        (zone, i) => new aws.ec2.Subnet(`data-${zone}`, { vpcId: net.vpc.id, cidrBlock: `10.0.1${i}.0/24` }),
      );
      const subnets = inPublic ? [closed[0], net.subnets[1]] : closed;
      instance()({ ...net, subnets: subnets as aws.ec2.Subnet[] }, true);
    };
    assert.deepEqual(await verdict([policy], program(true)), FLAGGED);
    assert.deepEqual(await verdict([policy], program(false)), []);
  });

  it("flags who names no group where its VPC's default group admits the internet", async () => {
    const program = (port: number) => () => {
      const net = around({});
      const group = new aws.ec2.DefaultSecurityGroup("default", {
        vpcId: net.vpc.id,
        ingress: [{ protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"] }],
      });
      const subnets = new aws.rds.SubnetGroup("db", { subnetIds: ids(net) });
      new aws.rds.Instance("db", { ...POSTGRES, dbSubnetGroupName: subnets.name, publiclyAccessible: true });
      return group;
    };
    const preview = async (port: number) => (await judgeProgram([policy], program(port), "preview")).length;
    assert.deepEqual([await preview(5432), await preview(5433)], [1, 0]);
  });

  it("flags a private database behind an internet-facing balancer, by the port that it listens on", async () => {
    const program = (port: number, internal: boolean) => () => {
      const net = around({});
      instance()(net, false);
      const database = new aws.rds.Instance("behind", {
        ...POSTGRES,
        dbSubnetGroupName: new aws.rds.SubnetGroup("behind", { subnetIds: ids(net) }).name,
        vpcSecurityGroupIds: groupIds(net),
      });
      const balancer = new aws.lb.LoadBalancer("edge", {
        loadBalancerType: "network",
        internal,
        subnets: ids(net),
      });
      const targets = new aws.lb.TargetGroup("db", {
        port,
        protocol: "TCP",
        targetType: "ip",
        vpcId: net.vpc.id,
      });
      new aws.lb.TargetGroupAttachment("db", {
        targetGroupArn: targets.arn,
        targetId: database.address.apply(() => "10.0.0.20"),
      });
      new aws.lb.Listener("db", {
        loadBalancerArn: balancer.arn,
        port: 15432,
        protocol: "TCP",
        defaultActions: [{ type: "forward", targetGroupArn: targets.arn }],
      });
    };
    const behind = ["no-internet-path-to-database: behind"];
    assert.deepEqual(await verdict([policy], program(5432, false)), behind);
    assert.deepEqual(await verdict([policy], program(5432, true)), []);
    assert.deepEqual(await verdict([policy], program(5433, false)), []);
    const [violation] = await judgeProgram([policy], program(5432, false), "preview");
    assert.match(
      violation?.message ?? "",
      /\ntcp 15432 from 198\.51\.100\.7 gets in:\n[\s\S]*\n {2}Instance behind \(tcp 5432\)\n/,
    );
  });

  it("is silent on an unknown flag until the update", async () => {
    const byPhase = async (isPublic: boolean) => {
      const program = () => {
        const net = around({});
        instance({ publiclyAccessible: net.vpc.id.apply(() => isPublic) })(net, undefined);
      };
      const count = async (phase: "preview" | "update") =>
        (await judgeProgram([policy], program, phase)).length;
      return [await count("preview"), await count("update")];
    };
    assert.deepEqual(await byPhase(true), [0, 1]);
    assert.deepEqual(await byPhase(false), [0, 0]);
  });

  it("takes an unknown port or engine for certain only where every port is open", async () => {
    const on = (ports: [number, number], args: (unknown: pulumi.Output<string>) => object) => () => {
      const net = around({});
      const group = new aws.ec2.SecurityGroup("wide", {
        vpcId: net.vpc.id,
        ingress: [{ protocol: "tcp", fromPort: ports[0], toPort: ports[1], cidrBlocks: ["0.0.0.0/0"] }],
      });
      instance({ ...args(net.vpc.id), vpcSecurityGroupIds: [group.id] })(net, true);
    };
    const port = (unknown: pulumi.Output<string>) => ({ port: unknown.apply(() => 7000) });
    assert.deepEqual(await verdict([policy], on([0, 65535], port)), FLAGGED);
    const narrow = on([7000, 7000], port);
    assert.deepEqual(await judgeProgram([policy], narrow, "preview"), []);
    assert.equal((await judgeProgram([policy], narrow, "update")).length, 1);
    const engine = (unknown: pulumi.Output<string>) => ({ engine: unknown.apply(() => "mysql") });
    assert.deepEqual(await verdict([policy], on([0, 65535], engine)), FLAGGED);
    assert.deepEqual(await judgeProgram([policy], on([3306, 3306], engine), "preview"), []);
  });

  it("passes values of the wrong type", async () => {
    for (const nonsense of ["yes", 7, [], {}, null]) {
      assert.deepEqual(await judge(instance({ publiclyAccessible: nonsense as never })), []);
      // Null is nothing, and then it lies in the default VPC.
      const expected = nonsense === null ? FLAGGED : [];
      assert.deepEqual(await judge(instance({ dbSubnetGroupName: nonsense as never })), expected);
      assert.deepEqual(await judge(instance({ vpcSecurityGroupIds: nonsense as never })), []);
    }
  });

  it("passes what is exempt", async () => {
    const exempt = configured(policy, { exemptions: [{ resource: "*::db", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], () => instance()(around({}), true)), []);
  });

  it("shows the packet and every hop", async () => {
    const [violation] = await judgeProgram([policy], () => instance()(around({}), true), "preview");
    const [lead, ...lines] = violation?.message.split("\n") ?? [];
    const line = lines.join("\n");
    assert.equal(lead, policy.description);
    assert.match(line, /^tcp 5432 from 198\.51\.100\.7 gets in:\n {2}InternetGateway main\n/);
    assert.match(
      line,
      /\n {2}SecurityGroup db \(ingress\[0\]\)\n {2}Instance db \(public IPv4 address by publiclyAccessible\)\n/,
    );
    assert.ok(
      line.endsWith(`\n  RouteTable data (0.0.0.0/0 to InternetGateway main)\n${policy.remediationSteps}`),
      line,
    );
  });
});
