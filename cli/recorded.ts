import { basename, dirname } from "node:path";
import { didYouMean } from "../policies/kit/configuration";
import { readUrn } from "../stack/urn";
import { CannotRun, messageOf } from "./cannot-run";
import { type Coverage, kinds } from "./coverage";
import { about, parseJson, readText } from "./document";
import type { StackContext } from "./pack/analyzer";
import { isPreview, previewIn } from "./preview";
import { encryptedPaths, isObject, type Properties } from "./properties";
import type { RegisteredResource } from "./resource";
import { stateIn } from "./state";

/** A stack as a file tells of it. */
export interface Recorded {
  /** Without what is gone, or waits for its deletion. */
  resources: RegisteredResource[];
  context: StackContext;
}

/** What people hand over in place of a stack, and what to do instead. */
const strangers: { is(content: Record<string, unknown>): boolean; what: string }[] = [
  { is: (content) => "resource_changes" in content, what: "a Terraform plan" },
  { is: (content) => "terraform_version" in content, what: "a Terraform state" },
  {
    is: (content) => "AWSTemplateFormatVersion" in content || isObject(content.Resources),
    what: "a CloudFormation template",
  },
  {
    is: ({ resources }) => Array.isArray(resources) && resources.length > 0 && resources.every(isToImport),
    what: "a list of what `pulumi import` is to read",
  },
  { is: (content) => "resourcePlans" in content || "plan" in content, what: "an update plan of Pulumi" },
  { is: (content) => "sequence" in content && "timestamp" in content, what: "an event of Pulumi's engine" },
];

/** Resources that exist have URNs. */
function isToImport(entry: unknown): boolean {
  return isObject(entry) && "type" in entry && "name" in entry && !("urn" in entry);
}

const ways = "network-guard reads what `pulumi stack export` and `pulumi preview --json --show-sames` write";

function refuse(what: string): never {
  throw new CannotRun(`${what}; ${ways}`);
}

function contentOf(file: string): Record<string, unknown> {
  if (/^(Pulumi(\..+)?|PulumiPolicy|package)\.(ya?ml|json)$/.test(basename(file)))
    throw new CannotRun(`this belongs to a project: name its folder, ${dirname(file)}`);
  const content = parsed(readText(file));
  if (!isObject(content)) {
    const kind = Array.isArray(content) ? "a list" : content === null ? "null" : `a ${typeof content}`;
    refuse(`the JSON is ${kind}, not a stack`);
  }
  for (const { is, what } of strangers) if (is(content)) refuse(`this is ${what}`);
  return content;
}

function parsed(text: string): unknown {
  if (isEvents(text)) refuse("this is a stream of events of Pulumi's engine");
  try {
    return parseJson(text);
  } catch (error) {
    return refuse(messageOf(error));
  }
}

/** Of these there is one on each line. */
function isEvents(text: string): boolean {
  return /^\{"sequence":\d+,"timestamp":\d+.*\n\{/.test(text);
}

/**
 * Reads what `pulumi stack export` or `pulumi preview --json` writes.
 * @throws CannotRun naming what the file is instead
 */
export function readRecorded(file: string, coverage: Coverage): Recorded {
  return about(file, () => {
    const content = contentOf(file);
    const recorded = isPreview(content) ? previewIn(content, coverage) : stateIn(content, coverage);
    if (recorded === undefined) {
      const known = ["deployment", "checkpoint", "steps", "resources"];
      const nearest = Object.keys(content).map((key) => didYouMean(key, known));
      const near = nearest.find(Boolean);
      throw new CannotRun(
        `this is no stack: it has neither "deployment" nor "steps"; ${ways}${near ? `.${near}` : ""}`,
      );
    }
    const { resources, config = {} } = recorded;
    refuseDuplicates(resources);
    for (const { external, inputs, outputs } of resources) {
      if (!external) coverage.unjudged(kinds.encryptedValue, undefined, encryptedIn(inputs, outputs));
    }
    const { project, stack } = readUrn(resources[0]?.urn ?? "");
    const context = {
      organization: "organization",
      project,
      stack,
      dryRun: isPreview(content),
      config: new Map(Object.entries(config)),
      secretKeys: new Set<string>(),
    };
    return { resources, context };
  });
}

function refuseDuplicates(resources: readonly RegisteredResource[]): void {
  const seen = new Set<string>();
  for (const { urn } of resources) {
    if (seen.has(urn)) throw new CannotRun(`two resources have the URN ${urn}`);
    seen.add(urn);
  }
}

/** How many properties of a resource cannot be read, once each although they are inputs and outputs alike. */
function encryptedIn(inputs: Properties, outputs: Properties): number {
  return new Set([...encryptedPaths(inputs), ...encryptedPaths(outputs)]).size;
}
