import { type Command, InvalidArgumentError } from "commander";
import { didYouMean, isDay } from "../../policies/kit/configuration";
import { packageRoot } from "../package-root";

export const append = (value: string, previous: string[] = []) => [...previous, value];

/** Names after one another, or separated by commas. */
export function appendAll(value: string, previous: string[] = []): string[] {
  const names = value
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new InvalidArgumentError("Expected names.");
  return [...previous, ...names];
}

export function positiveSeconds(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0)) throw new InvalidArgumentError("Expected a number of seconds.");
  return seconds;
}

export function day(value: string): string {
  if (!isDay(value)) throw new InvalidArgumentError("Expected a day as YYYY-MM-DD.");
  if (value < new Date().toISOString().slice(0, 10)) throw new InvalidArgumentError("This day is over.");
  return value;
}

/** Reads one of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): (value: string) => Word {
  return (value) => {
    const word = words.find((one) => one === value);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`It is one of ${words.join(", ")}.${didYouMean(value, words)}`);
  };
}

export interface PackFlags {
  policyPack?: string[];
  timeout: number;
}

export const packsOf = ({ policyPack = [packageRoot()] }: PackFlags) => policyPack;

/** How a program is run that is judged. */
export function addProgramOptions(command: Command): Command {
  return command
    .option(
      "-s, --stack <name>",
      "the stack (default: the only one with a settings file, else one without a name)",
    )
    .option("-c, --config <key=value>", "a configuration value of the stack (repeatable)", append)
    .option("--invokes <file>", "answers to function calls: a JSON or YAML list of { token, args?, result }")
    .option(
      "--with <stack>",
      "a stack that stands beside this one: a state, a preview, or a program (repeatable); nothing is found on it",
      append,
    )
    .option("--no-plugins", "run no installed plugin of remote components, such as awsx");
}

export function addPackOptions(command: Command): Command {
  return command
    .option("--policy-pack <folder>", "a policy pack to judge by instead of this one (repeatable)", append)
    .option("--timeout <seconds>", "how long judging each program may take", positiveSeconds, 120);
}
