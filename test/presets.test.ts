import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { presetNames, presetOf } from "../pack/presets";
import { policies } from "../policies";
import { readOptions } from "../policies/kit/configuration";
import { controlOf } from "../policies/kit/controls";
import type { Policy } from "../policies/kit/policy";

const read = (path: string) => JSON.parse(readFileSync(join(__dirname, "..", path), "utf8"));

/** What a preset says of a policy, its level apart. */
function settingOf(preset: ReturnType<typeof presetOf>, { name }: Policy): [string, Record<string, unknown>] {
  const setting = preset[name] ?? {};
  const { enforcementLevel = "", ...options } =
    typeof setting === "string" ? { enforcementLevel: setting } : setting;
  return [enforcementLevel, options];
}

const levelOf = (preset: ReturnType<typeof presetOf>, policy: Policy) => settingOf(preset, policy)[0];

describe("a preset", () => {
  for (const name of presetNames) {
    const preset = presetOf(name, policies);

    it(`${name} is the file that is published, and sets every policy as it may be set`, () => {
      assert.deepEqual(read(`presets/${name}.json`), preset);
      assert.deepEqual(Object.keys(preset).sort(), policies.map((policy) => policy.name).sort());
      for (const policy of policies) {
        const [level, options] = settingOf(preset, policy);
        assert.ok(["mandatory", "advisory", "disabled"].includes(level), `${policy.name}: ${level}`);
        readOptions(policy.name, policy.options, options);
      }
    });
  }

  it("recommended is what policies are by themselves, and observe stops nothing", () => {
    for (const policy of policies) {
      assert.deepEqual(settingOf(presetOf("recommended", policies), policy), [policy.enforcementLevel, {}]);
      assert.deepEqual(settingOf(presetOf("observe", policies), policy), ["advisory", {}]);
    }
  });

  it("strict stops for every policy that is not off by default, each option at its strictest", () => {
    for (const policy of policies) {
      const [level, options] = settingOf(presetOf("strict", policies), policy);
      const isOff = policy.enforcementLevel === "disabled";
      assert.equal(level, isOff ? "disabled" : "mandatory", policy.name);
      for (const [name, { strictest }] of Object.entries(policy.options)) {
        if (!isOff && strictest !== undefined)
          assert.deepEqual(options[name], strictest, `${policy.name}.${name}`);
        else assert.equal(name in options, false, `${policy.name}.${name}`);
      }
    }
  });

  for (const [name, standard] of [
    ["cis", "CIS AWS Foundations Benchmark"],
    ["fsbp", "AWS Foundational Security Best Practices"],
  ] as const) {
    it(`${name} enables the policies with a control of its standard alone`, () => {
      for (const policy of policies) {
        const isIn = policy.controls.some((id) => controlOf(id)?.standard.name === standard);
        assert.equal(levelOf(presetOf(name, policies), policy) !== "disabled", isIn, policy.name);
      }
    });
  }

  it("can be had for some policies alone, those of others among them", () => {
    const [first] = policies as [Policy];
    const own = { ...first, name: "no-moonlight", enforcementLevel: "advisory" } as Policy;
    assert.deepEqual(Object.keys(presetOf("strict", [own])), ["no-moonlight"]);
    assert.equal(levelOf(presetOf("strict", [own]), own), "mandatory");
  });

  it("keeps strict from stopping anything for a policy that is new until the next major", () => {
    const [first] = policies as [Policy];
    const fresh = { ...first, enforcementLevel: "advisory", nextLevel: "mandatory" } as Policy;
    assert.equal(levelOf(presetOf("strict", [fresh]), fresh), "advisory");
  });
});

describe("the schema of the configuration", () => {
  const validate = new Ajv({ strict: true, validateFormats: false }).compile(
    read("schemas/configuration.json"),
  );

  for (const name of presetNames) {
    it(`takes preset ${name}`, () =>
      assert.ok(validate(presetOf(name, policies)), JSON.stringify(validate.errors)));
  }

  for (const [what, configuration, isRight] of [
    ["its own address and a level for all", { $schema: "./configuration.json", all: "advisory" }, true],
    [
      "options and exemptions",
      { "no-public-ssh-rdp": { ports: [22], exemptions: [{ resource: "*", reason: "Why" }] } },
      true,
    ],
    ["an exemption without a reason", { "no-public-ssh-rdp": { exemptions: [{ resource: "*" }] } }, false],
    ["an unknown policy", { "no-public-shh": "advisory" }, false],
    ["an unknown option", { "no-public-ssh-rdp": { port: [22] } }, false],
    ["an option of the wrong type", { "no-public-ssh-rdp": { ports: 22 } }, false],
    ["an unknown level", { "no-public-ssh-rdp": "blocking" }, false],
    ["options for all", { all: { ports: [22] } }, false],
  ] as const) {
    it(`${isRight ? "takes" : "refuses"} ${what}`, () => assert.equal(validate(configuration), isRight));
  }
});
