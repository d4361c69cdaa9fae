import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PLACEHOLDER } from "../../scripts/policy-template";
import { repositoryCopy } from "../repository-copy";

describe("npm run new-policy", () => {
  let copy: string;

  before(() => {
    copy = repositoryCopy();
  });

  after(() => rmSync(copy, { recursive: true, force: true }));

  /** Runs a command of node_modules/.bin in the copy. */
  const run = (command: string, ...args: string[]) =>
    spawnSync(join(copy, "node_modules/.bin", command), args, { cwd: copy, encoding: "utf8", input: "" });

  it("writes a policy, its page and its test, which are formatted but do not pass", () => {
    const made = run(
      "ts-node",
      "--swc",
      "scripts/new-policy.ts",
      "no-moonlight",
      "--group",
      "instances",
      "--scope",
      "both",
    );
    assert.equal(made.status, 0, made.stderr);
    const [source, page, test] = [
      "policies/instances/no-moonlight.ts",
      "policies/instances/no-moonlight.md",
      "test/policies/instances/no-moonlight.test.ts",
    ] as const;
    for (const file of [source, page, test, "docs/alicloud.md"]) {
      assert.match(readFileSync(join(copy, file), "utf8"), PLACEHOLDER, file);
    }
    assert.match(readFileSync(join(copy, page), "utf8"), /^<!-- generated -->\n# no-moonlight\n/);
    assert.match(readFileSync(join(copy, "README.md"), "utf8"), /\[no-moonlight\]/);
    assert.match(readFileSync(join(copy, "policies/index.ts"), "utf8"), /noMoonlight/);

    const linted = run("biome", "check", source, page, test, "policies/index.ts");
    assert.equal(linted.status, 0, linted.stdout + linted.stderr);

    const tested = run("mocha", test);
    assert.match(tested.stdout, /no-moonlight flags nothing yet/);
    assert.match(tested.stdout, /^0 passed, 2 failed, 0 skipped$/m);
  });
});
