import assert from "node:assert/strict";
import { visible, visibleName } from "../../report/visible";

describe("text that shows what it holds", () => {
  const unseen: [string, string][] = [
    ["what moves a cursor", "\u001b\b\u0085"],
    ["what turns the direction of writing", "\u061C\u200E\u200F\u202A\u202E\u2066\u2069"],
    ["what has no width", "\u00AD\u180E\u200B\u200D\u2060\uFEFF"],
    ["lines and paragraphs that are no line breaks", "\u2028\u2029"],
    ["letters that are tags", "\u{E0001}\u{E0041}\u{E007F}"],
    ["half a character, and what is none", "\uD800\uFFFE\uFFFF"],
  ];
  for (const [what, characters] of unseen)
    it(`marks ${what}`, () => {
      for (const one of characters) assert.equal(visible(`a${one}b`), "a\uFFFDb");
    });

  it("keeps lines and tabs, and letters of every writing", () => {
    assert.equal(visible("a\tb\r\nc\rd\n"), "a\tb\nc\nd\n");
    assert.equal(visibleName("a\r\nb"), "a b");
    const letters = "Größe データ דוגמה مثال 🐙 e\u0301";
    assert.equal(visible(letters), letters);
  });
});
