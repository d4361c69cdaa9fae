import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Compiled, check, compile } from "./compiled";
import { describeWithPulumi, repository, Stack } from "./pulumi";

type Preset = Record<string, string | { enforcementLevel: string }>;

const presetAt = (name: string): Preset =>
  JSON.parse(readFileSync(join(repository, "presets", `${name}.json`), "utf8"));

const levelIn = (preset: Preset, policy: string) => {
  const setting = preset[policy];
  return typeof setting === "string" ? setting : setting?.enforcementLevel;
};

const source = `
  const group = new aws.ec2.SecurityGroup("web", { description: "Web" });
  new aws.vpc.SecurityGroupIngressRule("ssh", {
    securityGroupId: group.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "203.0.113.7/32",
  });
  new aws.ec2.Vpc("main", { cidrBlock: "10.0.0.0/16" });
`;

/** A pack whose policy `no-public-ssh-rdp` was called otherwise until this release. */
const renaming = (dist: string) => `
  const { policies } = require(${JSON.stringify(join(dist, "policies"))});
  const { VERSION } = require(${JSON.stringify(join(dist, "policies/kit/version"))});
  const index = policies.findIndex(({ name }) => name === "no-public-ssh-rdp");
  policies[index] = { ...policies[index], formerNames: [{ name: "no-open-ssh", until: VERSION }] };
  require(${JSON.stringify(join(dist, "pack/start"))}).startPack();
`;

describeWithPulumi("the pack as it may be configured", () => {
  let pack: Compiled;
  let stack: Stack;

  before(async () => {
    pack = compile();
    stack = await Stack.of({ source });
  });

  after(() => stack?.remove());

  for (const [name, stops, finds, lacks] of [
    ["strict", true, "no-public-ssh-rdp", "no-administrator-policy"],
    ["observe", false, "require-rule-description", "no-public-ssh-rdp"],
    ["fsbp", true, "require-vpc-flow-logs", "require-rule-description"],
  ] as const) {
    it(`takes the preset ${name} from its file, by the engine and by network-guard check`, async () => {
      const config = presetAt(name);
      const preview = await stack.preview({ packs: [pack.folder], config });
      const checked = await check(stack.folder, { config });
      assert.equal(preview.exitCode !== 0, stops, preview.stdout + preview.stderr);
      const told = (findings: readonly { policy: string; level: string; urn: string }[]) =>
        findings.map(({ policy, level, urn }) => `${policy} ${level} ${urn}`).sort();
      assert.deepEqual(told(checked.findings), told(preview.findings), checked.stderr);
      for (const { policy, level } of preview.findings) assert.equal(level, levelIn(config, policy), policy);
      const found = preview.findings.map(({ policy }) => policy);
      assert.ok(found.includes(finds) && !found.includes(lacks), found.join());
    });
  }

  it("takes options and a level by a policy's former name", async () => {
    const folder = join(pack.folder, "renaming");
    mkdirSync(folder);
    const runtime = "runtime:\n  name: nodejs\n  options:\n    typescript: false\n";
    writeFileSync(join(folder, "PulumiPolicy.yaml"), runtime);
    const manifest = { name: "renaming", version: "1.0.0", main: "index.js" };
    writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "index.js"), renaming(join(pack.folder, "dist")));
    const levelOf = async (options: object) => {
      const config = { "no-open-ssh": { enforcementLevel: "advisory", ...options } };
      const { findings, stderr, diagnostics } = await stack.preview({ packs: [folder], config });
      assert.ok(
        findings.some(({ policy }) => policy === "require-environment-tag"),
        stderr + diagnostics,
      );
      return findings.filter(({ policy }) => policy === "no-public-ssh-rdp").map(({ level }) => level);
    };
    assert.deepEqual(await levelOf({ maxPublicAddresses: 0 }), ["advisory"]);
    assert.deepEqual(await levelOf({}), []);
  });
});
