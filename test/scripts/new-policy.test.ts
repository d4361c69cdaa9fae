import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PLACEHOLDER } from "../../scripts/policy-template";

const root = join(__dirname, "../..");
const NEEDED = [
  "algebra",
  "stack",
  "network",
  "policies",
  "pack",
  "scripts",
  "README.md",
  "package.json",
  "tsconfig.json",
];
const NEEDED_TO_TEST = [
  "biome.json",
  ".mocharc.json",
  "test/harness",
  "test/end-to-end/aws-stand-in",
  "test/reporter.ts",
];

describe("npm run new-policy", () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), "new-policy-"));
    for (const path of [...NEEDED, ...NEEDED_TO_TEST]) {
      cpSync(join(root, path), join(copy, path), { recursive: true });
    }
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  });
  afterEach(() => rmSync(copy, { recursive: true, force: true }));

  /** Runs a command of node_modules/.bin in the copy. */
  const run = (command: string, ...args: string[]) =>
    spawnSync(join(copy, "node_modules/.bin", command), args, { cwd: copy, encoding: "utf8", input: "" });
  const written = () => readdirSync(join(copy, "policies"), { recursive: true });
  const newPolicy = (...args: string[]) =>
    run("ts-node", "--transpile-only", "scripts/new-policy.ts", ...args);

  it("writes a policy, its page and its test, which compile and are formatted but do not pass", () => {
    const made = newPolicy("no-moonlight", "--group", "instances", "--scope", "both");
    assert.equal(made.status, 0, made.stderr);
    const [source, page, test] = [
      "policies/instances/no-moonlight.ts",
      "policies/instances/no-moonlight.md",
      "test/policies/instances/no-moonlight.test.ts",
    ] as const;
    for (const file of [source, page, test]) {
      assert.match(readFileSync(join(copy, file), "utf8"), PLACEHOLDER, file);
    }
    assert.match(readFileSync(join(copy, page), "utf8"), /^<!-- generated -->\n# no-moonlight\n/);
    assert.match(readFileSync(join(copy, "README.md"), "utf8"), /\[no-moonlight\]/);
    assert.match(readFileSync(join(copy, "policies/index.ts"), "utf8"), /noMoonlight/);

    writeFileSync(
      join(copy, "tsconfig.new.json"),
      JSON.stringify({ extends: "./tsconfig.json", files: ["policies/index.ts", test], include: [] }),
    );
    const compiled = run("tsc", "-p", "tsconfig.new.json");
    assert.equal(compiled.status, 0, compiled.stdout);

    const linted = run("biome", "check", source, page, test, "policies/index.ts");
    assert.equal(linted.status, 0, linted.stdout + linted.stderr);

    const tested = run("mocha", test);
    assert.match(tested.stdout, /no-moonlight flags nothing yet/);
    assert.match(tested.stdout, /^0 passed, 2 failed, 0 skipped$/m);
  });

  const refusals: [string, string[], RegExp][] = [
    [
      "a name of another form",
      ["moonlight"],
      /"moonlight" is no name for a policy: .*no-<state> or require-<state>/,
    ],
    ["a name in capitals", ["no-Moonlight"], /"no-Moonlight" is no name for a policy/],
    ["a path", ["no-moon/../light"], /is no name for a policy/],
    [
      "a policy that exists",
      ["no-public-ssh-rdp"],
      /policies\/security-groups\/no-public-ssh-rdp\.ts exists already/,
    ],
    ["a group that there is not", ["no-moonlight", "--group", "sky"], /'sky' is invalid\. .*security-groups/],
    [
      "no group where there is no terminal to ask at, and names the groups",
      ["no-moonlight", "--scope", "stack"],
      /--group is missing.*:\n {2}security-groups\n(.*\n)* {2}databases\n/,
    ],
    [
      "no scope where there is no terminal to ask at, and names the scopes",
      ["no-moonlight", "--group", "instances"],
      /--scope is missing.*:\n {2}resource\n {2}stack\n {2}both\n/,
    ],
  ];
  for (const [what, args, message] of refusals) {
    it(`refuses ${what}, and writes nothing`, () => {
      const before = written();
      const refused = newPolicy(...args);
      assert.equal(refused.status, 1, refused.stdout);
      assert.match(refused.stderr, message);
      assert.deepEqual(written(), before);
    });
  }

  it("never writes over a file", () => {
    const page = join(copy, "policies/instances/no-moonlight.md");
    cpSync(join(copy, "README.md"), page);
    const refused = newPolicy("no-moonlight", "--group", "instances", "--scope", "stack");
    assert.equal(refused.status, 1);
    assert.match(refused.stderr, /no-moonlight\.md exists already/);
    assert.ok(!existsSync(join(copy, "policies/instances/no-moonlight.ts")));
  });
});
