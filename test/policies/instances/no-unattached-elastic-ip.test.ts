import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/instances/no-unattached-elastic-ip";
import { judge, judgeProgram, verdict } from "../../harness/judge";
import { runProgram } from "../../harness/program";

const NAME = "no-unattached-elastic-ip";
const FLAGGED = [`${NAME}: address`];
const SUBNET = "subnet-0123456789abcdef0";

const eip = (args: object = {}) => new aws.ec2.Eip("address", args);

/** What has an address that is given as its allocation id. */
const HOLDERS: Record<string, (allocationId: pulumi.Input<string>) => unknown> = {
  EipAssociation: (allocationId) => new aws.ec2.EipAssociation("holder", { allocationId, instanceId: "i-1" }),
  NatGateway: (allocationId) => new aws.ec2.NatGateway("holder", { allocationId, subnetId: SUBNET }),
  "NatGateway, as a further one": (id) =>
    new aws.ec2.NatGateway("holder", {
      subnetId: SUBNET,
      allocationId: "eipalloc-1",
      secondaryAllocationIds: [id],
    }),
  "NatGateway of a region": (id) =>
    new aws.ec2.NatGateway("holder", {
      vpcId: "vpc-1",
      availabilityMode: "regional",
      availabilityZoneAddresses: [{ availabilityZone: "eu-west-1a", allocationIds: [id] }],
    }),
  NatGatewayEipAssociation: (allocationId) =>
    new aws.ec2.NatGatewayEipAssociation("holder", { allocationId, natGatewayId: "nat-1" }),
  LoadBalancer: (allocationId) =>
    new aws.lb.LoadBalancer("holder", {
      loadBalancerType: "network",
      subnetMappings: [{ subnetId: SUBNET, allocationId }],
    }),
  "transfer Server": (id) =>
    new aws.transfer.Server("holder", {
      endpointType: "VPC",
      endpointDetails: { vpcId: "vpc-1", subnetIds: [SUBNET], addressAllocationIds: [id] },
    }),
};

/** What another provider makes. */
class Elsewhere extends pulumi.CustomResource {}

describe(NAME, () => {
  it("flags an address on nothing, and passes one that names what it is on", async () => {
    assert.deepEqual(await verdict([policy], () => void eip()), FLAGGED);
    assert.deepEqual(await verdict([policy], () => void eip({ instance: "i-0123456789abcdef0" })), []);
    assert.deepEqual(
      await verdict([policy], () => void eip({ networkInterface: "eni-0123456789abcdef0" })),
      [],
    );
    const own = () =>
      eip({ instance: new aws.ec2.Instance("web", { ami: "ami-1", instanceType: "t3.micro" }).id });
    assert.deepEqual(await verdict([policy], () => void own()), []);
  });

  for (const [holder, make] of Object.entries(HOLDERS)) {
    it(`passes one on ${holder}, and flags it beside one that has another`, async () => {
      assert.deepEqual(await verdict([policy], () => void make(eip().allocationId)), []);
      assert.deepEqual(await verdict([policy], () => void make(eip().id)), []);
      const other = () => {
        eip();
        make("eipalloc-0123456789abcdef0");
      };
      assert.deepEqual(await verdict([policy], other), FLAGGED);
    });
  }

  it("passes one that is named by its address", async () => {
    const program = () =>
      new aws.ec2.EipAssociation("holder", { publicIp: eip().publicIp, instanceId: "i-1" });
    assert.deepEqual(await verdict([policy], () => void program()), []);
    const cluster = () =>
      new aws.redshift.Cluster("holder", {
        clusterIdentifier: "c",
        nodeType: "ra3.xlplus",
        elasticIp: eip().publicIp,
      });
    assert.deepEqual(await verdict([policy], () => void cluster()), []);
  });

  it("passes one while it is not known which address something takes", async () => {
    const program = () => {
      eip();
      const allocationId = new aws.ec2.Vpc("main", {}).id.apply(() => "eipalloc-0123456789abcdef0");
      new aws.ec2.NatGateway("holder", { allocationId, subnetId: SUBNET });
    };
    assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
    assert.equal((await judgeProgram([policy], program, "update")).length, 1);
  });

  it("flags one that is only spoken of", async () => {
    const program = () => {
      const { publicIp } = eip();
      new aws.route53.Record("a", { zoneId: "Z1", name: "a", type: "A", ttl: 60, records: [publicIp] });
    };
    assert.deepEqual(await verdict([policy], program), FLAGGED);
  });

  it("passes one that is exported, and while it is not known what is", async () => {
    assert.deepEqual(await verdict([policy], () => ({ id: eip().allocationId })), []);
    assert.deepEqual(await verdict([policy], () => ({ ids: [eip().allocationId] })), []);
    const named = () => {
      eip();
      return { zone: "a" };
    };
    assert.deepEqual(await verdict([policy], named), FLAGGED);
    const other = () => {
      eip();
      return { vpc: new aws.ec2.Vpc("main", {}).id };
    };
    assert.deepEqual(await judgeProgram([policy], other, "preview"), []);
    assert.equal((await judgeProgram([policy], other, "update")).length, 1);
  });

  it("passes one whose id another provider is told, and flags one whose address alone it is, once it is known", async () => {
    const service = (told: object) =>
      new Elsewhere("kubernetes:core/v1:Service", "web", { metadata: { annotations: told } });
    assert.deepEqual(await verdict([policy], () => void service({ eips: eip().allocationId })), []);
    const byAddress = () => void service({ ip: eip().publicIp });
    assert.deepEqual(await judgeProgram([policy], byAddress, "preview"), []);
    assert.equal((await judgeProgram([policy], byAddress, "update")).length, 1);
  });

  it("flags one that a component is given and puts on nothing", async () => {
    const component = () => {
      const site = new pulumi.ComponentResource("shop:index:Site", "site", { ip: eip().allocationId });
      new aws.ec2.Vpc("main", {}, { parent: site });
    };
    assert.deepEqual(await verdict([policy], component), FLAGGED);
  });

  it("believes the cloud that something else has put it on a machine", async () => {
    const [address] = (await runProgram(() => void eip(), "update")).filter(({ name }) => name === "address");
    assert.ok(address);
    const on = (instance: string) =>
      judge([policy], [{ ...address, outputs: { ...address.outputs, instance } }]);
    assert.equal((await on("i-0123456789abcdef0")).length, 0);
    assert.equal((await on("")).length, 1);
  });

  it("takes what is no id for none", async () => {
    for (const bad of [7, {}, [], null]) {
      assert.deepEqual(await verdict([policy], () => void eip({ instance: bad })), FLAGGED);
    }
  });
});
