import type Ajv from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";
import { distance } from "fastest-levenshtein";
import { AddressSet } from "../../algebra/addresses";
import { parseFlows } from "../../network/exposures/flows";
import { isSame } from "../../stack/proxy";
import { isTypeToken } from "../../stack/type-token";
import { isFingerprint } from "./fingerprint";
import type { OptionSchemas, OptionsOf } from "./options";

/** What is wrong with a policy's configuration, in one line that names the policy, the option and the nearest right one. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/**
 * Completes the configuration of a policy with its defaults.
 * @throws ConfigurationError when an option is unknown or a value has the wrong type
 */
export function readOptions<Schemas extends OptionSchemas>(
  policy: string,
  schemas: Schemas,
  configuration: Readonly<Record<string, unknown>>,
): OptionsOf<Schemas> {
  const defaults = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, schema.default]),
  );
  // To compile a schema takes longer than most else of a start, and the engine hands out every default.
  const isDefault = (name: string) =>
    Object.hasOwn(schemas, name) && isSame(configuration[name], defaults[name]);
  if (Object.keys(configuration).every(isDefault)) return defaults as OptionsOf<Schemas>;
  const validate = validatorOf(schemas);
  if (!validate(configuration)) {
    const lines = (validate.errors ?? []).map((error) => `${policy}: ${explain(error, schemas)}`);
    throw new ConfigurationError(lines.join("\n"));
  }
  return { ...defaults, ...configuration } as OptionsOf<Schemas>;
}

/** The one key of a pack's configuration that is no policy's name: it sets the level of them all. */
export const ALL = "all";

/**
 * What is wrong with the configuration of a pack, a line each.
 * @param policies those whose options are known
 * @param configuration by policy, its options without the level
 * @param names of all policies of the pack, others among them
 */
export function configurationErrors(
  policies: readonly { readonly name: string; readonly options: OptionSchemas }[],
  configuration: Iterable<readonly [string, Readonly<Record<string, unknown>>]>,
  names: readonly string[] = policies.map(({ name }) => name),
): string[] {
  const byName = new Map(policies.map((policy) => [policy.name, policy]));
  return [...configuration].flatMap(([name, options]) => {
    // For editors alone.
    if (name === "$schema") return [];
    const policy = byName.get(name);
    if (name === ALL) {
      return Object.keys(options).map((option) => `${ALL}: takes a level alone, no "${option}".`);
    }
    if (!names.includes(name)) return `there is no policy "${name}".${didYouMean(name, [...names, ALL])}`;
    if (policy === undefined) return [];
    try {
      readOptions(name, policy.options, options);
      return [];
    } catch (error) {
      if (error instanceof ConfigurationError) return error.message;
      throw error;
    }
  });
}

/** The name of `names` that is nearest to `name`, word by word and then as a whole, as a question to append; empty where none is near. */
export function didYouMean(name: string, names: readonly string[]): string {
  const most = Math.max(2, name.length / 3);
  const near = names.flatMap((one) => {
    // What is left out at the end is least amiss.
    const whole = one.startsWith(`${name}-`) ? 0 : distance(name, one);
    const byWord = wordsAmiss(name, one);
    const isNear = whole <= most || (name.includes("-") && byWord <= most / 2);
    return isNear ? [{ one, byWord, whole }] : [];
  });
  const [best] = near.sort((some, other) => some.byWord - other.byWord || some.whole - other.whole);
  return best === undefined ? "" : ` Did you mean "${best.one}"?`;
}

/** How far the words of a name are from those of another, each from the nearest. */
function wordsAmiss(name: string, other: string): number {
  const words = other.split("-");
  const distances = name.split("-").map((word) => Math.min(...words.map((one) => distance(word, one))));
  return distances.reduce((sum, one) => sum + one, 0);
}

let ajv: Ajv | undefined;
/** A schema is compiled once: policies read their options for every resource. */
const validators = new WeakMap<OptionSchemas, ValidateFunction>();

function validatorOf(schemas: OptionSchemas): ValidateFunction {
  ajv ??= newAjv();
  const known = validators.get(schemas);
  if (known !== undefined) return known;
  const validate = ajv.compile({ type: "object", additionalProperties: false, properties: schemas });
  validators.set(schemas, validate);
  return validate;
}

/** Loaded where a configuration says something of its own: it takes a tenth of a start. */
function newAjv(): Ajv {
  const { default: Validator } = require("ajv") as typeof import("ajv");
  return new Validator({
    allErrors: true,
    strict: false,
    verbose: true,
    logger: false,
    formats: {
      cidr: (text) => AddressSet.parse(text) !== undefined,
      regex: isPattern,
      date: isDay,
      type: isTypeToken,
      fingerprint: isFingerprint,
      flow: isFlow,
    },
  });
}

function explain(error: ErrorObject, schemas: OptionSchemas): string {
  const [option = "", ...rest] = error.instancePath.split("/").slice(1);
  const where = `"${[option, ...rest].join(".")}"`;
  switch (error.keyword) {
    case "additionalProperties": {
      const unknown = String(error.params.additionalProperty);
      return option === ""
        ? `there is no option "${unknown}".${didYouMean(unknown, [...Object.keys(schemas), "enforcementLevel"])}`
        : `${where} takes no "${unknown}".`;
    }
    case "required":
      return `${where} lacks "${error.params.missingProperty}".`;
    case "format":
      return (
        `${where} must be ${FORMATS[error.params.format as keyof typeof FORMATS]}, not "${String(error.data)}".` +
        didYouMean(String(error.data), namesIn(schemas[option]?.default))
      );
    case "enum":
      return `${where} must be one of ${(error.params.allowedValues as unknown[]).map((value) => JSON.stringify(value)).join(", ")}.`;
    case "pattern":
      return `${where} must not be blank.`;
    default:
      return `${where} ${error.message}.`;
  }
}

const FORMATS = {
  cidr: 'a CIDR block such as "203.0.113.0/24"',
  regex: "a regular expression",
  date: "a day as YYYY-MM-DD",
  type: 'a type token such as "aws:ec2/instance:Instance"',
  fingerprint: "16 hexadecimal digits, as reports give them",
  flow: 'a flow such as "internet → LoadBalancer web: tcp 443", as network-guard reach lists them',
};

/** Whether a text is a flow, or a comment beside flows. */
function isFlow(text: string): boolean {
  return parseFlows([text]).unreadable.length === 0;
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Whether a text is a regular expression. */
function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

/** Whether a text is a day as YYYY-MM-DD, and one that there is. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  );
}
