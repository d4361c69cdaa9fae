import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fixture, run, server, stateOf } from "./run";

const open = stateOf(server("web", { port: 22 }));

function pipe(): string {
  const path = join(mkdtempSync(join(tmpdir(), "network-guard-")), "pipe");
  execFileSync("mkfifo", [path]);
  return path;
}

const checked = (target: string, ...args: string[]) =>
  run("check", target, "--policy-pack", fixture("pack"), ...args);

describe("a pipe or device in place of a file", () => {
  it("is read to its end, whoever comes first to it", async () => {
    const [first, second] = [pipe(), pipe()];
    const written = writeFile(first, readFileSync(open));
    assert.equal((await checked(first)).code, 1);
    await written;
    const waiting = checked(second);
    await writeFile(second, readFileSync(open));
    assert.equal((await waiting).code, 1);
  });

  const flags = ["baseline", "exposures", "invokes", "policy-pack-config", "with"];
  for (const args of [
    ["check"],
    ["reach"],
    ...flags.map((flag) => ["check", open, `--${flag}`]),
    ["report", "--from"],
  ])
    it(`that nobody writes into is waited for until time is up, and no longer: ${args.at(-1)}`, async () => {
      const empty = pipe();
      const { code, out, err } = await run(...args, empty, "--timeout", "0.2");
      assert.deepEqual([code, out], [2, ""]);
      assert.equal(
        err,
        `error: ${empty}: a pipe or device of which the beginning did not come within 0.2 s (--timeout)\n`,
      );
    });

  it("without an end is read until time is up", async () => {
    const { code, err } = await checked("/dev/urandom", "--timeout", "0.2");
    assert.equal(code, 2);
    assert.match(err, /^error: \/dev\/urandom: a pipe or device of which the end did not come within 0\.2 s/);
  });

  it("that is empty is no state", async () => {
    const { code, err } = await checked("/dev/null");
    assert.equal(code, 2);
    assert.match(err, /^error: \/dev\/null: not JSON/);
  });

  it("where nobody names it is not waited for", async () => {
    const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
    execFileSync("mkfifo", [join(folder, "Pulumi.yaml")]);
    const { code, err } = await checked(folder);
    assert.equal(code, 2);
    assert.match(err, /Pulumi\.yaml: a pipe or device, not a file$/m);
  });
});

it("a file that is longer than any text is refused before it is read", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "network-guard-")), "state.json");
  writeFileSync(file, "");
  truncateSync(file, 2 ** 32);
  const { code, err } = await checked(file);
  assert.equal(code, 2);
  assert.match(err, /state\.json: more than \d+ bytes, which no text of Node\.js holds\n$/);
});
