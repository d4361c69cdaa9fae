import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Properties, type PropertyValue, unknown } from "../properties";
import { textNotKnown } from "./not-known";

/** How many unknowns stand for a list of texts: programs pick the first two or three zones or subnets. */
const listLength = 3;

type Make = (...origin: unknown[]) => PropertyValue;

const unknownOf: { type: RegExp; value: Make }[] = [
  { type: /^string$/, value: textNotKnown },
  {
    type: /^string\[\]$/,
    value: (...origin) =>
      Array.from({ length: listLength }, (_, position) => textNotKnown(...origin, position)),
  },
  { type: /\[\]$/, value: () => [] },
  { type: /^(outputs\.|\{)/, value: () => ({}) },
  { type: /./, value: () => unknown },
];

/** The typings of a function such as `aws:ec2/getAmi:getAmi`, in the SDK that the program has installed. */
function typingsOf(token: string, directory: string): string | undefined {
  const [packageName = "", module = "", name = ""] = token.split(":");
  const folder = module.split("/")[0] === "index" ? "" : (module.split("/")[0] ?? "");
  try {
    const manifest = createRequire(join(directory, "program.js")).resolve(
      `@pulumi/${packageName}/package.json`,
    );
    const file = join(dirname(manifest), folder, `${name}.d.ts`);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The declared result of a function, nothing of it known, read from the SDK's typings: a program that awaits the result looks
 * for its properties by name, and would find them missing in a bare unknown. Undefined where there are no typings.
 */
export function declaredResult(token: string, args: Properties, directory: string): Properties | undefined {
  const typings = typingsOf(token, directory);
  const body = /export interface \w+Result \{\n([\s\S]*?)\n\}/.exec(typings ?? "")?.[1];
  if (body === undefined) return undefined;
  const result: Properties = {};
  for (const [, property = "", optional, type = ""] of body.matchAll(
    /^ {4}readonly (\w+)(\??): (.*?);?$/gm,
  )) {
    const form = unknownOf.find((candidate) => candidate.type.test(type));
    if (!optional && form) result[property] = form.value(token, args, property);
  }
  return result;
}
