import assert from "node:assert/strict";
import { changesText } from "../../cli/pack/changes";
import { type Properties, secret, signature, unknown } from "../../cli/properties";

const CASES: Readonly<Record<string, readonly [Properties, Properties, string]>> = {
  "another value": [{ port: 22 }, { port: 443 }, "port was 22 and is now 443"],
  "the same value": [{ port: 22, tags: { a: "b" } }, { port: 22, tags: { a: "b" } }, ""],
  "a value where none was": [{}, { tags: { Stage: "dev" } }, 'tags is now {"Stage":"dev"}'],
  "a value in an object": [{ a: { b: null } }, { a: { b: 1 } }, "a.b is now 1"],
  "no value any more": [{ a: 1 }, {}, "a was 1 and is now left out"],
  "an element of a list": [
    { rules: [{ port: 1 }, { port: 2 }] },
    { rules: [{ port: 1 }, { port: 3 }] },
    "rules[1].port was 2 and is now 3",
  ],
  "several values": [{ a: 1, b: "x" }, { a: 2, b: "y" }, 'a was 1 and is now 2\nb was "x" and is now "y"'],
  "JSON in a text": [
    { policy: '{"Action":["a","b"],"Key":"hush"}' },
    { policy: '{ "Action": ["a", "c"], "Key": "hush" }' },
    'policy.Action[1] was "b" and is now "c"',
  ],
  "what is not known yet": [{ a: unknown }, { a: false }, 'a was "not known yet" and is now false'],
  "a secret": [{ a: secret("hush") }, { a: secret("quiet") }, "a was [secret] and is now [secret]"],
  "a value beside a secret": [
    { a: { key: secret("hush"), on: true } },
    { a: { key: secret("hush"), on: false } },
    "a.on was true and is now false",
  ],
  "a value within a secret": [
    { a: secret({ key: "hush" }) },
    { a: secret({ key: "quiet" }) },
    "a.key was [secret] and is now [secret]",
  ],
  "a secret that is one no more": [{ a: secret("hush") }, { a: "hush" }, ""],
  "an object that holds a secret": [{}, { a: { key: secret("hush") } }, 'a is now {"key":"[secret]"}'],
  "an object in place of a list": [{ a: [1] }, { a: { b: 1 } }, 'a was [1] and is now {"b":1}'],
  "an object in place of a text": [{ a: "x" }, { a: { b: 1 } }, 'a was "x" and is now {"b":1}'],
  "nothing in place of a value": [{ a: 1 }, { a: null }, "a was 1 and is now left out"],
  "nothing in place of an object": [{ a: { b: 1 } }, { a: null }, 'a was {"b":1} and is now left out'],
  "a secret where none was": [{}, { a: secret("hush") }, "a is now [secret]"],
  "no secret any more": [{ a: secret("hush") }, {}, "a was [secret] and is now left out"],
  "an output in place of another": [
    { a: { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 1 } },
    { a: { [signature]: "d0e6a833031e9bbcd3f4e8bde6ca49a4", value: 2 } },
    'a was {"4dabf18193072939515e22adb298388d":"d0e6a833031e9bbcd3f4e8bde6ca49a4","value":1… and is now {"4dabf18193072939515e22adb298388d":"d0e6a833031e9bbcd3f4e8bde6ca49a4","value":2…',
  ],
  "a text that looks like JSON": [{ a: "{x" }, { a: "{y" }, 'a was "{x" and is now "{y"'],
  "a number in a text": [{ a: "1" }, { a: 1 }, 'a was "1" and is now 1'],
  "JSON within a text": [{ a: 'x ["a"]' }, { a: 'x ["b"]' }, 'a was "x [\\"a\\"]" and is now "x [\\"b\\"]"'],
  "JSON on lines of its own": [{ a: '\n ["a"]' }, { a: '\n ["b"]' }, 'a[0] was "a" and is now "b"'],
  "a text of eighty characters": [{}, { a: "x".repeat(78) }, `a is now "${"x".repeat(78)}"`],
  "what is the SDK's own": [{ __defaults: ["a"] }, { __defaults: [] }, ""],
  "a long text": [{}, { a: "x".repeat(100) }, `a is now "${"x".repeat(79)}…`],
};

describe("what a remediation changed", () => {
  for (const [what, [before, after, expected]] of Object.entries(CASES)) {
    it(`tells ${what}`, () => assert.equal(changesText(before, after), expected));
  }
});
