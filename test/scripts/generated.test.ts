import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  allowedCidrs,
  count,
  exemptions,
  exposure,
  type OptionSchema,
  pattern,
  portList,
  toggle,
  vocabulary,
} from "../../policies/kit/options";
import { generatedFiles, writeGenerated } from "../../scripts/generated";
import { handwritten, withMarked } from "../../scripts/marked";
import { typeText } from "../../scripts/page-header";
import { policyFiles } from "../../scripts/policy-files";
import { table } from "../../scripts/table";
import { policiesCopy } from "../repository-copy";

describe("npm run generate", () => {
  let copy: string;
  before(() => {
    copy = policiesCopy();
  });
  after(() => rmSync(copy, { recursive: true, force: true }));

  const stale = () =>
    generatedFiles(copy)
      .filter(({ isFresh }) => !isFresh)
      .map(({ path }) => path);

  it("finds what is stale, mends it, and leaves what people wrote", () => {
    writeGenerated(copy);
    assert.deepEqual(stale(), []);
    const page = "policies/security-groups/no-public-ssh-rdp.md";
    const text = readFileSync(join(copy, page), "utf8");
    writeFileSync(join(copy, page), `${text.replace("SSH and RDP must", "SSH must")}\nBy hand.\n`);
    assert.deepEqual(stale(), [page]);
    assert.deepEqual(writeGenerated(copy), [page]);
    assert.equal(readFileSync(join(copy, page), "utf8"), `${text}\nBy hand.\n`);
  });

  it("takes a file without a default export for no policy", () => {
    const before = policyFiles(copy).length;
    writeFileSync(join(copy, "policies/security-groups/ports.ts"), "export const ssh = 22;\n");
    assert.equal(policyFiles(copy).length, before);
  });

  it("refuses a folder that is no group", () => {
    const folder = join(copy, "policies/moonlight");
    cpSync(join(copy, "policies/security-groups"), folder, { recursive: true });
    assert.throws(() => policyFiles(copy), /policies\/moonlight is no group/);
    rmSync(folder, { recursive: true });
  });
});

describe("the marks", () => {
  const page = "before\n<!-- generated -->\nold\n<!-- /generated -->\nafter\n";

  it("enclose what is generated", () => {
    assert.equal(withMarked(page, "new", "a.md"), page.replace("old", "new"));
    assert.equal(handwritten(page), "before\n\nafter\n");
  });

  for (const [what, text] of [
    ["neither", "before"],
    ["only the first", "<!-- generated -->"],
    ["the second first", "<!-- /generated --> <!-- generated -->"],
    ["the first twice", `<!-- generated --> ${page}`],
    ["the second twice", `${page} <!-- /generated -->`],
  ] as const) {
    it(`are refused where a document has ${what}`, () => {
      assert.throws(() => withMarked(text, "new", "a.md"), /^Error: a\.md must hold /);
    });
  }
});

describe("a table", () => {
  it("pads its columns, and keeps a bar inside its cell", () => {
    assert.equal(
      table(["a", "name"], [["`x|y`", "1"]]),
      ["| a      | name |", "| ------ | ---- |", "| `x\\|y` | 1    |"].join("\n"),
    );
  });
});

describe("the type of an option", () => {
  const types: [Partial<OptionSchema>, string][] = [
    [count(1, "A."), "integer from 0"],
    [toggle(true, "A."), "boolean"],
    [portList([], "A."), "list of integers from 0 to 65535"],
    [allowedCidrs, "list of CIDR blocks"],
    [pattern("", "A."), "regular expression"],
    [vocabulary, "object whose values are lists of strings"],
    [exposure, "object with `tags`, `values`"],
    [exemptions, "list of objects with `resource`, `fingerprint?`, `reason`, `expires?`"],
    [{ enum: ["a", "b"] }, 'one of `"a"`, `"b"`'],
  ];
  for (const [schema, text] of types) {
    it(text, () => assert.equal(typeText(schema), text));
  }
});
