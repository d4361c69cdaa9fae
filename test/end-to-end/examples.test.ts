import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { policies } from "../../policies";
import { demo } from "../../scripts/demo";
import { sampleOf, shownSample } from "../../scripts/sample";
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
    const { exitCode, findings, stderr } = await check(folderOf("leaky"));
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
    const readme = readFileSync(join(repository, "README.md"), "utf8");
    assert.equal(shownSample(readme), sampleOf(written), "run `npm run build` and `npm run demo -- --write`");
  });
});
