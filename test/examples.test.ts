import assert from "node:assert/strict";
import { presetOf } from "../pack/presets";
import { noPublicSshRdp, policies, reviewExemptions } from "../policies";
import { MEANINGS } from "../scripts/alicloud-meanings";
import { exampleProgram, sourcesOf } from "./examples";
import { configured } from "./harness/configured";
import { verdict } from "./harness/judge";

/** The policies that find nothing before somebody configures them, and why. */
const NEED_CONFIGURATION: Readonly<Record<string, string>> = {
  "no-unrecorded-exposure": "off until flows are recorded",
  "require-network-change-alarms": "off until it is enabled",
  "require-s3-replication": "off until it is enabled",
  [reviewExemptions.name]: "without a configuration there is no exemption to review",
};

const NEED_CONFIGURATION_THERE: Readonly<Record<string, string>> = {
  ...NEED_CONFIGURATION,
  "require-database-backup": "databases of Alibaba Cloud keep backups for seven days at least",
};

/** What the comments of an example say is found, such as `no-public-icmp: ftp-dev`: the policy, and the resource that breaks it. */
const saidOf = (example: string) =>
  sourcesOf(example)
    .flatMap((source) => [...source.matchAll(/^ *\/\/ ((?:no|require)-[\w-]+: [\w-]+)/gm)])
    .map(([, found = ""]) => found)
    .sort();

const expected = saidOf("leaky");

describe("the examples", () => {
  it("leaky breaks every policy, and nothing else is found, at a preview and at the update", async () => {
    const names = policies.map(({ name }) => name).filter((name) => !(name in NEED_CONFIGURATION));
    const broken = new Set(expected.map((found) => found.split(":")[0]));
    assert.deepEqual([...broken].sort(), names.sort());
    assert.deepEqual(await verdict(policies, exampleProgram("leaky")), expected);
  });

  it("ecs-leaky breaks every policy that means something there, and nothing else is found, at a preview and at the update", async () => {
    const said = saidOf("ecs-leaky");
    const meant = Object.entries(MEANINGS).flatMap(([name, meaning]) => ("judges" in meaning ? [name] : []));
    const broken = new Set(said.map((found) => found.split(":")[0]));
    assert.deepEqual([...broken].sort(), meant.filter((name) => !(name in NEED_CONFIGURATION_THERE)).sort());
    assert.deepEqual(await verdict(policies, exampleProgram("ecs-leaky")), said);
  });

  it("leaky cannot be exempted in silence", async () => {
    const exemptions = [{ resource: "*::launch-wizard-1", reason: "Replaced next month" }];
    const judging = policies.map((policy) =>
      policy === noPublicSshRdp ? configured(policy, { exemptions }) : policy,
    );
    const spoken = await verdict(judging, exampleProgram("leaky"));
    assert.ok(!spoken.includes("no-public-ssh-rdp: launch-wizard-1"));
    assert.deepEqual(
      spoken.filter((line) => line.startsWith("review-exemptions")),
      ["review-exemptions: launch-wizard-1"],
    );
  });

  it("three-tier passes in silence, at a preview and at the update", async () => {
    assert.deepEqual(await verdict(policies, exampleProgram("three-tier")), []);
  });

  it("ecs passes in silence, at a preview and at the update", async () => {
    assert.deepEqual(await verdict(policies, exampleProgram("ecs")), []);
  });

  it("private-ssm passes in silence, at a preview and at the update", async () => {
    assert.deepEqual(await verdict(policies, exampleProgram("private-ssm")), []);
  });

  for (const example of ["three-tier", "private-ssm", "ecs"]) {
    it(`${example} stays silent under strict`, async () => {
      const strict = presetOf("strict", policies);
      const judging = policies.flatMap((policy) => {
        const setting = strict[policy.name] ?? "disabled";
        const { enforcementLevel, ...options } =
          typeof setting === "string" ? { enforcementLevel: setting } : setting;
        return enforcementLevel === "disabled" ? [] : [configured(policy, options)];
      });
      assert.deepEqual(await verdict(judging, exampleProgram(example)), []);
    });
  }

  it("three-tier passes in production, and fails as a stack that names no environment", async () => {
    assert.deepEqual(await verdict(policies, exampleProgram("three-tier"), { stack: "prod" }), []);
    const blue = await verdict(policies, exampleProgram("three-tier"), { stack: "blue" });
    assert.ok(blue.includes("require-environment-tag: vpc"), blue.join());
  });
});
