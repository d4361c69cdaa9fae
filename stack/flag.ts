import type { Answer, Value } from "./value";
import { field, flag } from "./value";

/** The keys and indexes that lead to a value in a resource's inputs. */
export type Path = readonly (string | number)[];

/** A switch of a resource, and where it stands. */
export interface Flag {
  readonly path: Path;
  readonly value: Answer;
  /** As the program writes it, such as `"true"` or `"ENABLED"`; undefined where it leaves the switch out. */
  readonly written: Value;
}

/** Such as `networkInterfaces[0].associatePublicIpAddress`. */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

/** What stands at the end of `steps`, once for each element of the lists on the way. */
export function* valuesAt(
  value: Value,
  steps: readonly string[],
  path: Path = [],
): Iterable<{ readonly path: Path; readonly value: Value }> {
  const [step, ...rest] = steps;
  if (step === undefined) yield { path, value };
  else if (Array.isArray(value)) {
    for (const [i, element] of value.entries()) yield* valuesAt(element, steps, [...path, i]);
  } else yield* valuesAt(field(value, step), rest, [...path, step]);
}

/** A switch's value: a boolean, the text of one, or ENABLED and DISABLED; undefined for what is absent or none of these. */
export function readFlag(value: Value): Answer | undefined {
  const word = typeof value === "string" ? value.trim().toUpperCase() : undefined;
  if (word === "ENABLED") return true;
  return word === "DISABLED" ? false : flag(value);
}

/** Turns a switch off in the inputs it was read from, in the type it was written in. */
export function turnOff(inputs: Record<string, unknown>, { path, written }: Flag): void {
  let holder = inputs as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) holder = holder[step] as typeof holder;
  holder[path.at(-1) as string] = off(written);
}

function off(written: Value): boolean | string {
  if (typeof written !== "string") return false;
  return flag(written) === undefined ? "DISABLED" : "false";
}
