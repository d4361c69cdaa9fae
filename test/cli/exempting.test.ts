import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { writeExemptions } from "../../cli/exempting";
import type { ReportedFinding } from "../../report/finding";
import { fingerprintOf } from "../../report/fingerprint";

const finding = (name: string, type = "aws:ec2/instance:Instance"): ReportedFinding => ({
  ...{ policy: "no-x", pack: "network-guard", level: "mandatory", description: "No x." },
  ...{ urn: `urn:pulumi:dev::shop::${type}::${name}`, message: `${name} holds x.` },
});
const web = finding("web");
const LEAVE = { reason: "It moves" };
const exemption = {
  resource: "urn:pulumi:*::shop::aws:ec2/instance:Instance::web",
  fingerprint: fingerprintOf(web),
  reason: "It moves",
};

describe("exemptions that a check writes", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "network-guard-exempting-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  let files = 0;
  /** What becomes of a file that holds a text, or of one that there is not, and how many are new. */
  function written(name: string, text: string | undefined, findings = [web], leave: object = LEAVE) {
    const file = join(folder, `${name.replace(/^(?!network-guard)/, `${files++}-`)}`);
    rmSync(file, { force: true });
    if (text !== undefined) writeFileSync(file, text);
    const count = writeExemptions(file, findings, { ...LEAVE, ...leave });
    return { count, text: readFileSync(file, "utf8") };
  }

  it("make a file where there is none, or nothing in it", () => {
    for (const text of [undefined, "", "{}"])
      assert.deepEqual(
        JSON.parse(written("pack.json", text).text),
        { "no-x": { exemptions: [exemption] } },
        text,
      );
    assert.deepEqual(
      JSON.parse(written("pack.json", undefined, [web], { expires: "2030-01-31" }).text)["no-x"].exemptions,
      [{ ...exemption, expires: "2030-01-31" }],
    );
  });

  it("stand under the policies of a project's file, beside its comments and levels", () => {
    const { count, text } = written(
      "network-guard.yaml",
      "# Ours\npolicies:\n  no-x: advisory # for now\n  no-y: mandatory\n",
    );
    assert.equal(count, 1);
    assert.equal(
      text,
      [
        ...["# Ours", "policies:", "  no-x:", "    enforcementLevel: advisory # for now", "    exemptions:"],
        `      - resource: ${exemption.resource}`,
        ...[
          `        fingerprint: ${exemption.fingerprint}`,
          "        reason: It moves",
          "  no-y: mandatory",
          "",
        ],
      ].join("\n"),
    );
  });

  it("begin where nothing is said yet, and stand beside what is no exemption", () => {
    for (const text of ["no-x:", "no-x: null", "no-x:\n  exemptions:"])
      assert.deepEqual(parse(written("pack.yaml", text).text), { "no-x": { exemptions: [exemption] } }, text);
    assert.deepEqual(parse(written("network-guard.yaml", "policies:").text), {
      policies: { "no-x": { exemptions: [exemption] } },
    });
    const { text } = written("pack.yaml", "no-x: { exemptions: [null, 5] }");
    assert.deepEqual(parse(text), { "no-x": { exemptions: [null, 5, exemption] } });
  });

  it("come behind those that there are, each once", () => {
    const known = JSON.stringify({ "no-x": { exemptions: [exemption] } });
    assert.equal(written("pack.json", known).count, 0);
    const { count, text } = written("pack.json", known, [web, finding("other"), finding("other")]);
    assert.equal(count, 1);
    const { exemptions } = JSON.parse(text)["no-x"];
    assert.deepEqual(exemptions[0], exemption);
    for (const other of [{ resource: "urn:elsewhere" }, { fingerprint: "0123456789abcdef" }]) {
      const unlike = JSON.stringify({ "no-x": { exemptions: [{ ...exemption, ...other }] } });
      assert.equal(written("pack.json", unlike).count, 1);
    }
    assert.match(exemptions[1].resource, /:Instance::other$/);
    assert.equal(exemptions.length, 2);
  });

  it("are of the resource in every stack of the project, and of each stack itself", () => {
    const resourceOf = (one: ReportedFinding) =>
      JSON.parse(written("pack.json", undefined, [one]).text)["no-x"].exemptions[0].resource;
    assert.equal(
      resourceOf(finding("shop-dev", "pulumi:pulumi:Stack")),
      "urn:pulumi:*::shop::pulumi:pulumi:Stack::*",
    );
    assert.equal(resourceOf(finding("a::b")), "urn:pulumi:*::shop::aws:ec2/instance:Instance::a::b");
  });

  for (const [what, text, said] of [
    ["a list", "[1]", /pack\.yaml: expected an object of settings$/],
    ["no YAML", "a: [1\nb: 2", /pack\.yaml: .*line 2/],
    ["an alias of nothing", "a: *b", /pack\.yaml: Unresolved alias \([^:]*$/],
    ["a number for a policy", "no-x: 5", /pack\.yaml: no-x: expected an object of options, or a level/],
    ["a list for a policy", "no-x: [1]", /pack\.yaml: no-x: expected an object of options/],
    ["what stands elsewhere", "a: &b { c: d }\nno-x: *b", /pack\.yaml: no-x: expected .*, written out here$/],
    ["exemptions that are a text", "no-x: { exemptions: a }", /no-x\.exemptions: expected a list/],
    ["exemptions that are an object", "no-x: { exemptions: { a: b } }", /no-x\.exemptions: expected a list/],
  ] as const)
    it(`are not written into ${what}`, () => {
      assert.throws(() => written("pack.yaml", text), said);
    });

  it("are not broken into lines, however long a reason is", () => {
    const reason = "so ".repeat(60).trim();
    assert.ok(written("pack.yaml", undefined, [web], { reason }).text.includes(`reason: ${reason}\n`));
  });

  it("say where they cannot be written", () => {
    assert.throws(
      () => writeExemptions(join(folder, "nowhere", "pack.yaml"), [web], LEAVE),
      /pack\.yaml: the exemptions cannot be written here \(.*no such file/,
    );
  });
});
