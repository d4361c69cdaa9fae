import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** What a resource or function hands back under one name. `type` is TypeScript's text without `undefined`. */
export interface Property {
  readonly type: string;
  /** The provider may leave it out. What is not optional and was not given as an input, the provider computes. */
  readonly optional: boolean;
  /** Its comment, on one line. */
  readonly documentation: string;
}

export type Shape = ReadonlyMap<string, Property>;

/** The type declarations of an installed or unpacked SDK such as @pulumi/aws. */
export class Typings {
  // Every shape read so far, by its token or text: the typings are megabytes long.
  private readonly outputs = new Map<string, Shape | undefined>();
  private readonly inputs = new Map<string, Shape | undefined>();
  private readonly results = new Map<string, Shape | undefined>();
  private readonly nested = new Map<string, Shape | undefined>();
  private readonly texts = new Map<string, string>();
  private readonly openings = new Map<string, ReadonlyMap<string, number>>();

  /**
   * @param sdk the package's folder
   * @param version such as `7.48.0`
   */
  constructor(
    private readonly sdk: string,
    readonly version: string = JSON.parse(readFileSync(join(sdk, "package.json"), "utf8")).version,
  ) {}

  /** Those of a package that tells nothing: resources have what they are given, and nothing besides. */
  static none(): Typings {
    return new Typings("", "0.0.1");
  }

  /**
   * Those of the version that programs in the current folder use.
   * @param name of the package, such as `aws`
   * @throws Error where none is installed
   */
  static installed(name = "aws"): Typings {
    for (const from of [join(process.cwd(), "package.json"), __filename]) {
      try {
        return new Typings(dirname(createRequire(from).resolve(`@pulumi/${name}/package.json`)));
      } catch {
        // Not there: the package may be linked into a folder that has it.
      }
    }
    throw new Error(`@pulumi/${name} is not installed here; its typings tell what the provider computes.`);
  }

  /** The outputs of a resource type such as `aws:ec2/securityGroup:SecurityGroup`; undefined if the SDK has no such type. */
  outputsOf(token: string): Shape | undefined {
    return this.member(
      this.outputs,
      token,
      (name) => `export declare class ${name} extends pulumi.CustomResource {`,
    );
  }

  /** The inputs of a resource type; undefined if the SDK has no such type. */
  inputsOf(token: string): Shape | undefined {
    return this.member(this.inputs, token, (name) => `export interface ${name}Args {`);
  }

  /** The result of a function such as `aws:ec2/getAmi:getAmi`; undefined if the SDK has no such function. */
  resultOf(token: string): Shape | undefined {
    return this.member(this.results, token, (name) => `export interface ${capitalized(name)}Result {`);
  }

  /** The shape that a type's text names, such as `outputs.ec2.InstanceMetadataOptions`; undefined for any other text. */
  nestedShape(type: string): Shape | undefined {
    if (!this.nested.has(type)) this.nested.set(type, this.readNested(type));
    return this.nested.get(type);
  }

  private readNested(type: string): Shape | undefined {
    const [name, file, namespace, inner] = /^(in|out)puts\.(\w+)\.(\w+)$/.exec(type) ?? [];
    if (name === undefined) return undefined;
    const module = `types/${file}put`;
    const text = this.declarations(module);
    const openings = this.openings.get(module) ?? openingsIn(text);
    this.openings.set(module, openings);
    return shapeAt(text, openings.get(`${namespace}.${inner}`), "    ");
  }

  private member(
    known: Map<string, Shape | undefined>,
    token: string,
    opening: (name: string) => string,
  ): Shape | undefined {
    if (!known.has(token)) {
      const [, path = "", name = ""] = token.split(":");
      const text = this.declarations(path.replace(/^index\//, ""));
      const line = `\n${opening(name)}\n`;
      const at = text.indexOf(line);
      known.set(token, shapeAt(text, at < 0 ? undefined : at + line.length - 1, ""));
    }
    return known.get(token);
  }

  private declarations(module: string): string {
    const file = join(this.sdk, `${module}.d.ts`);
    if (!module.startsWith("types/")) return existsSync(file) ? readFileSync(file, "utf8") : "";
    const text = this.texts.get(module) ?? readFileSync(file, "utf8");
    this.texts.set(module, text);
    return text;
  }
}

/** Where the blocks of interfaces begin, by namespace and name. */
function openingsIn(text: string): ReadonlyMap<string, number> {
  const openings = new Map<string, number>();
  let namespace = "";
  for (const { 0: line, 1: outer, 2: inner, index } of text.matchAll(
    /^(?:export declare namespace (\w+)| {4}interface (\w+)) \{$/gm,
  )) {
    if (outer !== undefined) namespace = outer;
    else if (inner !== undefined) openings.set(`${namespace}.${inner}`, index + line.length);
  }
  return openings;
}

/** The members of the block that begins at the end of a line. The SDK is generated, so its indentation can be relied on. */
function shapeAt(text: string, start: number | undefined, outer: string): Shape | undefined {
  if (start === undefined) return undefined;
  const inner = `${outer}    `;
  const body = text.slice(start, text.indexOf(`\n${outer}}`, start) + 1);
  const comment = "/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/";
  const property = new RegExp(
    `(?:^${inner}${comment}\n)?^${inner}(?:readonly )?(\\w+)(\\?)?: ((?:.*\\{\n[\\s\\S]*?\n${inner}\\})?.*);$`,
    "gm",
  );
  return new Map(
    [...body.matchAll(property)].map(([, documentation = "", name = "", mark, written = ""]) => {
      const type = written.replace(/^pulumi\.(?:Out|In)put<([\s\S]*)>$/, "$1");
      const known = type.replace(/ \| undefined$/, "");
      return [
        name,
        {
          type: known,
          optional: mark !== undefined || known !== type,
          documentation: documentation.replace(/\s*\n\s*\* ?/g, " ").trim(),
        },
      ];
    }),
  );
}

const capitalized = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
