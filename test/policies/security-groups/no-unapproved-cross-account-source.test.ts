import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../../policies/security-groups/no-unapproved-cross-account-source";
import { configured } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";
import { messages } from "../../harness/phases";

const NAME = "no-unapproved-cross-account-source";
const THEIRS = "210987654321/sg-0123456789abcdef0";
const OURS = "sg-0123456789abcdef0";
const HTTPS = { protocol: "tcp", fromPort: 443, toPort: 443 };

const SPELLINGS: Record<
  string,
  (source: pulumi.Input<string>, options?: pulumi.CustomResourceOptions) => unknown
> = {
  "an inline rule": (source, options) =>
    new aws.ec2.SecurityGroup("web", { ingress: [{ ...HTTPS, securityGroups: [source] }] }, options),
  "an inline rule outward": (source, options) =>
    new aws.ec2.SecurityGroup("web", { egress: [{ ...HTTPS, securityGroups: [source] }] }, options),
  "the default group": (source, options) =>
    new aws.ec2.DefaultSecurityGroup("web", { ingress: [{ ...HTTPS, securityGroups: [source] }] }, options),
  SecurityGroupRule: (sourceSecurityGroupId, options) =>
    new aws.ec2.SecurityGroupRule(
      "web",
      { ...HTTPS, type: "ingress", securityGroupId: "sg-1", sourceSecurityGroupId },
      options,
    ),
  SecurityGroupIngressRule: (referencedSecurityGroupId, options) =>
    new aws.vpc.SecurityGroupIngressRule(
      "web",
      { ipProtocol: "-1", securityGroupId: "sg-1", referencedSecurityGroupId },
      options,
    ),
  SecurityGroupEgressRule: (referencedSecurityGroupId, options) =>
    new aws.vpc.SecurityGroupEgressRule(
      "web",
      { ipProtocol: "-1", securityGroupId: "sg-1", referencedSecurityGroupId },
      options,
    ),
};

describe(NAME, () => {
  for (const [spelling, make] of Object.entries(SPELLINGS)) {
    it(`flags ${spelling} of an account that nobody approved, and passes an approved one and none`, async () => {
      assert.deepEqual(await verdict([policy], () => void make(THEIRS)), [`${NAME}: web`]);
      const approving = (...approvedAccounts: string[]) => [configured(policy, { approvedAccounts })];
      assert.deepEqual(await verdict(approving("210987654321"), () => void make(THEIRS)), []);
      assert.deepEqual(await verdict(approving("123456789012"), () => void make(THEIRS)), [`${NAME}: web`]);
      assert.deepEqual(await verdict([policy], () => void make(OURS)), []);
    });

    it(`decides on ${spelling} once the source is known`, async () => {
      const program = (account: string) => () =>
        void make(pulumi.interpolate`${account}/${new aws.ec2.SecurityGroup("other", {}).id}`);
      assert.deepEqual(await judgeProgram([policy], program("210987654321"), "preview"), []);
      assert.equal((await judgeProgram([policy], program("210987654321"), "update")).length, 1);
    });
  }

  it("passes the account's own groups, as far as the provider tells the account", async () => {
    const program = (account: string) => () => {
      const provider = new aws.Provider("own", { allowedAccountIds: [account] });
      SPELLINGS["an inline rule"]?.(THEIRS, { provider });
    };
    assert.deepEqual(await verdict([policy], program("210987654321")), []);
    assert.deepEqual(await verdict([policy], program("123456789012")), [`${NAME}: web`]);
  });

  it("names each account once, and judges the rest of what is malformed", async () => {
    const program = () => {
      const securityGroups = ["12345/sg-1", 7, THEIRS, "210987654321/sg-1", "333333333333/sg-1"];
      new aws.ec2.SecurityGroup("web", { ingress: [{ ...HTTPS, securityGroups }] as never });
    };
    assert.deepEqual(await messages(policy, program), [
      "ingress[0] names a group of 210987654321 and 333333333333, which approvedAccounts does not have.",
    ]);
    const rule = { ...HTTPS, type: "ingress", securityGroupId: "sg-1", sourceSecurityGroupId: THEIRS };
    assert.deepEqual(await messages(policy, () => new aws.ec2.SecurityGroupRule("rule", rule as never)), [
      "it names a group of 210987654321, which approvedAccounts does not have.",
    ]);
  });
});
