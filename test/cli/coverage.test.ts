import assert from "node:assert/strict";
import { Coverage } from "../../cli/coverage";
import { loadConfig } from "../../cli/program/config";
import { findProject } from "../../cli/program/project";
import { check, fixture, jsonFile, run, server, stateOf } from "./run";

const signature = "4dabf18193072939515e22adb298388d";
const encrypted = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x:y" };
const urnOf = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;

function resource(type: string, name: string, inputs: object, more: object = {}) {
  const provider = `${urnOf(`pulumi:providers:${type.split(":")[0]}`, "default")}::1`;
  return { urn: urnOf(type, name), custom: true, type, provider, inputs, outputs: inputs, ...more };
}

const group = (name: string, inputs: object, more?: object) =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, inputs, more);

/** What the own pack says on standard error. */
async function judged(file: string, ...args: string[]) {
  const advisory = ["--policy-pack-config", jsonFile({ all: "advisory" })];
  const { code, err } = await run("check", file, ...advisory, ...args);
  return {
    code,
    line: err
      .trimEnd()
      .split("\n")
      .at(-1)
      ?.replace(/^\d+ findings?/, "some"),
  };
}

describe("what network-guard check has not judged", () => {
  it("is counted on the closing line: encrypted values, once whether inputs or outputs", async () => {
    const some = stateOf(
      group("a", { ingress: encrypted, tags: { Name: "a", Owner: encrypted } }),
      group("b", { ingress: [] }),
    );
    assert.deepEqual(await judged(some), {
      code: 0,
      line: "some in 2 resources; not judged: 2 encrypted values",
    });
    assert.deepEqual(await judged(stateOf(group("b", { ingress: [] }))), {
      code: 0,
      line: "some in 1 resource",
    });
  });

  it("is what lies in a cloud that the pack does not judge, but for tools that hold nothing of a cloud", async () => {
    const elsewhere = stateOf(
      resource("gcp:compute/firewall:Firewall", "a", {}),
      resource("gcp:compute/firewall:Firewall", "b", {}),
      resource("azure-native:network:Subnet", "c", {}),
      resource("random:index/randomPassword:RandomPassword", "d", {}),
      resource("aws-native:ec2:SecurityGroup", "e", {}),
      resource("aws:index/securityGroup:SecurityGroup", "f", {}),
    );
    assert.deepEqual(await judged(elsewhere), {
      code: 0,
      line: "some in 0 resources; not judged: 2 resources of gcp, 1 resource of azure-native, 1 resource of aws-native, 1 resource of terraform-provider",
    });
  });

  it("is what templates of other kinds make, though they are judged themselves", async () => {
    const stack = resource("aws:cloudformation/stack:Stack", "net", { templateBody: "{}" });
    assert.deepEqual(await judged(stateOf(stack, resource("alicloud:ros/stack:Stack", "net", {}))), {
      code: 0,
      line: "some in 2 resources; not judged: 2 templates of other resources",
    });
  });

  it("is nothing for want of a provider, which a state may leave out", async () => {
    const { provider: _, ...bare } = group("a", { ingress: [] });
    assert.deepEqual(await judged(stateOf(bare)), { code: 0, line: "some in 1 resource" });
    const component = { ...bare, custom: false };
    assert.deepEqual(await judged(stateOf(component)), { code: 0, line: "some in 0 resources" });
  });

  it("is everything, when every policy is disabled", async () => {
    const servers = stateOf(server("web", { port: 22 }), server("db", { port: 5432 }));
    const leaky = (config: object) => check(servers, "--policy-pack-config", jsonFile(config));
    const { err } = await leaky({ all: "disabled" });
    assert.equal(err, "0 findings in 0 resources; not judged: 2 resources, as every policy is disabled\n");
    assert.equal(
      (await leaky({ all: "disabled", "no-crowd": "advisory" })).err,
      "0 findings in 2 resources\n",
    );
  });

  it("is what the stack's configuration encrypts, but for what is given", () => {
    const encryptedOf = (...given: string[]) => {
      const coverage = new Coverage();
      loadConfig(findProject(fixture("config")), "staging", given, coverage);
      return coverage.outcome.unjudged.map(({ kind, number }) => [kind.one, number]);
    };
    assert.deepEqual(encryptedOf(), [["encrypted configuration value", 2]]);
    assert.deepEqual(encryptedOf("password=x", "rules=[]"), []);
  });

  it("fails the check when asked to, unless violations do", async () => {
    const secretive = stateOf(group("a", { ingress: encrypted }));
    assert.equal((await judged(secretive, "--fail-on-unjudged")).code, 2);
    assert.equal((await judged(stateOf(group("b", {})), "--fail-on-unjudged")).code, 0);
    const violating = stateOf(server("web", { port: 22, token: encrypted }));
    const { code, err } = await check(violating, "--fail-on-unjudged");
    assert.equal(code, 1);
    assert.match(err, /; not judged: 1 encrypted value\n$/);
  });

  it("is said with --quiet only where the check fails for it", async () => {
    const quiet = await check(stateOf(server("web", { owner: "me" })), "--quiet");
    assert.deepEqual(quiet, { code: 0, out: "", err: "" });
    const token = stateOf(server("web", { owner: "me", token: encrypted }));
    assert.deepEqual(await check(token, "--quiet"), { code: 0, out: "", err: "" });
    const failed = await check(token, "--quiet", "--fail-on-unjudged");
    assert.equal(failed.code, 2);
    assert.match(failed.err, /; not judged: 1 encrypted value\n$/);
  });
});
