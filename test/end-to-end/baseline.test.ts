import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { run } from "../cli/run";
import { repository } from "./pulumi";

const program = (...ports: readonly number[]) => `
const { CustomResource } = require("@pulumi/pulumi");
const ingress = ${JSON.stringify(ports)}.map((port) => ({
  description: "For the test", protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: ["0.0.0.0/0"],
}));
new CustomResource("aws:ec2/securityGroup:SecurityGroup", "web-dev", {
  description: "Web servers", tags: { Environment: "dev" }, ingress,
});
`;

describe("an old stack", () => {
  let folder: string;
  const file = (name: string) => join(folder, name);

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "network-guard-old-"));
    mkdirSync(file(".git"));
    symlinkSync(join(repository, "node_modules"), file("node_modules"));
    writeFileSync(
      file("Pulumi.yaml"),
      "name: old\nruntime:\n  name: nodejs\n  options: { typescript: false }\n",
    );
    writeFileSync(file("package.json"), JSON.stringify({ main: "index.js" }));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const check = (ports: readonly number[], ...args: string[]) => {
    writeFileSync(file("index.js"), program(...ports));
    const only = ["--only", "no-public-ssh-rdp,no-public-ingress-beyond-web-ports,review-exemptions"];
    return run("check", folder, "--timeout", "600", ...only, ...args);
  };

  it("starts from a report of today: what is new fails, and what is fixed is told", async () => {
    const report = file("report.json");
    const today = await check([22], "--output", `json=${report}`);
    assert.equal(today.code, 1);
    const [next, sarif] = [file("next.json"), file("next.sarif")];
    const outputs = ["--output", `json=${next}`, "--output", `sarif=${sarif}`];
    const same = await check([22], "--baseline", report, ...outputs);
    assert.deepEqual([same.code, same.out], [0, ""]);
    // Code scanning closes what is not there.
    const { results } = JSON.parse(readFileSync(sarif, "utf8")).runs[0];
    assert.deepEqual(
      results.map(({ baselineState }: { baselineState: string }) => baselineState),
      ["unchanged", "unchanged"],
    );
    assert.match(same.err, /^0 new findings in 1 resource; 2 known, 0 fixed/m);
    const other = await check([9090], "--baseline", next, "--json");
    assert.equal(other.code, 1);
    assert.deepEqual(
      JSON.parse(other.out).map(({ policy }: { policy: string }) => policy),
      ["no-public-ingress-beyond-web-ports"],
    );
    assert.match(other.err, /^fixed: no-public-ssh-rdp {2}SecurityGroup web-dev$/m);
    assert.match(other.err, /^1 new finding in 1 resource; 0 known, 2 fixed/m);
  });

  it("starts from its state as well, and refuses what is neither", async () => {
    const state = file("state.json");
    const urn = "urn:pulumi:prod::old::aws:ec2/securityGroup:SecurityGroup::web-dev";
    const ingress = [
      { description: "For the test", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
    ];
    const inputs = { description: "Web servers", tags: { Environment: "dev" }, ingress };
    const resource = {
      urn,
      type: "aws:ec2/securityGroup:SecurityGroup",
      custom: true,
      id: "sg-1",
      inputs,
      outputs: inputs,
    };
    writeFileSync(state, JSON.stringify({ version: 3, deployment: { resources: [resource] } }));
    const same = await check([22], "--baseline", state);
    assert.equal(same.code, 0, same.out + same.err);
    assert.match(same.err, /; 2 known, 0 fixed/);
    writeFileSync(state, JSON.stringify([{ name: "web" }]));
    const wrong = await check([22], "--baseline", state);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /state\.json: these are no findings of network-guard; a baseline is what/);
  });

  it("exempts what is found today, each finding by itself, and finds others of the same resource", async () => {
    const settings = file("network-guard.yaml");
    writeFileSync(settings, "# Ours\npolicies:\n  no-public-ssh-rdp: mandatory\n");
    const silent = await check([22], "--write-exemptions");
    assert.deepEqual([silent.code, silent.err], [2, "error: --write-exemptions: say why with --reason\n"]);
    const leave = ["--write-exemptions", "--reason", "It is old", "--expires", "2999-12-31"];
    const written = await check([22], ...leave);
    assert.deepEqual(
      [written.code, written.out, written.err],
      [0, "", `wrote 2 exemptions to ${settings}\n`],
    );
    const text = readFileSync(settings, "utf8");
    assert.match(text, /^# Ours$/m);
    const [exemption] = parse(text).policies["no-public-ssh-rdp"].exemptions;
    assert.match(exemption.fingerprint, /^[0-9a-f]{16}$/);
    assert.deepEqual(
      [exemption.resource, exemption.reason, exemption.expires],
      ["urn:pulumi:*::old::aws:ec2/securityGroup:SecurityGroup::web-dev", "It is old", "2999-12-31"],
    );
    const again = await check([22], ...leave);
    assert.match(again.err, /^wrote 0 exemptions/);
    const exempt = await check([22], "--fail-on", "mandatory");
    assert.equal(exempt.code, 0, exempt.out);
    assert.match(exempt.out, /review-exemptions/);
    assert.equal((await check([3389])).code, 1);
  });
});
