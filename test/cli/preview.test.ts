import assert from "node:assert/strict";
import { Coverage } from "../../cli/coverage";
import { unknown } from "../../cli/properties";
import { readRecorded } from "../../cli/recorded";
import { check, jsonFile } from "./run";

const urnOf = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const stack = { urn: urnOf("pulumi:pulumi:Stack", "shop-prod"), type: "pulumi:pulumi:Stack" };
const provider = urnOf("pulumi:providers:aws", "default_7_1_0");

const server = (name: string, inputs: object, more: object = {}) => ({
  urn: urnOf("aws:test/server:Server", name),
  type: "aws:test/server:Server",
  custom: true,
  provider: `${provider}::${unknown}`,
  inputs,
  ...more,
});

const step = (op: string, newState?: object, oldState?: object) => ({
  op,
  urn: ((newState ?? oldState) as { urn: string }).urn,
  ...(newState ? { newState } : {}),
  ...(oldState ? { oldState } : {}),
});

function read(steps: object[], more: object = {}) {
  const coverage = new Coverage();
  const { resources, context } = readRecorded(jsonFile({ steps, ...more }), coverage);
  const byName = new Map(resources.map((resource) => [resource.urn.split("::")[3], resource]));
  return { byName, context, ...coverage.outcome };
}

describe("network-guard check of a preview", () => {
  it("plans what is made: its inputs, and an id that is not known", () => {
    const { byName, context } = read([step("create", stack), step("create", server("web", { port: 22 }))]);
    assert.deepEqual(byName.get("web")?.inputs, { port: 22 });
    assert.deepEqual(byName.get("web")?.outputs, { id: unknown, port: 22 });
    assert.deepEqual([context.project, context.stack, context.dryRun], ["shop", "prod", true]);
  });

  it("keeps what is settled of what stays, but for the inputs that change or go", () => {
    const outputs = { id: "i-1", port: 22, owner: "me", size: "SMALL", address: "203.0.113.7" };
    const inputs = { port: 22, owner: "me", size: "small" };
    const old = server("web", inputs, { id: "i-1", outputs });
    const same = read([step("same", server("web", inputs), old)]).byName.get("web");
    assert.deepEqual(same?.outputs, outputs);
    const update = read([step("update", server("web", { port: 443, size: "small" }), old)]).byName.get("web");
    assert.deepEqual(update?.outputs, { id: "i-1", port: 443, size: "SMALL", address: "203.0.113.7" });
    for (const op of ["replace", "create-replacement"]) {
      const replaced = read([step(op, server("web", { port: 443 }), old)]).byName.get("web");
      assert.deepEqual(replaced?.outputs, { id: unknown, port: 443 }, op);
    }
  });

  it("knows the id of what is imported, and of nothing that is made in its place", () => {
    const imported = server("web", { port: 22 }, { importID: "i-1" });
    for (const [op, id] of [
      ["import", "i-1"],
      ["import-replacement", "i-1"],
      ["replace", unknown],
    ] as const)
      assert.deepEqual(read([step(op, imported)]).byName.get("web")?.outputs, { id, port: 22 }, op);
  });

  it("leaves out what is deleted, but not what is replaced", () => {
    const old = server("web", { port: 22 });
    assert.equal(read([step("delete", undefined, old)]).byName.size, 0);
    assert.equal(read([step("same", old, old), step("delete", undefined, old)]).byName.get("web"), undefined);
    const waiting = step("delete", undefined, { ...old, delete: true });
    assert.ok(read([step("same", old, old), waiting]).byName.get("web"));
    const replaced = [step("create-replacement", old, old), step("delete-replaced", undefined, old)];
    assert.ok(read(replaced).byName.get("web"));
  });

  it("takes what is read for context", () => {
    for (const [op, more] of [
      ["read", { external: true }],
      ["read", {}],
      ["same", { external: true }],
    ] as const) {
      const { byName } = read([step(op, server("web", {}, { ...more, id: "i-1" }))]);
      assert.equal(byName.get("web")?.external, true, op);
    }
  });

  it("tells of what no provider makes what it has told before, and nothing else", () => {
    const part = (more: object = {}) => server("part", { size: 1 }, { provider: "", ...more });
    const { byName } = read([step("create", part())]);
    assert.deepEqual(byName.get("part")?.outputs, {});
    const before = part({ outputs: { address: "203.0.113.7" } });
    assert.deepEqual(read([step("same", part(), before)]).byName.get("part")?.outputs, {
      address: "203.0.113.7",
    });
  });

  it("knows nothing of secrets, and counts them", () => {
    const { byName, unjudged } = read(
      [step("create", server("web", { port: "[secret]", more: { a: ["[secret]"] } }))],
      { config: { "aws:region": "eu-west-1", "aws:token": "[secret]" } },
    );
    assert.match(JSON.stringify(byName.get("web")?.inputs), new RegExp(`"port":{[^}]*${unknown}`));
    assert.deepEqual(
      unjudged.map(({ kind, number }) => [kind.one, number]),
      [["encrypted value", 2]],
    );
    assert.deepEqual(byName.get("default_7_1_0")?.inputs, { region: "eu-west-1", token: unknown });
    assert.equal(byName.get("web")?.provider, provider);
  });

  it("tells where the program declares a resource, not the packages that it calls", () => {
    const at = (sourcePosition: string, ...stackTrace: string[]) =>
      read([
        step(
          "create",
          server(
            "web",
            {},
            { sourcePosition, stackTrace: stackTrace.map((position) => ({ sourcePosition: position })) },
          ),
        ),
      ]).byName.get("web")?.source;
    assert.deepEqual(at("project:///index.ts#12,3"), { file: "index.ts", line: 12, column: 3 });
    assert.equal(at("project:///my%20site/%C3%A4.ts#1")?.file, "my site/ä.ts");
    assert.equal(at("project:///100%.ts#1")?.file, "100%.ts");
    const inPackage = "project:///node_modules/shop/index.js#1,1";
    assert.equal(at(inPackage, inPackage, "project:///index.ts#7,1")?.line, 7);
    assert.equal(at(inPackage)?.line, 1);
    for (const path of [
      "venv/lib/python3.11/site-packages/site/parts.py",
      "../../usr/lib/python3/dist-packages/site/parts.py",
      "../../go/pkg/mod/example.com/site@v1.0.0/parts.go",
    ])
      assert.equal(at(`project:///${path}#3`, "project:///main#7")?.file, "main", path);
    assert.equal(at("project:///pkg/modules/site.go#3", "project:///main.go#7")?.line, 3);
  });

  it("takes no line of the host of YAML programs, which makes the resources of all", () => {
    const host = "project:///../../runner/pulumi-yaml/pkg/pulumiyaml/run.go#1026";
    const web = server("web", {}, { sourcePosition: host, stackTrace: [{ sourcePosition: host }] });
    assert.equal(read([step("create", web)]).byName.get("web")?.source, undefined);
  });

  it("refuses a preview that leaves out what does not change, with the command to run", async () => {
    const hidden = jsonFile({ steps: [step("same", stack, stack)], changeSummary: { same: 3, update: 1 } });
    const { code, out, err } = await check(hidden);
    assert.deepEqual([code, out], [2, ""]);
    assert.match(
      err,
      /leaves out 2 resources that .*\n {2}pulumi preview --json --show-sames > preview\.json\n$/,
    );
    const imported = jsonFile({
      steps: [step("import", stack, stack)],
      changeSummary: { same: 3, import: 1 },
    });
    assert.match(
      (await check(imported)).err,
      /leaves out 3 resources that do not change, as one of `pulumi import` always does: make one of the program by\n {2}pulumi preview/,
    );
    const whole = jsonFile({ steps: [step("same", stack, stack)], changeSummary: { same: 1 } });
    assert.equal((await check(whole)).code, 0);
  });

  it("counts as shown what is said to stay, and no other step", () => {
    const steps = [
      step("same", stack, stack),
      step("create", server("web", {})),
      step("delete", undefined, server("old", {})),
    ];
    const withSame = (same: number) => () => read(steps, { changeSummary: { same } });
    assert.throws(withSame(2), /leaves out 1 resources/);
    assert.doesNotThrow(withSame(1));
    assert.throws(withSame(4), /leaves out 3 resources/);
  });

  it("takes what a stack exports for not known, beside what it has exported, and an empty id for none", () => {
    const root = (outputs: object) => ({ ...stack, outputs });
    const { byName, assumptions } = read([
      step("update", root({ b: 2 }), root({ a: 1 })),
      step("create", server("web", {}, { id: "" })),
      step("create", server("named", {}, { id: "i-1" })),
    ]);
    assert.deepEqual(byName.get("shop-prod")?.outputs, { a: 1, b: 2, "what previews do not show": unknown });
    assert.deepEqual(byName.get("web")?.outputs, { id: unknown });
    assert.deepEqual(byName.get("named")?.outputs, { id: "i-1" });
    assert.deepEqual(assumptions, ["what the stack exports, which previews do not show"]);
    assert.deepEqual(read([step("create", server("web", {}))]).assumptions, []);
  });

  it("refuses the preview of a refresh, which shows nothing of what the cloud answers, and takes one that refreshes first", () => {
    const web = server("web", { port: 22 });
    const refresh = [step("refresh", stack, stack), step("refresh", web, web)];
    assert.throws(
      () => read(refresh, { changeSummary: { update: 1 } }),
      /the preview of a refresh does not show .*--refresh > preview\.json$/s,
    );
    assert.ok(read([...refresh, step("same", stack, stack), step("same", web, web)]).byName.get("web"));
  });

  it("refuses a step that it does not know", () => {
    const passing = ["refresh", "diff", "delete-replaced", "discard-replaced", "remove-pending-replace"];
    const steps = passing.map((op) => step(op, undefined, server("web", {})));
    assert.deepEqual([...read([step("same", stack, stack), ...steps]).byName.keys()], ["shop-prod"]);
    assert.throws(
      () => read([step("overhaul", server("web", {}))]),
      /steps\[0\]: .* does not know what "overhaul" does/,
    );
  });

  it("refuses a preview that failed, and a step that is none", () => {
    const diagnostics = [{ severity: "error", message: "boom\n" }];
    assert.throws(() => read([], { diagnostics }), /the preview failed, .*\nboom$/);
    const harmless = [
      { severity: "warning", message: "hm" },
      { severity: "info#err", message: "Error: said by a program that goes on\n" },
    ];
    assert.equal(read([step("create", stack)], { diagnostics: harmless }).byName.size, 1);
    assert.throws(() => read([{ urn: "x" }]), /steps\[0\] has no text "op"/);
    assert.throws(() => read([{ op: "create", urn: "x" }]), /steps\[0\]\.newState is not an object/);
  });

  it("refuses the preview of a YAML program that failed, which says so among what programs print", () => {
    const printed = (message: string) => ({ severity: "info#err", message });
    const diagnostics = [
      printed("\u001b[33mWarning\u001b[0m: hm\n\n"),
      printed('\u001b[31mError\u001b[0m: unable to find resource type "aws:ec2:Vpd"\n\n'),
    ];
    assert.throws(
      () => read([step("create", stack)], { diagnostics, changeSummary: { create: 1 } }),
      /the preview failed, .*\nError: unable to find resource type "aws:ec2:Vpd"$/,
    );
    assert.doesNotThrow(() => read([step("create", stack)], { diagnostics: diagnostics.slice(0, 1) }));
  });

  it("refuses one without a step, and says why where the preview does", async () => {
    const ended = [{ severity: "error", message: "error: program exited with non-zero exit code: 3\n" }];
    const said = async (content: object) => {
      const { code, err } = await check(jsonFile(content));
      assert.equal(code, 2);
      return err;
    };
    assert.match(await said({ diagnostics: ended }), /the preview failed, .*\nerror: program exited with/);
    assert.match(await said({ diagnostics: [], duration: 1 }), /shows no resource, not even the stack/);
    assert.match(await said({ steps: [] }), /shows no resource/);
  });

  it("judges it by the pack, and says what it cannot know", async () => {
    const preview = jsonFile({
      steps: [step("create", stack), step("create", server("web", { port: 22, owner: "me" }))],
      changeSummary: { create: 2 },
    });
    const { code, out, err } = await check(preview);
    assert.equal(code, 1);
    assert.match(out, /^Server web\n {2}mandatory high {2}no-open-port\n/);
    assert.equal(
      err,
      "1 finding in 1 resource; assumed: what the stack exports, which previews do not show\n",
    );
  });
});
