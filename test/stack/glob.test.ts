import assert from "node:assert/strict";
import fc from "fast-check";
import { matchesGlob } from "../../stack/glob";
import { trials } from "../trials";

/** What a glob means, letter by letter. */
const means = (glob: string, text: string): boolean => {
  if (glob === "") return text === "";
  if (glob[0] === "*") return means(glob.slice(1), text) || (text !== "" && means(glob, text.slice(1)));
  return text !== "" && (glob[0] === "?" || glob[0] === text[0]) && means(glob.slice(1), text.slice(1));
};

describe("a glob", () => {
  it("means what it says", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."ab*?$()[]{}|+.^!@\\/:-, #"), maxLength: 8 });
    const agrees = fc.property(letters, letters, (glob, text) => {
      assert.equal(matchesGlob(glob, text), means(glob, text));
    });
    fc.assert(agrees, trials(4000));
  });

  it("takes a character for one where it is handed characters", () => {
    assert.equal(matchesGlob("w?b", "w🚪b"), false);
    assert.equal(matchesGlob([..."w?b"], [..."w🚪b"]), true);
  });

  it("of many stars ends", () => {
    assert.equal(matchesGlob(`${"*a".repeat(30)}b`, "a".repeat(300)), false);
  });
});
