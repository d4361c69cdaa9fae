import { readFileSync } from "node:fs";
import { ConfigurationError, readOptions } from "../policies/kit/configuration";
import type { OptionSchema } from "../policies/kit/options";
import { parseYaml } from "./yaml";

/** From which finding on a check fails: a level, a severity at whatever level, or from none on. */
export const THRESHOLDS = ["mandatory", "advisory", "critical", "high", "medium", "low", "never"] as const;

/** What `check` can write a report as. */
export const REPORT_FORMATS = ["text", "json", "sarif", "junit", "markdown", "github", "html"] as const;

const texts = { type: "array", items: { type: "string", minLength: 1 } } as const;

function key<T>(
  description: string,
  schema: Omit<OptionSchema<T>, "default" | "description">,
): OptionSchema<T | undefined> {
  return { ...schema, description, default: undefined };
}

/** One of the things that `check` judges where none is named. */
export type ProjectTarget = string | { readonly path: string; readonly stack?: string };

/** The keys of a project's file. Paths in it are relative to it. */
export const projectKeys = {
  $schema: key<string>("Where this schema is, for editors.", { type: "string" }),
  policies: key<Readonly<Record<string, unknown>>>(
    "The configuration of the pack: by policy a level, or an object with enforcementLevel and options.",
    { type: "object" },
  ),
  targets: key<readonly ProjectTarget[]>(
    "What `check` judges where none is named: folders or files of programs, states or previews.",
    {
      type: "array",
      minItems: 1,
      items: {
        type: ["string", "object"],
        minLength: 1,
        required: ["path"],
        additionalProperties: false,
        properties: { path: { type: "string", minLength: 1 }, stack: { type: "string", minLength: 1 } },
      },
    },
  ),
  framework: key<readonly string[]>(
    "Judge by the policies alone that enforce a control of these, such as cis.",
    texts,
  ),
  failOn: key<string>("From which finding on `check` exits with 1.", {
    type: "string",
    enum: [...THRESHOLDS],
  }),
  failOnUnjudged: key<boolean>("Exit with 2 when something could not be judged.", { type: "boolean" }),
  format: key<string>("What `check` prints.", { type: "string", enum: [...REPORT_FORMATS] }),
  output: key<Readonly<Record<string, string>>>(
    "Files that `check` writes reports into as well, by format.",
    {
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(
        REPORT_FORMATS.map((format) => [format, { type: "string" as const, minLength: 1 }]),
      ),
    },
  ),
  invokes: key<string>("The file of answers to function calls.", { type: "string", minLength: 1 }),
  exposures: key<string>(
    "The file that records what gets where, as `reach --write` writes it; {project} and {stack} in it stand for their names.",
    { type: "string", minLength: 1 },
  ),
  with: key<readonly string[]>(
    "Stacks that stand beside what `check` judges: states, previews or programs. Nothing is found on them.",
    texts,
  ),
  baseline: key<string>("A report or state: only what is new since then fails.", {
    type: "string",
    minLength: 1,
  }),
};

/** What a project's file says; what it does not say is undefined. */
export type ProjectSettings = {
  readonly [Name in keyof typeof projectKeys]: (typeof projectKeys)[Name]["default"];
};

/**
 * Reads a project's `network-guard.yaml` or `network-guard.json`.
 * @throws ConfigurationError which names the file, the key and the nearest right one
 */
export function readProjectSettings(file: string): ProjectSettings {
  let content: unknown;
  try {
    content = parseYaml(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new ConfigurationError(`${file}: ${(error as Error).message}`);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new ConfigurationError(`${file}: expected an object of settings.`);
  return readOptions(file, projectKeys, content as Readonly<Record<string, unknown>>);
}
