import assert from "node:assert/strict";
import { type Compiled, compile } from "../end-to-end/compiled";
import { check, fixture, jsonFile, run } from "./run";

const signature = "4dabf18193072939515e22adb298388d";
const encrypted = { [signature]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "v1:x:y" };
const urnOf = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;

function resource(type: string, name: string, inputs: object, more: object = {}) {
  const provider = `${urnOf(`pulumi:providers:${type.split(":")[0]}`, "default")}::1`;
  return { urn: urnOf(type, name), custom: true, type, provider, inputs, outputs: inputs, ...more };
}

const state = (...resources: object[]) => jsonFile({ version: 3, deployment: { resources } });
const group = (name: string, inputs: object, more?: object) =>
  resource("aws:ec2/securityGroup:SecurityGroup", name, inputs, more);

let pack: Compiled;

/** What the own pack says on standard error. */
async function judged(file: string, ...args: string[]) {
  const own = ["--policy-pack", pack.folder, "--policy-pack-config", jsonFile({ all: "advisory" })];
  const { code, err } = await run("check", file, ...own, ...args);
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
  before(() => {
    pack = compile();
  });

  after(() => pack?.remove());

  it("is counted on the closing line: encrypted values, once whether inputs or outputs", async () => {
    const some = state(
      group("a", { ingress: encrypted, tags: { Name: "a", Owner: encrypted } }),
      group("b", { ingress: [] }),
    );
    assert.deepEqual(await judged(some), {
      code: 0,
      line: "some in 2 resources; not judged: 2 encrypted values",
    });
    assert.deepEqual(await judged(state(group("b", { ingress: [] }))), {
      code: 0,
      line: "some in 1 resource",
    });
  });

  it("is what lies in a cloud that the pack does not judge, but for tools that hold nothing of a cloud", async () => {
    const elsewhere = state(
      resource("gcp:compute/firewall:Firewall", "a", {}),
      resource("gcp:compute/firewall:Firewall", "b", {}),
      resource("azure-native:network:Subnet", "c", {}),
      resource("random:index/randomPassword:RandomPassword", "d", {}),
      resource("aws-native:ec2:SecurityGroup", "e", {}),
    );
    assert.deepEqual(await judged(elsewhere), {
      code: 0,
      line: "some in 0 resources; not judged: 2 resources of gcp, 1 resource of azure-native, 1 resource of aws-native",
    });
  });

  it("is everything, when every policy is disabled", async () => {
    const leaky = (config: object) =>
      check(fixture("leaky"), "--stack", "dev", "--policy-pack-config", jsonFile(config));
    const { err } = await leaky({ all: "disabled" });
    assert.equal(err, "0 findings in 0 resources; not judged: 2 resources, as every policy is disabled\n");
    assert.equal(
      (await leaky({ all: "disabled", "no-crowd": "advisory" })).err,
      "0 findings in 2 resources\n",
    );
  });

  it("is what the stack's configuration encrypts", async () => {
    assert.match((await check(fixture("config"))).err, /; not judged: 2 encrypted configuration values\n$/);
    const given = ["--config", "password=x", "--config", "rules=[]"];
    assert.doesNotMatch((await check(fixture("config"), ...given)).err, /not judged/);
  });

  it("fails the check when asked to, unless violations do", async () => {
    const secretive = state(group("a", { ingress: encrypted }));
    assert.equal((await judged(secretive, "--fail-on-unjudged")).code, 2);
    assert.equal((await judged(state(group("b", {})), "--fail-on-unjudged")).code, 0);
    const { code } = await check(fixture("remote"), "--fail-on-unjudged");
    assert.equal(code, 1);
  });

  it("is said with --quiet by the exit code alone", async () => {
    const quiet = await check(fixture("clean"), "--quiet");
    assert.deepEqual(quiet, { code: 0, out: "", err: "" });
  });
});
