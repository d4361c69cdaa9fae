import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { policyFiles, siblings } from "../../scripts/policy-files";
import { policyTemplate } from "../../scripts/policy-template";
import { programUnder } from "../pages";

const root = join(__dirname, "../..");

describe("the programs that stand in pages and in the template of a policy", () => {
  const folder = mkdtempSync(join(tmpdir(), "network-guard-programs-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("compile", () => {
    for (const [path, program] of [...onPages(), ...inTemplate()]) write(join(folder, path), program);
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
    const settings = {
      extends: join(root, "tsconfig.json"),
      // What they import of the repository is looked up as if they stood in it. A program often names a resource only for its reader.
      compilerOptions: { rootDirs: [folder, root], noUnusedLocals: false },
      include: ["."],
    };
    write(join(folder, "tsconfig.json"), JSON.stringify(settings));
    const compiler = join(root, "node_modules/typescript-native/bin/tsc");
    // Several threads check some types several times.
    const args = [compiler, "--singleThreaded", "-p", folder];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      encoding: "utf8",
      env: { ...process.env, GOGC: "off" },
    });
    assert.deepEqual({ status, said: stdout + stderr }, { status: 0, said: "" });
  });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** The programs of a page, by the files beside it that they are taken for. */
function programsOf(source: string, page: string): [string, string][] {
  return ["Bad", "Good"].map((heading) => [
    source.replace(/\.ts$/, `.${heading.toLowerCase()}.ts`),
    programUnder(page, heading),
  ]);
}

function onPages(): [string, string][] {
  return policyFiles(root)
    .filter(({ page }) => existsSync(join(root, page)))
    .flatMap(({ source, page }) => programsOf(source, readFileSync(join(root, page), "utf8")));
}

function inTemplate(): [string, string][] {
  const { source, page, test } = siblings("instances", "no-moonlight");
  const template = policyTemplate("instances", "no-moonlight", "both");
  const text = (file: string) => template.get(file) ?? "";
  return [[source, text(source)], [test, text(test)], ...programsOf(source, text(page))];
}
