import assert from "node:assert/strict";
import type { Command } from "commander";
import { Coverage, kinds, resourcesOf } from "../../cli/coverage";
import { parseJson } from "../../cli/document";
import { commandLine } from "../../cli/main";
import { seconds } from "../../cli/program/registration";

const stream = { write: () => undefined };

/** The command and all below it. */
function* commandsOf(command: Command): Iterable<Command> {
  yield command;
  for (const one of command.commands) yield* commandsOf(one);
}

describe("the help", () => {
  const program = commandLine({ out: stream, err: stream, environment: {} }, () => undefined);
  for (const command of commandsOf(program))
    it(`of ${command.name()} says what it is for, and what each argument and flag of it does`, () => {
      assert.match(command.description(), /^\w[^\n]+$/);
      const flags = command.options.filter(({ long }) => long !== "--version");
      const said = [...flags, ...command.registeredArguments].map(({ description }) => description);
      for (const text of said) assert.match(text, /^[a-z(][^\n]+[^.\s]$/, command.name());
      assert.equal(new Set(said).size, said.length, "two say the same");
    });
});

describe("what is not judged", () => {
  it("has a word for one and another for many", () => {
    for (const { one, many } of [...Object.values(kinds), resourcesOf("gcp")]) {
      assert.match(one, /^[a-z]+[a-z ,-]+[a-z]$/);
      assert.notEqual(many, one);
      assert.match(many, /^[a-z -]+s( |,|$)/);
    }
  });
});

describe("what is gathered of a run", () => {
  it("counts by kind, and tells each note and each assumption once", () => {
    const coverage = new Coverage();
    coverage.unjudged(kinds.lookUp, "the first");
    coverage.unjudged(kinds.component, undefined, 0);
    coverage.unjudged(kinds.lookUp, "the first", 2);
    coverage.unjudged(kinds.template);
    for (const assumed of ["region a", "region b", "region a"]) coverage.assumed(assumed);
    assert.deepEqual(coverage.outcome, {
      unjudged: [
        { kind: kinds.lookUp, number: 3 },
        { kind: kinds.template, number: 1 },
      ],
      assumptions: ["region a", "region b"],
      notes: ["the first"],
    });
  });
});

describe("what is no JSON", () => {
  for (const [text, said] of [
    ['{\n"a": 1,\n"b" 2 }', "not JSON (line 3)"],
    ["[".repeat(600) + "]".repeat(600), "nested more than 500 deep"],
  ] as const)
    it(`is refused: ${said}`, () => assert.throws(() => parseJson(text), { message: said }));

  it("is not a text that nests as deep as may be", () =>
    assert.ok(parseJson("[".repeat(501) + "]".repeat(501))));
});

describe("a duration of the engine", () => {
  for (const [text, expected] of [
    ["", 0],
    ["90s", 90],
    ["1h30m", 5400],
    ["1m0.5s", 60.5],
    ["250ms", 0.25],
    ["3us", 3e-6],
    ["5ns", 5e-9],
  ] as const)
    it(`${text || "that is none"} is ${expected} seconds`, () =>
      assert.ok(Math.abs(seconds(text) - expected) < 1e-12));
});
