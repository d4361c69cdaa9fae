import Ajv, { type ErrorObject } from "ajv";
import { distance } from "fastest-levenshtein";
import { AddressSet } from "../algebra/addresses";
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
  if (Object.keys(configuration).length === 0) return defaults as OptionsOf<Schemas>;
  const validate = validator().compile({ type: "object", additionalProperties: false, properties: schemas });
  if (!validate(configuration)) {
    const lines = (validate.errors ?? []).map(
      (error) => `${policy}: ${explain(error, Object.keys(schemas))}`,
    );
    throw new ConfigurationError(lines.join("\n"));
  }
  return { ...defaults, ...configuration } as OptionsOf<Schemas>;
}

/** The name of `names` that is nearest to `name`, as a question to append; empty where none is near. */
export function didYouMean(name: string, names: readonly string[]): string {
  const [best] = names.map((one) => ({ one, far: distance(name, one) })).sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(2, name.length / 3) ? ` Did you mean "${best.one}"?` : "";
}

let ajv: Ajv | undefined;

function validator(): Ajv {
  ajv ??= new Ajv({
    allErrors: true,
    strict: false,
    formats: { cidr: (text) => AddressSet.parse(text) !== undefined, regex: isPattern, date: isDay },
  });
  return ajv;
}

function explain(error: ErrorObject, options: readonly string[]): string {
  const [option = "", ...rest] = error.instancePath.split("/").slice(1);
  const where = `"${[option, ...rest].join(".")}"`;
  switch (error.keyword) {
    case "additionalProperties": {
      const unknown = String(error.params.additionalProperty);
      return option === ""
        ? `there is no option "${unknown}".${didYouMean(unknown, options)}`
        : `${where} takes no "${unknown}".`;
    }
    case "required":
      return `${where} lacks "${error.params.missingProperty}".`;
    case "format":
      return `${where} must be ${FORMATS[error.params.format as keyof typeof FORMATS]}.`;
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
};

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
  );
}
