import type { Resource } from "./resource";
import type { Answer, Unknown, Value } from "./value";
import { elements, field, flag, isObject, UNKNOWN } from "./value";

/** The keys and indexes that lead to a value in a resource's inputs. */
export type Path = readonly (string | number)[];

/** The properties that lead to a value; lists on the way are read element by element. */
export type Steps = readonly [property: string, ...within: string[]];

/** One setting as it takes effect: its value, and where it stands or would stand. */
export interface Setting<T = boolean> {
  /** UNKNOWN while it is not known, or where what is written is no such value. */
  readonly value: T | Unknown;
  /** Whose setting it is: the resource that it is asked of, or one that it inherits from, such as a launch template. */
  readonly resource: Resource;
  readonly path: Path;
  /** As the program writes it, such as `"true"` or `"ENABLED"`; undefined for a default, also one that the provider fills in. */
  readonly written: Value;
}

/** Reads what a program may write for a setting; undefined for what is absent or of another type. */
export type Read<T> = (value: Value) => T | Unknown | undefined;

/** Such as `networkInterfaces[0].associatePublicIpAddress`. */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`))
    .join("")
    .replace(/^\./, "");
}

/** The text of a path with one more step, such as `ingress[0].protocol`. */
export function joinedPath(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** A value and where it stands. */
export interface Found {
  readonly path: Path;
  readonly value: Value;
}

/** What stands at the end of `steps`, once for each element of the lists on the way. JSON text on the way is what it says. */
export function valuesAt(value: Value, steps: readonly string[], path: Path = []): Found[] {
  let reached = value;
  for (let i = 0; i < steps.length; i++) {
    const holder = opened(reached);
    if (Array.isArray(holder)) {
      const [passed, rest] = [[...path, ...steps.slice(0, i)], steps.slice(i)];
      return holder.flatMap((element: Value, j) => valuesAt(element, rest, [...passed, j]));
    }
    reached = field(holder, steps[i] as string);
  }
  return [{ path: path.length === 0 ? steps : [...path, ...steps], value: reached }];
}

/** What stands under a name, in any case and at any depth. JSON text on the way is what it says. */
export function* valuesNamed(value: Value, name: string, path: Path = []): Iterable<Found> {
  const holder = opened(value);
  if (Array.isArray(holder)) {
    for (const [i, element] of holder.entries()) yield* valuesNamed(element as Value, name, [...path, i]);
  } else if (isObject(holder)) {
    for (const [key, inner] of Object.entries(holder)) {
      if (key.toLowerCase() === name.toLowerCase()) yield { path: [...path, key], value: inner };
      else yield* valuesNamed(inner, name, [...path, key]);
    }
  }
}

/** The elements at the end of `steps` as one value, for references: an unknown list stays one unknown. */
export function valueAt(value: Value, steps: readonly string[]): Value {
  const values = valuesAt(value, steps).map((one) => one.value);
  return values.length === 1 ? values[0] : values.flatMap((one) => elements(one));
}

/** The settings that a program writes at the end of `steps`, once for each element of the lists on the way. */
export function settingsAt<T>(
  resource: Resource,
  steps: readonly string[],
  read: Read<T>,
  { value = resource.declared ?? resource.settled, path = [] as Path }: { value?: Value; path?: Path } = {},
): Setting<T>[] {
  return settingsOf(resource, valuesAt(value, steps, path), read);
}

/** The settings that a program writes in places that are found already. */
export function settingsOf<T>(resource: Resource, found: Iterable<Found>, read: Read<T>): Setting<T>[] {
  const settings: Setting<T>[] = [];
  for (const { path, value: written } of found) {
    if (written === undefined || written === null) continue;
    settings.push({
      value: read(written) ?? UNKNOWN,
      resource,
      path,
      written: isFilledIn(resource, path) ? undefined : written,
    });
  }
  return settings;
}

/** Whether a provider has filled in what the program leaves out: objects of inputs name such properties under `__defaults`. */
function isFilledIn({ declared }: Resource, path: Path): boolean {
  const holder = path
    .slice(0, -1)
    .reduce<Value>(
      (value, step) => (Array.isArray(value) ? value[Number(step)] : field(value, String(step))),
      declared,
    );
  return elements(field(holder, "__defaults")).includes(String(path.at(-1)));
}

/** The setting that a program writes at the end of `steps`; undefined where it leaves it out. */
export function settingAt<T>(
  resource: Resource,
  steps: readonly string[],
  read: Read<T>,
): Setting<T> | undefined {
  return settingsAt(resource, steps, read)[0];
}

/** The first that says something, from what stands nearest to the resource: its own, its template's, its account's, its provider's. */
export function inForce<T>(...candidates: readonly (Setting<T> | undefined)[]): Setting<T> | undefined {
  return candidates.find((candidate) => candidate !== undefined);
}

/** A switch's value: a boolean, the text of one, or ENABLED and DISABLED; undefined for what is absent or none of these. */
export function readSwitch(value: Value): Answer | undefined {
  const word = typeof value === "string" ? value.trim().toUpperCase() : undefined;
  if (word === "ENABLED") return true;
  return word === "DISABLED" ? false : flag(value);
}

/** Gives a setting another value in the inputs of its resource, in the form in which it is written, and makes the objects on the way; false where something of another form is in the way. */
export function assign(
  inputs: Record<string, unknown>,
  { path, written }: Pick<Setting<unknown>, "path" | "written">,
  value: boolean | number | string,
): boolean {
  return assignAt(inputs, path, inTheFormOf(written, value));
}

/** Gives all settings one value, as `assign` does; whether there are any, and every one has it. */
export function assignAll(
  inputs: Record<string, unknown>,
  settings: readonly Pick<Setting<unknown>, "path" | "written">[],
  value: boolean | number | string,
): boolean {
  return settings.length > 0 && settings.every((setting) => assign(inputs, setting, value));
}

type Holder = Record<string | number, unknown>;

function assignAt(holder: Holder, [step, ...rest]: Path, value: unknown): boolean {
  // A list has no property of a name.
  if (step === undefined || (Array.isArray(holder) && typeof step === "string")) return false;
  if (rest.length === 0) {
    holder[step] = value;
    return true;
  }
  const inner = holder[step] as Value;
  const next = opened(inner) ?? (typeof rest[0] === "number" ? [] : {});
  if (typeof next !== "object" || !assignAt(next as Holder, rest, value)) return false;
  if (next !== inner) holder[step] = typeof inner === "string" ? JSON.stringify(next) : next;
  return true;
}

function inTheFormOf(written: Value, value: boolean | number | string): boolean | number | string {
  // Such as a bandwidth, which is off at 0.
  if (typeof written === "number" && value === false) return 0;
  if (typeof written !== "string" || typeof value !== "boolean") return value;
  if (flag(written) !== undefined) return String(value);
  return value ? "ENABLED" : "DISABLED";
}

/** The object or list that a text holds as JSON; every other value as it is. */
export function opened(value: Value): Value {
  if (typeof value !== "string") return value;
  const first = value.trimStart()[0];
  if (first !== "{" && first !== "[") return value;
  try {
    const parsed = JSON.parse(value) as Value;
    return isObject(parsed) || Array.isArray(parsed) ? parsed : value;
  } catch {
    return value;
  }
}
