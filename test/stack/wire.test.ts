import assert from "node:assert/strict";
import { UNKNOWN } from "../../stack/value";
import { readWire, secretsIn } from "../../stack/wire";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const signed = (kind: string, fields: object) => ({ [SIGNATURE]: kind, ...fields });
const secret = (fields: object) => signed("1b47061264138c4ac30d75fd1eb44270", fields);
const output = (fields: object) => signed("d0e6a833031e9bbcd3f4e8bde6ca49a4", fields);
const reference = (fields: object) => signed("5cf8f73096256a8f31e491e813e4eb8e", fields);
const bytes = (value: unknown) => signed("803fd3297a5875dc03ca845dda5d2a98", { value });
const number = (value: unknown) => signed("8ad145fe-0d11-4827-bfd7-1abcbf086f5c", { value });
const asset = (fields: object) => signed("c44067f5952c0a294b673a41bacd8c17", fields);
const MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What the engine sends, what it is read as, undefined for what is left out, and what of it is secret. */
const CASES: readonly (readonly [string, unknown, unknown, readonly (string | number)[]])[] = [
  ["plain values", [1, "a", true, null, { b: [2] }], [1, "a", true, null, { b: [2] }], []],
  ["null, which leaves a property out", null, undefined, []],
  ["null within an object", { a: null, b: { c: null }, d: [{ e: null }] }, { b: {}, d: [{}] }, []],
  ["null within a secret object", secret({ value: { a: null, b: "hush" } }), { b: "hush" }, ["hush"]],
  ["the mark of an unknown value", [MARK, { a: MARK }], [UNKNOWN, { a: UNKNOWN }], []],
  ["a secret", secret({ value: "hush" }), "hush", ["hush"]],
  [
    "a secret object, of which texts and numbers are secret",
    secret({ value: { a: ["hush", 7, true, null] } }),
    { a: ["hush", 7, true, null] },
    ["hush", 7],
  ],
  ["a secret without a value", secret({}), undefined, []],
  ["a secret that is not known", secret({ value: MARK }), UNKNOWN, []],
  ["a secret of a state", secret({ plaintext: '{"a":"hush"}' }), { a: "hush" }, ["hush"]],
  ["a secret of a state that is no JSON", secret({ plaintext: "{" }), UNKNOWN, []],
  ["an encrypted secret of a state", secret({ ciphertext: "AAAB", value: "no" }), UNKNOWN, []],
  ["a secret within a secret", secret({ value: secret({ value: "hush" }) }), "hush", ["hush"]],
  ["an output", output({ value: "a" }), "a", []],
  ["an output whose value is null", output({ value: null }), undefined, []],
  ["an output that is not known", output({}), UNKNOWN, []],
  ["a secret output", output({ value: "hush", secret: true }), "hush", ["hush"]],
  ["an output that is no secret", output({ value: "a", secret: false }), "a", []],
  ["an output within a secret", secret({ value: output({ value: "hush" }) }), "hush", ["hush"]],
  ["a reference, by its id", reference({ id: "vpc-1", urn: "urn" }), "vpc-1", []],
  ["a reference without an id, by its URN", reference({ urn: "urn" }), "urn", []],
  ["a reference whose id is not known yet", reference({ id: "", urn: "urn" }), UNKNOWN, []],
  ["a reference to nothing", reference({}), undefined, []],
  ["a secret reference", secret({ value: reference({ id: "vpc-1" }) }), "vpc-1", ["vpc-1"]],
  ["a text that is none of UTF-8", bytes("/2Fi"), "\ufffdab", []],
  ["a secret text that is none of UTF-8", secret({ value: bytes("/2Fi") }), "\ufffdab", ["\ufffdab"]],
  ["bytes that are no text", bytes(7), UNKNOWN, []],
  ["a number that JSON cannot write", number("fff0000000000000"), Number.NEGATIVE_INFINITY, []],
  ["a number with a digit too many", number("fff00000000000000"), UNKNOWN, []],
  ["a number with a digit too few", number("fff000000000000"), UNKNOWN, []],
  ["a number with something before it", number("xfff0000000000000"), UNKNOWN, []],
  ["a number of no digits", number(1234567890123456), UNKNOWN, []],
  ["an asset, without its signature", asset({ text: "a" }), { text: "a" }, []],
  ["a secret within an asset", asset({ text: secret({ value: "hush" }) }), { text: "hush" }, ["hush"]],
  ["what is secret around an asset", secret({ value: asset({ text: "hush" }) }), { text: "hush" }, ["hush"]],
];

describe("properties as the engine sends them", () => {
  for (const [what, wire, value, secrets] of CASES) {
    it(`hold ${what}`, () => {
      const values = value === undefined ? {} : { property: value };
      assert.deepEqual(readWire({ property: wire }), { values, secrets });
      assert.deepEqual(secretsIn({ before: "plain", property: wire }), secrets);
      assert.deepEqual(secretsIn({ property: { plain: 1, deep: [1, wire] } }), secrets);
    });
  }
});
