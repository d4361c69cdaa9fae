import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { CannotRun } from "../cannot-run";
import { type Coverage, kinds } from "../coverage";
import { isObject, unknown } from "../properties";
import { readYaml } from "../yaml";
import type { Project } from "./project";

export interface Config {
  /** By `namespace:name`. Objects are JSON text; what is encrypted is the unknown value. */
  values: Map<string, string>;
  secretKeys: Set<string>;
}

function stackFolder({ root, settings }: Project): string {
  return typeof settings.stackConfigDir === "string" ? resolve(root, settings.stackConfigDir) : root;
}

/** The only stack that has a settings file, else `dev`. */
export function defaultStack(project: Project): string {
  const folder = stackFolder(project);
  const stacks = existsSync(folder)
    ? readdirSync(folder).flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? [])
    : [];
  return stacks.length === 1 && stacks[0] !== undefined ? stacks[0] : "dev";
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

/**
 * A stack's configuration as the engine hands it out: the defaults of Pulumi.yaml, then the stack's
 * own file, then `key=value` overrides.
 */
export function loadConfig(
  project: Project,
  stack: string,
  overrides: readonly string[],
  coverage: Coverage,
): Config {
  const values = new Map<string, string>();
  const secretKeys = new Set<string>();
  const set = (key: string, value: unknown, isSecret = containsEncrypted(value)) => {
    if (value === undefined || value === null) return;
    const full = fullKey(project.name, key);
    values.set(full, toText(value));
    if (isSecret) secretKeys.add(full);
    else secretKeys.delete(full);
  };

  const declared = isObject(project.settings.config) ? project.settings.config : {};
  for (const [key, declaration] of Object.entries(declared)) {
    const isSecret = isObject(declaration) && declaration.secret === true;
    set(key, declaredValue(declaration), isSecret || undefined);
  }

  const file = ["yaml", "yml"]
    .map((extension) => join(stackFolder(project), `Pulumi.${stack}.${extension}`))
    .find((candidate) => existsSync(candidate));
  const settings = file ? (readYaml(file) ?? {}) : {};
  if (!isObject(settings)) throw new CannotRun(`${file}: not a stack's settings`);
  const own = settings.config ?? {};
  if (!isObject(own)) throw new CannotRun(`${file}: "config" is not a map`);
  for (const [key, value] of Object.entries(own)) set(key, value);

  for (const override of overrides) {
    const at = override.indexOf("=");
    if (at < 1) throw new CannotRun(`--config ${override}: expected key=value`);
    set(override.slice(0, at), override.slice(at + 1));
  }
  const encrypted = [...values.values()].filter((value) => value.includes(unknown));
  coverage.unjudged(kinds.encryptedSetting, undefined, encrypted.length);
  coverage.unjudged(
    kinds.environment,
    "environments of Pulumi Cloud cannot be opened offline: give their values with --config",
    environmentsIn(settings.environment),
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
