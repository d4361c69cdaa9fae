import assert from "node:assert/strict";
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startsPrograms } from "../end-to-end/kept-programs";
import { check, fixture, jsonFile, run } from "./run";

async function fails(outcome: Promise<{ code: number; out: string; err: string }>, ...expected: RegExp[]) {
  const { code, out, err } = await outcome;
  assert.equal(code, 2);
  assert.equal(out, "");
  for (const pattern of expected) assert.match(err, pattern);
  return err;
}

describe("network-guard check that cannot run", () => {
  startsPrograms();

  it("tells where a program throws, without colours", async () => {
    const err = await fails(
      check(fixture("throwing")),
      /the program failed/,
      /the door is stuck\n\s+at openTheDoor \(.*throwing\/index\.js:6:9\)/,
    );
    assert.ok(!err.includes("\u001b"));
    const files = [...err.matchAll(/\((\/.*):\d+:\d+\)$/gm)].map(([, file = ""]) => file);
    assert.ok(files.length > 2, err);
    assert.deepEqual(
      files.filter((file) => !existsSync(file)),
      [],
      "files that there are not",
    );
  });

  it("tells of an error within the SDK, and ends a program that something keeps alive", async () => {
    const err = await fails(
      check(fixture("kept-alive")),
      /Missing required configuration variable 'kept-alive:size'/,
      /\ngive it with --config kept-alive:size=<value>, or choose a stack that has it with --stack\n$/,
    );
    assert.doesNotMatch(err, /did not end|ended by/);
  });

  it("tells why a program does not compile, even one without an SDK of its own", () => {
    const program = join(mkdtempSync(join(tmpdir(), "network-guard-")), "index.ts");
    writeFileSync(program, 'export const port: number = "twenty-two";\n');
    return fails(check(program), /index\.ts\(1,14\): error TS2322/);
  });

  it("ends a program that hangs", () =>
    fails(check(fixture("hanging"), "--timeout", "6"), /did not end within 6 s/));

  it("names a program, a state, a pack or an answers file that is not there", async () => {
    await fails(check("/no/such/program"), /\/no\/such\/program: no such program/);
    await fails(check("/no/such/state.json"), /state\.json: no such file/);
    const nameless = mkdtempSync(join(tmpdir(), "network-guard-"));
    writeFileSync(join(nameless, "PulumiPolicy.yaml"), "description: none\n");
    await fails(
      run("check", fixture("clean"), "--policy-pack", nameless),
      /PulumiPolicy\.yaml: this policy pack names no "runtime", such as nodejs\n$/,
    );
    await fails(run("check", fixture("clean"), "--policy-pack", fixture("clean")), /no policy pack here/);
    await fails(
      check(fixture("clean"), "--invokes", "/no/answers.json"),
      /\/no\/answers\.json: no such file/,
    );
  });

  it("refuses a project of another runtime", () =>
    fails(
      check(fixture("other-runtime")),
      /nodejs runtime, not of yaml\n.*pulumi preview --json --show-sames .*\n.*--policy-pack/,
    ));

  it("tells why a pack does not start", () =>
    fails(
      run("check", fixture("hanging"), "--policy-pack", fixture("broken-pack")),
      /failed to start/,
      /this pack is broken/,
    ));

  it("refuses a policy config in the pack's words, all that is wrong with it at once", async () => {
    const file = jsonFile({ "no-open-prot": "advisory", "no-open-port": { port: "22" }, all: "strict" });
    const err = await fails(check(fixture("hanging"), "--policy-pack-config", file));
    assert.deepEqual(err.split("\n"), [
      `error: ${file}: all: "strict" is no enforcement level; the levels are advisory, mandatory, disabled, remediate.`,
      `${file}: there is no policy "no-open-prot". Did you mean "no-open-port"?`,
      `${file}: no-open-port: "port" must be number.`,
      "",
    ]);
  });

  it("refuses bad flags", async () => {
    await fails(check(fixture("clean"), "--config", "novalue"), /--config novalue: expected key=value/);
    await fails(check(fixture("clean"), "--timeout", "soon"), /Expected a number of seconds/);
    await fails(check(fixture("clean"), "--nonsense"), /unknown option/);
    await fails(check(fixture("clean"), "--invokes", jsonFile({})), /expected a list/);
    await fails(check(fixture("clean"), "--invokes", jsonFile([{ result: 1 }])), /entry 1 is not/);
  });
});
