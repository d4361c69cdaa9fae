import assert from "node:assert/strict";
import { linkSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareOutputs } from "../../cli/commands/reports";
import { formatNames } from "../../report/formats";
import { check, jsonFile, type Outcome, run, server, stateOf } from "./run";

const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const CANARY = "canary-8c1f";
const urnOf = (type: string, name: string) => `urn:pulumi:prod::shop::${type}::${name}`;
const stack = urnOf("pulumi:pulumi:Stack", "shop-prod");
const provider = urnOf("pulumi:providers:aws", "default");

const resources = [
  { urn: stack, custom: false, type: "pulumi:pulumi:Stack" },
  { urn: provider, custom: true, id: "0000", type: "pulumi:providers:aws", inputs: {} },
  {
    urn: urnOf("aws:test/server:Server", "web"),
    custom: true,
    type: "aws:test/server:Server",
    parent: stack,
    provider: `${provider}::0000`,
    inputs: { port: 22, token: { [signature]: secret, plaintext: JSON.stringify(CANARY) } },
    sourcePosition: "project:///index.ts#12,3",
  },
];

/** A repository with a project in a folder of it, and an export of its state beside that. */
function repository(): { root: string; state: string } {
  const root = mkdtempSync(join(tmpdir(), "network-guard-"));
  for (const folder of [".git", "infra"]) mkdirSync(join(root, folder));
  writeFileSync(join(root, "infra/Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
  writeFileSync(join(root, "infra/index.ts"), "");
  const state = join(root, "infra/state.json");
  writeFileSync(state, JSON.stringify({ version: 3, deployment: { manifest: {}, resources } }));
  return { root, state };
}

describe("what is not judged", () => {
  const encrypted = { [signature]: secret, ciphertext: "v1:x" };
  const state = stateOf(server("web", { owner: "me", token: encrypted }));
  const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
  const reported = async (format: string, ...flags: string[]) => {
    const file = join(folder, format);
    const { code } = await check(state, "--output", `${format}=${file}`, ...flags);
    return { code, text: readFileSync(file, "utf8") };
  };

  for (const format of [...formatNames, "html"])
    it(`is said in every format: ${format}`, async () => {
      const { code, text } = await reported(format);
      assert.equal(code, 0);
      assert.match(text, /not ?judged/i);
      assert.match(text, /encrypted value/);
    });

  const failing: Partial<Record<string, RegExp>> = {
    json: /"failures": \[\s*"not judged: 1 encrypted value"/,
    sarif: /"executionSuccessful": false/,
    junit: /errors="1"/,
    markdown: /^### ❌/m,
    github: /^::error title=network-guard::not judged: 1 encrypted value$/m,
  };
  for (const [format, failure] of Object.entries(failing))
    it(`is a failure where the check fails by it: ${format}`, async () => {
      const { code, text } = await reported(format, "--fail-on-unjudged");
      assert.equal(code, 2);
      assert.match(text, failure as RegExp);
      assert.doesNotMatch((await reported(format)).text, failure as RegExp);
    });

  it("says nothing unseen on standard error, whatever things are called", async () => {
    const type = "\u001b[2Jk\u202E:a:B";
    const named = { ...server("x"), urn: `urn:pulumi:dev::shop::${type}::x`, type };
    for (const flags of [[], ["--write-exemptions", join(folder, "unseen.json"), "--reason", "Old"]]) {
      const { err } = await run("check", stateOf(named), ...flags);
      assert.match(err, /not judged: 1 resource of \uFFFD\[2Jk\uFFFD/);
      assert.ok(![..."\u001b\u202E"].some((unseen) => err.includes(unseen)));
    }
  });

  it("is said beside exemptions that are written, and fails as ever", async () => {
    const exempting = (...flags: string[]) =>
      check(state, "--write-exemptions", join(folder, "written.json"), "--reason", "Old", ...flags);
    const { code, err } = await exempting();
    assert.equal(code, 0);
    assert.match(err, /^wrote 0 exemptions to .*\nnot judged: 1 encrypted value\n$/);
    assert.deepEqual(await exempting("--quiet"), { code: 0, out: "", err: "" });
    const failed = await exempting("--quiet", "--fail-on-unjudged");
    assert.equal(failed.code, 2);
    assert.match(failed.err, /^not judged: 1 encrypted value$/m);
  });

  it("includes what no exemption can be written of", async () => {
    const open = stateOf(server("open", { owner: "me", port: 22 }));
    const file = join(folder, "open.json");
    const { code, err } = await check(open, "--write-exemptions", file, "--reason", "Old");
    assert.equal(code, 0);
    assert.match(err, /^not exempt, as these policies take no exemptions: no-open-port$/m);
  });
});

describe("network-guard check --format and --output", () => {
  const { root, state } = repository();
  const fileOf = (format: string) => join(root, "reports", format);
  const read = (format: string) => readFileSync(fileOf(format), "utf8");
  const allFormats = [...formatNames, "html"];
  let outcome: Outcome;

  before(async () => {
    const config = jsonFile({ "show-token": "advisory" });
    const outputs = allFormats.flatMap((format) => ["--output", `${format}=${fileOf(format)}`]);
    const flags = ["--policy-pack-config", config, "--format", "github", ...outputs];
    outcome = await check(state, ...flags);
  });

  it("prints one format, writes the others into files, and exits as ever", () => {
    assert.equal(outcome.code, 1, outcome.err);
    assert.equal(outcome.out, read("github"));
    assert.match(outcome.err, /\d findings in 1 resource/);
  });

  it("tells paths relative to the repository, and in text to the current folder", () => {
    assert.match(
      outcome.out,
      /^::error file=infra\/index\.ts,line=12,col=3,title=no-open-port::Server web: port 22%0Ais open/m,
    );
    const [{ source }] = JSON.parse(read("json")).findings;
    assert.deepEqual(source, { path: "infra/index.ts", line: 12, column: 3 });
    assert.match(read("sarif"), /"uri": "infra\/index\.ts"/);
    assert.match(read("markdown"), /infra\/index/);
    assert.match(read("junit"), /infra\/index\.ts:12/);
    assert.match(read("text"), /^Server web {2}.*infra\/index\.ts:12$/m);
  });

  it("prints as text what it would write, on both of its streams", async () => {
    const { out, err } = await check(state, "--policy-pack-config", jsonFile({ "show-token": "advisory" }));
    assert.equal(out + err, read("text"));
  });

  it("takes several into what is no plain file, in a folder where only root makes files", () => {
    const output = formatNames.slice(0, 2).map((format) => ({ format, file: "/dev/null" }));
    assert.doesNotThrow(() => prepareOutputs({ output }));
  });

  it("prints no secret in any format", () => {
    for (const format of allFormats) {
      assert.ok(read(format).includes("show-token"), format);
      assert.ok(!read(format).includes(CANARY), format);
    }
    assert.ok(!(outcome.out + outcome.err).includes(CANARY));
  });

  it("draws the network beside what is found", () => {
    const page = read("html");
    assert.match(page, /^<!doctype html>/);
    assert.match(page, /<span class="what">Server web<\/span> <span class="policy">no-open-port<\/span>/);
  });

  it("tells of every policy of the pack, at the level it is configured to", () => {
    const junit = read("junit");
    assert.match(junit, /classname="fixture\.servers" name="no-open-port"/);
    assert.match(junit, /name="show-stack">\s*<skipped message="disabled"\/>/);
    const rules: { id: string; defaultConfiguration: { enabled: boolean } }[] = JSON.parse(read("sarif"))
      .runs[0].tool.driver.rules;
    const enabled = new Map(rules.map(({ id, defaultConfiguration }) => [id, defaultConfiguration.enabled]));
    assert.equal(enabled.get("show-token"), true);
    assert.equal(enabled.get("show-stack"), false);
  });

  const linked = join(root, "linked.json");
  symlinkSync(state, linked);
  const twin = join(root, "twin.json");
  linkSync(state, twin);
  const [config, beside] = [jsonFile({}), stateOf(server("beside"))];
  const refused: [string, string[], RegExp][] = [
    ["a format that does not exist", ["--format", "sariff"], /one of text, json,.* Did you mean "sarif"/],
    ["an output without a file", ["--output", "sarif"], /<format>=<file>/],
    ["an output of a format that does not exist", ["--output", "xml=x.xml"], /the formats are text/],
    [
      "a file where none can be",
      ["--output", `text=${join(state, "x")}`],
      /the report cannot be written here/,
    ],
    [
      "a file in a folder that is there and takes none",
      ["--output", "text=/proc/none/x"],
      /\/proc\/none\/x: the report cannot be written here/,
    ],
    [
      "a folder for a file",
      ["--output", `text=${root}`],
      /the report cannot be written here \(it is a folder\)/,
    ],
    [
      "two reports in one file",
      ["--output", "json=x.out", "--output", "sarif=./x.out"],
      /another report is written/,
    ],
    ["a report over what is judged", ["--output", `json=${state}`], /it is read/],
    ["the same by another name", ["--output", `json=${linked}`], /it is read/],
    ["the same by a second name of its own", ["--output", `json=${twin}`], /it is read/],
    [
      "a report over the configuration",
      ["--policy-pack-config", config, "--output", `json=${config}`],
      /it is read/,
    ],
    ["a report over what stands beside", ["--with", beside, "--output", `json=${beside}`], /it is read/],
    ["a report over what is known", ["--baseline", beside, "--output", `json=${beside}`], /it is read/],
    [
      "exemptions over what is judged",
      ["--write-exemptions", linked, "--reason", "Old"],
      /this file is read, and would be written over/,
    ],
    ["a choice of no policy", ["--only", " , "], /Expected names/],
    ["a blank reason", ["--write-exemptions", "x.json", "--reason", " "], /say why/],
    ["a reason for nothing", ["--reason", "Old"], /give that as well/],
    [
      "a day that is over",
      ["--write-exemptions", "--reason", "Old", "--expires", "2020-01-01"],
      /This day is over/,
    ],
    ["a picture of several stacks", [".", "--format", "html"], /html: a picture shows .* one stack/],
    ["the array beside a format", ["--json", "--format", "json"], /cannot be used with/],
  ];
  for (const [what, flags, message] of refused)
    it(`refuses ${what}`, async () => {
      const { code, out, err } = await run("check", state, ...flags);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, message);
    });
});
