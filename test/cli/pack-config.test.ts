import assert from "node:assert/strict";
import type { PackOptions } from "../../cli/pack/analyzer";
import { readPackConfig, reconcile, renamed } from "../../cli/pack/config";
import type { PackPolicy, PolicySettings } from "../../cli/pack/policy";
import { settingsFor } from "../../cli/pack/settings";
import type { ProjectFile } from "../../cli/project-file";
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

describe("what a pack is configured with", () => {
  const gatekeeper: PackPolicy = {
    ...{ name: "review-exemptions", description: "", level: "advisory", required: [] },
    options: { projectConfiguration: { type: "string", enum: ["none", "tighten", "any"] } },
  };
  const path = "/shop/network-guard.yaml";
  const projectOf = (policies?: object): ProjectFile => ({
    path,
    settings: { ...(policies && { policies }) } as ProjectFile["settings"],
  });
  const asked = (more: Partial<PackOptions>) =>
    settingsFor([policy, gatekeeper], none, { directory: "/pack", ...more });
  const levelOf = (more: Partial<PackOptions>) => asked(more).settings.get("no-open-port")?.level;
  const within = (mode: string) =>
    jsonFile({ "no-open-port": "advisory", "review-exemptions": { projectConfiguration: mode } });
  const off = projectOf({ "no-open-port": "disabled" });

  it("is its own where nobody says anything, in whose name it refuses", () => {
    assert.equal(levelOf({}), "mandatory");
    assert.equal(asked({}).refusal("no"), "/pack: no");
    assert.equal(levelOf({ project: projectOf() }), "mandatory");
    assert.equal(asked({ project: projectOf() }).refusal("no"), "/pack: no");
  });

  it("is what the project's file says, and that is named once", () => {
    assert.equal(levelOf({ project: off }), "disabled");
    assert.equal(asked({ project: off }).refusal("no"), `${path}: no`);
    assert.equal(asked({ project: off }).refusal(`${path}: no`), `${path}: no`);
    assert.throws(() => asked({ project: projectOf({ "no-open-prot": "advisory" }) }), {
      message: `${path}: there is no policy "no-open-prot". Did you mean "no-open-port"?`,
    });
  });

  it("is what a config file says, and what the project's says as far as that lets it", () => {
    const configFile = within("none");
    assert.equal(levelOf({ configFile }), "advisory");
    assert.equal(asked({ configFile }).refusal("no"), `${configFile}: no`);
    assert.equal(levelOf({ configFile, project: off }), "advisory");
    assert.equal(levelOf({ configFile, project: projectOf() }), "advisory");
    assert.equal(levelOf({ configFile: within("any"), project: off }), "disabled");
    const higher = projectOf({ "no-open-port": "mandatory" });
    assert.equal(levelOf({ configFile: within("tighten"), project: higher }), "mandatory");
  });

  it("is refused with everything that the project may not say, a line each", () => {
    const project = projectOf({ "no-open-port": "loud", other: "advisory" });
    assert.throws(
      () => asked({ configFile: within("any"), project }),
      (error: Error) => {
        const lines = error.message.split("\n");
        assert.equal(lines.length, 2, error.message);
        assert.ok(lines.every((line) => line.startsWith(`${path}: `)));
        return true;
      },
    );
    assert.throws(() => asked({ configFile: within("tighten"), project: off }), {
      message: /^\/shop\/network-guard/,
    });
  });

  it("is narrowed by what is chosen", () => {
    const choice = { only: ["review-exemptions"], skip: [], frameworks: [] };
    assert.equal(levelOf({ choice }), "disabled");
  });

  it("may be a file with nothing in it", () => {
    assert.equal(levelOf({ configFile: jsonFile(" \n") }), "mandatory");
  });

  it("is refused with all that is wrong, a line each", () => {
    const config = { "no-open-port": { port: "22", words: [1] }, other: "advisory" };
    assert.equal(errorsOf(config).split("\n").length, 3);
  });
});
