import { type Entries, entriesIn } from "../../pack/entries";
import { ALL, configurationErrors } from "../../policies/kit/configuration";
import type { OptionSchemas } from "../../policies/kit/options";
import { aliasesIn } from "../../policies/kit/upgrades";
import { VERSION } from "../../policies/kit/version";
import { CannotRun } from "../cannot-run";
import { about, parseJson, readText } from "../document";
import { isObject, type Properties, type PropertyValue } from "../properties";
import type { PackPolicy, PolicySettings } from "./policy";

/** A policy pack's configuration, with what is wrong with its levels. */
export type PackConfig = Entries<PropertyValue>;

/** Reads a policy pack's config file: by policy, a level or `{ enforcementLevel?, ...options }`. */
export function readPackConfig(file: string): PackConfig {
  const text = readText(file);
  const content = about(file, () => (text.trim() === "" ? {} : parseJson(text)));
  if (!isObject(content)) throw new CannotRun(`${file}: expected an object of policies`);
  return entriesIn(content as Properties);
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
  const all = given.get(ALL)?.level;
  for (const [policy, current] of result) {
    const { level = all, options } = given.get(policy) ?? { options: {} };
    result.set(policy, { level: level ?? current.level, options: { ...current.options, ...options } });
  }
}

/** What is wrong with the options of a pack's policies, in the words that this pack itself has for it. */
function optionErrors(
  policies: readonly PackPolicy[],
  initial: ReadonlyMap<string, PolicySettings>,
  given: ReadonlyMap<string, PolicySettings>,
): string[] {
  const named = new Set([...initial.keys(), ...given.keys()]);
  const configured = [...named].map(
    (name) => [name, { ...initial.get(name)?.options, ...given.get(name)?.options }] as const,
  );
  const schemas = policies.map(({ name, options }) => ({
    name,
    options: options as unknown as OptionSchemas,
  }));
  return configurationErrors(schemas, configured);
}

function missingOptions(
  policies: readonly PackPolicy[],
  settings: ReadonlyMap<string, PolicySettings>,
): string[] {
  return policies.flatMap(({ name, required }) =>
    required
      .filter((option) => settings.get(name)?.options[option] === undefined)
      .map((option) => `${name}: needs the option "${option}".`),
  );
}

/** The names that this pack's policies had, which is loaded for nothing else here. */
function formerNames(): ReadonlyMap<string, string> {
  const { policies } = require("../../policies") as typeof import("../../policies");
  return aliasesIn(VERSION, policies);
}

/** The settings by the names that policies have now. */
export function renamed(
  policies: readonly Pick<PackPolicy, "name">[],
  given: ReadonlyMap<string, PolicySettings>,
  aliasesOf: () => ReadonlyMap<string, string> = formerNames,
): PackConfig {
  const names = new Set([ALL, ...policies.map(({ name }) => name)]);
  if ([...given.keys()].every((name) => names.has(name))) return { settings: new Map(given), errors: [] };
  const aliases = aliasesOf();
  const errors = [...aliases]
    .filter(([former, name]) => given.has(former) && given.has(name))
    .map(([former, name]) => `${former}: it is the former name of ${name}, which is configured as well.`);
  const present = (name: string) => (names.has(name) ? name : (aliases.get(name) ?? name));
  return { settings: new Map([...given].map(([name, settings]) => [present(name), settings])), errors };
}

/**
 * What the engine configures each policy with: its own defaults, then the pack's, then the file's.
 * @throws CannotRun with everything that is wrong, a line each, which names the file, the policy and the option
 */
export function reconcile(
  policies: readonly PackPolicy[],
  initial: ReadonlyMap<string, PolicySettings>,
  { settings, errors }: PackConfig,
  file: string,
): Map<string, Required<PolicySettings>> {
  const { settings: given, errors: ambiguous } = renamed(policies, settings);
  const result = new Map(
    policies.map((policy) => [policy.name, { level: policy.level, options: defaultOptions(policy) }]),
  );
  apply(result, initial);
  apply(result, given);
  const wrong = [
    ...errors,
    ...ambiguous,
    ...optionErrors(policies, initial, given),
    ...missingOptions(policies, result),
  ];
  if (wrong.length > 0) throw new CannotRun(wrong.map((error) => `${file}: ${error}`).join("\n"));
  return result;
}
