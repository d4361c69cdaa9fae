import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as index from "../policies";
import { readOptions } from "../policies/kit/configuration";
import { generatedFiles } from "../scripts/generated";
import { filesOf, folders, policyFiles } from "../scripts/policy-files";
import { PLACEHOLDER } from "../scripts/policy-template";
import { GUIDES } from "../scripts/practices";
import { assertSentence } from "./harness/sentence";

const root = join(__dirname, "..");
const files = policyFiles(root);

describe("what derives from the policies", () => {
  it("is fresh", () => {
    const stale = generatedFiles(root, files).filter(({ isFresh }) => !isFresh);
    assert.deepEqual(
      stale.map(({ path }) => path),
      [],
      "run `npm run generate`",
    );
  });

  it("exports every policy, in a list and under its own name", () => {
    const { policies, ...named } = index;
    assert.deepEqual(
      policies.map(({ name }) => name),
      files.map(({ name }) => name),
    );
    assert.deepEqual(new Set(Object.values(named)), new Set(policies));
    for (const { identifier, policy } of files) {
      assert.equal((named as Record<string, unknown>)[identifier], policy);
    }
  });
});

describe("the siblings of a policy", () => {
  for (const { name, source, page, test } of files) {
    it(`${name} has its page and its test, with nothing left to fill in`, () => {
      for (const file of [source, page, test]) {
        assert.ok(existsSync(join(root, file)), `${file} is missing`);
        const [left = "nothing"] = PLACEHOLDER.exec(readFileSync(join(root, file), "utf8")) ?? [];
        assert.equal(left, "nothing", `${file} still leaves ${left} to fill in`);
      }
    });
  }

  it("each says what it means on Alibaba Cloud", () => {
    const lines = readFileSync(join(root, "docs/alicloud.md"), "utf8").split("\n");
    assert.deepEqual(
      lines.filter((line) => PLACEHOLDER.test(line)),
      [],
    );
  });

  it("no page and no test stands without a policy", () => {
    const names = new Set(files.map(({ group, name }) => `${group}/${name}`));
    const strays = (folder: string, ending: string) =>
      folders(join(root, folder)).flatMap((group) =>
        filesOf(join(root, folder, group), ending)
          .filter((name) => !names.has(`${group}/${name}`))
          .map((name) => `${folder}/${group}/${name}${ending}`),
      );
    assert.deepEqual([...strays("policies", ".md"), ...strays("test/policies", ".test.ts")], []);
  });
});

describe("practices", () => {
  const names = new Set(files.map(({ name }) => name));
  const practices = GUIDES.flatMap((guide) => guide.practices);

  for (const { id, says, policies = [], unenforced } of practices) {
    it(`${id} is enforced by policies that there are, or says why by none`, () => {
      assertSentence(says, "the practice");
      assert.deepEqual(
        policies.filter((name) => !names.has(name)),
        [],
        "these are no policies",
      );
      if (policies.length > 0) assert.equal(unenforced, undefined);
      else assert.match(unenforced ?? "", /^[A-Z].*\.$/, "no policy enforces it, and no reason is given");
    });
  }

  it("no two share an id", () => {
    assert.equal(new Set(practices.map(({ id }) => id)).size, practices.length);
  });
});

describe("the README", () => {
  it("shows a configuration that the policies take", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const [, example = "{}"] = /^```json\n(.*?)^```$/ms.exec(readme) ?? [];
    const { all, ...entries } = JSON.parse(example) as Record<string, string | Record<string, unknown>>;
    assert.ok(all === undefined || typeof all === "string");
    assert.notDeepEqual(entries, {});
    for (const [name, entry] of Object.entries(entries)) {
      const { enforcementLevel, ...configuration } =
        typeof entry === "string" ? { enforcementLevel: entry } : entry;
      const policy = index.policies.find((one) => one.name === name);
      assert.ok(policy, name);
      if (enforcementLevel === "remediate") assert.ok(policy.remediateResource, name);
      readOptions(name, policy.options, configuration);
    }
  });
});
