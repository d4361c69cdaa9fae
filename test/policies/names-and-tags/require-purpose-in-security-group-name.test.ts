import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/names-and-tags/require-purpose-in-security-group-name";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judgeProgram } from "../../harness/judge";
import { messages } from "../../harness/phases";

const NAME = "require-purpose-in-security-group-name";

const group =
  (name: string, args: aws.ec2.SecurityGroupArgs = {}) =>
  () =>
    new aws.ec2.SecurityGroup(name, args);

const { flags, passes } = flagging(policy);

describe(NAME, () => {
  for (const name of [
    "sg",
    "default",
    "launch-wizard-1",
    "test-sg",
    "prod",
    "non-prod-sg",
    "SecurityGroup",
    "my_new.sg",
    "sg1",
    "sg12",
    "prod2",
    "٣",
    "本番用",
    "検証環境",
    "本番セキュリティグループ",
    "テスト用sg1",
    "---",
  ]) {
    it(`flags the name ${JSON.stringify(name)}`, () => flags(group("x", { name }), "x"));
  }

  for (const name of [
    "web",
    "test-web-sg",
    "launch-wizards",
    "ec2",
    "s3g",
    "ウェブ",
    "本番Web用",
    "運用",
    "prod-db-1",
  ]) {
    it(`passes the name ${JSON.stringify(name)}`, () => passes(group("x", { name })));
  }

  it("sees no purpose in what the provider puts behind the logical name", async () => {
    await flags(group("sg", { name: "sg-0a1b2c3" }), "sg");
    await flags(group("sg"), "sg");
    await passes(group("web", { name: "web-0a1b2c3" }));
  });

  it("passes a group with a purpose in any of its names", async () => {
    const unsaid = group("x", { name: "sg", tags: { Name: "prod" } });
    assert.deepEqual(await messages(policy, unsaid), [
      'name "sg" and tag Name "prod" say nothing of its purpose.',
    ]);
    await flags(group("sg", { tags: { Name: "prod" } }), "sg");
    await passes(group("sg", { tags: { Name: "prod web" } }));
    await flags(group("web", { namePrefix: "prod-sg-" }), "web");
    await passes(group("web", { namePrefix: "prod-web-" }));
  });

  it("waits for an unknown name", async () => {
    const program = () => {
      const vpc = new aws.ec2.Vpc("main", {});
      new aws.ec2.SecurityGroup("sg", { name: "sg", tags: { Name: vpc.id } });
    };
    assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
  });

  it("takes other fillers in place of its own", async () => {
    const used = configured(policy, { fillers: ["Web"] });
    await flags(group("prod-web"), "prod-web", used);
    await passes(group("prod-sg"), used);
  });
});
