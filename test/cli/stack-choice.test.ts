import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Coverage } from "../../cli/coverage";
import { chooseStack, loadConfig, stacksOf, valuesOf } from "../../cli/program/config";
import { findProject, type Project } from "../../cli/program/project";
import { wayOn } from "../../cli/program/way-on";
import { unknown } from "../../cli/properties";

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

  it("has no settings where their folder is missing, and those of the folder that is named", () => {
    const away = (folder: string) => projectWith({ "Pulumi.yaml": `${project}stackConfigDir: ${folder}\n` });
    assert.deepEqual(stacksOf(away("nowhere")), []);
    const kept = folderWith({
      "Pulumi.prod.yaml": "",
      "Pulumi.dev.yml": "",
      "Pulumi.yaml": "",
      "a.Pulumi.b.yaml": "",
    });
    assert.deepEqual(stacksOf(away(kept)).sort(), ["dev", "prod"]);
    assert.throws(
      () => stacksOf(away("Pulumi.yaml")),
      /^CannotRun: .*Pulumi\.yaml: this folder cannot be read/,
    );
  });

  it("takes keys of another namespace in either spelling, and what a declaration gives", () => {
    const declared =
      "config:\n  plain: 1\n  valued: { value: 2 }\n  usual: { default: 3 }\n  bare: { type: string }\n";
    const settings =
      "config:\n  aws:config:region: eu-west-1\n  aws:profile: own\n  a:config: x\n  a:b:c: y\n  list: [1, { secure: v1:a:b }]\n  nothing:\n";
    const { values, secretKeys } = loadConfig(
      projectWith({ "Pulumi.yaml": `${project}${declared}`, "Pulumi.prod.yaml": settings }),
      "prod",
      [],
      new Coverage(),
    );
    assert.deepEqual(Object.fromEntries(values), {
      ...{ "shop:plain": "1", "shop:valued": "2", "shop:usual": "3" },
      ...{ "aws:region": "eu-west-1", "aws:profile": "own", "a:config": "x", "a:b:c": "y" },
      "shop:list": JSON.stringify([1, unknown]),
    });
    assert.deepEqual([...secretKeys], ["shop:list"]);
    assert.deepEqual(Object.fromEntries(valuesOf({ values, secretKeys }, "aws")), {
      region: "eu-west-1",
      profile: "own",
    });
  });

  it("refuses settings and overrides that are none", () => {
    const of =
      (settings: string, ...overrides: string[]) =>
      () =>
        loadConfig(projectWith({ "Pulumi.prod.yaml": settings }), "prod", overrides, new Coverage());
    assert.throws(of("- a\n"), /Pulumi\.prod\.yaml: not a stack's settings$/);
    assert.throws(of("config: [a]\n"), /Pulumi\.prod\.yaml: "config" is not a map$/);
    for (const given of ["token", "=hush"]) assert.throws(of("", given), /--config \w*: expected key=value$/);
  });

  it("counts the environments that settings import", () => {
    const counted = (environment: string) => {
      const coverage = new Coverage();
      loadConfig(projectWith({ "Pulumi.prod.yaml": `${environment}\n` }), "prod", [], coverage);
      return coverage.outcome.unjudged.map(({ number }) => number);
    };
    assert.deepEqual(counted("environment: [a, b]"), [2]);
    assert.deepEqual(counted("environment: { imports: [a, b, c] }"), [3]);
    assert.deepEqual(counted("environment: own"), [1]);
    assert.deepEqual(counted("environment:"), []);
    assert.deepEqual(counted("config: {}"), []);
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
    // By such a link Emacs says who writes a file.
    symlinkSync("somebody@host.1234", join(driver, ".#index.ts"));
    assert.match(wayOn("boom", driver), /policyPacks/);
    for (const lacking of ["module '@pulumi/aws'", "package 'lodash' imported from /shop/index.js"])
      assert.match(wayOn(`Error: Cannot find ${lacking}`, folderWith({})), /^install the packages .* npm ci/);
    for (const own of ["./network", "../network", "/shop/network"])
      assert.equal(wayOn(`Error: Cannot find module '${own}'`, folderWith({})), "");
  });
});
