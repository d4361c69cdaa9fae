import assert from "node:assert/strict";
import fc from "fast-check";
import { Language, LanguageTooLarge } from "../../algebra/language";
import { isSubset, unionAll } from "../../algebra/set";
import { LANGUAGES, matches } from "./kinds";
import { obeysTheLawsOfSets } from "./laws";

const among = (...patterns: string[]) => unionAll(patterns.map(Language.matching), Language.none);
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

describe("languages", () => {
  obeysTheLawsOfSets(LANGUAGES);

  it("hold what a matcher that tries everything matches", () => {
    const text = (...letters: string[]) =>
      fc.array(fc.constantFrom(...letters), { maxLength: 9 }).map((characters) => characters.join(""));
    fc.assert(
      fc.property(text("a", "b", ":", "*", "*", "?"), text("a", "b", ":", "z"), (pattern, word) => {
        assert.equal(Language.matching(pattern).has(word), matches(pattern, word));
      }),
      { numRuns: 3000 },
    );
  });

  it("know when patterns together are everything", () => {
    const named = Language.of([{ letters: new Set(LETTERS) }, { repeats: true }]);
    const initials = [...LETTERS].map((letter) => `${letter}*`);
    assert.ok(among("*").equals(Language.all));
    assert.ok(among("", "?*").equals(Language.all));
    assert.ok(!among("?*").equals(Language.all));
    assert.ok(isSubset(named, among(...initials)));
    assert.ok(!isSubset(named, among(...initials.slice(1))));
    assert.ok(
      among("*a", "a*")
        .subtract(among("a*a", "a"))
        .equals(among("a*", "*a").subtract(among("a*a", "a"))),
    );
  });

  it("read characters, not halves of them", () => {
    assert.ok(Language.matching("?").has("🦆"));
    assert.ok(!Language.matching("??").has("🦆"));
  });

  it("end where a pattern takes too many states, and not at long lists of names", () => {
    assert.throws(() => Language.matching(`*a${"?".repeat(30)}b`), LanguageTooLarge);
    const names = Array.from({ length: 300 }, (_, i) => `service${i % 7}:describesomethinglong${i}*`);
    assert.ok(among(...names).has("service3:describesomethinglong3s"));
  });
});
