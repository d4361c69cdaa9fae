import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CannotRun } from "../../cli/cannot-run";
import { isRecorded } from "../../cli/check";
import { Coverage } from "../../cli/coverage";
import { readRecorded } from "../../cli/recorded";
import { jsonFile } from "./run";

const web = { urn: "urn:pulumi:prod::shop::aws:test/server:Server::web", type: "aws:test/server:Server" };
const exported = (...resources: unknown[]) => ({ version: 3, deployment: { manifest: {}, resources } });
const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

const read = (file: string) => readRecorded(file, new Coverage()).resources.map(({ urn }) => urn);

function refusal(content: unknown): string {
  const file = jsonFile(content);
  try {
    read(file);
  } catch (error) {
    assert.ok(error instanceof CannotRun, String(error));
    assert.ok(error.message.startsWith(`${file}: `), error.message);
    return error.message.slice(file.length + 2);
  }
  return assert.fail("it was read");
}

describe("a file that is no stack is refused by name of what it is", () => {
  const cases: [string, unknown, RegExp][] = [
    [
      "a Terraform state",
      { version: 4, terraform_version: "1.9.0", serial: 3, lineage: "a", resources: [] },
      /^this is a Terraform state; network-guard reads what `pulumi stack export` and/,
    ],
    [
      "a Terraform plan",
      { format_version: "1.2", terraform_version: "1.9.0", resource_changes: [] },
      /^this is a Terraform plan/,
    ],
    [
      "a CloudFormation template",
      { Resources: { Web: { Type: "AWS::EC2::Instance" } } },
      /^this is a CloudFormation template/,
    ],
    ["an update plan", { version: 1, plan: { resourcePlans: {} } }, /^this is an update plan of Pulumi/],
    [
      "what is to be imported",
      { resources: [{ type: "aws:ec2/vpc:Vpc", name: "shop", id: "vpc-1" }] },
      /^this is a list of what `pulumi import` is to read; network-guard reads/,
    ],
    ["an empty deployment", { version: 3, deployment: {} }, /^the deployment has no list of "resources"/],
    [
      "a misspelt list",
      { version: 3, deployment: { Resources: [web] } },
      /no list of "resources".* Did you mean "resources"\?/,
    ],
    ["a list that is none", { version: 3, deployment: { resources: {} } }, /no list of "resources"/],
    ["a deployment that is none", { version: 3, deployment: "x" }, /"deployment" is not an object/],
    ["no deployment at all", { version: 3 }, /^this is no stack: it has neither "deployment" nor "steps"/],
    ["no version with no deployment", { deployment: null }, /^this is no stack/],
    ["a misspelt deployment", { deploymnet: {} }, /Did you mean "deployment"\?/],
    ["a misspelt preview", { setps: [] }, /Did you mean "steps"\?/],
    [
      "another version",
      { version: 2, deployment: { resources: [] } },
      /version 2; .* reads versions 3 and 4/,
    ],
    [
      "what a newer engine writes",
      { version: 4, features: ["views", "moods"], deployment: { resources: [web] } },
      /^a state that uses moods, which this version of network-guard does not know: take a newer one$/,
    ],
    [
      "a checkpoint that a newer engine writes",
      { version: 4, features: ["moods"], checkpoint: { latest: { resources: [web] } } },
      /^a state that uses moods/,
    ],
    ["a text", JSON.stringify(JSON.stringify(exported())), /^the JSON is a string, not a stack/],
    ["a list", [web], /^the JSON is a list/],
    ["null", "null", /^the JSON is null/],
    ["no JSON", '{"a": hush}', /^not JSON; network-guard reads what `pulumi stack export` and/],
    [
      "the engine's events",
      '{"sequence":0,"timestamp":1,"policyLoadEvent":{}}\n{"sequence":1,"timestamp":1}\n',
      /^this is a stream of events of Pulumi's engine; network-guard reads what/,
    ],
    ["nothing", "", /^not JSON/],
    ["an entry that is none", exported(web, 7), /^resources\[1\] is not an object/],
    ["an entry without URN", exported({ type: "a:b:C" }), /^resources\[0\] has no "urn" of the form/],
    ["an entry whose URN is none", exported({ ...web, urn: 7 }), /^resources\[0\] has no "urn"/],
    ["an entry without type", exported({ urn: web.urn }), /^resources\[0\] has no text "type"/],
    ["one URN twice", exported(web, web), /^two resources have the URN urn:pulumi:prod::shop/],
    ["one URN made and read", exported({ ...web, external: true }, web), /^two resources have the URN/],
    ["deep nesting", `${"[".repeat(200_000)}${"]".repeat(200_000)}`, /^nested more than 500 deep/],
    [
      "a broken secret",
      exported({ ...web, inputs: { a: { ...secret, plaintext: "hush" } } }),
      /::web: inputs: the "plaintext" of a secret: not JSON/,
    ],
    [
      "a secret that nests too deep",
      exported({ ...web, inputs: { a: { ...secret, plaintext: `${"[".repeat(1e5)}${"]".repeat(1e5)}` } } }),
      /the "plaintext" of a secret: nested more than 500 deep/,
    ],
  ];
  for (const [what, content, expected] of cases) {
    it(what, () => {
      const message = refusal(content);
      assert.match(message, expected);
      assert.doesNotMatch(message, /hush/);
    });
  }

  it("and a file or a folder that cannot be read, in words", () => {
    assert.throws(() => read("/no/such.json"), /^CannotRun: \/no\/such\.json: no such file$/);
    assert.throws(() => read(tmpdir()), /: a folder, not a file$/);
    // It is no program either, which would have nothing to find.
    const named = `${jsonFile(exported(web))}/`;
    assert.ok(isRecorded(named));
    assert.throws(() => read(named), /\.json\/: no such file$/);
  });
});

describe("a stack is read", () => {
  it("whoever waits for its deletion left out, so that its URN may come again", () => {
    assert.deepEqual(read(jsonFile(exported({ ...web, delete: true }, web))), [web.urn]);
  });

  it("that is empty, however it is written", () => {
    const empty = [
      { version: 3, deployment: null },
      { version: 3, deployment: { manifest: { time: "" } } },
      { version: 3, deployment: { resources: [] } },
      { version: 3, deployment: { resources: null } },
      { version: 3, checkpoint: { stack: "prod", latest: null } },
      { changeSummary: {} },
    ];
    for (const content of empty) assert.deepEqual(read(jsonFile(content)), [], JSON.stringify(content));
  });

  it("as deep as properties may nest", () => {
    const a = JSON.parse(`${"[".repeat(400)}${"]".repeat(400)}`);
    assert.deepEqual(read(jsonFile(exported({ ...web, inputs: { a } }))), [web.urn]);
  });

  it("with a byte order mark, and in UTF-16 as PowerShell writes it", () => {
    const folder = mkdtempSync(join(tmpdir(), "network-guard-"));
    const text = `\ufeff${JSON.stringify(exported(web))}`;
    const encodings = {
      utf8: Buffer.from(text, "utf8"),
      "utf-16le": Buffer.from(text, "utf16le"),
      "utf-16be": Buffer.from(text, "utf16le").swap16(),
    };
    for (const [encoding, bytes] of Object.entries(encodings)) {
      const file = join(folder, `${encoding}.json`);
      writeFileSync(file, bytes);
      assert.deepEqual(read(file), [web.urn], encoding);
    }
  });
});
