import assert from "node:assert/strict";
import * as aws from "@pulumi/aws";
import policy from "../../policies/names-and-tags/no-conflicting-environment";
import { judge, told } from "../../testing/judge";
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
});
