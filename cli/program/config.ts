import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { didYouMean } from "../../policies/kit/configuration";
import { CannotRun } from "../cannot-run";
import { type Coverage, kinds } from "../coverage";
import { namesIn } from "../document";
import { isObject, unknown } from "../properties";
import type { StackName } from "../stack-name";
import { readYaml } from "../yaml";
import type { Project } from "./project";

export interface Config {
  /** By `namespace:name`. Objects are JSON text; what is encrypted is the unknown value. */
  values: Map<string, string>;
  secretKeys: Set<string>;
}

type Configured = Pick<Project, "root" | "settings">;

function stackFolder({ root, settings }: Configured): string {
  return typeof settings.stackConfigDir === "string" ? resolve(root, settings.stackConfigDir) : root;
}

/** The stacks that have settings here, by name. */
export function stacksOf(project: Configured): string[] {
  const folder = stackFolder(project);
  if (!existsSync(folder)) return [];
  return namesIn(folder).flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? []);
}

/** A name that says nothing of an environment, as nobody chose it. */
const unnamed = "unnamed";

/**
 * The stack to run a program as: the one that is named, else the only one that has settings, else one without a name.
 * @param given `stack`, `project/stack` or `organization/project/stack`
 */
export function chooseStack(project: Project, given: string | undefined, coverage: Coverage): StackName {
  const stacks = stacksOf(project);
  const [name = "", , organization] = (given ?? onlyOne(stacks)).split("/").reverse();
  if (!/^[\w.-]+$/.test(name)) throw new CannotRun(`--stack ${given}: no stack can be named "${name}"`);
  const near = stacks.includes(name) || given === undefined ? "" : didYouMean(name, stacks);
  if (near) {
    throw new CannotRun(
      `--stack ${given}: there is no Pulumi.${name}.yaml.${near} If there is such a stack, give it an empty file of settings.`,
    );
  }
  if (name === unnamed) coverage.assumed("a stack without name and settings (--stack)");
  return { organization: organization || "organization", project: project.name, stack: name };
}

function onlyOne(stacks: readonly string[]): string {
  if (stacks.length > 1)
    throw new CannotRun(`choose one of the stacks ${[...stacks].sort().join(", ")} with --stack`);
  return stacks[0] ?? unnamed;
}

/** `key` is the project's own, and `namespace:config:name` an old spelling of `namespace:name`. */
function fullKey(project: string, key: string): string {
  const [namespace, ...rest] = key.split(":");
  if (rest.length === 0) return `${project}:${key}`;
  return `${namespace}:${(rest[0] === "config" && rest.length > 1 ? rest.slice(1) : rest).join(":")}`;
}

const isEncrypted = (value: unknown): boolean => isObject(value) && typeof value.secure === "string";

function containsEncrypted(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(containsEncrypted);
  return isObject(value) && (isEncrypted(value) || Object.values(value).some(containsEncrypted));
}

function withoutCiphertext(value: unknown): unknown {
  if (isEncrypted(value)) return unknown;
  if (Array.isArray(value)) return value.map(withoutCiphertext);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutCiphertext(inner)]));
}

function toText(value: unknown): string {
  const opened = withoutCiphertext(value);
  return typeof opened === "object" && opened !== null ? JSON.stringify(opened) : String(opened);
}

/** What a project's declaration of a key gives to every stack, if anything. */
function declaredValue(declaration: unknown): unknown {
  if (!isObject(declaration)) return declaration;
  return declaration.value ?? declaration.default;
}

/** The stack's own file of settings, as read; empty where there is none. */
function readSettings(project: Project, stack: string): { config: object; environment?: unknown } {
  const file = ["yaml", "yml"]
    .map((extension) => join(stackFolder(project), `Pulumi.${stack}.${extension}`))
    .find((candidate) => existsSync(candidate));
  const settings = file ? (readYaml(file) ?? {}) : {};
  if (!isObject(settings)) throw new CannotRun(`${file}: not a stack's settings`);
  const config = settings.config ?? {};
  if (!isObject(config)) throw new CannotRun(`${file}: "config" is not a map`);
  return { config, environment: settings.environment };
}

function overrideOf(text: string): [string, string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new CannotRun(`--config ${text.split("=")[0]}: expected key=value`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/**
 * A stack's configuration as the engine hands it out: the defaults of Pulumi.yaml, then the stack's
 * own file, then `key=value` overrides. What is secret in one of them is secret whoever gives its value.
 */
export function loadConfig(
  project: Project,
  stack: string,
  overrides: readonly string[],
  coverage: Coverage,
): Config {
  const values = new Map<string, string>();
  const secretKeys = new Set<string>();
  const set = (key: string, value: unknown, isSecret: boolean) => {
    if (value === undefined || value === null) return;
    const full = fullKey(project.name, key);
    values.set(full, toText(value));
    if (isSecret) secretKeys.add(full);
  };

  const declared = isObject(project.settings.config) ? project.settings.config : {};
  for (const [key, declaration] of Object.entries(declared)) {
    const value = declaredValue(declaration);
    const isSecret = (isObject(declaration) && declaration.secret === true) || containsEncrypted(value);
    if (isSecret) secretKeys.add(fullKey(project.name, key));
    set(key, value, isSecret);
  }
  const { config, environment } = readSettings(project, stack);
  for (const [key, value] of Object.entries(config)) set(key, value, containsEncrypted(value));
  for (const override of overrides) set(...overrideOf(override), false);

  const encrypted = [...values.values()].filter((value) => value.includes(unknown));
  coverage.unjudged(kinds.encryptedSetting, undefined, encrypted.length);
  coverage.unjudged(
    kinds.environment,
    "environments of Pulumi Cloud cannot be opened offline: give their values with --config",
    environmentsIn(environment),
  );
  return { values, secretKeys };
}

/** How many environments of Pulumi Cloud a stack imports. */
function environmentsIn(setting: unknown): number {
  const imports = isObject(setting) ? setting.imports : setting;
  if (Array.isArray(imports)) return imports.length;
  return setting === undefined || setting === null ? 0 : 1;
}

/** The values of one namespace, such as a provider's, by name. */
export function valuesOf({ values }: Config, namespace: string): Map<string, string> {
  const prefix = `${namespace}:`;
  return new Map(
    [...values].flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    ),
  );
}
