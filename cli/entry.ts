import type { SourcePosition } from "../report/finding";
import { providerUrn, STACK_TYPE } from "../stack/urn";
import { CannotRun } from "./cannot-run";
import { about } from "./document";
import { noOptions } from "./program/providers";
import { isObject, type Properties, withOpenSecrets } from "./properties";
import type { CustomTimeouts, RegisteredResource } from "./resource";

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");

function timeouts(value: unknown): CustomTimeouts {
  const given = isObject(value) ? value : {};
  const secondsOf = (name: keyof CustomTimeouts) => (typeof given[name] === "number" ? given[name] : 0);
  return {
    create: secondsOf("create"),
    update: secondsOf("update"),
    delete: secondsOf("delete"),
    read: secondsOf("read"),
  };
}

/** `project:///my%20program.ts#12,3`, relative to a project that may not be here. */
function positionOf(value: unknown): SourcePosition | undefined {
  const position = /^project:\/\/\/(.+)#(\d+)(?:,(\d+))?$/.exec(text(value));
  if (!position?.[1]) return undefined;
  return { file: decoded(position[1]), line: Number(position[2]), column: Number(position[3] ?? 1) };
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Where Node.js, Python and Go keep the packages that a program calls. */
const packages = /(^|\/)(node_modules|site-packages|dist-packages|pkg\/mod)\//;

/** What makes the resources of every YAML program, and tells of itself that it does. */
const yamlHost = /\/pkg\/pulumiyaml\/[^/]+\.go$/;

/** Where the program itself, rather than a package that it calls, declares a resource; the SDK declares the stack. */
function sourceOf({ type, sourcePosition, stackTrace }: Record<string, unknown>): SourcePosition | undefined {
  if (type === STACK_TYPE) return undefined;
  const frames = (Array.isArray(stackTrace) ? stackTrace : []).filter(isObject);
  const positions = [sourcePosition, ...frames.map((frame) => frame.sourcePosition)].flatMap(
    (position) => positionOf(position) ?? [],
  );
  if (positions.some(({ file }) => yamlHost.test(file))) return undefined;
  return positions.find(({ file }) => !packages.test(file)) ?? positions[0];
}

/** @throws CannotRun where something else stands in its place */
function objectIn(value: unknown): Properties {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new CannotRun("this is no object of properties");
  return value as Properties;
}

/**
 * A resource as states and previews write it.
 * @param place where the entry stands, for messages
 * @param open reads what stands for the special kinds of values
 * @throws CannotRun when it is none, without a word of its values
 */
export function resourceOf(
  entry: unknown,
  place: string,
  open: (properties: Properties) => Properties = withOpenSecrets,
): RegisteredResource {
  if (!isObject(entry)) throw new CannotRun(`${place} is not an object`);
  const { urn, type } = entry;
  if (typeof urn !== "string" || !/^urn:pulumi:.*::.*::.*::/.test(urn))
    throw new CannotRun(`${place} has no "urn" of the form urn:pulumi:<stack>::<project>::<type>::<name>`);
  if (typeof type !== "string" || type === "") throw new CannotRun(`${place} has no text "type"`);
  const source = sourceOf(entry);
  const dependencies = isObject(entry.propertyDependencies) ? entry.propertyDependencies : {};
  const properties = (name: "inputs" | "outputs") =>
    about(`${urn}: ${name}`, () => open(objectIn(entry[name])));
  return {
    ...noOptions,
    urn,
    type,
    inputs: properties("inputs"),
    outputs: properties("outputs"),
    parent: text(entry.parent),
    provider: providerUrn(text(entry.provider)),
    dependencies: list(entry.dependencies),
    propertyDependencies: Object.fromEntries(
      Object.entries(dependencies).map(([key, urns]) => [key, list(urns)]),
    ),
    external: entry.external === true,
    protect: entry.protect === true,
    ignoreChanges: list(entry.ignoreChanges),
    additionalSecretOutputs: list(entry.additionalSecretOutputs),
    aliases: list(entry.aliases),
    customTimeouts: timeouts(entry.customTimeouts),
    ...(entry.custom === true ? { isCustom: true } : {}),
    ...(source ? { source } : {}),
  };
}
