import assert from "node:assert/strict";
import { unknown } from "../../cli/properties";
import { check, jsonFile, seen } from "./run";

const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const urnOf = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const stack = urnOf("pulumi:pulumi:Stack", "shop-prod");
const provider = urnOf("pulumi:providers:aws", "default");
const server = (name: string, more: object) => ({
  urn: urnOf("aws:test/server:Server", name),
  custom: true,
  type: "aws:test/server:Server",
  parent: stack,
  provider: `${provider}::0000-1111`,
  ...more,
});

const resources = [
  { urn: stack, custom: false, type: "pulumi:pulumi:Stack" },
  {
    urn: provider,
    custom: true,
    id: "0000-1111",
    type: "pulumi:providers:aws",
    inputs: { region: "eu-west-1" },
  },
  server("web", {
    inputs: {
      port: 80,
      password: { [signature]: secret, ciphertext: "v1:x:y" },
      plain: { [signature]: secret, plaintext: '{"a":1}' },
    },
    outputs: { port: 81 },
    dependencies: [provider],
    propertyDependencies: { port: [provider], empty: [] },
    customTimeouts: { create: 60 },
    sourcePosition: "project:///index.ts#12,3",
  }),
  server("web", { inputs: { port: 22 }, outputs: { port: 22 }, delete: true }),
];

describe("network-guard check of a state", () => {
  const exported = jsonFile({ version: 3, deployment: { manifest: {}, resources } });

  it("shows inputs to resource policies, encrypted secrets as unknowns", async () => {
    const web = (await seen("show-resource", exported)).get("web");
    assert.deepEqual(web?.props, { port: 80, password: unknown, plain: { a: 1 } });
    assert.deepEqual(web?.provider?.props, { region: "eu-west-1" });
    assert.deepEqual(web?.opts.customTimeouts, { createSeconds: 60, updateSeconds: 0, deleteSeconds: 0 });
  });

  it("shows outputs to stack policies", async () => {
    const web = (await seen("show-stack", exported)).get("web");
    assert.deepEqual(web?.props, { port: 81 });
    assert.equal(web?.parent, stack);
    assert.deepEqual(web?.propertyDependencies, { port: [provider] });
  });

  it("shows what is only read from the cloud to both, as pulumi policy analyze does", async () => {
    const read = server("read", { external: true, inputs: { port: 1 }, outputs: { port: 2 } });
    const state = jsonFile({ version: 3, deployment: { resources: [...resources, read] } });
    assert.deepEqual((await seen("show-resource", state)).get("read")?.props, { port: 1 });
    assert.deepEqual((await seen("show-stack", state)).get("read")?.props, { port: 2 });
  });

  it("leaves out what waits for its deletion, and tells where a resource was declared", async () => {
    const { code, out } = await check(exported);
    assert.equal(code, 0);
    assert.equal(
      out,
      "Server web  index.ts:12\n  advisory low  require-owner\n    no owner\n\n1 advisory in 1 resource\n",
    );
  });

  it("reads a checkpoint, too", async () => {
    const checkpoint = jsonFile({ version: 3, checkpoint: { stack: "prod", latest: { resources } } });
    assert.equal((await check(checkpoint)).out, (await check(exported)).out);
  });

  it("attributes what a stack policy says of no resource to the stack", async () => {
    const crowd = Array.from({ length: 10 }, (_, index) => server(`s${index}`, { inputs: { owner: "me" } }));
    const { code, out } = await check(jsonFile({ version: 3, deployment: { resources: crowd } }));
    assert.equal(code, 1);
    assert.equal(
      out,
      "Stack shop-prod\n  mandatory critical  no-crowd\n    ten servers\n\n1 mandatory in 1 resource\n",
    );
  });

  it("is silent on an empty stack, and refuses what is no state", async () => {
    assert.deepEqual(await check(jsonFile({ version: 3, deployment: { resources: null } })), {
      code: 0,
      out: "",
      err: "0 findings in 0 resources\n",
    });
    assert.equal((await check(jsonFile({ version: 2, deployment: {} }))).code, 2);
    assert.equal((await check(jsonFile({ name: "package" }))).code, 2);
    assert.equal((await check(jsonFile("nonsense"))).code, 2);
  });
});
