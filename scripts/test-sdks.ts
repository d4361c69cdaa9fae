import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { repositoryCopy } from "../test/repository-copy";

/** Those that speak the SDK's protocol, at the pack's door and as the engine would, and those of the testing library, which takes what the SDK has of a run for its own. */
const TESTS = [
  "test/{pack,testing}/*.test.ts",
  ...["components", "monitor", "pack", "program"].map((name) => `test/cli/${name}.test.ts`),
];

const SDK = "@pulumi/pulumi";

function oldestInRange(): string {
  const { dependencies } = JSON.parse(readFileSync(join(__dirname, "../package.json"), "utf8"));
  return dependencies[SDK].replace("^", "");
}

/** Runs them in a copy of the repository that has another version of the SDK installed; answers whether they pass. */
function passWith(version: string): boolean {
  const copy = repositoryCopy();
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: copy, stdio: "inherit" }).status === 0;
  try {
    rmSync(join(copy, "node_modules"));
    console.log(`${SDK} ${version}`);
    return (
      run("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund") &&
      run(
        "npm",
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        `${SDK}@${version}`,
      ) &&
      run("npx", "mocha", ...TESTS)
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const versions = process.argv.length > 2 ? process.argv.slice(2) : [oldestInRange(), "latest"];
const failed = versions.filter((version) => !passWith(version));
console.log(failed.length > 0 ? `They fail with ${failed.join(", ")}.` : "They pass with all.");
if (failed.length > 0) process.exitCode = 1;
