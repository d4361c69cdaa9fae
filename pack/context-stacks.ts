import { readFileSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { ConfigurationError } from "../policies/kit/configuration";
import { deploymentIn, isGone, strangenessOf } from "../stack/deployment";
import type { ResourceFacts } from "../stack/resource";
import { providerUrn, readUrn, STACK_TYPE } from "../stack/urn";
import { readWire } from "../stack/wire";

type Json = Readonly<Record<string, unknown>>;

/**
 * The resources of other stacks, as `pulumi stack export` writes them.
 * @param folder that of the project, from which relative paths lead; undefined where nobody knows it
 * @throws ConfigurationError with a line for each file that cannot be read, or is no state
 */
export function readContextStacks(paths: readonly string[], folder: string | undefined): ResourceFacts[] {
  const errors: string[] = [];
  const resources = paths.flatMap((path) => {
    try {
      return readContextStack(path, folder);
    } catch (error) {
      errors.push(`contextStacks: ${path}: ${error instanceof Error ? error.message : String(error)}`);
      return [];
    }
  });
  if (errors.length > 0) throw new ConfigurationError(errors.join("\n"));
  return resources;
}

function readContextStack(path: string, folder: string | undefined): ResourceFacts[] {
  if (folder === undefined && !isAbsolute(path))
    throw new Error("a relative path, from a project's folder that cannot be told; make it absolute.");
  const entries = entriesIn(contentOf(resolve(folder ?? "", path)));
  const byUrn = new Map(entries.map((entry) => [entry.urn, entry]));
  return entries.flatMap((entry): ResourceFacts | [] => {
    const { urn, type } = entry;
    if (type === STACK_TYPE) return [];
    const name = readUrn(urn).name;
    const [inputs, outputs] = [readWire(objectIn(entry.inputs)), readWire(objectIn(entry.outputs))];
    const provider = byUrn.get(providerUrn(String(entry.provider)));
    return {
      ...{ urn, type, name, isContext: true },
      declared: entry.external === true ? undefined : inputs.values,
      settled: outputs.values,
      parent: typeof entry.parent === "string" ? entry.parent : undefined,
      provider: provider && readWire(objectIn(provider.inputs)).values,
      dependencies: dependenciesIn(entry.propertyDependencies),
      secrets: [...inputs.secrets, ...outputs.secrets],
    };
  });
}

/** What is wrong is told without a word of the text, which may hold secrets. */
function contentOf(file: string): Json {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`it cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  try {
    return objectIn(JSON.parse(text));
  } catch {
    throw new Error("it is not JSON.");
  }
}

type Entry = Json & { readonly urn: string; readonly type: string };

/** Without what is gone, or waits for it. */
function entriesIn(content: Json): Entry[] {
  const deployment = deploymentIn(content);
  if (deployment === undefined) throw new Error("it is no state; `pulumi stack export` writes one.");
  const strangeness = strangenessOf(content);
  if (strangeness !== undefined) throw new Error(`it is ${strangeness}.`);
  const resources = objectIn(deployment ?? {}).resources ?? [];
  if (!Array.isArray(resources))
    throw new Error("its resources are no list; `pulumi stack export` writes one.");
  return resources.map(objectIn).flatMap((entry): Entry | [] => {
    const { urn, type } = entry;
    if (typeof urn !== "string" || typeof type !== "string")
      throw new Error("it has a resource without urn and type.");
    return isGone(entry) ? [] : { ...entry, urn, type };
  });
}

function objectIn(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function dependenciesIn(value: unknown): Map<string, readonly string[]> {
  return new Map(
    Object.entries(objectIn(value)).map(([property, urns]) => [
      property,
      Array.isArray(urns) ? urns.map(String) : [],
    ]),
  );
}
