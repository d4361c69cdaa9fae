import assert from "node:assert/strict";
import fc from "fast-check";
import { Language } from "../../algebra/language";
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

  it("are equal where they hold the same texts, whichever automaton tells them", () => {
    const state = fc.record({ accepts: fc.boolean(), a: fc.nat(2), b: fc.nat(2), other: fc.nat(2) });
    const made = (states: readonly { accepts: boolean; a: number; b: number; other: number }[]) =>
      Language.made(
        states.map(({ accepts, a, b, other }) => ({
          accepts,
          next: new Map([
            ["b", b],
            ["a", a],
          ]),
          other,
        })),
      );
    fc.assert(
      fc.property(fc.tuple(state, state, state), fc.nat(2), state, (states, which, another) => {
        const [one, other] = [made(states), made(states.with(which, another))];
        const isSame = LANGUAGES.universe.every((text) => one.has(text) === other.has(text));
        assert.equal(one.equals(other), isSame);
        assert.equal(other.equals(one), isSame);
      }),
      { numRuns: 300 },
    );
  });

  it("read characters, not halves of them", () => {
    assert.ok(Language.matching("?").has("🦆"));
    assert.ok(!Language.matching("??").has("🦆"));
  });

  it("end where a pattern takes too many states, and not at long lists of names", () => {
    assert.throws(() => Language.matching(`*a${"?".repeat(30)}b`), {
      name: "LanguageTooLarge",
      message: "The patterns take too many states.",
    });
    const names = Array.from({ length: 300 }, (_, i) => `service${i % 7}:describesomethinglong${i}*`);
    assert.ok(among(...names).has("service3:describesomethinglong3s"));
    // What stands before a `*` that is reached need not be kept in mind.
    const parts = Language.matching("*a???????b*c???????d*");
    assert.ok(parts.has("-a1234567b-c1234567d-") && !parts.has("-c1234567d-a1234567b-"));
  });
});
