import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-excess-security-groups";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "no-excess-security-groups";

const { flags, passes } = flagging(policy);

const groups = (count: number) =>
  Array.from({ length: count }, (_, i) => new aws.ec2.SecurityGroup(`group-${i}`, {}).id);
const MACHINE = { ami: "ami-1", instanceType: "t3.micro" };
const instance = (vpcSecurityGroupIds: pulumi.Input<pulumi.Input<string>[]>) =>
  new aws.ec2.Instance("it", { ...MACHINE, vpcSecurityGroupIds });

describe(NAME, () => {
  it("flags more groups than 5 on one interface, of the stack or outside it", async () => {
    await flags(() => instance(groups(6)), ["it"]);
    await passes(() => instance(groups(5)));
    const ids = ["sg-1", "sg-2", "sg-3", "sg-4"];
    await flags(() => instance([...groups(2), ...ids]), ["it"]);
    await passes(() => instance([...groups(1), ...ids]));
  });

  it("counts each group once", () => {
    const ids = ["sg-1", "sg-2", "sg-3", "sg-4", "sg-5"];
    return passes(() => instance([...ids, ...ids]));
  });

  it("counts each interface of a resource by itself", async () => {
    const template = (...counts: number[]) => {
      const ids = groups(Math.max(...counts));
      const networkInterfaces = counts.map((count) => ({ securityGroups: ids.slice(0, count) }));
      return new aws.ec2.LaunchTemplate("it", { networkInterfaces });
    };
    await flags(() => template(1, 6), ["it"]);
    await passes(() => template(5, 5));
  });

  it("adds what attachments put there", async () => {
    const attached = (count: number) => () => {
      const [one, ...others] = groups(count) as [pulumi.Output<string>, ...pulumi.Output<string>[]];
      const networkInterfaceId = new aws.ec2.NetworkInterface("it", {
        subnetId: "subnet-1",
        securityGroups: others,
      }).id;
      const attachment = { networkInterfaceId, securityGroupId: one };
      new aws.ec2.NetworkInterfaceSecurityGroupAttachment("attachment", attachment);
    };
    await flags(attached(6), ["it"]);
    await passes(attached(5));
  });

  it("keeps the machines of an EMR cluster apart", async () => {
    const cluster = (count: number) => {
      const ids = groups(count);
      const joined = pulumi.all(ids.slice(1)).apply((known) => known.join(","));
      return new aws.emr.Cluster("it", {
        releaseLabel: "emr-7.0.0",
        serviceRole: "arn:aws:iam::123456789012:role/emr",
        ec2Attributes: {
          instanceProfile: "emr",
          emrManagedMasterSecurityGroup: ids[0] ?? "",
          emrManagedSlaveSecurityGroup: "sg-slave",
          additionalMasterSecurityGroups: joined,
          serviceAccessSecurityGroup: "sg-access",
        },
      });
    };
    assert.equal((await judgeProgram([policy], () => cluster(6), "update")).length, 1);
    assert.equal((await judgeProgram([policy], () => cluster(5), "update")).length, 0);
  });

  it("leaves a list that is not known as a whole to the update", async () => {
    const program = () => instance(pulumi.all(groups(6)).apply((ids) => [...ids]));
    assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
    assert.equal((await judgeProgram([policy], program, "update")).length, 1);
  });

  it("counts what the program puts there, not what the cloud added", async () => {
    const resources = await runProgram(() => instance(groups(5)), "update");
    const more = resources.map((one) => {
      const ids = (one.outputs.vpcSecurityGroupIds as string[] | undefined) ?? [];
      return one.name === "it"
        ? { ...one, outputs: { ...one.outputs, vpcSecurityGroupIds: [...ids, "sg-more"] } }
        : one;
    });
    assert.deepEqual(await judge([policy], more), []);
  });

  it("survives values of other types", () =>
    passes(() => instance([null, 7, {}, ["sg-1"], "", true, undefined] as never)));

  it("says how many and which, takes another maximum, and exempts", async () => {
    for (const ids of [() => groups(6), () => groups(6).reverse()]) {
      assert.deepEqual(await messages(policy, () => instance(ids())), [
        "it is on 6 groups, more than 5: SecurityGroup group-0, SecurityGroup group-1, SecurityGroup group-2 and 3 more.",
      ]);
    }
    await flags(() => instance(groups(2)), ["it"], configured(policy, { max: 1 }));
    const exemptions = [{ resource: "*::it", reason: "Waits for the merge of its groups." }];
    await passes(() => instance(groups(6)), configured(policy, { exemptions }));
  });
});
