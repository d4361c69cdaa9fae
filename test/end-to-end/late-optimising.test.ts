import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(__dirname, "../..");

describe("V8's settings", () => {
  it("are known to the V8 that runs, which says nothing of them", () => {
    const args = ["--require", "./test/transpile.cjs", "pack/late-optimising.ts"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    assert.deepEqual({ status, stdout, stderr }, { status: 0, stdout: "", stderr: "" });
  });
});
