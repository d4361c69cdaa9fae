import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Secrets } from "../../stack/secrets";
import { CannotRun } from "../cannot-run";
import { type Coverage, kinds } from "../coverage";
import { isObject, type Properties, type PropertyValue, unknown } from "../properties";
import { readYaml } from "../yaml";
import { awsAnswer } from "./aws";
import type { Config } from "./config";
import { declaredResult } from "./declared";
import { textNotKnown } from "./not-known";

/** A call of a provider's function, which looks something up. */
export interface LookUp {
  token: string;
  args: Properties;
  /** The inputs of the provider that it asks. */
  provider: Properties;
}

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

/** A key that keeps an Output unknown as a whole, as those are to whom a text not known could do harm in `apply`. */
const outputsNotKnown = { __notKnown: unknown };

/** What the file leaves null is not known. */
function filled(result: Properties, declared: Properties): Properties {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [name, value ?? declared[name] ?? unknown]),
  );
}

/** Answers look-ups offline, and remembers those that it could not. */
export class LookUps {
  readonly #unanswered = new Map<string, FixedAnswer>();

  /**
   * @param directory the program's, whose SDKs declare what functions return
   * @param exports what other stacks export that are known
   */
  constructor(
    private readonly answers: readonly FixedAnswer[],
    private readonly directory: string,
    private readonly coverage: Coverage,
    private readonly exports: (stack: string) => Properties | undefined = () => undefined,
  ) {}

  /**
   * The first fixed answer that fits, else what follows from the arguments or can be assumed, else nothing known of the
   * declared result.
   */
  answer(lookUp: LookUp): Properties {
    const { token, args } = lookUp;
    const fixed = this.answers.find((answer) => answer.token === token && contains(args, answer.args));
    const declared = { id: textNotKnown(token, args, "id"), ...declaredResult(token, args, this.directory) };
    if (fixed) return filled(fixed.result, declared);
    const known = awsAnswer(lookUp, (what) => this.coverage.assumed(what));
    if (known) return known;
    this.#miss({ token, args, result: declared });
    return { ...declared, ...args, ...outputsNotKnown };
  }

  /** What another stack exports, as a fixed answer for `pulumi:pulumi:StackReference` gives it, or that stack itself; undefined where neither does. */
  outputsOf(stack: string): Properties | undefined {
    const [token, args] = ["pulumi:pulumi:StackReference", { name: stack }];
    const fixed = this.answers.find((answer) => answer.token === token && contains(args, answer.args));
    const exported = fixed === undefined ? this.exports(stack) : undefined;
    if (exported !== undefined) return exported;
    if (fixed === undefined) this.#miss({ token, args, result: { outputs: unknown } });
    const outputs = fixed?.result.outputs;
    return outputs !== undefined && isObject(outputs) ? filled(outputs as Properties, {}) : undefined;
  }

  #miss(lookUp: FixedAnswer): void {
    const key = JSON.stringify([lookUp.token, lookUp.args]);
    if (this.#unanswered.has(key)) return;
    this.#unanswered.set(key, lookUp);
    this.coverage.unjudged(kinds.lookUp);
  }

  /**
   * What may have made the program fail, and what to do about it: a file for `--invokes` is written; "" if nothing.
   * @param config whose secrets are quoted nowhere: programs hand them to look-ups unmarked
   */
  advice(config: Config): string {
    const hide = hiding(config);
    const unanswered = [...this.#unanswered.values()].map((one) => ({ ...one, shown: hide(one.args) }));
    if (unanswered.length === 0) return "";
    const file = join(mkdtempSync(join(tmpdir(), "network-guard-")), "invokes.yaml");
    writeFileSync(file, template(unanswered));
    const calls = unanswered.map(({ token, shown }) => `  ${token} ${JSON.stringify(shown)}`);
    return [
      "It has looked up what nobody knows offline:",
      ...calls,
      `Fill in their results in ${file}, and pass it: --invokes ${file}`,
    ].join("\n");
  }
}

/** Arguments without the secret values of a configuration, or what stands in the objects among them. */
function hiding({ values, secretKeys }: Config): (args: Properties) => Properties {
  const secrets = new Secrets();
  const texts = [...secretKeys].flatMap((key) => leavesOf(values.get(key) ?? ""));
  secrets.add(
    CONFIG,
    "",
    "",
    texts.filter((text) => !SAYS_NOTHING.has(text)),
  );
  const hide = (value: PropertyValue): PropertyValue => {
    if (Array.isArray(value)) return value.map(hide);
    if (isObject(value)) return hideAll(value as Properties);
    const text = String(value);
    const masked = secrets.mask(text, CONFIG);
    return masked === text ? value : masked;
  };
  const hideAll = (all: Properties): Properties =>
    Object.fromEntries(Object.entries(all).map(([name, value]) => [name, hide(value)]));
  return hideAll;
}

const SAYS_NOTHING: ReadonlySet<string> = new Set([unknown, "true", "false", "null"]);

/** Stands for the URN of what holds the secrets. */
const CONFIG = "the configuration";

/** A text, and what a JSON object or list in it holds. */
function leavesOf(text: string): string[] {
  const leaves = [text];
  try {
    JSON.parse(text, (_, value) => {
      if (typeof value !== "object") leaves.push(String(value));
      return value;
    });
  } catch {
    // Most texts are no JSON.
  }
  return leaves;
}

/** An argument that would tell a secret is left out, as an answer fits whatever it does not name. */
function template(unanswered: readonly (FixedAnswer & { shown: Properties })[]): string {
  const entries = unanswered.map(({ token, args, shown, result }) => ({
    token,
    args: Object.fromEntries(
      Object.entries(args).filter(([name, value]) => isDeepStrictEqual(value, shown[name])),
    ),
    result: Object.fromEntries(Object.keys(result).map((name) => [name, null])),
  }));
  const { stringify } = require("yaml") as typeof import("yaml");
  return `# What the program looks up. Fill in what it needs of each result: null stands for what is not known.\n${stringify(entries)}`;
}
