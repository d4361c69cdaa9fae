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
    return shapeAfter(
      this.declarations(`types/${file}put`),
      `export declare namespace ${namespace} {`,
      `    interface ${inner} {`,
    );
  }

  private member(
    known: Map<string, Shape | undefined>,
    token: string,
    opening: (name: string) => string,
  ): Shape | undefined {
    if (!known.has(token)) {
      const [, path = "", name = ""] = token.split(":");
      known.set(token, shapeAfter(this.declarations(path.replace(/^index\//, "")), opening(name)));
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
