import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-unused-security-group";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram, summary } from "../../harness/judge";
import { later } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "no-unused-security-group";

const { flags, passes } = flagging(policy);

const group = (name = "web", args: aws.ec2.SecurityGroupArgs = {}) => new aws.ec2.SecurityGroup(name, args);
const RULE = { protocol: "tcp", fromPort: 443, toPort: 443 };
const MACHINE = { ami: "ami-1", instanceType: "t3.micro" };

describe(NAME, () => {
  it("flags a group that nothing refers to, whatever rules it has of its own", async () => {
    await flags(() => group(), ["web"]);
    await flags(() => {
      const { id } = group("web", { ingress: [{ ...RULE, self: true }] });
      new aws.ec2.SecurityGroupRule("a", { type: "egress", securityGroupId: id, ...RULE, self: true });
      new aws.ec2.SecurityGroupRule("b", {
        type: "egress",
        securityGroupId: id,
        ...RULE,
        sourceSecurityGroupId: id,
      });
      new aws.vpc.SecurityGroupIngressRule("c", {
        securityGroupId: id,
        referencedSecurityGroupId: id,
        ipProtocol: "-1",
      });
    }, ["web"]);
  });

  it("passes one that is on something, by id, by name or by an attachment", async () => {
    await passes(() => new aws.ec2.Instance("it", { ...MACHINE, vpcSecurityGroupIds: [group().id] }));
    await passes(() => new aws.ec2.Instance("it", { ...MACHINE, securityGroups: [group().name] }));
    await passes(() => {
      new aws.ec2.NetworkInterfaceSecurityGroupAttachment("it", {
        securityGroupId: group().id,
        networkInterfaceId: "eni-1",
      });
    });
  });

  it("passes one that a rule of another group refers to, and flags that other one", async () => {
    await flags(() => group("other", { ingress: [{ ...RULE, securityGroups: [group().id] }] }), ["other"]);
    await flags(() => {
      const securityGroupId = group("other").id;
      const referencedSecurityGroupId = group().id;
      new aws.vpc.SecurityGroupIngressRule("rule", {
        securityGroupId,
        referencedSecurityGroupId,
        ipProtocol: "-1",
      });
    }, ["other"]);
  });

  it("passes one that any value of any resource holds", async () => {
    await passes(() => {
      const value = pulumi.interpolate`{"groups":["${group().id}"]}`;
      new aws.ssm.Parameter("it", { type: "String", value });
    });
    await passes(() => new aws.ssm.Parameter("it", { type: "String", value: group().arn }));
    await passes(() => {
      class Site extends pulumi.ComponentResource {
        constructor(groups: pulumi.Input<string>[]) {
          super("my:index:Site", "it", { groups });
        }
      }
      new Site([group().id]);
    });
    const program = (value: string) => () => {
      group();
      new aws.ssm.Parameter("it", { type: "String", value });
    };
    const [, web] = await runProgram(program(""), "update");
    const id = String(web?.outputs.id);
    assert.deepEqual(summary(await judgeProgram([policy], program(`on ${id}, they say`), "update")), []);
    assert.deepEqual(summary(await judgeProgram([policy], program(`${id}0`), "update")), [`${NAME}: web`]);
  });

  it("does not take a child or a dependent for a use", () =>
    flags(() => {
      const web = group();
      new aws.s3.Bucket("bucket", {}, { parent: web });
      new aws.s3.Bucket("other", {}, { dependsOn: web });
    }, ["web"]));

  describe("with exports", () => {
    const exported = (exports: (web: aws.ec2.SecurityGroup) => object) => () => exports(group());

    it("passes an exported id, by itself, in other values, and in the group as a whole", async () => {
      await passes(exported(({ id }) => ({ id })));
      await passes(exported(({ id }) => ({ groups: { web: [id] } })));
      await passes(exported(({ id }) => ({ text: pulumi.interpolate`--groups ${id}` })));
      await passes(exported(({ arn }) => ({ arn: pulumi.secret(arn) })));
      await passes(exported((web) => ({ web })));
    });

    it("is undecided while an exported value is unknown, and decides at the update", async () => {
      const program = exported(() => ({ bucket: new aws.s3.Bucket("bucket").arn }));
      assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
      assert.deepEqual(summary(await judgeProgram([policy], program, "update")), [`${NAME}: web`]);
    });

    it("flags a group beside exports that are known and name it not", () =>
      flags(
        exported(() => ({ region: "us-east-1", ports: [443] })),
        ["web"],
      ));
  });

  describe("beside groups that are not known yet", () => {
    const undecided = async (other: (id: pulumi.Output<string>) => unknown) => {
      const program = () => {
        group();
        other(later("sg-0123456789abcdef0"));
      };
      assert.deepEqual(summary(await judgeProgram([policy], program, "preview")), []);
      assert.deepEqual(summary(await judgeProgram([policy], program, "update")), [`${NAME}: web`]);
    };
    const hadoop = (ec2Attributes: pulumi.Input<object>) =>
      new aws.emr.Cluster("hadoop", {
        releaseLabel: "emr-7.0.0",
        serviceRole: "r",
        ec2Attributes: ec2Attributes as aws.emr.ClusterArgs["ec2Attributes"],
      });

    it("is undecided beside a group that may be another than what stands behind", () =>
      undecided((emrManagedSlaveSecurityGroup) =>
        hadoop({
          instanceProfile: "p",
          emrManagedMasterSecurityGroup: group("master").id,
          emrManagedSlaveSecurityGroup,
        }),
      ));

    it("is undecided beside parts that may name it", async () => {
      await undecided((id) => {
        const securityGroupIdLists = [id];
        const physicalConnectionRequirements = pulumi.output({ securityGroupIdLists, subnetId: "subnet-1" });
        new aws.glue.Connection("it", { connectionType: "JDBC", physicalConnectionRequirements });
      });
      await undecided((id) => {
        new aws.workspaces.Directory("it", {
          directoryId: "d-1",
          workspaceCreationProperties: id.apply((customSecurityGroupId) => ({ customSecurityGroupId })),
        });
      });
      await undecided((id) => {
        new aws.sagemaker.Domain("it", {
          authMode: "IAM",
          domainName: "it",
          subnetIds: ["subnet-1"],
          vpcId: "vpc-1",
          defaultUserSettings: id.apply((one) => ({ executionRole: "r", securityGroups: [one] })),
        });
      });
    });
  });

  it("leaves default groups alone", () =>
    passes(() => {
      const vpcId = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }).id;
      new aws.ec2.DefaultSecurityGroup("default", { vpcId });
    }));

  it("takes no rule that a refresh lists in the group itself for a use", async () => {
    const resources = await runProgram(() => group(), "update");
    const echoed = resources.map((one) =>
      one.name === "web"
        ? { ...one, outputs: { ...one.outputs, ingress: [{ ...RULE, securityGroups: [one.outputs.id] }] } }
        : one,
    );
    assert.deepEqual(summary(await judge([policy], echoed)), [`${NAME}: web`]);
  });

  it("exempts", () => {
    const exemptions = [{ resource: "*::web", reason: "The next stack finds it by its name." }];
    return passes(() => group(), configured(policy, { exemptions }));
  });
});
