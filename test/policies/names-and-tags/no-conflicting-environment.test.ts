import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../../policies/names-and-tags/no-conflicting-environment";
import { configured, inTaggedStack } from "../../harness/configured";
import { judgeProgram, verdict } from "../../harness/judge";

const NAME = "no-conflicting-environment";
const NO_ENVIRONMENT = { stack: "main" };

const group =
  (name: string, tags: Record<string, string> = {}, args: aws.ec2.SecurityGroupArgs = {}) =>
  () =>
    new aws.ec2.SecurityGroup(name, { ...args, tags });

const flags = (program: () => unknown, resource: string, options = NO_ENVIRONMENT, used = policy) =>
  verdict([used], program, options).then((found) => assert.deepEqual(found, [`${NAME}: ${resource}`]));
const passes = (program: () => unknown, options = NO_ENVIRONMENT, used = policy) =>
  verdict([used], program, options).then((found) => assert.deepEqual(found, []));

describe(NAME, () => {
  it("flags a tag against the name", async () => {
    await flags(group("prod-web", { Environment: "dev" }), "prod-web");
    await passes(group("prod-web", { Environment: "production" }));
    await passes(group("product-web", { Environment: "dev" }));
  });

  it("flags two keys that disagree, or two spellings of one", async () => {
    await flags(group("web", { Environment: "dev", Stage: "prod" }), "web");
    await flags(group("web", { env: "dev", Env: "prod" }), "web");
    await passes(group("web", { Environment: "dev", Stage: "development" }));
  });

  it("flags a tag, or a name, against the stack, when it names one", async () => {
    await flags(group("web", { Env: "prod" }), "web", { stack: "dev" });
    await passes(group("web", { Env: "prod" }), { stack: "prd" });
    await passes(group("web", { Env: "prod" }), { stack: "dev-and-prod" });
    await flags(group("prod-web"), "prod-web", { stack: "dev" });
    await passes(group("web"), { stack: "dev" });
  });

  it("asks the stack's own tags before its name", async () => {
    const of = (environment: string) => inTaggedStack(policy, { environment });
    await flags(group("web", { Env: "dev" }), "web", { stack: "dev" }, of("prod"));
    await passes(group("web", { Env: "prod" }), { stack: "dev" }, of("prod"));
    await flags(group("web", { Env: "prod" }), "web", { stack: "dev" }, of("blue"));
    await passes(group("web"), { stack: "dev" }, of("prod"));
    const [violation] = await judgeProgram([of("prd")], group("web", { Env: "qa" }), "preview");
    assert.match(
      violation?.message ?? "",
      /tag Env "qa" says test, stack tag environment "prd" says production\./,
    );
  });

  it("says nothing of a stack that contradicts itself where a resource says nothing", async () => {
    const torn = inTaggedStack(policy, { environment: "prod", stage: "dev" });
    await passes(group("web"), NO_ENVIRONMENT, torn);
    await flags(group("prod-web"), "prod-web", NO_ENVIRONMENT, torn);
  });

  it("flags the tag Name against the physical name", async () => {
    await flags(group("web", { Name: "dev-web" }, { name: "prod-web" }), "web");
    await passes(group("dev", { Name: "prod web" }, { name: "prod-web" }));
  });

  it("takes a name of two environments for neither", async () => {
    await passes(group("prod-db-replica-for-test", { Env: "dev" }));
    await passes(group("web", { Env: "dev/test" }), { stack: "prod" });
  });

  it("takes nonproduction for whatever is not production", async () => {
    await flags(group("non-prod-web", { Env: "prod" }), "non-prod-web");
    await passes(group("non-prod-web", { Env: "dev" }));
    await passes(group("test-web", { Env: "test" }), { stack: "nonprod" });
    await flags(group("uat-web", { Env: "dev" }), "uat-web", { stack: "nonprod" });
    await passes(group("non-prod-web", { Env: "nonprod" }), { stack: "nonprod" });
    await flags(group("pre-prod-web", { Env: "prod" }), "pre-prod-web");
  });

  it("lets plain words of a name yield to a tag, and to nothing else", async () => {
    for (const name of ["stage-lights", "live-chat", "load-test", "qa-tools"]) {
      await passes(group(name, { Env: "prod" }), { stack: "prod" });
      await flags(group(name), name, { stack: "dev" });
    }
    await flags(group("uat-tools", { Env: "prod" }), "uat-tools");
    await flags(group("web", { Env: "prod", Stage: "test" }), "web");
  });

  it("reads tags on every type, names on `types`", async () => {
    const parameter = (name: string, Env: string) => () =>
      new aws.ssm.Parameter(name, { type: "String", tags: { Env } });
    await flags(parameter("url", "prod"), "url", { stack: "dev" });
    await passes(parameter("prod-url", "dev"), { stack: "dev" });
    const used = configured(policy, { types: ["aws:ssm/parameter:Parameter"] });
    await flags(parameter("prod-url", "dev"), "prod-url", { stack: "dev" }, used);
    await passes(group("prod-web"), { stack: "dev" }, used);
  });

  it("reads the provider's default tags where they reach, unless overridden", async () => {
    const program = (tags: Record<string, string>) => () => {
      const provider = new aws.Provider("aws", { defaultTags: { tags: { Environment: "prod" } } });
      const { id } = new aws.ec2.SecurityGroup("dev-web", { tags }, { provider });
      new aws.vpc.SecurityGroupEgressRule("dns", { securityGroupId: id, ipProtocol: "-1" }, { provider });
    };
    await flags(program({}), "dev-web", { stack: "dev" });
    await passes(program({ Environment: "dev" }), { stack: "dev" });
  });

  it("says a conflict among what is known, and nothing of what is not", async () => {
    const program = (Stage: string) => () => {
      const bucket = new aws.s3.Bucket("bucket");
      new aws.ec2.SecurityGroup("dev-web", { tags: { Env: bucket.id, Stage } });
    };
    await flags(program("prod"), "dev-web");
    await passes(program("dev"));
  });

  it("shows what says what", async () => {
    const [violation] = await judgeProgram([policy], group("uat-web", { Env: "qa" }), "preview", {
      stack: "prod",
    });
    assert.match(
      violation?.message ?? "",
      /tag Env "qa" says test, its logical name says test, the stack "prod" says production\./,
    );
  });
});
