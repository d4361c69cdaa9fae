import fc from "fast-check";
import type { Registered } from "../harness/program";
import { STRUCTURE_CHANGES, type StructureChange } from "./structures";
import { OTHER_VALUES, SAME_VALUES, SIGNATURE, UNKNOWN_MARKS, type ValueChange } from "./values";

/** One change of a stack. The numbers choose among what there is to choose from, so that they shrink on any stack. */
export interface Change {
  readonly resource: number;
  readonly other: number;
  readonly place: number;
  readonly kind: ValueChange | StructureChange;
}

/** A stack after changes, and what was done. */
export interface Changed {
  readonly resources: readonly Registered[];
  readonly done: readonly string[];
}

/** What a resource was before a change that says the same in other words. */
const sameAs = new WeakMap<Registered, Registered>();
export const original = (resource: Registered): Registered => sameAs.get(resource) ?? resource;

export const changes: fc.Arbitrary<Change> = fc.record({
  resource: fc.nat(10_000),
  other: fc.nat(10_000),
  place: fc.nat(10_000),
  kind: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<ValueChange[]>(...OTHER_VALUES) },
    { weight: 3, arbitrary: fc.constantFrom(...UNKNOWN_MARKS.map(unknown)) },
    { weight: 1, arbitrary: fc.constantFrom<ValueChange[]>(...SAME_VALUES) },
    { weight: 4, arbitrary: fc.constantFrom<StructureChange[]>(...STRUCTURE_CHANGES) },
  ),
});

function unknown(mark: string): ValueChange {
  return { title: `unknown (${mark.slice(0, 8)})`, make: () => mark };
}

/** Changes one project's resources, so that what lies beside it must stay as it was. */
export function change(base: readonly Registered[], all: readonly Change[]): Changed {
  let resources = base;
  const done: string[] = [];
  const project = projectOf(pick(base, all[0]?.resource ?? 0));
  for (const { resource, other, place, kind } of all) {
    const own = resources.filter((each) => projectOf(each) === project);
    if (own.length === 0) break;
    const one = pick(own, resource);
    if ("alter" in kind) {
      const second = pick(resources, other);
      resources = kind.alter(resources, one, second);
      done.push(`${one.urn}: ${kind.title} (the other is ${second.urn})`);
    } else {
      const path = pick(placesIn(one), place);
      const changed = withValue(one, path, kind, resources);
      resources = resources.map((each) => (each === one ? changed : each));
      done.push(`${one.urn}: ${path.join(".")} becomes ${kind.title}`);
    }
  }
  return { resources, done };
}

const pick = <T>(all: readonly T[], choice: number): T => all[choice % all.length] as T;

const projectOf = ({ urn }: Registered) => urn.split("::")[1];

type Path = readonly (string | number)[];

/** Where to change a resource: twice as often by what it is called and by what the program says as by what the cloud computes. */
function placesIn({ inputs, outputs }: Registered): Path[] {
  const computed = Object.keys(outputs).filter((key) => !Object.hasOwn(inputs, key));
  const declared = [...HANDLES, ...pathsOf(inputs)];
  const times = Math.ceil((2 * (computed.length + 1)) / declared.length);
  return [...Array.from({ length: times }, () => declared).flat(), ...computed.map((key) => [key])];
}

const HANDLES: readonly Path[] = [["id"], ["arn"], ["name"], ["tags"]];

/** The way to each value, from the outside in. Of what the engine marks, only a secret's value is the program's. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const own = SIGNATURE in value ? entries.filter(([key]) => key === "value") : entries;
  return own.flatMap(([key, inner]) => [[...path, key], ...pathsOf(inner, [...path, key])]);
}

/** The value changed in inputs and outputs, wherever the way leads; added to both where it leads nowhere. */
function withValue(
  one: Registered,
  path: Path,
  kind: ValueChange,
  resources: readonly Registered[],
): Registered {
  const others = resources.map(({ urn, outputs: { id } }) => (typeof id === "string" ? id : urn));
  const make = (old: unknown) => kind.make(old, others);
  const [first = ""] = path;
  const isNew = !Object.hasOwn(one.inputs, first) && !Object.hasOwn(one.outputs, first);
  const changedIn = (properties: Registered["inputs"]) =>
    changedAt(isNew ? { ...properties, [first]: null } : properties, path, make) as Registered["inputs"];
  const changed = { ...one, inputs: changedIn(one.inputs), outputs: changedIn(one.outputs) };
  if (SAME_VALUES.includes(kind) && !isNew) sameAs.set(changed, original(one));
  return changed;
}

function changedAt(value: unknown, path: Path, make: (old: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return make(value);
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return value;
  const inner = changedAt((value as Record<string | number, unknown>)[key], rest, make);
  if (Array.isArray(value)) return value.map((element, i) => (i === key ? inner : element));
  return { ...value, [key]: inner };
}
