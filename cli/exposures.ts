import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Recorded } from "../network/exposures/changes";
import type { Exposures } from "../network/exposures/exposures";
import { parseFlows } from "../network/exposures/flows";
import type { Network } from "../network/network";
import { Session } from "../network/session";
import type { RecordedFlows } from "../report/flow-changes";
import { readUrn } from "../stack/urn";
import type { Values } from "../stack/value";
import { readWire } from "../stack/wire";
import { CannotRun, messageOf } from "./cannot-run";
import { makeFolder, readText } from "./document";
import { maskOf } from "./masking";
import { type Properties, reduced } from "./properties";
import type { RegisteredResource } from "./resource";

/** What packets get to, of the resources of a stack. */
export function exposuresOf(resources: readonly RegisteredResource[]): Exposures {
  const { Exposures } =
    require("../network/exposures/exposures") as typeof import("../network/exposures/exposures");
  return new Exposures(networkOf(resources));
}

/** The network of a stack's resources, as the pack would see it; what is only read has outputs alone. */
function networkOf(resources: readonly RegisteredResource[]): Network {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  return Session.networkOf(
    resources.map((resource) => {
      const { urn, type, parent, inputs, outputs, propertyDependencies, external, isContext } = resource;
      const behind = byUrn.get(resource.provider);
      return {
        ...{ urn, type, name: readUrn(urn).name, parent: parent || undefined, isContext },
        provider: behind && valuesOf(behind.inputs),
        declared: external ? undefined : valuesOf(inputs),
        settled: valuesOf(outputs),
        dependencies: new Map(Object.entries(propertyDependencies)),
      };
    }),
  );
}

function valuesOf(properties: Properties): Values {
  return readWire(reduced(properties)).values;
}

const HEADER =
  "# What gets where in this stack, a flow a line. Written by `network-guard reach --write`; review what changes here.";

/**
 * @param flows as lines
 * @throws CannotRun where the file cannot be written
 */
export function writeExposures(file: string, flows: readonly string[]): void {
  try {
    makeFolder(dirname(file));
    writeFileSync(file, `${[HEADER, ...flows].join("\n")}\n`);
  } catch (error) {
    throw new CannotRun(`${file}: the flows cannot be written here (${messageOf(error)})`);
  }
}

/** Where the flows of stacks are recorded. */
export interface RecordedIn {
  /** May hold `{project}` and `{stack}`, which stand for the names of the stack that is judged. */
  file: string;
  /** Whether a stack may have no such file; false by default. */
  isOptional?: boolean;
}

/** What is recorded of a stack; undefined where it need not be, and is not. */
export function recordedOf(
  { file: pattern, isOptional = false }: RecordedIn,
  names: { project: string; stack: string },
): { file: string; flows: Recorded } | undefined {
  const file = fileOf(pattern, names);
  return isOptional && !existsSync(file) ? undefined : { file, flows: readExposures(file) };
}

export function fileOf(pattern: string, names: { project: string; stack: string }): string {
  return pattern.replace(PLACEHOLDER, (_, key: "project" | "stack") => names[key]);
}

const PLACEHOLDER = /\{(project|stack)\}/g;

/** Whether each stack has a file of its own. */
export const isOfEachStack = (pattern: string) => /\{(project|stack)\}/.test(pattern);

/** @throws CannotRun naming the file, and the first line of it that says no flow */
function readExposures(file: string): Recorded {
  const wayOn = `network-guard reach <target> --write ${file}`;
  if (!existsSync(file)) throw new CannotRun(`${file}: no such file; write it with ${wayOn}`);
  const { unreadable, ...flows } = parseFlows(readText(file).split("\n"));
  const [first] = unreadable;
  if (first === undefined) return flows;
  throw new CannotRun(
    `${file}: line ${first.line} is no flow: ${first.text}\nwrite the file anew with ${wayOn}`,
  );
}

/** What differs between the flows of a file and those of a stack. */
export function changesSinceFile(
  file: string,
  recorded: Recorded,
  resources: readonly RegisteredResource[],
): RecordedFlows {
  const { changesSince } =
    require("../network/exposures/changes") as typeof import("../network/exposures/changes");
  const { opened, closed } = changesSince(recorded, exposuresOf(resources), maskOf(resources));
  return {
    file,
    opened: opened.map(({ flow, packet, hops }) => ({ flow, packet, hops })),
    closed: closed.map(({ flow }) => flow),
  };
}
