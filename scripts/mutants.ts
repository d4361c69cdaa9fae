import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Changes the code of a layer in small ways, one at a time, and lists those that the layer's own tests let pass: `npm run mutants -- stack`, or
 * `npm run mutants -- algebra algebra/names.ts`. Stryker is fetched at the first run, into the cache beside the dependencies.
 */
const [layer = "algebra", ...files] = process.argv.slice(2);
const folder = join(process.cwd(), "node_modules/.cache/network-guard/stryker");
const packages = ["@stryker-mutator/core", "@stryker-mutator/mocha-runner"];
const pathOf = (name: string) => join(folder, "node_modules", name);

mkdirSync(folder, { recursive: true });
if (!packages.every((name) => existsSync(pathOf(name)))) {
  writeFileSync(join(folder, "package.json"), "{}");
  const versions = packages.map((name) => `${name}@9`);
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...versions], { cwd: folder, stdio: "inherit" });
}

const [settings, none] = [join(folder, "stryker.json"), join(folder, "mocharc.json")];
writeFileSync(none, "{}");
writeFileSync(
  settings,
  JSON.stringify({
    mutate: files.length > 0 ? files : [`${layer}/**/*.ts`],
    testRunner: "mocha",
    plugins: [join(pathOf("@stryker-mutator/mocha-runner"), "dist/src/index.js")],
    mochaOptions: {
      config: none,
      require: ["./test/transpile.cjs", "./test/few-trials.cjs"],
      spec: [`test/${layer}/**/*.test.ts`],
    },
    coverageAnalysis: "perTest",
    concurrency: 1,
    timeoutMS: 3000,
    tempDirName: "node_modules/.cache/network-guard/mutants",
    reporters: ["clear-text"],
    clearTextReporter: { reportTests: false, allowEmojis: false },
  }),
);
const stryker = join(pathOf("@stryker-mutator/core"), "bin/stryker.js");
process.exitCode = spawnSync(process.execPath, [stryker, "run", settings], { stdio: "inherit" }).status ?? 1;
