import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const manifest = JSON.parse(read("package.json")) as Manifest;
const lock = JSON.parse(read("package-lock.json")) as { packages: Record<string, Locked> };

interface Manifest {
  readonly name: string;
  readonly homepage: string;
  readonly bugs: { readonly url: string };
  readonly repository: { readonly url: string };
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Locked {
  readonly license?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly optional?: boolean;
}

/** What an install of the package brings along on every system. */
const installed = Object.entries(lock.packages).filter(
  ([path, { dev, devOptional, optional }]) => path !== "" && !dev && !devOptional && !optional,
);

/** In bytes, without what lies in it as packages of their own. */
function sizeOf(folder: string): number {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sum + (entry.name === "node_modules" ? 0 : sizeOf(path));
    return sum + (entry.isFile() ? statSync(path).size : 0);
  }, 0);
}

/** All let the product be used, changed and passed on. The last is said of @logdna/tail-file, whose file is MIT's. */
const LICENCES = [
  ...[
    "MIT",
    "Apache-2.0",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BlueOak-1.0.0",
    "Python-2.0",
    "CC0-1.0",
    "CC-BY-3.0",
  ],
  ...["(BSD-3-Clause AND Apache-2.0)", "SEE LICENSE IN LICENSE"],
];

describe("what an install brings along", () => {
  it("is at most 235 packages of 75 MB", () => {
    assert.ok(installed.length <= 235, `${installed.length} packages`);
    const megabytes = installed.reduce((sum, [path]) => sum + sizeOf(join(root, path)), 0) / 1e6;
    assert.ok(megabytes <= 75, `${megabytes} MB`);
  });

  it("is licensed as the page on dependencies says", () => {
    const others = installed.filter(([, { license = "none" }]) => !LICENCES.includes(license));
    assert.deepEqual(others, []);
  });

  it("is what that page tells the reasons of, each with its licence", () => {
    const rows = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` +\| (.+?) +\|/gm)];
    const told = rows.map(([, name, licence]) => [name, licence]);
    const declared = Object.keys(manifest.dependencies).map((name) => [
      name,
      lock.packages[`node_modules/${name}`]?.license?.replace(/[()]/g, ""),
    ]);
    assert.deepEqual(told.sort(), declared.sort());
  });

  it("comes from whatever registry is configured", () => {
    const resolved = Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined);
    assert.deepEqual(resolved, []);
  });
});

describe("where the package is at home", () => {
  it("is said once: homepage and bugs are the repository's", () => {
    const url = manifest.repository.url.replace(/^git\+|\.git$/g, "");
    assert.deepEqual([manifest.homepage, manifest.bugs.url], [`${url}#readme`, `${url}/issues`]);
  });
});
