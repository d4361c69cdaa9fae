import { projectKeys } from "../pack/project-settings";
import type { OptionSchema } from "../policies/kit/options";
import type { Policy } from "../policies/kit/policy";

type JsonSchema = Readonly<Record<string, unknown>>;

const LEVELS = ["advisory", "mandatory", "remediate", "disabled"];

/** What editors are told of a policy pack's configuration file: https://json-schema.org/draft-07 */
export function configurationSchema(policies: readonly Policy[]): JsonSchema {
  const shared = sharedOptions(policies);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "The configuration of network-guard",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      environments: {
        description: "Environments of Pulumi ESC whose values configure the policies.",
        type: "array",
        items: { type: "string" },
      },
      all: {
        description: "The level of every policy that is not named.",
        ...either({ type: "object", additionalProperties: false, properties: { enforcementLevel: LEVEL } }),
      },
      ...Object.fromEntries(policies.map((policy) => [policy.name, entrySchema(policy, shared)])),
    },
    definitions: { level: { enum: LEVELS }, ...Object.fromEntries(shared) },
  };
}

/** What editors are told of a project's own file. */
export function projectSchema(): JsonSchema {
  const keys = Object.entries(projectKeys).map(([name, schema]) => [name, optionSchema(schema)]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A project's network-guard.yaml",
    type: "object",
    additionalProperties: false,
    properties: { ...Object.fromEntries(keys), policies: { $ref: "configuration.json" } },
  };
}

const LEVEL = { $ref: "#/definitions/level" };

function either(settings: JsonSchema): JsonSchema {
  return { anyOf: [LEVEL, settings] };
}

function entrySchema({ description, options }: Policy, shared: ReadonlyMap<string, JsonSchema>): JsonSchema {
  const properties = Object.entries(options).map(([name, option]) => [
    name,
    isSame(shared.get(name), optionSchema(option)) ? { $ref: `#/definitions/${name}` } : optionSchema(option),
  ]);
  return {
    description,
    ...either({
      type: "object",
      additionalProperties: false,
      properties: { enforcementLevel: LEVEL, ...Object.fromEntries(properties) },
    }),
  };
}

/** The options that several policies have alike, by name. */
function sharedOptions(policies: readonly Policy[]): ReadonlyMap<string, JsonSchema> {
  const shared = new Map<string, JsonSchema>();
  const seen = new Map<string, JsonSchema>();
  for (const [name, option] of policies.flatMap(({ options }) => Object.entries(options))) {
    const schema = optionSchema(option);
    if (isSame(seen.get(name), schema)) shared.set(name, schema);
    else if (!seen.has(name)) seen.set(name, schema);
  }
  return shared;
}

function isSame(one: JsonSchema | undefined, other: JsonSchema): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** An option without what only this pack understands: formats of its own, and what preset `strict` sets. */
function optionSchema({ strictest: _, ...option }: OptionSchema): JsonSchema {
  const text = JSON.stringify(option, (key, value) =>
    key === "format" && OWN_FORMATS.has(value) ? undefined : value,
  );
  return JSON.parse(text);
}

const OWN_FORMATS = new Set(["cidr", "type", "fingerprint", "flow"]);
