import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/audit/require-vpc-flow-logs";
import { verdict } from "../../harness/judge";
import { later, messages, phases } from "../../harness/phases";

const FLAGGED = ["require-vpc-flow-logs: shop"];
const to = { logDestinationType: "s3", logDestination: "arn:aws:s3:::logs" };
const vpc = () => new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" });
const log = (name: string, args: aws.ec2.FlowLogArgs) => new aws.ec2.FlowLog(name, { ...to, ...args });
const logged = (trafficType: string) => () => log("log", { vpcId: vpc().id, trafficType });

/** A VPC of two subnets, of which some have a flow log. */
const withSubnets = (types: readonly (string | undefined)[]) => () => {
  const { id: vpcId } = vpc();
  for (const [i, trafficType] of types.entries()) {
    const subnet = new aws.ec2.Subnet(`subnet-${i}`, { vpcId, cidrBlock: `10.0.${i}.0/24` });
    if (trafficType !== undefined) log(`log-${i}`, { subnetId: subnet.id, trafficType });
  }
};

describe("require-vpc-flow-logs", () => {
  it("flags a VPC without a flow log, and passes one with it", async () => {
    assert.deepEqual(await verdict([policy], vpc), FLAGGED);
    assert.deepEqual(await messages(policy, vpc), ["it has no flow log."]);
    assert.deepEqual(await verdict([policy], logged("ALL")), []);
    assert.deepEqual(await verdict([policy], logged("REJECT")), []);
  });

  it("flags a flow log of accepted traffic alone, and says so", async () => {
    assert.deepEqual(await verdict([policy], logged("ACCEPT")), FLAGGED);
    const [said = ""] = await messages(policy, logged("ACCEPT"));
    assert.match(said, /FlowLog log records nothing that is refused\./);
    const two = () => {
      const { id: vpcId } = vpc();
      for (const name of ["one", "two"]) log(name, { vpcId, trafficType: "ACCEPT" });
    };
    assert.deepEqual(await messages(policy, two), [
      "FlowLog one and FlowLog two record nothing that is refused.",
    ]);
    const both = () => {
      const { id: vpcId } = vpc();
      log("accepted", { vpcId, trafficType: "ACCEPT" });
      log("rejected", { vpcId, trafficType: "REJECT" });
    };
    assert.deepEqual(await verdict([policy], both), []);
  });

  it("takes flow logs of all subnets for one of the VPC, and names those that lack one", async () => {
    assert.deepEqual(await verdict([policy], withSubnets(["ALL", "REJECT"])), []);
    assert.deepEqual(await verdict([policy], withSubnets(["ALL", undefined])), FLAGGED);
    assert.deepEqual(await verdict([policy], withSubnets(["ALL", "ACCEPT"])), FLAGGED);
    assert.deepEqual(await verdict([policy], withSubnets([undefined, undefined])), FLAGGED);
    const [said = ""] = await messages(policy, withSubnets(["ALL", undefined]));
    assert.match(said, /it has no flow log, and of its subnets neither has Subnet subnet-1\./);
  });

  it("counts the flow logs of the VPC alone", async () => {
    const elsewhere = () => {
      vpc();
      log("log", { vpcId: "vpc-0123456789abcdef0", trafficType: "ALL" });
    };
    assert.deepEqual(await verdict([policy], elsewhere), FLAGGED);
    const adopted = () => new aws.ec2.DefaultVpc("shop", {});
    assert.deepEqual(await verdict([policy], adopted), FLAGGED);
  });

  it("leaves what is not known yet to the update", async () => {
    const typed = (trafficType: string) => () =>
      log("log", { vpcId: vpc().id, trafficType: later(trafficType) });
    assert.deepEqual(await phases(policy, typed("ACCEPT")), [0, 1]);
    assert.deepEqual(await phases(policy, typed("ALL")), [0, 0]);
    const ofSubnet = (trafficType: string) => () => {
      const { id: vpcId } = vpc();
      const subnet = new aws.ec2.Subnet("only", { vpcId, cidrBlock: "10.0.0.0/24" });
      log("log", { subnetId: subnet.id, trafficType: later(trafficType) });
    };
    assert.deepEqual(await phases(policy, ofSubnet("ACCEPT")), [0, 1]);
    const somewhere = () => {
      vpc();
      log("log", { vpcId: later("vpc-0123456789abcdef0"), trafficType: "ALL" });
    };
    assert.deepEqual((await phases(policy, somewhere))[1], 1);
  });

  it("is not stopped by a type that is none", async () => {
    for (const type of ["", "everything", 7, {}]) {
      assert.deepEqual(await verdict([policy], logged(type as string)), FLAGGED);
    }
  });
});
