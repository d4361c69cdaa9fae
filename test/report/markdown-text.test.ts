import assert from "node:assert/strict";
import { cut } from "../../report/cut";
import { code, fenced, plain } from "../../report/markdown-text";

describe("text in Markdown", () => {
  for (const [name, shown] of [
    ["Vpc a-1, b/c", "Vpc a-1, b/c"],
    ["a \n  b", "a b"],
    ["größe_1", "größe&#95;1"],
    ["x".repeat(100), "x".repeat(100)],
    ["x".repeat(101), `${"x".repeat(99)}&#8230;`],
  ] as const)
    it(`is code: ${name.slice(0, 12)}, ${name.length} characters`, () =>
      assert.equal(code(name), `<code>${shown}</code>`));

  for (const [text, shown] of [
    ["a \n  b - 1.", "a b - 1."],
    ["12. May", "12&#46; May"],
    ["in 12. May", "in 12. May"],
    ["- a", "&#45; a"],
    ["@a", "&#64;\u200Ba"],
    ["https://a", "https&#58;\u200B//a"],
    ["# *a* [b](c)", "&#35; &#42;a&#42; &#91;b&#93;&#40;c&#41;"],
  ] as const)
    it(`is plain: ${JSON.stringify(text)}`, () => assert.equal(plain(text), shown));

  for (const [text, fence] of [
    ["a", "```"],
    ["`a` ``b``", "```"],
    ["```a``` `b`", "````"],
  ] as const)
    it(`is a block: ${text}`, () => {
      assert.equal(fenced(text), `${fence}text\n${text}\n${fence}`);
      assert.equal(fenced(text, "diff"), `${fence}diff\n${text}\n${fence}`);
    });

  for (const [text, shown] of [
    ["abcd", "abcd"],
    ["abcde", "abc…"],
    ["ab🐙🐙", "ab…"],
    ["a🐙🐙", "a🐙…"],
  ] as const)
    it(`is cut to four units: ${text}`, () => assert.equal(cut(text, 4), shown));
});
