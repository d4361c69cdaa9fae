import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Coverage } from "../../cli/coverage";
import { chooseStack, loadConfig } from "../../cli/program/config";
import { findProject, type Project } from "../../cli/program/project";
import { wayOn } from "../../cli/program/way-on";

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

const project = "name: shop\nruntime: nodejs\n";
const projectWith = (files: Record<string, string>): Project =>
  findProject(folderWith({ "Pulumi.yaml": project, ...files }));

function choose(files: Record<string, string>, given?: string) {
  const coverage = new Coverage();
  return { ...chooseStack(projectWith(files), given, coverage), assumptions: coverage.outcome.assumptions };
}

describe("the stack of a program", () => {
  it("is the only one that has settings, or the one that is named", () => {
    const organization = "organization";
    assert.deepEqual(choose({ "Pulumi.prod.yaml": "" }), {
      ...{ organization, project: "shop", stack: "prod" },
      assumptions: [],
    });
    assert.equal(choose({ "Pulumi.prod.yaml": "" }, "dev").stack, "dev");
    const qualified = choose({}, "acme/shop/prod");
    assert.deepEqual([qualified.organization, qualified.stack], ["acme", "prod"]);
  });

  it("says nothing of an environment when nobody named it", () => {
    const { stack, assumptions } = choose({});
    assert.equal(stack, "unnamed");
    assert.deepEqual(assumptions, ["a stack without name and settings (--stack)"]);
    assert.deepEqual(choose({}, "dev").assumptions, []);
  });

  it("is to be chosen where there are several", () => {
    const files = { "Pulumi.prod.yaml": "", "Pulumi.dev.yaml": "" };
    assert.throws(() => choose(files), /choose one of the stacks dev, prod with --stack/);
    assert.equal(choose(files, "prod").stack, "prod");
  });

  it("is not taken for another by a slip of the pen", () => {
    const files = { "Pulumi.prod.yaml": "" };
    assert.throws(() => choose(files, "prdo"), /there is no Pulumi\.prdo\.yaml\. Did you mean "prod"\?/);
    assert.equal(choose({ ...files, "Pulumi.prdo.yaml": "" }, "prdo").stack, "prdo");
    assert.equal(choose(files, "staging").stack, "staging");
    assert.throws(() => choose(files, "a b"), /no stack can be named "a b"/);
  });

  it("keeps a key secret whose value the command line gives", () => {
    const settings = "config:\n  shop:token: { secure: v1:a:b }\n  shop:size: small\n";
    const of = (...overrides: string[]) =>
      loadConfig(projectWith({ "Pulumi.prod.yaml": settings }), "prod", overrides, new Coverage());
    const config = of("token=hush", "size=large");
    assert.deepEqual(Object.fromEntries(config.values), { "shop:token": "hush", "shop:size": "large" });
    assert.deepEqual([...config.secretKeys], ["shop:token"]);
    const declared = projectWith({
      "Pulumi.yaml": `${project}config:\n  pin: { type: string, secret: true }\n`,
    });
    assert.deepEqual([...loadConfig(declared, "prod", ["pin=1"], new Coverage()).secretKeys], ["shop:pin"]);
  });

  it("quotes nothing of settings that are no YAML", () => {
    const broken = projectWith({ "Pulumi.prod.yaml": "config:\n  token: hush\n bad: [\n" });
    assert.throws(
      () => loadConfig(broken, "prod", [], new Coverage()),
      ({ message }: Error) => /Pulumi\.prod\.yaml: .* at line \d/.test(message) && !message.includes("hush"),
    );
  });
});

describe("a program that cannot be found or run", () => {
  it("is told what else to name", () => {
    assert.throws(
      () => findProject(folderWith({})),
      /no Pulumi\.yaml here; name a program's folder or file, or/,
    );
    assert.equal(findProject(folderWith({ "index.js": "" })).entryPoint, ".");
  });

  it("is found from a file below its project", () => {
    const folder = folderWith({ "Pulumi.yaml": project });
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/main.ts"), "");
    const { name, root, entryPoint } = findProject(join(folder, "src/main.ts"));
    assert.deepEqual([name, root, entryPoint], ["shop", folder, "main.ts"]);
  });

  it("is told how to give a missing value, and where the automation API takes the pack", () => {
    const missing = "Missing required configuration variable 'shop:size'";
    assert.match(wayOn(missing, folderWith({})), /^give it with --config shop:size=<value>/);
    const driver = folderWith({ "index.ts": 'import { LocalWorkspace } from "@pulumi/pulumi/automation";' });
    assert.match(wayOn("boom", driver), /policyPacks/);
    assert.equal(wayOn("boom", folderWith({ "index.ts": "" })), "");
  });
});
