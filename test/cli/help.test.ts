import assert from "node:assert/strict";
import { type Command, InvalidArgumentError } from "commander";
import { append, appendAll, day, oneOf, positiveSeconds } from "../../cli/commands/flags";
import { commandLine } from "../../cli/main";

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

describe("the formats of a report", () => {
  it("are told one by one, and which is the usual", () => {
    const program = commandLine({ out: stream, err: stream, environment: {} }, () => undefined);
    const check = program.commands.find((command) => command.name() === "check");
    const format = check?.options.find(({ long }) => long === "--format");
    assert.match(format?.description ?? "", /^what to print: text, (\w+, )+html \(default: text\)$/);
  });
});

describe("what flags take", () => {
  it("is one more each time, or several with commas", () => {
    assert.deepEqual(append("b", append("a")), ["a", "b"]);
    assert.deepEqual(appendAll("b, c,", appendAll("a")), ["a", "b", "c"]);
    assert.throws(() => appendAll(" , "), new InvalidArgumentError("Expected names."));
  });

  it("is a number of seconds above none", () => {
    assert.equal(positiveSeconds("0.5"), 0.5);
    for (const text of ["0", "-1", "soon", ""])
      assert.throws(() => positiveSeconds(text), /number of seconds/);
  });

  it("is a day that is not over", () => {
    const today = new Date().toISOString().slice(0, 10);
    for (const text of [today, "9999-12-31"]) assert.equal(day(text), text);
    assert.throws(() => day("2001-02-03"), /day is over/);
    for (const text of ["2030-02-30", "soon", "2030-1-1"]) assert.throws(() => day(text), /YYYY-MM-DD/);
  });

  it("is one of a few words, of which the nearest is named", () => {
    const read = oneOf(["text", "json"]);
    assert.equal(read("json"), "json");
    assert.throws(() => read("jsno"), { message: 'It is one of text, json. Did you mean "json"?' });
  });
});
