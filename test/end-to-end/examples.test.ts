import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { demo } from "../../scripts/demo";
import { exampleProgram, folderOf } from "../examples";
import { verdict } from "../harness/judge";
import { type Compiled, check, compile } from "./compiled";
import { repository } from "./pulumi";

describe("the examples, as they are checked and shown", () => {
  let pack: Compiled;

  before(() => {
    pack = compile();
  });

  after(() => pack?.remove());

  it("leaky is found out by network-guard check", async () => {
    const { exitCode, findings, stderr } = await check(pack, folderOf("leaky"));
    assert.equal(exitCode, 1, stderr);
    assert.deepEqual(
      findings.map(({ policy, urn }) => `${policy}: ${urn.split("::").at(-1)}`).sort(),
      await verdict(policies, exampleProgram("leaky")),
    );
  });

  it("are shown by npm run demo, as README.md shows it", async () => {
    let written = "";
    const asExpected = await demo(pack.command, (text) => {
      written += text;
    });
    assert.ok(asExpected, written);
    let rest = written;
    for (const part of shownParts()) {
      assert.ok(rest.includes(part), `README.md shows, and npm run demo does not:\n${part}`);
      rest = rest.slice(rest.indexOf(part) + part.length);
    }
  });
});

/** What README.md shows of the demo's output: the text between the lines that stand for what is left out. */
function shownParts(): string[] {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [, block] = /^```text\n(\$ node dist\/cli\/main\.js check .*?)^```$/ms.exec(readme) ?? [];
  assert.ok(block !== undefined, "README.md shows no output of npm run demo");
  return block.split(/^…$\n/m);
}
