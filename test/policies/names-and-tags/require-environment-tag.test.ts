import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import { ENVIRONMENT_TYPES } from "../../../network/network";
import policy from "../../../policies/names-and-tags/require-environment-tag";
import { UNKNOWN } from "../../end-to-end/aws-stand-in/cloud";
import { configured, inTaggedStack } from "../../harness/configured";
import { flagging } from "../../harness/flagging";
import { judgeProgram } from "../../harness/judge";
import { messages } from "../../harness/phases";
import { remediated } from "../../harness/remediate";

const NAME = "require-environment-tag";

const vpc = (tags?: Record<string, string>) => () =>
  new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16", ...(tags && { tags }) });

const { flags, passes } = flagging(policy);

describe(NAME, () => {
  it("flags a resource without tags, with an empty one, or with none of the vocabulary", async () => {
    await flags(vpc(), "main");
    await flags(vpc({ Environment: "" }), "main");
    await flags(vpc({ Environment: "product" }), "main");
    await flags(vpc({ Name: "prod", Environ: "prod" }), "main");
  });

  it("passes any of the keys, in any case, with a word of the vocabulary", async () => {
    await passes(vpc({ Environment: "PROD" }));
    await passes(vpc({ env: "non-prod" }));
    await passes(vpc({ STAGE: "pre-prod" }));
    await passes(vpc({ Environment: "blue", Env: "dev" }));
  });

  it("names the tag that says nothing", async () => {
    assert.deepEqual(await messages(policy, vpc({ env: "blue" })), [
      'tag env is "blue", which has no word for an environment, such as dev, nonprod, prod, sandbox, stg, test.',
    ]);
    assert.deepEqual(await messages(policy, vpc()), ["it has none of the tags Environment, Env, Stage."]);
  });

  it("counts the provider's default tags, and what overrides them", async () => {
    const program = (tags: Record<string, string>) => () => {
      const provider = new aws.Provider("aws", { defaultTags: { tags: { Environment: "prod" } } });
      new aws.ec2.Vpc("main", { tags }, { provider });
    };
    await passes(program({ Name: "main" }));
    await flags(program({ Environment: "main" }), "main");
  });

  it("reads the list of an autoscaling group, which gets no default tags", async () => {
    const program = (key: string) => () => {
      const provider = new aws.Provider("aws", { defaultTags: { tags: { Environment: "prod" } } });
      const tags = [{ key, value: "prod", propagateAtLaunch: true }];
      new aws.autoscaling.Group("main", { maxSize: 1, minSize: 1, tags }, { provider });
    };
    await flags(program("Name"), "main");
    await passes(program("Environment"));
  });

  it("asks it of balancers by every token", async () => {
    await flags(() => new aws.lb.LoadBalancer("main"), "main");
    await flags(() => new aws.alb.LoadBalancer("main"), "main");
    await flags(() => new aws.elb.LoadBalancer("main", { listeners: [] }), "main");
    await passes(() => new aws.alb.LoadBalancer("main", { tags: { Env: "dev" } }));
  });

  it("asks it of the types it is given alone", async () => {
    const used = configured(policy, { types: ["aws:s3/bucket:Bucket"] });
    await passes(vpc(), used);
    await flags(() => new aws.s3.Bucket("main"), "main", used);
    await passes(() => new aws.s3.Bucket("main"));
  });

  it("knows its types by the tokens that the SDK gives them", () => {
    const { ec2, lb, elb, rds, elasticache, redshift, ecs, autoscaling } = aws;
    const classes = [
      ...[ec2.Vpc, ec2.Subnet, ec2.SecurityGroup, ec2.Instance, ec2.LaunchTemplate, autoscaling.Group],
      ...[ec2.NetworkInterface, ec2.Eip, ec2.NatGateway, lb.LoadBalancer, elb.LoadBalancer, rds.Instance],
      ...[rds.Cluster, elasticache.Cluster, elasticache.ReplicationGroup, redshift.Cluster, ecs.Service],
      ec2.VpcEndpoint,
    ];
    assert.deepEqual(
      classes.map((one) => (one as unknown as { __pulumiType: string }).__pulumiType),
      ENVIRONMENT_TYPES.filter((type) => type.startsWith("aws:")),
    );
  });

  it("waits for an unknown value", async () => {
    const program = () => {
      const provider = new aws.Provider("aws", { defaultTags: { tags: { Environment: "prod" } } });
      const bucket = new aws.s3.Bucket("bucket");
      new aws.ec2.Vpc("value", { tags: { Environment: bucket.id } }, { provider });
      new aws.ec2.Vpc("all", { tags: bucket.tagsAll }, { provider });
    };
    assert.deepEqual(await judgeProgram([policy], program, "preview"), []);
    const found = await judgeProgram([policy], program, "update");
    assert.deepEqual(
      found.map(({ resource }) => resource),
      ["value"],
    );
  });

  it("is not kept from deciding by another tag that is unknown", () =>
    flags(() => {
      const bucket = new aws.s3.Bucket("bucket");
      new aws.ec2.Vpc("main", { tags: { Name: bucket.id } });
    }, "main"));

  describe("at level remediate", () => {
    const remedy = (
      inputs: Record<string, unknown>,
      { stack = "prd", type = "aws:ec2/vpc:Vpc", used = policy } = {},
    ) => remediated(used, { urn: `urn:pulumi:${stack}::shop::${type}::main`, type, name: "main", inputs });
    const SIGNATURE = "4dabf18193072939515e22adb298388d";
    const ASSET = { [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", text: "a" };
    const SECRET = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270" };
    const secret = (value: unknown) => ({ ...SECRET, value });

    it("adds the stack's environment", async () => {
      assert.deepEqual(await remedy({}), { tags: { Environment: "production" } });
      assert.deepEqual(await remedy({ tags: { Name: "a" }, tagsAll: { Name: "a" } }), {
        tags: { Name: "a", Environment: "production" },
        tagsAll: { Name: "a", Environment: "production" },
      });
    });

    it("adds what the stack's own tags say before its name", async () => {
      const used = inTaggedStack(policy, { environment: "qa" });
      assert.deepEqual(await remedy({}, { used }), { tags: { Environment: "test" } });
      const silent = inTaggedStack(policy, { owner: "qa" });
      assert.deepEqual(await remedy({}, { used: silent }), { tags: { Environment: "production" } });
    });

    it("adds a tag that passes", async () => {
      const mended = await remedy({ tags: { Name: "a" } });
      await passes(vpc(mended?.tags as Record<string, string>));
    });

    it("keeps secrets and unknown values", async () => {
      assert.deepEqual(await remedy({ tags: { Name: secret("a"), Id: UNKNOWN }, cidrBlock: UNKNOWN }), {
        tags: { Name: secret("a"), Id: UNKNOWN, Environment: "production" },
        cidrBlock: UNKNOWN,
      });
      assert.deepEqual(await remedy({ tags: secret({ Name: "a" }) }), {
        tags: secret({ Name: "a", Environment: "production" }),
      });
    });

    it("adds to an autoscaling group's list", async () => {
      const type = "aws:autoscaling/group:Group";
      const tag = { key: "Environment", value: "production", propagateAtLaunch: true };
      const name = { key: "Name", value: UNKNOWN, propagateAtLaunch: false };
      assert.deepEqual(await remedy({ tags: [name] }, { type }), { tags: [name, tag] });
      assert.deepEqual(await remedy({}, { type }), { tags: [tag] });
    });

    it("leaves tags alone that are written in a form that no tag can join", async () => {
      for (const tags of ["Name=a", 7, NaN, true, ["a"], ASSET])
        assert.equal(await remedy({ tags }), undefined);
      assert.equal(await remedy({ tags: { Name: "a" } }, { type: "aws:autoscaling/group:Group" }), undefined);
    });

    it("leaves alone what holds an archive of assets, which the SDK would write back empty", async () => {
      const code = { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: { "index.js": ASSET } };
      assert.equal(await remedy({ code }), undefined);
      const folder = { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", path: "." };
      assert.deepEqual(await remedy({ code: folder }), { code: folder, tags: { Environment: "production" } });
    });

    it("leaves alone what it cannot decide, what is there, and other types", async () => {
      assert.equal(await remedy({}, { stack: "main" }), undefined);
      assert.equal(await remedy({}, { stack: "dev-prod" }), undefined);
      assert.equal(await remedy({ tags: UNKNOWN }), undefined);
      assert.equal(await remedy({ tags: { Env: UNKNOWN } }), undefined);
      assert.equal(await remedy({ tags: { Env: "dev" } }), undefined);
      assert.equal(await remedy({ tags: { Env: "blue" } }), undefined);
      assert.equal(await remedy({}, { type: "aws:s3/bucket:Bucket" }), undefined);
    });
  });
});
