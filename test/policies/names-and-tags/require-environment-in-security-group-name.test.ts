import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/names-and-tags/require-environment-in-security-group-name";
import { configured } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judgeProgram } from "../../harness/judge";
import { messages } from "../../harness/phases";

const NAME = "require-environment-in-security-group-name";

const group =
  (name: string, args: aws.ec2.SecurityGroupArgs = {}) =>
  () =>
    new aws.ec2.SecurityGroup(name, args);

const { flags, passes } = flagging(policy);

describe(NAME, () => {
  for (const name of ["web", "product-web", "latest", "reproduce", "prod2web", "", "webproducts"]) {
    it(`flags the name ${JSON.stringify(name)}`, () => flags(group("web", { name }), "web"));
  }

  for (const name of [
    "web-prod",
    "PROD",
    "prod_web",
    "nonprod-web",
    "non-prod",
    "pre-prod",
    "qa.web",
    "dev-for-prod",
    "prod2",
    "webProd",
    "本番環境",
  ]) {
    it(`passes the name ${JSON.stringify(name)}`, () => passes(group("web", { name })));
  }

  it("reads the logical name where the program gives no other", async () => {
    await flags(group("web"), "web");
    await passes(group("prod-web"));
  });

  it("gives a name that the provider made the same verdict", async () => {
    await flags(group("web", { name: "web-0a1b2c3" }), "web");
    await passes(group("prod-web", { name: "prod-web-0a1b2c3" }));
  });

  it("does not read the logical name beside a physical one", async () => {
    await flags(group("prod-web", { name: "web" }), "prod-web");
    await flags(group("prod-web", { namePrefix: "web-" }), "prod-web");
    await passes(group("prod-web", { namePrefix: "prod-" }));
  });

  it("accepts the tag Name, the provider's included", async () => {
    await flags(group("web", { name: "web", tags: { Name: "web", Other: "prod" } }), "web");
    await passes(group("web", { name: "web", tags: { Name: "web prod" } }));
    await passes(() => {
      const provider = new aws.Provider("aws", { defaultTags: { tags: { Name: "prod" } } });
      new aws.ec2.SecurityGroup("web", { name: "web" }, { provider });
    });
  });

  it("waits for an unknown name, unless a known one suffices already", async () => {
    const program = (known: string) => () => {
      const vpc = new aws.ec2.Vpc("main", {});
      new aws.ec2.SecurityGroup("web", { name: vpc.id, tags: { Name: known } });
    };
    const found = async (known: string, phase: "preview" | "update") =>
      (await judgeProgram([policy], program(known), phase)).length;
    assert.equal(await found("web", "preview"), 0);
    assert.equal(await found("web", "update"), 1);
    assert.equal(await found("prod", "update"), 0);
  });

  it("asks nothing of a default group, which cannot be named", () =>
    passes(() => new aws.ec2.DefaultSecurityGroup("web", {})));

  it("takes another vocabulary", async () => {
    const used = configured(policy, { vocabulary: { green: ["grn"] } });
    await flags(group("prod-web"), "prod-web", used);
    await passes(group("GRN-web"), used);
  });

  it("lets a tag do where told so", async () => {
    const tagged = (Stage: string) => group("web", { tags: { Stage } });
    const used = configured(policy, { tagSuffices: true });
    await flags(tagged("prod"), "web");
    await passes(tagged("prod"), used);
    await flags(tagged("blue"), "web", used);
    await passes(group("web", { tags: { Stage: "prod", Env: "blue" } }), used);
  });

  it("takes a pattern instead of the vocabulary", async () => {
    const used = configured(policy, { pattern: "^sg-[a-z]+-p$" });
    await flags(group("prod-web"), "prod-web", used);
    await passes(group("sg-web-p"), used);
  });

  it("says which names it read", async () => {
    const words = "no word for an environment, such as dev, nonprod, prod, sandbox, stg, test";
    const both = group("w", { name: "web", tags: { Name: "Web" } });
    assert.deepEqual(await messages(policy, both), [`name "web" and tag Name "Web" have ${words}.`]);
    assert.deepEqual(await messages(policy, group("w", { name: "web" })), [`name "web" has ${words}.`]);
    const used = configured(policy, { pattern: "^sg-" });
    assert.deepEqual(await messages(used, both), ['name "web" and tag Name "Web" do not match ^sg-.']);
    assert.deepEqual(await messages(used, group("w", { name: "web" })), ['name "web" does not match ^sg-.']);
  });
});
