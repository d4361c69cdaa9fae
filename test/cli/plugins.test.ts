import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { findPlugin, folderOf } from "../../cli/program/plugins";
import type { Project } from "../../cli/program/project";

describe("the plugin of a package", () => {
  const kept = { PATH: process.env.PATH, PULUMI_HOME: process.env.PULUMI_HOME };
  let root: string;
  const at = (...names: string[]) => join(root, ...names);
  const put = (path: string, content = "", mode = 0o755) => {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), content);
    chmodSync(at(path), mode);
    return at(path);
  };
  const find = (name: string, version = "", settings: Record<string, unknown> = {}) =>
    findPlugin({ root, settings } as Project, name, version);

  before(() => {
    root = mkdtempSync(join(tmpdir(), "network-guard-"));
    process.env.PATH = ["", at("first"), at("second")].join(delimiter);
    process.env.PULUMI_HOME = at("home");
    put("first/pulumi-resource-plain", "", 0o644);
    put("second/pulumi-resource-plain");
    put("second/pulumi-resource-both");
    for (const folder of [
      "random-v1.2.9",
      "random-v1.2.10",
      "both-v1.0.0",
      "half-v1.0.0.lock",
      "text-v1.0.0",
    ])
      put(
        `home/plugins/resource-${folder}/pulumi-resource-${folder.split("-")[0]}`,
        "",
        folder === "text-v1.0.0" ? 0o644 : 0o755,
      );
    put("own/pulumi-resource-own");
    put("named");
    put("program/PulumiPlugin.yaml", "runtime: nodejs\n");
    put("options/PulumiPlugin.yaml", "runtime: { name: nodejs, options: { typescript: true } }\n");
    put("python/PulumiPlugin.yaml", "runtime: python\n");
    put("empty/readme");
    for (const name of ["program", "options"])
      symlinkSync(join(__dirname, "../../node_modules"), at(name, "node_modules"));
    put("lonely/PulumiPlugin.yaml", "runtime: nodejs\n");
  });

  after(() => {
    process.env.PATH = kept.PATH;
    if (kept.PULUMI_HOME === undefined) delete process.env.PULUMI_HOME;
    else process.env.PULUMI_HOME = kept.PULUMI_HOME;
  });

  it("is an executable on PATH, before one that is installed", () => {
    assert.deepEqual(find("plain"), { file: at("second/pulumi-resource-plain"), args: [] });
    assert.deepEqual(find("both"), { file: at("second/pulumi-resource-both"), args: [] });
  });

  it("is the newest that is installed, or the version that is asked for", () => {
    const installed = (version: string) => ({
      file: at(`home/plugins/resource-random-v${version}/pulumi-resource-random`),
      args: [],
    });
    assert.deepEqual(find("random"), installed("1.2.10"));
    assert.deepEqual(find("random", "1.2.9"), installed("1.2.9"));
    for (const name of ["half", "text", "none"]) assert.equal(find(name), undefined, name);
    assert.equal(find("random", "2.0.0"), undefined);
    process.env.PULUMI_HOME = at("nowhere");
    assert.equal(find("random"), undefined);
    process.env.PULUMI_HOME = at("home");
  });

  it("is where the project says, a file or a folder", () => {
    const listed = (path: string) => ({
      plugins: {
        providers: [
          { name: "other", path: "own" },
          { name: "both", path },
        ],
      },
    });
    const own = { file: at("own/pulumi-resource-own"), args: [] };
    assert.deepEqual(find("both", "", listed("named")), { file: at("named"), args: [] });
    assert.deepEqual(find("own", "", { packages: { own: "own" } }), own);
    assert.deepEqual(find("own", "", { packages: { own: "./own" }, plugins: { providers: "none" } }), own);
    assert.equal(find("both", "", listed("empty")), undefined);
    assert.deepEqual(find("both", "", listed("missing"))?.file, at("second/pulumi-resource-both"));
    assert.deepEqual(
      find("both", "", { packages: { both: "random@1.0.0" } })?.file,
      at("second/pulumi-resource-both"),
    );
  });

  it("is a program of Node.js that says so and has the SDK", () => {
    for (const name of ["program", "options"]) {
      const found = find("both", "", { packages: { both: name } });
      assert.equal(found?.file, process.execPath);
      assert.match(found.args[0] ?? "", /^--require=.*late-modules/);
      assert.match(found.args[1] ?? "", /cmd.run-plugin/);
      assert.equal(found.args.length, 3);
      assert.equal(folderOf(found), at(name));
    }
    for (const name of ["python", "lonely"])
      assert.equal(find("both", "", { packages: { both: name } }), undefined, name);
    assert.equal(folderOf({ file: at("second/pulumi-resource-plain"), args: [] }), at("second"));
  });
});
