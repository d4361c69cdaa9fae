import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ReportedFinding } from "../../report/finding";
import { fixture, jsonFile, run, server, stateOf } from "./run";

describe("a project's file", () => {
  const start = process.cwd();
  const open = stateOf(server("web", { port: 22 }));
  let root: string;
  const infra = (...names: string[]) => join(root, "infra", ...names);

  before(() => {
    root = mkdtempSync(join(tmpdir(), "network-guard-monorepo-"));
    mkdirSync(join(root, ".git"));
    symlinkSync(join(start, "node_modules"), join(root, "node_modules"));
    for (const name of ["leaky", "clean", "server.js", "package.json"])
      cpSync(fixture(name), infra(name), { recursive: true });
    cpSync(stateOf(server("web", { port: 443 })), infra("clean.json"));
  });

  afterEach(() => process.chdir(start));
  after(() => rmSync(root, { recursive: true, force: true }));

  const check = async (...args: string[]) => {
    const { code, out, err } = await run("check", ...args, "--policy-pack", fixture("pack"), "--json");
    const findings = out === "" ? [] : (JSON.parse(out) as ReportedFinding[]);
    const said = findings.map(({ target, policy, level, urn }) =>
      [target, policy, level, urn.split("::").at(-1)].filter(Boolean).join(" "),
    );
    return { code, said, err };
  };

  it("says what is judged, by what, and what fails, and flags say more", async () => {
    const file = join(root, "network-guard.yaml");
    writeFileSync(
      file,
      "policies: { no-open-port: advisory, require-owner: disabled }\nfailOn: high\ntargets: [infra/leaky, infra/clean.json]\n",
    );
    process.chdir(root);
    const all = await check();
    assert.deepEqual([all.code, all.said], [1, ["infra/leaky no-open-port advisory web"]], all.err);
    assert.match(all.err, /of 2 targets/);

    process.chdir(infra("clean"));
    const alone = await check();
    assert.deepEqual([alone.code, alone.said], [0, []]);
    assert.doesNotMatch(alone.err, /targets/, "a project below the file is meant alone");

    process.chdir(start);
    const named = await check(infra("leaky"), "--fail-on", "mandatory");
    assert.deepEqual([named.code, named.said], [0, ["no-open-port advisory web"]]);
  });

  it("is not written over", async () => {
    const own = infra("clean", "network-guard.yaml");
    writeFileSync(own, "failOn: high\n");
    const by = [
      await check(infra("clean"), "--output", `json=${own}`),
      await run("reach", infra("clean"), "--write", own),
    ];
    assert.deepEqual(
      by.map(({ code }) => code),
      [2, 2],
    );
    for (const { err } of by) assert.match(err, /it is read|is read, and would be written over/);
    assert.equal(readFileSync(own, "utf8"), "failOn: high\n");
    rmSync(own);
  });

  it("is heard beside a config file as that says", async () => {
    writeFileSync(
      infra("leaky", "network-guard.json"),
      JSON.stringify({ policies: { "no-open-port": "disabled" } }),
    );
    const within = (mode: string, target: string) => {
      const config = jsonFile({ "review-exemptions": { projectConfiguration: mode } });
      return check(target, "--policy-pack-config", config);
    };
    const refused = await within("tighten", infra("leaky"));
    assert.equal(refused.code, 2);
    assert.match(
      refused.err,
      /leaky\/network-guard\.json: no-open-port: "disabled" in place of "mandatory" is refused/,
    );
    process.chdir(infra("leaky"));
    assert.equal((await within("none", open)).code, 1);
    assert.equal((await within("any", open)).code, 0);
    rmSync(infra("leaky", "network-guard.json"));
  });

  it("is refused with its name, key and the nearest right one", async () => {
    writeFileSync(infra("clean", "network-guard.yaml"), "failon: high\n");
    const { code, err } = await check(infra("clean"));
    assert.equal(code, 2);
    assert.match(
      err,
      /^error: .*clean\/network-guard\.yaml: there is no option "failon"\. Did you mean "failOn"\?\n$/,
    );
    rmSync(infra("clean", "network-guard.yaml"));
  });
});
