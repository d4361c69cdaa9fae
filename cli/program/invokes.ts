import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { CannotRun } from "../cannot-run";
import { isObject, type Properties, type PropertyValue, unknown } from "../properties";
import { readYaml } from "../yaml";

/** Answers a provider's function offline. */
export type Answer = (token: string, args: Properties) => Properties;

interface FixedAnswer {
  token: string;
  args: Properties;
  result: Properties;
}

/** Reads a list of `{ token, args?, result }` from a JSON or YAML file. */
export function readAnswers(file: string): FixedAnswer[] {
  const list = readYaml(file) ?? [];
  if (!Array.isArray(list)) throw new CannotRun(`${file}: expected a list of { token, args?, result }`);
  return list.map((entry: unknown, position) => {
    const isAnswer =
      isObject(entry) &&
      typeof entry.token === "string" &&
      (entry.args === undefined || isObject(entry.args)) &&
      isObject(entry.result);
    if (!isAnswer) throw new CannotRun(`${file}: entry ${position + 1} is not { token, args?, result }`);
    return { token: entry.token, args: entry.args ?? {}, result: entry.result } as FixedAnswer;
  });
}

/** Objects are matched key by key, everything else whole. */
function contains(actual: PropertyValue | undefined, expected: PropertyValue): boolean {
  if (!isObject(expected)) return isDeepStrictEqual(actual, expected);
  return (
    isObject(actual) &&
    Object.entries(expected).every(([key, value]) =>
      contains(actual[key] as PropertyValue, value as PropertyValue),
    )
  );
}

/** How many unknowns stand for a list of strings: programs pick the first two or three zones or subnets. */
const unknownListLength = 3;

const unknownOf: { type: RegExp; value: () => PropertyValue }[] = [
  { type: /^string\[\]$/, value: () => Array<PropertyValue>(unknownListLength).fill(unknown) },
  { type: /\[\]$/, value: () => [] },
  { type: /^(outputs\.|\{)/, value: () => ({}) },
  { type: /./, value: () => unknown },
];

/**
 * The declared result of a function, every leaf unknown, read from the SDK's typings: a program that
 * awaits the result looks for its properties by name, and would find them missing in a bare unknown.
 */
function declaredResult(token: string, directory: string): Properties | undefined {
  const [packageName = "", module = "", name = ""] = token.split(":");
  const folder = module.split("/")[0] === "index" ? "" : (module.split("/")[0] ?? "");
  const resolver = createRequire(join(directory, "program.js"));
  try {
    const root = dirname(resolver.resolve(`@pulumi/${packageName}/package.json`));
    const file = join(root, folder, `${name}.d.ts`);
    if (!existsSync(file)) return undefined;
    const body = /export interface \w+Result \{\n([\s\S]*?)\n\}/.exec(readFileSync(file, "utf8"))?.[1];
    if (body === undefined) return undefined;
    const declarations = body.matchAll(/^ {4}readonly (\w+)(\??): (.*?);?$/gm);
    const result: Properties = {};
    for (const [, property = "", optional, type = ""] of declarations) {
      const form = unknownOf.find((candidate) => candidate.type.test(type));
      if (!optional && form) result[property] = form.value();
    }
    return result;
  } catch {
    return undefined;
  }
}

/** The first fixed answer that fits, else an unknown one of the declared shape that echoes the arguments. */
export function answerer(answers: readonly FixedAnswer[], directory: string): Answer {
  return (token, args) => {
    const fixed = answers.find((answer) => answer.token === token && contains(args, answer.args));
    if (fixed) return fixed.result;
    return { id: unknown, ...declaredResult(token, directory), ...args };
  };
}
