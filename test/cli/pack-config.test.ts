import assert from "node:assert/strict";
import { readPackConfig, reconcile, renamed } from "../../cli/pack/config";
import type { PackPolicy, PolicySettings } from "../../cli/pack/policy";
import { jsonFile } from "./run";

const policy: PackPolicy = {
  name: "no-open-port",
  description: "",
  level: "mandatory",
  options: {
    port: { type: "number", default: 22 },
    words: { type: "array", items: { type: "string" } },
    until: { type: "string", format: "date" },
    pattern: { type: "string", format: "regex" },
    mode: { type: "string", enum: ["strict", "lax"] },
    address: { type: "string", format: "what only the pack knows" },
  },
  required: [],
};

const none = new Map<string, PolicySettings>();

function errorsOf(config: unknown, of: PackPolicy = policy): string {
  const file = jsonFile(config);
  try {
    reconcile([of], none, readPackConfig(file), file);
  } catch (error) {
    return (error as Error).message.replaceAll(`${file}: `, "");
  }
  return assert.fail("it was taken");
}

describe("the config of a policy pack", () => {
  const mistakes: [string, unknown, string][] = [
    [
      "an unknown policy",
      { "no-open-prot": "advisory" },
      'there is no policy "no-open-prot". Did you mean "no-open-port"?',
    ],
    [
      "an unknown option",
      { "no-open-port": { prot: 1 } },
      'no-open-port: there is no option "prot". Did you mean "port"?',
    ],
    [
      "a misspelt level",
      { "no-open-port": { enforcmentLevel: "advisory" } },
      'no-open-port: there is no option "enforcmentLevel". Did you mean "enforcementLevel"?',
    ],
    [
      "an unknown level",
      { "no-open-port": "mandatary" },
      'no-open-port: "mandatary" is no enforcement level; the levels are advisory, mandatory, disabled, remediate. Did you mean "mandatory"?',
    ],
    ["a wrong type", { "no-open-port": { port: "22" } }, 'no-open-port: "port" must be number.'],
    ["a wrong type inside", { "no-open-port": { words: [1] } }, 'no-open-port: "words.0" must be string.'],
    [
      "no date",
      { "no-open-port": { until: "2025-02-30" } },
      'no-open-port: "until" must be a day as YYYY-MM-DD, not "2025-02-30".',
    ],
    [
      "no pattern",
      { "no-open-port": { pattern: "(" } },
      'no-open-port: "pattern" must be a regular expression, not "(".',
    ],
    [
      "another choice",
      { "no-open-port": { mode: "loose" } },
      'no-open-port: "mode" must be one of "strict", "lax".',
    ],
    ["options for all", { all: { port: 1 } }, 'all: takes a level alone, no "port".'],
    ["no object", "[]", "expected an object of policies"],
    ["no JSON", "{", "not JSON"],
  ];
  for (const [what, config, expected] of mistakes) {
    it(`is refused with ${what}`, () => assert.ok(errorsOf(config).startsWith(expected), errorsOf(config)));
  }

  it("is refused without an option that must be there", () => {
    const needy = { ...policy, required: ["words", "port"] };
    assert.equal(errorsOf({}, needy), 'no-open-port: needs the option "words".');
  });

  it("completes the defaults of the policy, and leaves formats that only the pack knows to it", () => {
    const file = jsonFile({ all: "advisory", "no-open-port": { address: "?", until: "2025-02-28" } });
    const settings = reconcile([policy], none, readPackConfig(file), file).get("no-open-port");
    assert.deepEqual(settings, {
      level: "advisory",
      options: { port: 22, address: "?", until: "2025-02-28" },
    });
  });
});

describe("what a configuration file says for others", () => {
  it("may name its schema", () => {
    const { settings } = readPackConfig(
      jsonFile({ $schema: "./configuration.json", "no-open-port": "advisory" }),
    );
    assert.deepEqual([...settings.keys()], ["no-open-port"]);
  });

  it("may call a policy by its former name, where nothing calls it by its present one", () => {
    const aliases = () => new Map([["no-wide-port", "no-open-port"]]);
    const given = new Map<string, PolicySettings>([
      ["no-wide-port", { level: "advisory", options: { port: 23 } }],
    ]);
    const { settings, errors } = renamed([policy], given, aliases);
    assert.deepEqual([[...settings], errors], [[["no-open-port", given.get("no-wide-port")]], []]);
    const both = new Map<string, PolicySettings>([...given, ["no-open-port", { options: {} }]]);
    assert.deepEqual(renamed([policy], both, aliases).errors, [
      "no-wide-port: it is the former name of no-open-port, which is configured as well.",
    ]);
  });
});
