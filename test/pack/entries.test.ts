import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { entriesIn } from "../../pack/entries";
import { folderOfProjectNamed } from "../../pack/project-folder";
import { readProjectSettings } from "../../pack/project-settings";

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "network-guard-entries-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** A file below the folder of these tests, with what it holds. */
function file(path: string, text: string): string {
  const whole = join(folder, path);
  mkdirSync(join(whole, ".."), { recursive: true });
  writeFileSync(whole, text);
  return whole;
}

describe("what a configuration says of policies", () => {
  for (const [what, content, expected] of [
    ["a level", { "no-x": "advisory" }, [["no-x", { level: "advisory", options: {} }]]],
    [
      "a level and options",
      { "no-x": { enforcementLevel: "mandatory", ports: [22] } },
      [["no-x", { level: "mandatory", options: { ports: [22] } }]],
    ],
    ["options alone", { "no-x": { ports: [22] } }, [["no-x", { options: { ports: [22] } }]]],
    ["the address of its schema, and environments", { $schema: "./a.json", environments: ["a"] }, []],
  ] as const)
    it(`is ${what}`, () => {
      const { settings, errors } = entriesIn<unknown>(content);
      assert.deepEqual([...settings], expected);
      assert.deepEqual(errors, []);
    });

  const LEVELS = "is no enforcement level; the levels are advisory, mandatory, disabled, remediate.";
  for (const [content, error] of [
    [{ "no-x": "advisry" }, `no-x: "advisry" ${LEVELS} Did you mean "advisory"?`],
    [{ "no-x": { enforcementLevel: 1 } }, `no-x: 1 ${LEVELS}`],
    [{ "no-x": null }, `no-x: null ${LEVELS}`],
    [{ "no-x": ["advisory"] }, `no-x: ["advisory"] ${LEVELS}`],
    [{ environments: "a" }, `environments: "a" ${LEVELS}`],
    [{ $schema: 1 }, `$schema: 1 ${LEVELS}`],
  ] as const)
    it(`is not ${JSON.stringify(content)}`, () =>
      assert.deepEqual(entriesIn<unknown>(content).errors, [error]));
});

describe("the folder of a project", () => {
  it("is the nearest one at or above which the project's file lies, where that has its name", () => {
    const root = join(file("shop/Pulumi.yaml", "name: shop\n"), "..");
    const inner = join(file("shop/src/deep/index.ts", ""), "..");
    assert.equal(folderOfProjectNamed("shop", root), root);
    assert.equal(folderOfProjectNamed("shop", inner), root);
    assert.equal(folderOfProjectNamed("other", inner), undefined);
    assert.equal(folderOfProjectNamed("shop", tmpdir()), undefined);
    for (const [name, text] of [
      ["Pulumi.yml", "name: blog"],
      ["Pulumi.json", '{ "name": "blog" }'],
    ] as const) {
      const other = join(file(`${name}-only/${name}`, text), "..");
      assert.equal(folderOfProjectNamed("blog", other), other);
    }
    for (const text of ["", "name: [", "- shop"])
      assert.equal(
        folderOfProjectNamed("shop", join(file("broken/Pulumi.yaml", text), "..")),
        undefined,
        text,
      );
  });

  it("is found from the folder of the shell where the starter's is not in it", () => {
    const { PWD } = process.env;
    const root = join(file("wiki/Pulumi.yaml", "name: wiki\n"), "..");
    try {
      process.env.PWD = root;
      assert.equal(folderOfProjectNamed("wiki", tmpdir()), root);
    } finally {
      process.env.PWD = PWD;
    }
  });
});

describe("a project's settings", () => {
  for (const [what, text, said] of [
    ["a text", "shop", /settings\.yaml: expected an object of settings\.$/],
    ["a list", "- a", /settings\.yaml: expected an object of settings\.$/],
    ["no YAML", "a: [1\nsecret: 2", /settings\.yaml: [^\n]*line 2[^\n]*$/],
  ] as const)
    it(`are not ${what}`, () => assert.throws(() => readProjectSettings(file("settings.yaml", text)), said));

  it("are the defaults where nothing stands there", () => {
    const empty = readProjectSettings(file("settings.yaml", ""));
    assert.deepEqual(readProjectSettings(file("settings.yaml", "{}")), empty);
    assert.ok(Object.keys(empty).length > 0);
  });
});
