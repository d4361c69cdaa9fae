import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run";

const folders = [__dirname, join(__dirname, "../end-to-end")];
const tests = folders
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((file) => file.endsWith(".ts") && file !== __filename)
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

describe("the command line", () => {
  for (const command of ["check", "list", "explain", "init", "report"]) {
    it(`has no flag of ${command} that no test passes`, async () => {
      const { code, out } = await run(command, "--help");
      assert.equal(code, 0);
      const flags = [...out.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, flag = ""]) => flag);
      assert.ok(flags.length > 1);
      assert.deepEqual(
        flags.filter((flag) => flag !== "--help" && !tests.includes(`"${flag}"`)),
        [],
      );
    });
  }

  it("names the nearest of what it does not know", async () => {
    const { code, err } = await run("chekc");
    assert.deepEqual([code, err], [2, "error: unknown command 'chekc'\n(Did you mean check?)\n"]);
    const flag = await run("check", "--fail-onn", "high");
    assert.equal(flag.code, 2);
    assert.match(flag.err, /unknown option '--fail-onn'\n\(Did you mean --fail-on\?\)/);
  });
});
