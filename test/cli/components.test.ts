import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unknown } from "../../cli/properties";
import type { ReportedFinding } from "../../report/finding";
import { startsPrograms } from "../end-to-end/kept-programs";
import { check, decoded, fixture, jsonFile, type Outcome } from "./run";

/** A CLI's home in which the fixture's plugin is installed. */
function homeWithPlugin(version: string): string {
  const home = mkdtempSync(join(tmpdir(), "network-guard-"));
  const folder = join(home, "plugins", `resource-awsx-v${version}`);
  mkdirSync(folder, { recursive: true });
  const program = fixture("remote-plugin", "index.js");
  const late = `--require=${require.resolve("../../pack/late-modules")}`;
  const script = `#!/bin/sh\nexec "${process.execPath}" "${late}" "${program}" "$@"\n`;
  writeFileSync(join(folder, "pulumi-resource-awsx"), script, { mode: 0o755 });
  return home;
}

describe("network-guard check of remote components", () => {
  const home = process.env.PULUMI_HOME;

  function useHome(folder: string): void {
    process.env.PULUMI_HOME = folder;
  }

  afterEach(() => {
    if (home === undefined) delete process.env.PULUMI_HOME;
    else process.env.PULUMI_HOME = home;
  });

  describe("by the installed plugin", () => {
    startsPrograms();

    let outcome: Outcome;
    const findings = (policy: string) =>
      (JSON.parse(outcome.out) as ReportedFinding[]).filter((finding) => finding.policy === policy);

    before(async () => {
      useHome(homeWithPlugin("1.2.3"));
      const config = jsonFile({ "show-stack": "advisory" });
      outcome = await check(
        fixture("remote-made"),
        ...["--config", "aws:region=eu-west-1", "--policy-pack-config", config, "--json"],
      );
    });

    it("judges what it makes where the program asks for it", () => {
      const { code, err } = outcome;
      assert.equal(code, 1, err);
      assert.deepEqual(
        findings("no-open-port").map(({ urn, level, severity, source: { file = "", line } = {} }) => [
          ...[urn.split("::").at(-1), level, severity],
          `${file.replace(/^.*(?=remote-made\/)/, "")}:${line}`,
        ]),
        [["vpc-first", "mandatory", "high", "remote-made/index.js:11"]],
      );
      assert.equal(findings("require-owner").length, 1);
      assert.match(err, / in 4 resources; assumed: .*, zones eu-west-1a to c\n$/);
    });

    it("shows what it makes as the engine does", () => {
      const shown = findings("show-stack").map(({ message }) => decoded(message));
      const resources = new Map(shown.map((resource) => [resource.name, resource]));
      const prefix = "urn:pulumi:unnamed::remote-made::awsx:ec2:Vpc";
      assert.equal(resources.get("vpc")?.urn, `${prefix}::vpc`);
      const first = resources.get("vpc-first");
      assert.equal(first?.urn, `${prefix}$aws:test/server:Server::vpc-first`);
      assert.equal(first?.parent, `${prefix}::vpc`);
      assert.deepEqual(first?.props, {
        id: unknown,
        ...{ port: 22, owner: "me", zone: "eu-west-1a", tagged: "aws:test/server:Server" },
      });
      assert.equal(first?.opts.protect, true);
      const second = resources.get("vpc-second");
      assert.equal(second?.props.next, unknown);
      assert.deepEqual(second?.propertyDependencies, { next: [first?.urn] });
      const web = resources.get("web");
      assert.deepEqual(web?.props, { id: unknown, port: 8001, size: "large", vpc: unknown });
      assert.deepEqual(web?.propertyDependencies?.vpc, [second?.urn, `${prefix}::vpc`]);
      assert.ok(resources.has("default"), "the component's own provider");
    });
  });

  it("starts a plugin that the project keeps by itself", async () => {
    useHome(mkdtempSync(join(tmpdir(), "network-guard-")));
    const program = fixture("remote-kept");
    const { err } = await check(program, "--config", "aws:region=eu-west-1");
    assert.match(err, /^2 findings in 4 resources; assumed/);
  });

  it("leaves plugins out where it is told to, or where they are not installed, and says how to have them", async () => {
    useHome(homeWithPlugin("1.2.3"));
    const left = await check(fixture("remote-made"), "--no-plugins");
    assert.match(left.err, /awsx:ec2:Vpc "vpc" is a remote component.*not run \(leave --no-plugins out\)\n/);
    assert.match(left.err, /not judged: 1 component; assumed: a stack without name/);
    useHome(mkdtempSync(join(tmpdir(), "network-guard-")));
    const missing = await check(fixture("remote-made"));
    assert.match(missing.err, /not installed \(pulumi plugin install resource awsx\)\n/);
    assert.match(missing.err, /not judged: 1 component; assumed: a stack without name/);
  });
});
