import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { policies } from "../../policies";
import type { ReportedFinding } from "../../report/finding";
import type { Outcome } from "../cli/run";

const root = join(__dirname, "../..");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
}

/** No `@pulumi/aws` is installed where the package is, so the program names the resource by its type. */
const GROUP = {
  description: "Web servers",
  tags: { Environment: "dev" },
  ingress: [{ description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] }],
};
const PROGRAM = `
const { CustomResource } = require("@pulumi/pulumi");
new CustomResource("aws:ec2/securityGroup:SecurityGroup", "web-dev", ${JSON.stringify(GROUP)});
`;

/** What `pulumi stack export` writes once it is there. */
const STATE = {
  version: 3,
  deployment: {
    resources: [
      {
        urn: "urn:pulumi:dev::program::aws:ec2/securityGroup:SecurityGroup::web-dev",
        type: "aws:ec2/securityGroup:SecurityGroup",
        provider: "urn:pulumi:dev::program::pulumi:providers:aws::default::1f0c",
        ...{ custom: true, id: "sg-0123456789abcdef0", inputs: GROUP, outputs: GROUP },
      },
    ],
  },
};

const NATIVE = join(root, "node_modules/typescript-native/bin/tsc");

const COMMANDS = `
const { main } = require("./node_modules/.bin/network-guard");
const ends = async (args) => {
  const said = { out: "", err: "" };
  const writing = (to) => ({ write: (text) => (said[to] += text) });
  const code = await main(args, { out: writing("out"), err: writing("err"), environment: {} });
  return { code, ...said };
};
(async () => {
  const outcomes = [];
  for (const args of JSON.parse(process.argv[2])) outcomes.push(await ends(args));
  console.log(JSON.stringify(outcomes));
})();
`;

const CONSUMER = `
import { PolicyPack } from "@pulumi/policy";
import { noPublicSshRdp, type Policy, policies } from "pulumi-network-guard/policies";

export const all: Policy[] = policies;
// @ts-expect-error Were the types not found, it would pass for a number as well.
export const count: number = policies;
export const start = () => new PolicyPack("our-network", { policies: [noPublicSshRdp] });
`;

describe("the package, packed and installed in an empty folder", () => {
  let folder: string;
  let installed: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "network-guard-package-"));
    const modules = join(folder, "node_modules");
    installed = join(modules, manifest.name);
    mkdirSync(installed, { recursive: true });
    run("tar", ["-xzf", pack(folder), "-C", installed, "--strip-components", "1"], folder);
    // As npm would install it, but for the registry: what the package declares, and nothing else.
    for (const name of Object.keys(manifest.dependencies)) {
      mkdirSync(dirname(join(modules, name)), { recursive: true });
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    }
    for (const [command, file] of Object.entries(manifest.bin)) {
      mkdirSync(join(modules, ".bin"), { recursive: true });
      chmodSync(join(installed, file), 0o755);
      symlinkSync(join(installed, file), join(modules, ".bin", command));
    }
    mkdirSync(join(folder, "program"));
    writeFileSync(join(folder, "program/index.js"), PROGRAM);
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const networkGuard = (...args: string[]) =>
    spawnSync(join(folder, "node_modules/.bin/network-guard"), args, { cwd: folder, encoding: "utf8" });

  /** How one command line after another ends, all in one process of the installed command. */
  const ends = (...commands: string[][]): Outcome[] => {
    writeFileSync(join(folder, "commands.js"), COMMANDS);
    const args = ["commands.js", JSON.stringify(commands)];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    assert.equal(stderr, "");
    return JSON.parse(stdout);
  };

  it("holds what runs, its types and the pages, and nothing that is for development", () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(installed, join(entry.parentPath, entry.name)));
    for (const { group, name } of policies) {
      for (const file of [`dist/policies/${group}/${name}.js`, `policies/${group}/${name}.md`])
        assert.ok(files.includes(file), file);
    }
    const top = new Set(files.map((file) => file.split("/")[0]));
    assert.deepEqual(
      [...top].sort(),
      [
        "CHANGELOG.md",
        "LICENSE",
        "PulumiPolicy.yaml",
        "README.md",
        "ci",
        "dist",
        "package.json",
        "policies",
        "presets",
        "report",
        "schemas",
      ].sort(),
    );
    assert.deepEqual(files.filter((file) => file.startsWith("report/")).sort(), [
      "report/picture/browser/script.js",
      "report/picture/browser/style.css",
    ]);
    assert.deepEqual(
      files.filter((file) => /\.test\.|^policies\/.*\.ts$/.test(file)),
      [],
    );
  });

  it("tells its version", () => {
    const { status, stdout } = networkGuard("--version");
    assert.deepEqual([status, stdout.trim()], [0, manifest.version]);
  });

  it("runs as a policy pack, with the dependencies it declares alone", () => {
    assert.equal(existsSync(join(folder, "node_modules/@pulumi/aws")), false);
    const { status, stdout, stderr } = networkGuard("check", "program", "--json");
    assert.equal(status, 1, stderr);
    const [found] = JSON.parse(stdout) as ReportedFinding[];
    assert.ok(found);
    const { pack, policy, urn, framework, tags } = found;
    assert.deepEqual(
      [pack, policy, urn.split("::").at(-1)],
      ["network-guard", "no-public-ssh-rdp", "web-dev"],
    );
    assert.deepEqual(
      [framework?.name, framework?.reference],
      ["CIS AWS Foundations Benchmark", "5.3, 5.4"],
      "the report has its framework",
    );
    for (const control of policies.find(({ name }) => name === policy)?.controls ?? [])
      assert.ok(tags?.includes(control), `the report lacks ${control}`);
  });

  it("takes every flag of the gate, and ends with the code that they say", () => {
    writeFileSync(join(folder, "state.json"), JSON.stringify(STATE));
    const judging = ["check", "state.json", "--only", "no-public-ssh-rdp", "--framework", "cis"];
    const leave = ["--reason", "For the test", "--expires", "2999-12-31"];
    const [skip, never] = [
      ["--skip", "require-ebs-encryption"],
      ["--fail-on", "never", "--fail-on-unjudged"],
    ];
    const rows: [string[], number, RegExp][] = [
      [[...judging, ...skip, ...never, "--output", "json=report.json", "--quiet"], 0, /^$/],
      [[...judging, "--baseline", "report.json"], 0, /^0 new findings in 1 resource; \d+ known, 0 fixed/m],
      [[...judging, "nowhere"], 2, /^error: nowhere: .*no such program$/m],
      [[...judging, "--fail-on", "critical"], 1, /^\d+ findings? in 1 resource/m],
      [
        ["check", "state.json", "--write-exemptions", "policy.json", ...leave],
        0,
        /^wrote \d+ exemptions to policy\.json$/m,
      ],
      [["check", "program", "--policy-pack-config", "policy.json"], 0, /in 1 resource/],
    ];
    const outcomes = ends(...rows.map(([args]) => args));
    for (const [i, [args, code, said]] of rows.entries()) {
      const { err, ...outcome } = outcomes[i] ?? { code: -1, err: "" };
      assert.equal(outcome.code, code, `${args.join(" ")}\n${err}`);
      assert.match(err, said);
    }
  });

  it("lists every policy, explains one by its page, and writes into a repository by its recipes", () => {
    writeFileSync(
      join(folder, "program/Pulumi.yaml"),
      "name: program\nruntime: { name: nodejs, options: { typescript: false } }\n",
    );
    mkdirSync(join(folder, ".github"));
    const [listed, explained, written] = ends(["list"], ["explain", "no-public-ssh-rdp"], ["init"]);
    const lines = listed?.out.trim().split("\n") ?? [];
    const names = lines.map((line) => line.split(" ")[0]);
    assert.deepEqual(names.sort(), policies.map(({ name }) => name).sort(), listed?.err);
    assert.equal(explained?.code, 0);
    assert.match(explained.out, /^Bad\n\n {4}import \* as aws/m);
    for (const file of [
      "network-guard.yaml",
      ".github/workflows/network-guard.yml",
      ".pre-commit-config.yaml",
    ]) {
      assert.match(written?.out ?? "", new RegExp(`^wrote {2}${file}$`, "m"));
      rmSync(join(folder, file));
    }
    assert.equal(written?.code, 0, written?.err);
  });

  it("starts nothing when it is used as a library", () => {
    const print = `console.log(require("pulumi-network-guard/policies").policies.map(({ name }) => name).join())`;
    const { status, stdout, stderr } = spawnSync(process.execPath, ["-e", print], {
      cwd: folder,
      encoding: "utf8",
      timeout: 60_000,
    });
    // A server would keep the process alive, and would have printed its port.
    assert.deepEqual([status, stderr], [0, ""]);
    assert.equal(stdout.trim(), policies.map(({ name }) => name).join());
  });

  it("asks for no install script, so that npm warns of nothing", () => {
    const { scripts } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Manifest;
    // Those that npm 11 asks leave for: https://docs.npmjs.com/cli/v11/using-npm/scripts
    for (const script of [
      "preinstall",
      "install",
      "postinstall",
      "prepublish",
      "preprepare",
      "prepare",
      "postprepare",
    ])
      assert.equal(scripts[script], undefined, script);
    assert.ok(!existsSync(join(installed, "binding.gyp")));
  });

  it("can be published to an organization from where it is installed", () => {
    // Without what would only be packed as well.
    const published = join(folder, "published");
    cpSync(installed, published, { recursive: true, filter: (file) => !/[\\/](dist|policies)$/.test(file) });
    // Pulumi Cloud's copies are installed by `npm install`, which runs `dependencies` where there is nothing to build from.
    run("npm", ["run", "dependencies"], published);
    // `pulumi policy publish` takes all that `npm pack` prints for the tarball's name.
    const { stdout } = spawnSync("npm", ["pack", "--loglevel=error"], { cwd: published, encoding: "utf8" });
    assert.equal(stdout.trim(), `${manifest.name}-${manifest.version}.tgz`);
  });

  it("has its name for a command, so that npx runs nobody else's", () => {
    const command = join(folder, "node_modules/.bin", manifest.name);
    assert.equal(realpathSync(command), realpathSync(join(installed, "dist/cli/main.js")));
  });

  it("has the types of its policies where `exports` are not known, as in Pulumi's own templates", () => {
    writeFileSync(join(folder, "pack.ts"), CONSUMER);
    const options = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022", "--skipLibCheck"];
    const resolution = ["--module", "commonjs", "--moduleResolution", "node"];
    const compiler = require.resolve("typescript/bin/tsc");
    run(process.execPath, [compiler, ...options, ...resolution, "pack.ts"], folder);
  });

  it("lets people compose a pack of their own and test it, as examples/own-pack does", () => {
    const own = join(folder, "own-pack");
    const modules = join(folder, "node_modules");
    cpSync(join(root, "examples/own-pack"), own, { recursive: true });
    mkdirSync(join(modules, "@types"));
    for (const name of ["@pulumi/aws", "@types/node"])
      symlinkSync(join(root, "node_modules", name), join(modules, name));
    symlinkSync(NATIVE, join(modules, ".bin/tsc"));
    // The types of all policies, by the resolution that knows `exports`.
    writeFileSync(join(own, "consumer.ts"), CONSUMER);
    // Several threads check some types several times.
    run("npm", ["run", "build", "--", "--singleThreaded", "consumer.ts"], own);
    run("npm", ["test"], own);
    const wrong = { "no-public-ssh-rdp": { allowedCidrs: ["10.0.0.0/33"], allowedCidr: [] } };
    writeFileSync(join(folder, "wrong.json"), JSON.stringify(wrong));
    const check = ["check", "program", "--policy-pack", "own-pack"];
    const [checked, refused] = ends([...check, "--json"], [...check, "--policy-pack-config", "wrong.json"]);
    assert.equal(checked?.code, 1, checked?.err);
    const found = (JSON.parse(checked.out) as ReportedFinding[]).map(({ pack, policy }) => [pack, policy]);
    assert.deepEqual(found, [["own-pack", "no-public-ssh-rdp"]]);
    assert.equal(refused?.code, 2, refused?.err);
    for (const said of [/must be a CIDR block/, /Did you mean "allowedCidrs"\?/])
      assert.match(refused.err, said);
  });
});

/** Packs a copy of the sources as `npm publish` does, and returns the tarball's file. */
function pack(folder: string): string {
  const copy = join(folder, "sources");
  mkdirSync(copy);
  const built = JSON.parse(readFileSync(join(root, "tsconfig.build.json"), "utf8")) as { include: string[] };
  const documents = ["CHANGELOG.md", "LICENSE", "PulumiPolicy.yaml", "README.md"];
  for (const file of [
    ...documents,
    ...built.include,
    "ci",
    "presets",
    "schemas",
    "package.json",
    "tsconfig.json",
    "tsconfig.build.json",
  ])
    cpSync(join(root, file), join(copy, file), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  // What `npm ci` does last in a checkout.
  run("npm", ["run", "dependencies"], copy);
  // It bundles none of them, and would read them all.
  rmSync(join(copy, "node_modules"));
  run("npm", ["pack", "--silent", "--offline", "--pack-destination", folder], copy);
  rmSync(copy, { recursive: true });
  return join(folder, `${manifest.name}-${manifest.version}.tgz`);
}

function run(command: string, args: readonly string[], cwd: string): void {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    // For the compiler, which is soon done.
    env: { ...process.env, GOGC: "off" },
  });
  assert.equal(status, 0, `${command} ${args.join(" ")}\n${stdout}${stderr}`);
}
