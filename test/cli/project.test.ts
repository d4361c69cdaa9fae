import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findProject } from "../../cli/program/project";
import { startsPrograms } from "../end-to-end/kept-programs";
import { modulesOf, repository } from "../end-to-end/pulumi";
import { seen } from "./run";

/** Writes a project with the SDK installed, and returns its folder. */
function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  symlinkSync(modulesOf(repository), join(folder, "node_modules"));
  return folder;
}

const settings = (runtime: unknown, more: object = {}) => JSON.stringify({ name: "shop", runtime, ...more });
const plain = { name: "nodejs", options: { typescript: false } };

/** A program that tells where it runs, and whether as TypeScript. */
const telling = (load: string) => `${load}
new (class extends pulumi.CustomResource {})("aws:test/server:Server", "web", {
  folder: process.cwd().split(/[\\\\/]/).at(-1), typescript: process.env.PULUMI_NODEJS_TYPESCRIPT === "true",
});`;
const COMMON = telling('const pulumi = require("@pulumi/pulumi");');
const MODULE = telling('import * as pulumi from "@pulumi/pulumi";');

describe("the project of a program", () => {
  startsPrograms();

  const programs: Record<string, [Record<string, string>, { folder: string; typescript: boolean }]> = {
    'a folder in "main", started by its own package.json': [
      {
        "Pulumi.json": settings("nodejs", { main: "infra/" }),
        "infra/package.json": '{ "main": "lib/start.js" }',
        "infra/lib/start.js": COMMON,
      },
      { folder: "infra", typescript: true },
    ],
    'a compiled ES module in "main", without TypeScript': [
      {
        "Pulumi.yaml": settings(plain, { main: "build/index.js" }),
        "package.json": '{ "type": "module" }',
        "build/index.js": MODULE,
        "build/tsconfig.json": "not JSON, and not to be read",
      },
      { folder: "build", typescript: false },
    ],
    'TypeScript that the exports of package.json name, with the "tsconfig" of the options': [
      {
        "Pulumi.yml": settings({ name: "nodejs", options: { tsconfig: "tsconfig.program.json" } }),
        "package.json": '{ "exports": { ".": "./src/app.ts" } }',
        "tsconfig.json": "not JSON, and not to be read",
        "tsconfig.program.json": '{ "compilerOptions": { "target": "ES2015" } }',
        "src/app.ts": `${MODULE}\nif (String(async () => 0).startsWith("async")) throw new Error("compiled by other options");`,
      },
      { folder: "", typescript: true },
    ],
  };
  before(() => {
    process.env.TS_NODE_TRANSPILE_ONLY = "true";
  });
  after(() => {
    delete process.env.TS_NODE_TRANSPILE_ONLY;
  });

  for (const [form, [files, expected]] of Object.entries(programs)) {
    it(`runs ${form}`, async () => {
      const folder = project(files);
      const { props } = (await seen("show-resource", folder)).get("web") ?? {};
      assert.deepEqual(props, { ...expected, folder: expected.folder || folder.split(/[\\/]/).at(-1) });
    });
  }

  const ways = /\n.*pulumi preview --json --show-sames .*\n.*--policy-pack/;
  const refused: Record<string, [object | string, RegExp]> = {
    "the runtime Bun": ["bun", new RegExp(`nodejs runtime, not of bun${ways.source}`)],
    "Bun with options": [
      { name: "bun", options: {} },
      new RegExp(`nodejs runtime, not of bun${ways.source}`),
    ],
    "another language": [{ name: "python", options: {} }, new RegExp(`not of python${ways.source}`)],
  };
  for (const [kind, [runtime, message]] of Object.entries(refused)) {
    it(`is refused, and the way on told: ${kind}`, () => {
      assert.throws(() => findProject(project({ "Pulumi.yaml": settings(runtime) })), { message });
    });
  }

  it("is of ES modules where the nearest package.json says so", () => {
    const isModule = (files: Record<string, string>, main = "a/b") => {
      const folder = project({ "Pulumi.yaml": settings(plain, { main }), "a/b/index.js": "", ...files });
      return findProject(folder).module;
    };
    assert.equal(isModule({ "package.json": '{ "type": "module" }' }), true);
    assert.equal(isModule({ "package.json": '{ "type": "module" }', "a/package.json": "{}" }), false);
    assert.equal(isModule({ "package.json": '{ "type": "commonjs" }' }), false);
  });

  it("has the tsconfig that its options name, and none of another form", () => {
    const of = (tsconfig?: unknown) =>
      findProject(project({ "Pulumi.yaml": settings({ name: "nodejs", options: { tsconfig } }) }));
    assert.equal(of("tsconfig.program.json").tsconfig, "tsconfig.program.json");
    for (const none of [undefined, 5]) assert.ok(!("tsconfig" in of(none)));
  });

  it("is refused without a runtime, and where its main is not there", () => {
    const without = project({ "Pulumi.yaml": "name: shop\n" });
    assert.throws(() => findProject(without), { message: /Pulumi\.yaml: this project names no "runtime"/ });
    const unbuilt = project({ "Pulumi.yml": settings(plain, { main: "bin" }) });
    const message = /bin: no such program \("main" of .*Pulumi\.yml\); where a build makes it, build first/;
    assert.throws(() => findProject(unbuilt), { message });
  });
});
