import assert from "node:assert/strict";
import { parseYaml } from "../../pack/yaml";

const CANARY = "canary-8c1f";

describe("a text in YAML", () => {
  const wrong: [string, string, RegExp][] = [
    [
      "an alias of nothing",
      `a: *${CANARY}`,
      /^Unresolved alias \(the anchor must be set before the alias\)$/,
    ],
    [
      "more behind the mark of a block",
      `a: |${CANARY}`,
      /^Block scalar header includes extra characters at line 1, column \d+$/,
    ],
    ["a quote without its end", `a: "${CANARY}`, /^Missing closing "quote at line 1, column \d+$/],
    ["two mappings on a line", `a: ${CANARY}: b: c`, /^Nested mappings .* at line 1, column 4$/],
    ["two documents", `a: ${CANARY}\n---\nb: c`, /^Source contains multiple documents at line 2, column 1$/],
    ["a password that looks like a tag", `a: !${CANARY}!`, /^The tag has no suffix at line 1, column 4$/],
    ["nothing between two items", `[a b: "c" "${CANARY}"]`, /at line 1, column \d+$/],
  ];
  for (const [what, text, said] of wrong)
    it(`is refused in a line that quotes nothing of it: ${what}`, () => {
      assert.throws(
        () => parseYaml(text),
        ({ message }: Error) => {
          assert.match(message, said);
          assert.ok(!message.includes(CANARY) && !message.includes("\n"), message);
          return true;
        },
      );
    });

  const doubtful: [string, string, unknown][] = [
    ["a tag of one's own", `a: !mine ${CANARY}`, { a: CANARY }],
    ["a number that is none", `a: !!int ${CANARY}`, { a: CANARY }],
    ["a directive that nobody knows", `%MINE ${CANARY}\n---\na: 1`, { a: 1 }],
    ["a map for a key", `? { a: ${CANARY} }\n: b`, { [`{ a: ${CANARY} }`]: "b" }],
  ];
  for (const [what, text, content] of doubtful)
    it(`warns nobody by itself, in words that quote it: ${what}`, () => {
      const { emitWarning } = process;
      const warnings: unknown[] = [];
      process.emitWarning = (warning: unknown) => void warnings.push(warning);
      try {
        assert.deepEqual(parseYaml(text), content);
      } finally {
        process.emitWarning = emitWarning;
      }
      assert.deepEqual(warnings, []);
    });
});
