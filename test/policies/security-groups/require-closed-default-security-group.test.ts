import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/security-groups/require-closed-default-security-group";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judge, judgeProgram, summary } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { runProgram } from "../../harness/program";

const NAME = "require-closed-default-security-group";

const { flags, passes } = flagging(policy);

const RULE = { protocol: "-1", fromPort: 0, toPort: 0, self: true };

const adopted =
  (args: aws.ec2.DefaultSecurityGroupArgs = {}) =>
  () => {
    const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
    return { vpc, group: new aws.ec2.DefaultSecurityGroup("default", { vpcId: vpc.id, ...args }) };
  };

describe(NAME, () => {
  it("flags a VPC that nobody adopts the group of, the default VPC too", async () => {
    await flags(() => {
      new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.DefaultVpc("default-vpc");
    }, ["default-vpc", "vpc"]);
    await passes(adopted());
    await passes(adopted({ ingress: [], egress: [] }));
  });

  it("flags an adopted group with a rule whoever has its VPC", async () => {
    const unknown = () => new aws.ec2.Eip("address").publicIp.apply((ip) => `vpc-${ip}`);
    for (const vpcId of [() => "vpc-0aa11bb22cc33dd44", unknown, () => undefined]) {
      const program = (ingress: (typeof RULE)[]) => () => {
        const id = vpcId();
        new aws.ec2.DefaultSecurityGroup("default", { ...(id && { vpcId: id }), ingress });
      };
      await flags(program([RULE]), ["default"]);
      await passes(program([]));
    }
  });

  it("flags an adopted group with a rule of either direction, in every form", async () => {
    await flags(adopted({ ingress: [RULE] }), ["default"]);
    await flags(adopted({ egress: [RULE] }), ["default"]);
    for (const type of ["ingress", "egress"]) {
      await flags(() => {
        const { group } = adopted()();
        new aws.ec2.SecurityGroupRule("rule", { type, securityGroupId: group.id, ...RULE });
      }, ["default"]);
    }
    const modern = { ipProtocol: "-1", cidrIpv4: "10.0.0.0/8" };
    await flags(() => {
      const { vpc } = adopted()();
      new aws.vpc.SecurityGroupIngressRule("in", { securityGroupId: vpc.defaultSecurityGroupId, ...modern });
    }, ["default"]);
    await flags(() => {
      const { group } = adopted()();
      new aws.vpc.SecurityGroupEgressRule("out", { securityGroupId: group.id, ...modern });
    }, ["default"]);
    await passes(() => {
      const { vpc } = adopted()();
      const { id } = new aws.ec2.SecurityGroup("other", { vpcId: vpc.id });
      new aws.vpc.SecurityGroupEgressRule("out", { securityGroupId: id, ...modern });
    });
  });

  it("tells VPCs apart", () =>
    flags(() => {
      adopted()();
      const other = new aws.ec2.Vpc("other", { cidrBlock: "10.1.0.0/16" });
      new aws.ec2.SecurityGroup("web", { vpcId: other.id });
    }, ["other"]));

  it("takes a group without a VPC for that of the default VPC, and of no other", async () => {
    const program = (Standard: typeof aws.ec2.DefaultVpc | typeof aws.ec2.Vpc) => () => {
      new Standard("vpc", { cidrBlock: "10.0.0.0/16" } as object);
      new aws.ec2.DefaultSecurityGroup("default");
    };
    await passes(program(aws.ec2.DefaultVpc));
    await flags(program(aws.ec2.Vpc), ["vpc"]);
  });

  it("is silent on a list of rules that is not known, and not on a rule that is not", async () => {
    const unknown = (whole: boolean) => () => {
      const { id } = new aws.s3.Bucket("bucket");
      const rule = id.apply(() => RULE);
      return adopted({ ingress: whole ? id.apply(() => [RULE]) : [rule] })();
    };
    assert.deepEqual(await judgeProgram([policy], unknown(true), "preview"), []);
    assert.equal((await judgeProgram([policy], unknown(true), "update")).length, 1);
    await flags(unknown(false), ["default"]);
  });

  it("is silent while it is not known which VPC a group is of", async () => {
    const program = () => {
      const ids = ["a", "b"].map((name) => new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" }).id);
      const [first] = ids;
      const { arn } = new aws.s3.Bucket("bucket");
      if (first) new aws.ec2.DefaultSecurityGroup("default", { vpcId: arn.apply(() => first) });
    };
    assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
    assert.deepEqual(summary(await judgeProgram([policy], program, "update")), [`${NAME}: b`]);
  });

  it("takes the rules that a refresh finds on it for none of the program's", async () => {
    const resources = (await runProgram(adopted(), "update")).map((one) =>
      one.name === "default" ? { ...one, outputs: { ...one.outputs, ingress: [RULE] } } : one,
    );
    assert.deepEqual(await judge([policy], resources), []);
  });

  it("names the rules, and exempts", async () => {
    assert.deepEqual(await messages(policy, adopted({ ingress: [RULE], egress: [RULE] })), [
      "ingress[0] and egress[0] open the default group of Vpc vpc.",
    ]);
    assert.deepEqual(await messages(policy, adopted({ ingress: [RULE] })), [
      "ingress[0] opens the default group of Vpc vpc.",
    ]);
    await passes(() => new aws.ec2.Subnet("subnet", { vpcId: "vpc-0aa11bb22cc33dd44" }));
    const exemptions = [{ resource: "*::default", reason: "Imported as it was." }];
    await passes(adopted({ ingress: [RULE] }), configured(policy, { exemptions }));
  });
});
