import { readFileSync } from "node:fs";
import Ajv, { type ErrorObject } from "ajv";
import { didYouMean, isDay, isPattern } from "../../policies/kit/configuration";
import { CannotRun, messageOf } from "../cannot-run";
import { isObject, type Properties, type PropertyValue } from "../properties";
import { enforcementLevels, type PackPolicy, type PolicyLevel, type PolicySettings } from "./policy";

/** The settings of every policy at once; the one key of a policy pack's config that is no policy's name. */
const all = "all";

function levelIn(value: unknown, place: string): PolicyLevel {
  const level = enforcementLevels.find((name) => name === value);
  if (level) return level;
  const nearest = typeof value === "string" ? didYouMean(value, enforcementLevels) : "";
  throw new CannotRun(`${place}: ${JSON.stringify(value)} is not an enforcement level.${nearest}`);
}

/** Reads a policy pack's config file: by policy, a level or `{ enforcementLevel?, ...options }`. */
export function readPackConfig(file: string): Map<string, PolicySettings> {
  let content: unknown;
  try {
    const text = readFileSync(file, "utf8");
    content = text.trim() === "" ? {} : JSON.parse(text);
  } catch (error) {
    throw new CannotRun(`${file}: ${messageOf(error)}`);
  }
  if (!isObject(content)) throw new CannotRun(`${file}: expected an object of policies`);

  const settings = new Map<string, PolicySettings>();
  for (const [policy, value] of Object.entries(content)) {
    const place = `${file}: ${policy}`;
    // References to Pulumi Cloud's environments, which cannot be opened offline.
    if (policy === "environments" && Array.isArray(value)) continue;
    if (!isObject(value)) {
      settings.set(policy, { level: levelIn(value, place), options: {} });
      continue;
    }
    const { enforcementLevel, ...options } = value as Properties;
    settings.set(policy, {
      ...(enforcementLevel === undefined
        ? {}
        : { level: levelIn(enforcementLevel, `${place}.enforcementLevel`) }),
      options,
    });
  }
  return settings;
}

function defaultOptions({ options }: PackPolicy): Properties {
  const defaults = Object.entries(options).flatMap(([name, schema]): [string, PropertyValue][] =>
    isObject(schema) && schema.default !== undefined ? [[name, schema.default as PropertyValue]] : [],
  );
  return Object.fromEntries(defaults);
}

function apply(
  result: Map<string, Required<PolicySettings>>,
  given: ReadonlyMap<string, PolicySettings>,
): void {
  const level = given.get(all)?.level;
  for (const settings of result.values()) if (level) settings.level = level;
  for (const [policy, { level, options }] of given) {
    const settings = result.get(policy);
    if (!settings) continue;
    if (level) settings.level = level;
    Object.assign(settings.options, options);
  }
}

function checkNames(
  policies: readonly PackPolicy[],
  given: ReadonlyMap<string, PolicySettings>,
  file: string,
): void {
  const names = policies.map(({ name }) => name);
  for (const [policy, { options }] of given) {
    const optionNames = Object.keys(options);
    if (policy === all) {
      if (optionNames[0] !== undefined)
        throw new CannotRun(`${file}: ${all}.${optionNames[0]}: only a level can be set for all policies`);
      continue;
    }
    const known = policies.find(({ name }) => name === policy);
    if (!known)
      throw new CannotRun(`${file}: unknown policy "${policy}".${didYouMean(policy, [...names, all])}`);
    const knownOptions = [...Object.keys(known.options), "enforcementLevel"];
    const stranger = optionNames.find((name) => !knownOptions.includes(name));
    if (stranger !== undefined) {
      throw new CannotRun(
        `${file}: ${policy}: unknown option "${stranger}".${didYouMean(stranger, knownOptions)}`,
      );
    }
  }
}

/** `maxPublicAddresses must be integer`; a name that is not allowed and the allowed values are told too. */
function explain({ instancePath, message, params, keyword }: ErrorObject): string {
  const option = instancePath.slice(1).replaceAll("/", ".");
  const allowed = params.allowedValues as unknown[] | undefined;
  const detail =
    keyword === "additionalProperties"
      ? `: ${JSON.stringify(params.additionalProperty)}`
      : allowed
        ? `: ${allowed.map((value) => JSON.stringify(value)).join(", ")}`
        : "";
  return [option, `${message}${detail}`].filter(Boolean).join(" ");
}

function checkOptions(
  policies: readonly PackPolicy[],
  settings: ReadonlyMap<string, PolicySettings>,
  file: string,
): void {
  // Formats that only the pack knows are its own to check.
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    logger: false,
    formats: { date: isDay, regex: isPattern },
  });
  const errors = policies.flatMap(({ name, options, required }) => {
    const isValid = ajv.compile({ type: "object", properties: options, required });
    if (isValid(settings.get(name)?.options ?? {})) return [];
    return (isValid.errors ?? []).map((error) => `${file}: ${name}: ${explain(error)}`);
  });
  if (errors.length > 0) throw new CannotRun(errors.join("\n"));
}

/**
 * What the engine configures each policy with: its own defaults, then the pack's, then the file's.
 * @throws CannotRun naming the file and the policy or option that is unknown or of the wrong type
 */
export function reconcile(
  policies: readonly PackPolicy[],
  initial: ReadonlyMap<string, PolicySettings>,
  given: ReadonlyMap<string, PolicySettings>,
  file: string,
): Map<string, Required<PolicySettings>> {
  checkNames(policies, given, file);
  const result = new Map(
    policies.map((policy) => [policy.name, { level: policy.level, options: defaultOptions(policy) }]),
  );
  apply(result, initial);
  apply(result, given);
  checkOptions(policies, result, file);
  return result;
}
