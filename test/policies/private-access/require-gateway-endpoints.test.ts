import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/private-access/require-gateway-endpoints";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { later } from "./managed";

const FLAGGED = ["require-gateway-endpoints: private"];

type Route = aws.types.input.ec2.RouteTableRoute;

interface Choice {
  readonly services?: readonly string[];
  readonly endpoint?: Partial<aws.ec2.VpcEndpointArgs>;
  readonly routes?: (nat: aws.ec2.NatGateway) => Route[];
  readonly associated?: boolean;
  readonly isSubnetThere?: boolean;
}

/** A subnet behind NAT, with gateway endpoints for some services in its table. */
const program =
  ({ services = [], endpoint, routes, associated = false, isSubnetThere = true }: Choice = {}) =>
  () => {
    const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
    const outer = new aws.ec2.Subnet("public", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    const nat = new aws.ec2.NatGateway("nat", { subnetId: outer.id, allocationId: "eipalloc-1" });
    const table = new aws.ec2.RouteTable("private", {
      vpcId: vpc.id,
      routes: routes?.(nat) ?? [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }],
    });
    if (isSubnetThere) {
      const inner = new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
      new aws.ec2.RouteTableAssociation("inner", { subnetId: inner.id, routeTableId: table.id });
    }
    for (const service of services) {
      const { id: vpcEndpointId } = new aws.ec2.VpcEndpoint(service, {
        vpcId: vpc.id,
        serviceName: `com.amazonaws.eu-west-1.${service}`,
        ...(!associated && { routeTableIds: [table.id] }),
        ...endpoint,
      });
      if (associated) {
        new aws.ec2.VpcEndpointRouteTableAssociation(service, { vpcEndpointId, routeTableId: table.id });
      }
    }
  };
const BOTH = ["s3", "dynamodb"];

describe("require-gateway-endpoints", () => {
  it("flags a table that leads through NAT and lacks either, and passes one with both", async () => {
    assert.deepEqual(await verdict([policy], program({ services: BOTH })), []);
    assert.deepEqual(await verdict([policy], program()), FLAGGED);
    for (const one of BOTH) assert.deepEqual(await verdict([policy], program({ services: [one] })), FLAGGED);
  });

  it("sees tables put in by associations", async () => {
    assert.deepEqual(await verdict([policy], program({ services: BOTH, associated: true })), []);
    assert.deepEqual(await verdict([policy], program({ services: ["s3"], associated: true })), FLAGGED);
  });

  it("wants gateways, and in that table", async () => {
    const gateway = program({ services: BOTH, endpoint: { vpcEndpointType: "Gateway" } });
    assert.deepEqual(await verdict([policy], gateway), []);
    const endpoint = { vpcEndpointType: "Interface" };
    assert.deepEqual(await verdict([policy], program({ services: BOTH, endpoint })), FLAGGED);
    const elsewhere = { routeTableIds: ["rtb-0123456789abcdef0"] };
    assert.deepEqual(await verdict([policy], program({ services: BOTH, endpoint: elsewhere })), FLAGGED);
    const none = { routeTableIds: [] };
    assert.deepEqual(await verdict([policy], program({ services: BOTH, endpoint: none })), FLAGGED);
  });

  it("knows NAT by every spelling of its routes", async () => {
    const by = (routes: Choice["routes"]) => verdict([policy], program(routes ? { routes } : {}));
    assert.deepEqual(
      await by(({ id: natGatewayId }) => [
        { cidrBlock: "0.0.0.0/1", natGatewayId },
        { cidrBlock: "128.0.0.0/1", natGatewayId },
      ]),
      FLAGGED,
    );
    assert.deepEqual(await by(() => [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" }]), FLAGGED);
    assert.deepEqual(
      await by(({ id: natGatewayId }) => [
        { cidrBlock: "0.0.0.0/0", natGatewayId },
        { cidrBlock: "172.16.0.0/12", transitGatewayId: "tgw-1" },
      ]),
      FLAGGED,
    );
    assert.deepEqual(await by(({ id }) => [{ cidrBlock: "203.0.113.0/24", natGatewayId: id }]), []);
    assert.deepEqual(await by(() => [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-1" }]), []);
    assert.deepEqual(await by(() => [{ cidrBlock: "0.0.0.0/0", transitGatewayId: "tgw-1" }]), []);
    assert.deepEqual(await by(() => []), []);
    const standalone = () => {
      const routeTableId = new aws.ec2.RouteTable("private", { vpcId: "vpc-1" }).id;
      const subnetId = new aws.ec2.Subnet("inner", { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24" }).id;
      new aws.ec2.RouteTableAssociation("inner", { subnetId, routeTableId });
      new aws.ec2.Route("nat", { routeTableId, destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" });
    };
    assert.deepEqual(await verdict([policy], standalone), FLAGGED);
  });

  it("passes a subnet whose table is not known", async () => {
    const subnet = () => {
      program({ services: BOTH })();
      new aws.ec2.Subnet("elsewhere", { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.1.0/24" });
    };
    assert.deepEqual(await verdict([policy], subnet), []);
  });

  it("passes a table that no subnet has", async () => {
    assert.deepEqual(await verdict([policy], program({ isSubnetThere: false })), []);
  });

  it("speaks of the VPC where its own main table leads through NAT", async () => {
    const main = (isNat: boolean) => () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.Subnet("inner", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24" });
      new aws.ec2.Route("out", {
        routeTableId: vpc.mainRouteTableId,
        destinationCidrBlock: "0.0.0.0/0",
        ...(isNat ? { natGatewayId: "nat-1" } : { transitGatewayId: "tgw-1" }),
      });
    };
    assert.deepEqual(await verdict([policy], main(true)), ["require-gateway-endpoints: main"]);
    assert.deepEqual(await verdict([policy], main(false)), []);
  });

  it("leaves to the update what an endpoint not known yet may be", async () => {
    const phases = async (endpoint: () => Partial<aws.ec2.VpcEndpointArgs>, services = BOTH) => {
      const one = () => program({ services, endpoint: endpoint() })();
      return [
        (await judgeProgram([policy], one, "preview")).length,
        (await judgeProgram([policy], one, "update")).length,
      ];
    };
    assert.deepEqual(await phases(() => ({ vpcEndpointType: later("Interface") })), [0, 1]);
    assert.deepEqual(await phases(() => ({ vpcEndpointType: later("Gateway") })), [0, 0]);
    assert.deepEqual(await phases(() => ({ routeTableIds: later(["rtb-1"]) })), [0, 1]);
    assert.deepEqual(await phases(() => ({ serviceName: later("com.amazonaws.eu-west-1.s3") })), [0, 1]);
    assert.deepEqual(await phases(() => ({ vpcId: later("vpc-1") })), [0, 0]);
  });

  it("takes the endpoint of a service of one's own for none of AWS, before its name is known", async () => {
    const one = () => {
      const own = new aws.ec2.VpcEndpointService("own", { acceptanceRequired: false });
      program({ services: ["own"], endpoint: { serviceName: own.serviceName } })();
    };
    assert.deepEqual(await verdict([policy], one), FLAGGED);
  });

  it("asks for the services it is told", async () => {
    const one = configured(policy, { services: ["s3"] });
    assert.deepEqual(await verdict([one], program({ services: ["s3"] })), []);
    assert.deepEqual(await verdict([one], program({ services: ["dynamodb"] })), FLAGGED);
  });

  it("names subnets, services and NAT gateway", async () => {
    assert.deepEqual(await messages(policy, program()), [
      "sends Subnet inner's traffic to S3 and DynamoDB through NatGateway nat, and has no gateway endpoint for them.",
    ]);
    const main = () => {
      const vpc = new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
      const [inner] = ["b", "a"].map((name) => new aws.ec2.Subnet(name, { vpcId: vpc.id }));
      const nat = new aws.ec2.NatGateway("nat", { subnetId: inner?.id as never, allocationId: "eipalloc-1" });
      new aws.ec2.Route("out", {
        routeTableId: vpc.mainRouteTableId,
        natGatewayId: nat.id,
        destinationCidrBlock: "0.0.0.0/0",
      });
    };
    assert.deepEqual(await messages(configured(policy, { services: ["s3"] }), main), [
      "the main route table of Vpc main sends Subnet a's and Subnet b's traffic to S3 through NatGateway nat, and has no gateway endpoint for it.",
    ]);
  });

  it("passes what is exempt", async () => {
    const exempt = configured(policy, { exemptions: [{ resource: "*::private", reason: "a lab" }] });
    assert.deepEqual(await verdict([exempt], program()), []);
  });
});
