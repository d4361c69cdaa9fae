import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, parseJson } from "../../cli/document";
import { readAnswers } from "../../cli/program/invokes";
import { jsonFile } from "./run";

describe("what is no JSON", () => {
  for (const [text, said] of [
    ['{\n"a": 1,\n"b" 2 }', "not JSON (line 3)"],
    ["[".repeat(600) + "]".repeat(600), "nested more than 500 deep"],
  ] as const)
    it(`is refused: ${said}`, () => assert.throws(() => parseJson(text), { message: said }));

  it("is not a text that nests as deep as may be", () =>
    assert.ok(parseJson("[".repeat(501) + "]".repeat(501))));
});

describe("a folder", () => {
  let around: string;
  before(() => {
    around = mkdtempSync(join(tmpdir(), "network-guard-folder-"));
  });
  after(() => rmSync(around, { recursive: true, force: true }));

  it("is made with those around it, and may be there already", () => {
    const folder = join(around, "a/b/c");
    makeFolder(folder);
    makeFolder(folder);
    assert.ok(existsSync(folder));
  });

  it("is refused where there can be none, without an end of its own in /proc", () => {
    writeFileSync(join(around, "file"), "");
    symlinkSync("/nowhere/at/all", join(around, "link"));
    for (const folder of ["/proc/network-guard/a", join(around, "file/a"), join(around, "link/a")])
      assert.throws(() => makeFolder(folder), /^Error: E[A-Z]+: /, folder);
  });
});

describe("a file of answers", () => {
  const ANSWER = { token: "aws:ec2/getAmi:getAmi", result: { id: "ami-1" } };
  it("holds a token and a result each, for some arguments or for all", () => {
    const list = [ANSWER, { ...ANSWER, args: { owners: ["self"] } }];
    assert.deepEqual(readAnswers(jsonFile(list)), [{ ...ANSWER, args: {} }, list[1]]);
    assert.deepEqual(readAnswers(jsonFile("")), []);
  });

  for (const [what, content, said] of [
    ["no list", ANSWER, /expected a list of \{ token, args\?, result \}$/],
    ["no token", [ANSWER, { result: {} }], /entry 2 is not \{ token/],
    ["no result", [{ token: "a:b:c" }], /entry 1 is not/],
    ["arguments that are none", [{ ...ANSWER, args: "all" }], /entry 1 is not/],
    ["no object", ["a:b:c"], /entry 1 is not/],
  ] as const)
    it(`is refused with ${what}`, () => assert.throws(() => readAnswers(jsonFile(content as object)), said));
});
