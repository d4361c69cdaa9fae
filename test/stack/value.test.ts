import assert from "node:assert/strict";
import * as sdk from "@pulumi/policy/proxy";
import { quote } from "../../stack/quote";
import {
  at,
  elements,
  field,
  flag,
  integer,
  isKnown,
  isObject,
  isUnknownMark,
  text,
  UNKNOWN,
  type Value,
  word,
} from "../../stack/value";

const READERS = { elements, text, word, flag, integer, isKnown, isObject };
type Reader = keyof typeof READERS;

const READ: Record<Reader, readonly (readonly [Value, unknown])[]> = {
  elements: [
    [undefined, []],
    [null, []],
    [[], []],
    [
      [1, UNKNOWN],
      [1, UNKNOWN],
    ],
    ["one", ["one"]],
    [{ a: 1 }, [{ a: 1 }]],
    [UNKNOWN, [UNKNOWN]],
  ],
  text: [
    ["a", "a"],
    ["", ""],
    [80, "80"],
    [UNKNOWN, UNKNOWN],
    [true, undefined],
    [undefined, undefined],
    [["a"], undefined],
  ],
  word: [
    ["ENABLED", "enabled"],
    ["", undefined],
    [6, "6"],
    [UNKNOWN, UNKNOWN],
    [true, undefined],
  ],
  flag: [
    [true, true],
    [false, false],
    ["true", true],
    [" True ", true],
    ["FALSE", false],
    ["yes", undefined],
    ["", undefined],
    [1, undefined],
    [undefined, undefined],
    [UNKNOWN, UNKNOWN],
  ],
  integer: [
    [22, 22],
    ["22", 22],
    [" -1 ", -1],
    ["10a", undefined],
    ["a10", undefined],
    ["1.5", undefined],
    ["", undefined],
    ["--1", undefined],
    ["1e3", undefined],
    ["0x10", undefined],
    [1.5, undefined],
    [Number.NaN, undefined],
    [true, undefined],
    [UNKNOWN, UNKNOWN],
  ],
  isKnown: [
    ["a", true],
    [undefined, true],
    [null, true],
    [UNKNOWN, false],
    [["a", ["b"]], true],
    [["a", [UNKNOWN]], false],
    [{ a: { b: 1 } }, true],
    [{ a: 1, b: { c: UNKNOWN } }, false],
  ],
  isObject: [
    [{}, true],
    [[], false],
    [null, false],
    ["{}", false],
    [UNKNOWN, false],
  ],
};

const shown = (value: Value) => (value === undefined ? "undefined" : quote(value));

describe("a value", () => {
  for (const [reader, cases] of Object.entries(READ) as [Reader, (typeof READ)[Reader]][]) {
    it(`is read by \`${reader}\` as it stands`, () => {
      for (const [value, expected] of cases)
        assert.deepEqual(READERS[reader](value), expected, `${reader}(${shown(value)})`);
    });
  }

  it("has the fields that its object has itself, and unknown ones while it is unknown", () => {
    assert.equal(field({ a: 1 }, "a"), 1);
    assert.equal(field({ a: null }, "a"), undefined);
    assert.equal(field({ a: 1 }, "b"), undefined);
    assert.equal(field({}, "toString"), undefined);
    assert.equal(field(["a"], "0"), undefined);
    assert.equal(field("text", "length"), undefined);
    assert.equal(field(null, "a"), undefined);
    assert.equal(field(UNKNOWN, "a"), UNKNOWN);
    assert.equal(at({ a: { b: 2 } }, ["a", "b"]), 2);
    assert.equal(at({ a: UNKNOWN }, ["a", "b", "c"]), UNKNOWN);
    assert.deepEqual(at({ a: 1 }, []), { a: 1 });
  });

  it("is unknown by each of the marks that the SDK knows, and where it is not told", () => {
    const marks = Object.entries(sdk).flatMap(([name, mark]) =>
      /^unknown\w+Value$/.test(name) ? [mark] : [],
    );
    assert.equal(marks.length, 7);
    for (const mark of [...marks, "[secret]"]) assert.ok(isUnknownMark(String(mark)), String(mark));
    for (const other of ["", "secret", "unknown"]) assert.ok(!isUnknownMark(other), other);
  });

  it("is quoted as the program would write it", () => {
    assert.equal(quote("a"), '"a"');
    assert.equal(quote(["a", UNKNOWN, { b: UNKNOWN }]), '["a","(unknown)",{"b":"(unknown)"}]');
    assert.equal(quote(UNKNOWN), "an unknown value");
    assert.equal(quote(undefined), "nothing");
    assert.equal(quote(null), "null");
  });
});
