import assert from "node:assert/strict";
import fc from "fast-check";
import { administratorStatements } from "../../network/identity/administrator";
import { readDocument } from "../../network/identity/documents";
import { matches } from "../algebra/kinds";

interface Spoken {
  readonly Effect: "Allow";
  readonly [element: string]: string | readonly string[];
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
const initials = (letters: readonly string[]) => letters.map((letter) => `${letter}*`);
const ACTIONS = ["*", "*:*", "?*", "iam:*", "iam:Get*", "s3:GetObject", "i*", "*:g*", "??*"];
const RESOURCES = ["*", "arn:*", "arn:aws:*", "arn:aws:s3:::logs/*", "arn:aws:iam:*", "*:*:*"];

const some = (...patterns: string[]) => fc.subarray(patterns, { maxLength: 3 });
const actions = fc.oneof(
  some(...ACTIONS).map((Action) => ({ Action })),
  some(...ACTIONS).map((NotAction) => ({ NotAction })),
  fc.integer({ min: 0, max: 26 }).map((cut) => ({ Action: initials(LETTERS.slice(0, cut)) })),
  fc.integer({ min: 0, max: 26 }).map((cut) => ({ Action: initials(LETTERS.slice(cut)) })),
);
const resources = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ Resource: "*" }) },
  { weight: 1, arbitrary: some(...RESOURCES).map((Resource) => ({ Resource })) },
  { weight: 1, arbitrary: some(...RESOURCES).map((NotResource) => ({ NotResource })) },
);
const statement = fc
  .tuple(actions, resources)
  .map(([action, resource]): Spoken => ({ Effect: "Allow", ...action, ...resource }));

/** Enough to tell the patterns above apart: each letter, each service and name that a pattern names, and others beside them. */
const EVERY_ACTION = [
  ...LETTERS.flatMap((letter) => [`${letter}x:do`, `${letter}:go`]),
  ...["iam", "s3"].flatMap((service) =>
    ["do", "go", "getx", "getobject"].map((name) => `${service}:${name}`),
  ),
];
const EVERY_RESOURCE = [
  "arn:aws:s3:::logs/x",
  "arn:aws:iam::1:role/x",
  "arn:aws:x:y:1:z",
  "arn:aws:s3:::logs",
];

describe("an administrator", () => {
  it("is what a matcher that tries everything finds", () => {
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), (statements) => {
        const found = administratorStatements([readDocument({ Statement: statements as never })]);
        const isEverything = EVERY_ACTION.every((action) =>
          EVERY_RESOURCE.every((resource) => statements.some((one) => allows(one, action, resource))),
        );
        assert.equal(found !== undefined, isEverything);
      }),
      { numRuns: 150 },
    );
  });
});

function allows(spoken: Spoken, action: string, resource: string): boolean {
  return isSelected(spoken, "Action", action) && isSelected(spoken, "Resource", resource);
}

function isSelected(spoken: Spoken, name: string, text: string): boolean {
  const [named, excepted] = [spoken[name], spoken[`Not${name}`]];
  const patterns = [named ?? excepted ?? []]
    .flat()
    .map((pattern) => (name === "Action" ? pattern.toLowerCase() : pattern));
  const isNamed = patterns.some((pattern) => matches(pattern, text));
  return named === undefined ? !isNamed : isNamed;
}
