import { readFileSync } from "node:fs";
import type { SourcePosition } from "../report/finding";
import { CannotRun, messageOf } from "./cannot-run";
import { type Coverage, kinds } from "./coverage";
import { noOptions, providerUrn } from "./program/providers";
import { encryptedPaths, isObject, type Properties, withOpenSecrets } from "./properties";
import type { CustomTimeouts, Resource } from "./resource";
import { stackOf } from "./urn";

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const properties = (value: unknown): Properties =>
  withOpenSecrets(isObject(value) ? (value as Properties) : {});

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

/** `project:///index.ts#12,3`, relative to a project that may not be here: shown as it is written. */
function sourceOf(value: unknown): SourcePosition | undefined {
  const position = /^project:\/\/\/(.+)#(\d+)(?:,(\d+))?$/.exec(text(value));
  if (!position?.[1]) return undefined;
  return { file: position[1], line: Number(position[2]), column: Number(position[3] ?? 1) };
}

function resourceOf(entry: Record<string, unknown>): Resource {
  const source = sourceOf(entry.sourcePosition);
  const dependencies = isObject(entry.propertyDependencies) ? entry.propertyDependencies : {};
  return {
    ...noOptions,
    urn: text(entry.urn),
    type: text(entry.type),
    inputs: properties(entry.inputs),
    outputs: properties(entry.outputs),
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
    ...(source ? { source } : {}),
  };
}

/** The resources of an exported deployment, or of a checkpoint as a self-managed backend stores it. */
function entriesOf(content: unknown): unknown {
  if (!isObject(content)) return undefined;
  for (const inner of [content.deployment, content.checkpoint, content.latest]) {
    if (isObject(inner)) return entriesOf(inner) ?? [];
  }
  return content.resources;
}

/** How many properties of a resource cannot be read, once each although they are inputs and outputs alike. */
function encryptedIn(inputs: Properties, outputs: Properties): number {
  return new Set([...encryptedPaths(inputs), ...encryptedPaths(outputs)]).size;
}

export interface State {
  project: string;
  stack: string;
  /** Without those that wait for their deletion. */
  resources: Resource[];
}

/** Reads what `pulumi stack export` writes. */
export function readState(file: string, coverage: Coverage): State {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new CannotRun(`${file}: ${isMissing ? "no such file" : messageOf(error)}`);
  }
  const version = isObject(content) ? content.version : undefined;
  if (version !== undefined && version !== 3 && version !== 4) {
    throw new CannotRun(`${file}: a state of version ${String(version)}; network-guard reads version 3`);
  }
  const entries = entriesOf(content);
  if (!Array.isArray(entries))
    throw new CannotRun(`${file}: not an exported stack (no "deployment" with "resources")`);
  const resources = entries.filter((entry) => isObject(entry) && entry.delete !== true).map(resourceOf);
  for (const { external, inputs, outputs } of resources) {
    if (!external) coverage.unjudged(kinds.encryptedValue, undefined, encryptedIn(inputs, outputs));
  }
  return { ...stackOf(resources[0]?.urn ?? ""), resources };
}
