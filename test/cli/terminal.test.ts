import assert from "node:assert/strict";
import { complain, hasColour, showing, type Terminal } from "../../cli/terminal";
import { visible } from "../../report/visible";

function terminal(isTTY: boolean, environment: NodeJS.ProcessEnv = {}) {
  const said: string[] = [];
  const stream = { write: (text: string) => said.push(text), isTTY };
  return { said, terminal: { out: stream, err: stream, environment } as Terminal };
}

async function work(show: (text: string) => void): Promise<number> {
  show("second");
  return 7;
}

describe("a terminal", () => {
  it("has colours where somebody looks and has not refused them", () => {
    for (const [isTTY, environment, expected] of [
      [true, {}, true],
      [true, { NO_COLOR: "1" }, false],
      [true, { NO_COLOR: "" }, true],
      [true, { TERM: "xterm" }, true],
      [true, { TERM: "dumb" }, false],
      [false, {}, false],
    ] as const) {
      const { terminal: one } = terminal(isTTY, environment);
      assert.equal(hasColour(one.err, one), expected);
    }
    const { err } = terminal(false).terminal;
    assert.equal(hasColour(err, terminal(true).terminal), false);
  });

  it("is told what went wrong, in colour only where it has colours", () => {
    const red = "\u001b[31mno\u001b[39m";
    for (const [isTTY, expected] of [
      [true, `error: ${red}\n`],
      [false, "error: no\n"],
    ] as const) {
      const { said, terminal: one } = terminal(isTTY);
      complain(red, one);
      assert.deepEqual(said, [expected]);
    }
  });

  it("is told nothing that would move its cursor, hide, or turn the direction of writing", () => {
    for (const isTTY of [true, false]) {
      const { said, terminal: one } = terminal(isTTY);
      complain("a\u001b]0;title\u0007b\u202ec\r\nd", one);
      assert.match(said.join(""), /^error: a.*b\uFFFDc\nd\n$/);
      assert.equal(visible(said.join("")), said.join(""));
    }
  });

  it("shows a line while something goes on, and takes it away, also where that fails", async () => {
    const { said, terminal: one } = terminal(true);
    assert.equal(await showing("first", one, work), 7);
    const line = (text: string) => `\r\u001b[K${text}`;
    assert.deepEqual(said, [line("first"), line("second"), line("")]);
    said.length = 0;
    await assert.rejects(
      showing("first", one, () => Promise.reject(new Error("no"))),
      /^Error: no$/,
    );
    assert.deepEqual(said, [line("first"), line("")]);
  });

  it("shows nothing where nobody looks, or by what knows letters alone", async () => {
    for (const { said, terminal: one } of [terminal(false), terminal(true, { TERM: "dumb" })]) {
      assert.equal(await showing("first", one, work), 7);
      assert.deepEqual(said, []);
    }
  });
});
