import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What a resource or function hands back under one name. `type` is TypeScript's text without `undefined`. */
export interface Property {
  readonly type: string;
  /** The provider may leave it out. What is not optional and was not given as an input, the provider computes. */
  readonly optional: boolean;
  /** What its documentation says it is when left out. */
  readonly standard?: boolean;
}

export type Shape = ReadonlyMap<string, Property>;

/** Every shape read so far: the typings are megabytes long. */
const shapes = new Map<string, Shape | undefined>();

const sdk = dirname(require.resolve("@pulumi/aws/package.json"));

export const version: string = require("@pulumi/aws/package.json").version;

/** The outputs of a resource type such as `aws:ec2/securityGroup:SecurityGroup`; undefined if the SDK has no such type. */
export function outputsOf(token: string): Shape | undefined {
  return member(token, (name) => `export declare class ${name} extends pulumi.CustomResource {`);
}

/** The inputs of a resource type; undefined if the SDK has no such type. */
export function inputsOf(token: string): Shape | undefined {
  return member(token, (name) => `export interface ${name}Args {`);
}

/** The result of a function such as `aws:ec2/getAmi:getAmi`; undefined if the SDK has no such function. */
export function resultOf(token: string): Shape | undefined {
  return member(token, (name) => `export interface ${capitalized(name)}Result {`);
}

/** The shape behind a type text such as `outputs.ec2.InstanceMetadataOptions`; undefined for any other text. */
export function nestedShape(type: string): Shape | undefined {
  const [, namespace, name] = /^outputs\.(\w+)\.(\w+)$/.exec(type) ?? [];
  if (namespace === undefined) return undefined;
  if (!shapes.has(type)) {
    const lines = [`export declare namespace ${namespace} {`, `    interface ${name} {`];
    shapes.set(type, shapeAfter(nestedTypes(), ...lines));
  }
  return shapes.get(type);
}

function member(token: string, opening: (name: string) => string): Shape | undefined {
  const [, path = "", name = ""] = token.split(":");
  const line = opening(name);
  const key = `${path} ${line}`;
  if (!shapes.has(key)) shapes.set(key, shapeAfter(declarations(path.replace(/^index\//, "")), line));
  return shapes.get(key);
}

let types: string | undefined;

function nestedTypes(): string {
  types ??= declarations("types/output");
  return types;
}

function declarations(module: string): string {
  try {
    return readFileSync(join(sdk, `${module}.d.ts`), "utf8");
  } catch {
    return "";
  }
}

/** The members of the block that the last of these lines opens. The SDK is generated, so its indentation can be relied on. */
function shapeAfter(text: string, ...lines: readonly string[]): Shape | undefined {
  let start = 0;
  for (const line of lines) {
    const at = text.indexOf(`\n${line}\n`, start);
    if (at < 0) return undefined;
    start = at + line.length + 1;
  }
  const outer = "    ".repeat(lines.length - 1);
  const inner = `${outer}    `;
  const body = text.slice(start, text.indexOf(`\n${outer}}`, start) + 1);
  const comment = "/\\*((?:(?!\\*/)[\\s\\S])*)\\*/";
  const property = new RegExp(
    `(?:^${inner}${comment}\n)?^${inner}(?:readonly )?(\\w+)(\\?)?: ((?:.*\\{\n[\\s\\S]*?\n${inner}\\})?.*);$`,
    "gm",
  );
  return new Map(
    [...body.matchAll(property)].map(([, documentation = "", name = "", mark, written = ""]) => {
      const type = written.replace(/^pulumi\.(?:Out|In)put<([\s\S]*)>$/, "$1");
      const known = type.replace(/ \| undefined$/, "");
      const standard = /\bdefaults?\b(?: value)?(?: is| to)? `?(true|false)\b/i.exec(documentation)?.[1];
      return [
        name,
        {
          type: known,
          optional: mark !== undefined || known !== type,
          ...(standard !== undefined && known === "boolean" && { standard: standard === "true" }),
        },
      ];
    }),
  );
}

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
