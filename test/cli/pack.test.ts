import assert from "node:assert/strict";
import { unknown } from "../../cli/properties";
import type { ReportedFinding } from "../../report/finding";
import { check, decoded, fixture, jsonFile, run, server, stateOf } from "./run";

const leaky = stateOf(server("web", { port: 22 }), server("db", { port: 5432 }));

describe("driving a pack", () => {
  it("configures its policies", async () => {
    const config = jsonFile({
      all: "advisory",
      "no-open-port": { port: 5432, enforcementLevel: "mandatory" },
    });
    const { out } = await check(leaky, "--policy-pack-config", config, "--json");
    const findings = (JSON.parse(out) as ReportedFinding[]).filter(
      ({ policy }) => !policy.startsWith("show-"),
    );
    assert.deepEqual(
      findings.map(({ policy, level, urn }) => [policy, level, urn.split("::")[3]]),
      [
        ["no-open-port", "mandatory", "db"],
        ["require-owner", "advisory", "db"],
        ["require-owner", "advisory", "web"],
      ],
    );
  });

  it("lets a policy remediate, and judges what it left", async () => {
    const config = jsonFile({
      "no-open-port": "remediate",
      "require-owner": "disabled",
      "show-stack": "advisory",
    });
    const { code, out } = await check(fixture("leaky"), "--policy-pack-config", config, "--json");
    const findings = JSON.parse(out) as ReportedFinding[];
    assert.equal(code, 0);
    assert.deepEqual(
      findings
        .filter(({ policy }) => policy === "no-open-port")
        .map(({ level, urn, message }) => [level, urn.split("::")[3], message]),
      [["remediated", "web", "port was 22 and is now 443"]],
    );
    const web = findings.find(({ policy, urn }) => policy === "show-stack" && urn.endsWith("::web"));
    assert.deepEqual(decoded(web?.message ?? "").props, { id: unknown, port: 443 });
  });

  it("drives several packs, each with its own config", async () => {
    const { out } = await run(
      "check",
      leaky,
      ...["--policy-pack", fixture("pack"), "--policy-pack-config", jsonFile({ all: "disabled" })],
      ...[
        "--policy-pack",
        fixture("pack"),
        "--policy-pack-config",
        jsonFile({ "require-owner": "disabled" }),
      ],
      "--json",
    );
    assert.deepEqual(
      (JSON.parse(out) as ReportedFinding[]).map(({ policy }) => policy),
      ["no-open-port"],
    );
  });

  it("quotes no secret of the program, whatever a pack writes", async () => {
    const config = jsonFile({ all: "disabled", "no-open-port": "advisory", "show-token": "advisory" });
    const { out } = await check(fixture("secrets"), "--policy-pack-config", config, "--json");
    const said = (policy: string, name: string) =>
      (JSON.parse(out) as ReportedFinding[]).find(
        (finding) => finding.policy === policy && finding.urn.endsWith(`::${name}`),
      )?.message;
    assert.equal(said("no-open-port", "web"), "port [secret]\nis open");
    assert.equal(said("no-open-port", "plain"), "port 22\nis open");
    assert.equal(said("show-token", "web"), "its token is [secret]");
    assert.equal(said("show-token", "plain"), "its token is loud-loud");
  });

  it("lists its policies", async () => {
    const { code, out } = await run("policies", "--policy-pack", fixture("pack"));
    assert.equal(code, 0);
    assert.match(out, /^no-crowd {11}mandatory {2}critical {2}A stack must not have ten servers\.$/m);
    assert.match(out, /^require-owner {6}advisory {3}low {7}A server must have an owner\.$/m);
  });
});
