import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/databases/no-database-in-public-subnet";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";

const FLAGGED = ["no-database-in-public-subnet: db"];

type Ids = pulumi.Output<string>[];

/** What names subnets, called `db`. */
type Naming = (subnetIds: Ids) => unknown;

const NAMINGS: Record<string, Naming> = {
  "an RDS subnet group": (subnetIds) => new aws.rds.SubnetGroup("db", { subnetIds }),
  "a DocumentDB subnet group": (subnetIds) => new aws.docdb.SubnetGroup("db", { subnetIds }),
  "a Neptune subnet group": (subnetIds) => new aws.neptune.SubnetGroup("db", { subnetIds }),
  "a Redshift subnet group": (subnetIds) => new aws.redshift.SubnetGroup("db", { subnetIds }),
  "an ElastiCache subnet group": (subnetIds) => new aws.elasticache.SubnetGroup("db", { subnetIds }),
  "a MemoryDB subnet group": (subnetIds) => new aws.memorydb.SubnetGroup("db", { subnetIds }),
  "a DAX subnet group": (subnetIds) => new aws.dax.SubnetGroup("db", { subnetIds }),
  "a DMS subnet group": (subnetIds) =>
    new aws.dms.ReplicationSubnetGroup("db", {
      replicationSubnetGroupId: "dms",
      replicationSubnetGroupDescription: "d",
      subnetIds,
    }),
  "a Redshift Serverless workgroup": (subnetIds) =>
    new aws.redshiftserverless.Workgroup("db", { namespaceName: "n", workgroupName: "w", subnetIds }),
  "a serverless cache": (subnetIds) =>
    new aws.elasticache.ServerlessCache("db", { engine: "valkey", subnetIds }),
  "an OpenSearch domain": (subnetIds) => new aws.opensearch.Domain("db", { vpcOptions: { subnetIds } }),
  "a DocumentDB elastic cluster": (subnetIds) =>
    new aws.docdb.ElasticCluster("db", {
      adminUserName: "x",
      adminUserPassword: "y",
      authType: "PLAIN_TEXT",
      shardCapacity: 2,
      shardCount: 1,
      subnetIds,
    }),
  "an RDS proxy": (vpcSubnetIds) =>
    new aws.rds.Proxy("db", { engineFamily: "MYSQL", roleArn: "arn", vpcSubnetIds, auths: [] }),
  "a further endpoint of an RDS proxy": (vpcSubnetIds) =>
    new aws.rds.ProxyEndpoint("db", { dbProxyName: "p", dbProxyEndpointName: "e", vpcSubnetIds }),
  "a managed endpoint of Redshift Serverless": (subnetIds) =>
    new aws.redshiftserverless.EndpointAccess("db", { workgroupName: "w", endpointName: "e", subnetIds }),
};

/** A VPC with a table that leads to an internet gateway, and two that do not; gives the subnets on each. */
function subnets(): Record<"open" | "closed" | "nat", aws.ec2.Subnet> {
  const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
  const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
  const subnet = (name: string, i: number, routes: aws.ec2.RouteTableArgs["routes"]) => {
    const made = new aws.ec2.Subnet(name, { vpcId: vpc.id, cidrBlock: `10.0.${i}.0/24` });
    const table = new aws.ec2.RouteTable(name, { vpcId: vpc.id, routes: routes ?? [] });
    new aws.ec2.RouteTableAssociation(name, { subnetId: made.id, routeTableId: table.id });
    return made;
  };
  const open = subnet("open", 1, [{ cidrBlock: "0.0.0.0/0", gatewayId: igw.id }]);
  const gateway = new aws.ec2.NatGateway("main", { subnetId: open.id, allocationId: "eipalloc-1" });
  return {
    open,
    closed: subnet("closed", 2, []),
    nat: subnet("nat", 3, [{ cidrBlock: "0.0.0.0/0", natGatewayId: gateway.id }]),
  };
}

const judge = (naming: Naming, ...names: ("open" | "closed" | "nat")[]) =>
  verdict([policy], () => {
    const made = subnets();
    naming(names.map((name) => made[name].id));
  });

const rds = NAMINGS["an RDS subnet group"] as Naming;

describe("no-database-in-public-subnet", () => {
  for (const [title, naming] of Object.entries(NAMINGS)) {
    it(`flags ${title} with a public subnet, and passes it with private ones`, async () => {
      assert.deepEqual(await judge(naming, "closed", "open"), FLAGGED);
      assert.deepEqual(await judge(naming, "closed", "nat"), []);
    });
  }

  it("says it once, of the group and not of the database in it", async () => {
    const program = () => {
      const group = new aws.rds.SubnetGroup("db", { subnetIds: [subnets().open.id] });
      new aws.rds.Instance("orders", { instanceClass: "db.t4g.micro", dbSubnetGroupName: group.name });
    };
    assert.deepEqual(await verdict([policy], program), FLAGGED);
  });

  it("names the subnets in one order, whatever the program's", async () => {
    const said = async (...names: readonly string[]) => {
      const [only] = await messages(policy, () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const gatewayId = new aws.ec2.InternetGateway("main", { vpcId: vpc.id }).id;
        new aws.ec2.Route("out", {
          routeTableId: vpc.mainRouteTableId,
          gatewayId,
          destinationCidrBlock: "0.0.0.0/0",
        });
        rds(names.map((name) => new aws.ec2.Subnet(name, { vpcId: vpc.id }).id));
      });
      return only;
    };
    assert.equal(
      await said("a", "b"),
      "names Subnet a and Subnet b, whose main route table of Vpc main (Route out) sends 0.0.0.0/0 to InternetGateway main.",
    );
    assert.equal(await said("b", "a"), await said("a", "b"));
  });

  it("sees a standalone route, a main table, IPv6 and half of the internet", async () => {
    const program = (block: object) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const igw = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
      new aws.ec2.Route("out", { routeTableId: vpc.mainRouteTableId, gatewayId: igw.id, ...block });
      const subnet = new aws.ec2.Subnet("a", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
      rds([subnet.id]);
    };
    assert.deepEqual(await verdict([policy], program({ destinationCidrBlock: "0.0.0.0/0" })), FLAGGED);
    assert.deepEqual(await verdict([policy], program({ destinationCidrBlock: "128.0.0.0/1" })), FLAGGED);
    assert.deepEqual(await verdict([policy], program({ destinationIpv6CidrBlock: "::/0" })), FLAGGED);
  });

  it("passes subnets outside the stack, and nonsense", async () => {
    assert.deepEqual(await verdict([policy], () => rds(["subnet-1"] as never)), []);
    for (const nonsense of [null, "", 7, {}, [null], [7]]) {
      assert.deepEqual(
        await verdict([policy], () => {
          subnets();
          rds(nonsense as never);
        }),
        [],
      );
    }
  });

  it("is silent on an unknown one of several subnets until the update", async () => {
    const program = (name: "open" | "closed") => () => {
      const made = subnets();
      rds([pulumi.all([made.open.id, made.closed.id]).apply(() => made[name].id)]);
    };
    const count = async (name: "open" | "closed", phase: "preview" | "update") =>
      (await judgeProgram([policy], program(name), phase)).length;
    assert.deepEqual([await count("open", "preview"), await count("open", "update")], [0, 1]);
    assert.deepEqual([await count("closed", "preview"), await count("closed", "update")], [0, 0]);
  });

  it("passes what is exempt", async () => {
    const exempt = configured(policy, { exemptions: [{ resource: "*::db", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], () => rds([subnets().open.id])), []);
  });

  it("names the subnets of each table, and its route", async () => {
    const said = async (routes: (gateway: aws.ec2.InternetGateway, vpc: aws.ec2.Vpc) => object[]) =>
      messages(policy, () => {
        const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
        const gateway = new aws.ec2.InternetGateway("main", { vpcId: vpc.id });
        const ids = ["b", "a", "c"].map((name) => {
          const { id: subnetId } = new aws.ec2.Subnet(name, { vpcId: vpc.id });
          if (name === "c") return subnetId;
          const table = new aws.ec2.RouteTable(name, {
            vpcId: vpc.id,
            routes: routes(gateway, vpc) as never,
          });
          new aws.ec2.RouteTableAssociation(name, { subnetId, routeTableId: table.id });
          return subnetId;
        });
        rds([...ids, new aws.ec2.Subnet("elsewhere", { vpcId: "vpc-1" }).id]);
      });
    const toInternet = ({ id: gatewayId }: aws.ec2.InternetGateway) => ({
      cidrBlock: "0.0.0.0/0",
      gatewayId,
    });
    assert.deepEqual(await said((gateway) => [toInternet(gateway)]), [
      "names Subnet a, whose RouteTable a (routes[0]) sends 0.0.0.0/0 to InternetGateway main; " +
        "Subnet b, whose RouteTable b (routes[0]) sends 0.0.0.0/0 to InternetGateway main.",
    ]);
    const orToOffice = (vpc: aws.ec2.Vpc) => ({
      cidrBlock: "172.31.0.0/16",
      gatewayId: new aws.ec2.VpnGateway("office", { vpcId: vpc.id }).id,
    });
    assert.deepEqual(await said((gateway, vpc) => [toInternet(gateway), orToOffice(vpc)]), [
      "names Subnet a, of whose RouteTable a one route leads to InternetGateway main; " +
        "Subnet b, of whose RouteTable b one route leads to InternetGateway main.",
    ]);
  });
});
