import type { PolicyConfigSchema } from "@pulumi/policy";
import type { ExposureWords } from "../../network/names/exposure";
import { DEFAULT_EXPOSURE } from "../../network/names/exposure";
import type { Vocabulary } from "../../network/names/vocabulary";
import { DEFAULT_VOCABULARY } from "../../network/names/vocabulary";

type JsonSchema = PolicyConfigSchema["properties"][string];

/** An option of a policy: a JSON schema whose default gives the option its type. */
export type OptionSchema<T = unknown> = Omit<JsonSchema, "default"> & {
  readonly default: T;
  /** What preset `strict` sets; the default where that is strictest already, or values have no order. */
  readonly strictest?: T;
  readonly description: string;
};

export type OptionSchemas = Readonly<Record<string, OptionSchema>>;

/** The options a policy reads, by name, each of its default's type. */
export type OptionsOf<Schemas extends OptionSchemas> = {
  readonly [Name in keyof Schemas]: Schemas[Name] extends OptionSchema<infer T> ? T : never;
};

function option<T>(description: string, schema: JsonSchema, value: T): OptionSchema<T> {
  return { ...schema, description, default: value };
}

/** The option, with the value that preset `strict` sets. */
export function strictly<T>(value: NoInfer<T>, schema: OptionSchema<T>): OptionSchema<T> {
  return { ...schema, strictest: value };
}

/** A whole number from 0 on. */
export function count(value: number, description: string): OptionSchema<number> {
  return option(description, { type: "integer", minimum: 0 }, value);
}

/** True or false. */
export function toggle(value: boolean, description: string): OptionSchema<boolean> {
  return option(description, { type: "boolean" }, value);
}

/** One of a few words. */
export function oneOf<Word extends string>(
  value: NoInfer<Word>,
  words: readonly Word[],
  description: string,
): OptionSchema<Word> {
  return option<Word>(description, { type: "string", enum: [...words] }, value);
}

/** Ports, 0 to 65535 each. */
export function portList(value: readonly number[], description: string): OptionSchema<readonly number[]> {
  return option(
    description,
    { type: "array", items: { type: "integer", minimum: 0, maximum: 65535 } },
    value,
  );
}

/** Texts, none of them empty. */
export function textList(value: readonly string[], description: string): OptionSchema<readonly string[]> {
  return option(description, { type: "array", items: { type: "string", minLength: 1 } }, value);
}

/** CIDR blocks; what does not parse is refused when the options are read. */
export function blockList(value: readonly string[], description: string): OptionSchema<readonly string[]> {
  return option(description, { type: "array", items: { type: "string", format: "cidr" } }, value);
}

/** Type tokens of resources; what cannot be one is refused when the options are read. */
export function typeList(value: readonly string[], description: string): OptionSchema<readonly string[]> {
  return option(description, { type: "array", items: { type: "string", format: "type" } }, value);
}

/** Flows as `network-guard reach` lists them; what is none is refused when the options are read. */
export function flowList(value: readonly string[], description: string): OptionSchema<readonly string[]> {
  return option(description, { type: "array", items: { type: "string", format: "flow" } }, value);
}

/** A regular expression; empty for none. */
export function pattern(value: string, description: string): OptionSchema<string> {
  return option(description, { type: "string", format: "regex" }, value);
}

/** What `openToInternet` takes: IPv4 addresses, and /64 networks of IPv6. */
export const maxPublicAddresses = strictly(
  0,
  count(
    256,
    "How many public IPv4 addresses may be admitted before a rule counts as open; for IPv6, how many /64 networks.",
  ),
);

/** What `openToInternet` takes, none by default. */
export const allowedCidrs = blockList(
  [],
  "Blocks that may be admitted; addresses inside them are not counted.",
);

/** What `environmentOf` takes: words by environment. */
export const vocabulary = option<Vocabulary>(
  "The words that name each environment, compared case-blind.",
  {
    type: "object",
    additionalProperties: { type: "array", items: { type: "string", minLength: 1 } },
  },
  DEFAULT_VOCABULARY,
);

/** What `isDeclaredPublic` takes. */
export const exposure = option<ExposureWords>(
  "The tags and values by which a resource declares itself public, compared case-blind.",
  {
    type: "object",
    required: ["tags", "values"],
    additionalProperties: false,
    properties: {
      tags: { type: "array", items: { type: "string", minLength: 1 } },
      values: { type: "array", items: { type: "string", minLength: 1 } },
    },
  },
  DEFAULT_EXPOSURE,
);

/** What a policy has whose remediation replaces resources. */
export const allowReplacement = toggle(
  false,
  "Whether a remediation may replace a resource, where the cloud changes the property in no other way.",
);

/** Leave to break a policy, for the resources whose URN the glob matches: in every way, or in the one that has the fingerprint. */
export interface Exemption {
  readonly resource: string;
  readonly fingerprint?: string;
  readonly reason: string;
  readonly expires?: string;
}

export const exemptions = option<readonly Exemption[]>(
  "Resources that may break this policy, each with the reason and, if need be, the last day (UTC) of the leave.",
  {
    type: "array",
    items: {
      type: "object",
      required: ["resource", "reason"],
      additionalProperties: false,
      properties: {
        resource: {
          type: "string",
          minLength: 1,
          description: "A URN, or a glob over URNs; `*` crosses every separator.",
        },
        fingerprint: {
          type: "string",
          format: "fingerprint",
          description:
            "Of the one finding that is exempt, as reports give it; another of the resource is not.",
        },
        reason: { type: "string", pattern: "\\S" },
        expires: { type: "string", format: "date", description: "YYYY-MM-DD; the day itself still exempts." },
      },
    },
  },
  [],
);

/** The options as the engine takes them, which knows no strictest values. */
export function configSchemaOf(schemas: OptionSchemas): PolicyConfigSchema {
  const properties = Object.entries(schemas).map(([name, { strictest: _, ...schema }]) => [name, schema]);
  return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}
