import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import policy from "../../policies/names-and-tags/no-conflicting-environment";
import requireClosedGroup from "../../policies/security-groups/require-closed-default-security-group";
import { judge, judgeProgram, told, verdict } from "../../testing/judge";
import { runProgram } from "../../testing/program";

describe("judging what a program registers", () => {
  it("tells what is wrong between a policy's description and its steps, and nothing of no violation", () => {
    assert.equal(
      told({ message: "It must not.\nIt does\nin two lines.\nStop it." }),
      "It does\nin two lines.",
    );
    assert.equal(told(undefined), "");
  });

  it("sees a resource anew that stands beside another provider", async () => {
    const registered = await runProgram(
      () => {
        const provider = new aws.Provider("own");
        new aws.ec2.SecurityGroup("prod-web", {}, { provider });
      },
      "preview",
      { stack: "main" },
    );
    const of = async (environment: string) => {
      const beside = registered.map((one) =>
        one.type === "pulumi:providers:aws"
          ? { ...one, inputs: { ...one.inputs, defaultTags: { tags: { Environment: environment } } } }
          : one,
      );
      return (await judge([policy], beside)).map(({ resource }) => resource);
    };
    assert.deepEqual(await of("prod"), []);
    assert.deepEqual(await of("dev"), ["prod-web"]);
    assert.deepEqual(await of("production"), []);
  });

  it("takes what a program reads, and options that nothing hangs on", async () => {
    const program = () => {
      const read = aws.s3.Bucket.get("logs", "logs");
      const vpc = new aws.ec2.Vpc(
        "shop",
        { cidrBlock: "10.0.0.0/16" },
        { protect: true, retainOnDelete: true, aliases: [{ name: "old" }], ignoreChanges: ["tags"] },
      );
      new aws.ec2.Vpc("open", { cidrBlock: "10.1.0.0/16" }, { dependsOn: read, replaceOnChanges: ["*"] });
      new aws.ec2.DefaultSecurityGroup(
        "closed",
        { vpcId: vpc.id, ingress: [], egress: [] },
        { deletedWith: vpc, replaceWith: [read], replacementTrigger: "now", deleteBeforeReplace: true },
      );
    };
    assert.deepEqual(await verdict([requireClosedGroup], program), [
      "require-closed-default-security-group: open",
    ]);
  });

  const make = (name: string) => () => void new aws.ec2.Vpc(name, { cidrBlock: "10.0.0.0/16" });
  const OPEN = (name: string) => [`require-closed-default-security-group: ${name}`];

  it("judges what a program makes once others are made, and what comes of that", async () => {
    const program = () => {
      const vpc = new aws.ec2.Vpc("shop", { cidrBlock: "10.0.0.0/16" });
      vpc.cidrBlock.apply(() => {
        const { cidrBlock } = new aws.ec2.Vpc("second", { cidrBlock: "10.1.0.0/16" });
        cidrBlock.apply(make("third"));
      });
    };
    assert.deepEqual(await verdict([requireClosedGroup], program), ["second", "shop", "third"].flatMap(OPEN));
  });

  it("judges one program after the other, although they are asked of at once", async () => {
    const names = ["a", "b", "c"];
    const asked = names.map((name) => verdict([requireClosedGroup], make(name)));
    assert.deepEqual(await Promise.all(asked), names.map(OPEN));
  });

  it("hands on what a program throws, to the caller alone, and judges the next", async () => {
    const unheard: unknown[] = [];
    const hear = (reason: unknown) => unheard.push(reason);
    process.prependListener("unhandledRejection", hear);
    try {
      for (const program of [
        () => {
          throw new Error("boom");
        },
        async () => {
          make("first")();
          throw new Error("boom");
        },
      ])
        await assert.rejects(judgeProgram([requireClosedGroup], program, "preview"), /^Error: boom$/);
      assert.deepEqual(await verdict([requireClosedGroup], make("next")), OPEN("next"));
      assert.deepEqual(unheard, []);
    } finally {
      process.off("unhandledRejection", hear);
    }
  });

  it("judges no program that makes nothing, as a module does that has run before", async () => {
    await assert.rejects(
      verdict([], () => "made before"),
      /has made no resource\. A module/,
    );
    assert.deepEqual(await verdict([], []), []);
  });

  it("names what is given for a policy and is none", async () => {
    const { noSuchPolicy } = { requireClosedGroup } as Record<string, typeof requireClosedGroup>;
    await assert.rejects(
      verdict([requireClosedGroup, noSuchPolicy as typeof requireClosedGroup], []),
      /^Error: policies\[1\] is no policy: is it exported by that name\?$/,
    );
  });

  it("takes hooks, and calls none", async () => {
    const called = () => assert.fail("a hook is called");
    const program = () => {
      const hook = new pulumi.ResourceHook("before", called);
      // Within its range, the SDK has got them later.
      const { ErrorHook }: Partial<Pick<typeof pulumi, "ErrorHook">> = pulumi;
      const onError = ErrorHook && [new ErrorHook("after", async () => called())];
      const hooks = { beforeCreate: [hook, called], ...(onError && { onError }) };
      new aws.ec2.Vpc("open", { cidrBlock: "10.1.0.0/16" }, { hooks });
    };
    assert.deepEqual(await verdict([requireClosedGroup], program), [
      "require-closed-default-security-group: open",
    ]);
  });

  it("judges no program of which a resource is lost", async () => {
    const program = (opts: pulumi.CustomResourceOptions) => () => {
      new aws.ec2.Vpc("first", { cidrBlock: "10.0.0.0/16" });
      new aws.ec2.Vpc("open", { cidrBlock: "10.1.0.0/16" }, opts);
    };
    await assert.rejects(
      verdict([requireClosedGroup], program({ transforms: [() => undefined] })),
      /^Error: aws:ec2\/vpc:Vpc "open" was not registered/,
    );
    const changed = program({ transformations: [({ props, opts }) => ({ props, opts })] });
    assert.equal((await verdict([requireClosedGroup], changed)).length, 2);
  });
});
