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

  it("shows what is only read to stack policies as context, and to no other", async () => {
    const read = server("read", { external: true, inputs: { port: 1 }, outputs: { port: 2 } });
    const state = jsonFile({ version: 3, deployment: { resources: [...resources, read] } });
    assert.deepEqual([...(await seen("show-resource", state)).keys()].sort(), [
      "default",
      "shop-prod",
      "web",
    ]);
    // What a stack policy says of it is left out.
    assert.deepEqual([...(await seen("show-stack", state)).keys()].sort(), ["default", "shop-prod", "web"]);
  });

  const crowd = (number: number, more: object) =>
    Array.from({ length: number }, (_, index) => server(`s${index}`, { inputs: { owner: "me" }, ...more }));
  const checkOf = (...all: unknown[]) => check(jsonFile({ version: 3, deployment: { resources: all } }));

  it("finds more with what is only read beside it, on what is managed", async () => {
    const alone = await checkOf(resources[0], ...crowd(9, {}));
    assert.deepEqual([alone.code, alone.out], [0, ""]);
    const { code, out, err } = await checkOf(
      resources[0],
      ...crowd(9, {}),
      server("read", { external: true }),
    );
    assert.equal(code, 1);
    assert.match(out, /^Stack shop-prod\n {2}mandatory critical {2}no-crowd/);
    assert.equal(err, "1 finding in 9 resources\n");
  });

  it("finds nothing in what is only read", async () => {
    const { code, out, err } = await checkOf(...crowd(10, { external: true, inputs: { port: 22 } }));
    assert.deepEqual([code, out, err], [0, "", "0 findings in 0 resources\n"]);
  });

  it("leaves out what waits for its deletion, and tells where a resource was declared", async () => {
    const { code, out } = await check(exported);
    assert.equal(code, 0);
    assert.equal(
      out,
      "Server web  index.ts:12\n  advisory low  require-owner\n    no owner\n\n1 advisory in 1 resource\n",
    );
  });

  it("says what an interrupted update may have made", async () => {
    const operations = [
      { type: "creating", resource: server("late", {}) },
      { type: "importing", resource: server("theirs", {}) },
      { type: "updating", resource: server("web", { inputs: { port: 22, opened: true } }) },
      { type: "deleting", resource: server("web", { delete: true }) },
      { type: "deleting", resource: server("unknown", {}) },
      { type: "reading", resource: server("read", {}) },
      null,
    ];
    const state = jsonFile({ version: 3, deployment: { resources, pending_operations: operations } });
    const { code, err } = await check(state, "--fail-on-unjudged");
    assert.equal(code, 2);
    for (const told of [
      /^note: an update was interrupted while it made \S+::late: run `pulumi refresh` to see whether it exists$/m,
      /^note: .* while it imported \S+::theirs: .* whether it exists$/m,
      /^note: .* while it changed \S+::web: run `pulumi refresh` to see what it is like$/m,
      /; not judged: 3 resources that an interrupted update may have made, changed or deleted, 1 encrypted value\n$/,
    ])
      assert.match(err, told);
  });

  it("takes for done what an interrupted update had begun to make as it is", async () => {
    const operations = ["creating", "updating"].map((type) => ({ type, resource: resources[2] }));
    const state = jsonFile({ version: 3, deployment: { resources, pending_operations: operations } });
    assert.doesNotMatch((await check(state)).err, /interrupted/);
  });

  it("says what an interrupted update may have deleted, and judges it", async () => {
    const web = server("web", { inputs: { port: 22 } });
    const deployment = { resources: [web], pending_operations: [{ type: "deleting", resource: web }] };
    const { code, err } = await check(jsonFile({ version: 3, deployment }));
    assert.equal(code, 1);
    assert.match(err, /^note: .* while it deleted \S+::web: run `pulumi refresh` to see whether it exists\n/);
  });

  it("leaves out what an interrupted update has deleted to make it anew, and says so", async () => {
    const gone = server("gone", { inputs: { port: 22 }, pendingReplacement: true });
    const { code, err } = await checkOf(resources[0], gone, server("web", { inputs: { owner: "me" } }));
    assert.equal(code, 0);
    assert.match(
      err,
      /^note: an update was interrupted after it had deleted \S+::gone, to make it anew: run `pulumi up` to do so\n/,
    );
    assert.match(err, /0 findings in 1 resource; not judged: 1 resource that an interrupted update/);
  });

  it("reads a checkpoint, too, and either with what newer versions of the engine write", async () => {
    const { out } = await check(exported);
    const more = { version: 4, features: ["views", "taint", "hooks", "replaceWith", "refreshBeforeUpdate"] };
    for (const content of [
      { version: 3, checkpoint: { stack: "prod", latest: { resources } } },
      { ...more, checkpoint: { stack: "prod", latest: { resources } } },
      { ...more, deployment: { resources } },
    ])
      assert.equal((await check(jsonFile(content))).out, out);
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

  it("reads texts that are none of UTF-8", async () => {
    const bytes = Buffer.from([0xff, 0x61, 0x62]).toString("base64");
    const owner = { [signature]: "803fd3297a5875dc03ca845dda5d2a98", value: bytes };
    const state = jsonFile({
      version: 4,
      features: ["byteString"],
      deployment: { resources: [server("web", { inputs: { owner } })] },
    });
    assert.equal((await seen("show-resource", state)).get("web")?.props.owner, "\ufffdab");
  });

  it("reads numbers that JSON has no word for", async () => {
    const port = { [signature]: "8ad145fe-0d11-4827-bfd7-1abcbf086f5c", value: "4036000000000000" };
    const state = jsonFile({ version: 3, deployment: { resources: [server("web", { inputs: { port } })] } });
    assert.equal((await check(state)).code, 1);
  });
});
