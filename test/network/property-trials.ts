import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import { push } from "../../stack/multimap";
import type { ResourceFacts } from "../../stack/resource";
import { UNKNOWN, type Value } from "../../stack/value";
import type { Property, Shape, Typings } from "../../testing/typings";
import { type Change, elementOf, FULL, Given, ID, plain, resource, type Scalars } from "./given";
import { NOUNS, toldNouns, toldParts } from "./told-network";

/** Ways are told elsewhere, and texts are read of whatever there is. */
const KINDS = NOUNS.filter((kind) => !/Paths$|^writtenTexts$/.test(kind));

const tellingOf = (network: Network) => [
  ...KINDS.flatMap((kind) => toldNouns(network, kind)),
  ...toldParts(network),
];

/** What a line says of a noun, field by field, lists of objects element by element. */
function fieldsOf(line: string): string[] {
  const [, kind, rest = ""] = /^(\w+: )(.*)$/s.exec(line) ?? [];
  return rest.split("; ").flatMap((field) => {
    const [, name, list] = /^(\w+) \[\{(.*)\}\]$/s.exec(field) ?? [];
    const parts = list === undefined ? [field] : list.split("}, {").map((one) => `${name} {${one}}`);
    return parts.map((part) => kind + part);
  });
}

/** How many of the values are tried that a property's documentation names. */
const MOST = 24;

/** The values that documentation quotes. */
function documentedIn(documentation: string): string[] {
  const quoted = documentation.matchAll(/(?<=[`"*])\/?\w(?:[\w.:/-]{0,40}\w)?(?=[`"*])/g);
  return [...new Set([...quoted].map(([value]) => value))].slice(0, MOST);
}

/** By what those around are found. */
export const OWN = { id: "its-id", arn: "its-arn", name: "its-name" };

/** What is given of what has everything, each text the id of those around. */
const POINTING: Scalars = [OWN.id, 1, true];

const elementTypeOf = ({ type }: Property): string => {
  const written = plain(type);
  return written.endsWith("[]") ? elementOf(written) : written;
};

/** What any property may be instead of what stands for all of its type. */
function usualOf(property: Property): Value[] {
  const element = elementTypeOf(property);
  if (element.startsWith("boolean")) return [false, "true", "false"];
  if (element.startsWith("number")) return [0];
  return element.startsWith("string") ? ["", "0", ...Object.values(OWN)] : [];
}

/** What its documentation says that it may be. */
function writtenOf(property: Property): Value[] {
  const element = elementTypeOf(property);
  const quoted = documentedIn(property.documentation);
  if (element.startsWith("number")) return quoted.map(Number).filter(Number.isFinite);
  return element.startsWith("string") ? quoted : [];
}

/** Beside a value that matters, those that only look alike. */
function alike(value: Value | undefined): Value[] {
  if (typeof value !== "string" || value === "") return [];
  const lower = value.toLowerCase();
  return [`x${value}`, `${value}x`, value === lower ? value.toUpperCase() : lower];
}

const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}.`);

/** One way in which a resource is given, and the one that it is compared with. */
interface Trial {
  readonly name: string;
  readonly of: Kind;
  readonly scalars: Scalars;
  readonly change: Change;
  readonly beside?: Trial;
}

/** A type, and the properties that are read of it. */
export interface Kind {
  readonly type: string;
  readonly shape: Shape;
  readonly read: ReadonlyMap<string, Property>;
}

/** A trial as another, but for one thing. */
const but = (beside: Trial, name: string, change: Change): Trial => ({
  ...beside,
  name,
  change: { ...beside.change, ...change },
  beside,
});

/** Trials in which all is known: each property left out, by itself, and another. */
function knownOf(of: Kind): Trial[] {
  const all = [...of.read].sort(([one], [other]) => (one < other ? -1 : 1));
  const full = {
    name: "everything",
    of,
    scalars: POINTING,
    change: { has: (one: string) => of.read.has(one) },
  };
  const none = { name: "nothing", of, scalars: FULL, change: { has: () => false } };
  return [
    full,
    none,
    ...all.map(([path]) => but(full, `without ${path}`, { has: (one) => one !== path && of.read.has(one) })),
    ...all.flatMap(([path, property]) => instead(full, path, writtenOf(property))),
    ...all.flatMap(([path, property]) => {
      const alone = aloneOf(none, path);
      const isList = plain(property.type).endsWith("[]");
      const empty = isList ? [but(alone, `${path} no element`, { whole: [path, []] })] : [];
      return [alone, ...empty, ...instead(alone, path, usualOf(property))];
    }),
  ];
}

const aloneOf = (none: Trial, path: string): Trial =>
  but(none, `only ${path}`, { has: (one) => isWithin(one, path) || isWithin(path, one) });

const instead = (beside: Trial, path: string, values: readonly Value[]): Trial[] =>
  [...new Set(values)].map((value) =>
    but(beside, `${path} ${JSON.stringify(value)}`, { scalar: [path, value] }),
  );

function likeOf({ change, beside }: Trial): Trial[] {
  const [path = "", value] = change.scalar ?? [];
  return beside === undefined ? [] : instead(beside, path, alike(value));
}

/** Each property by itself, and not known yet. */
function unknownOf(of: Kind): Trial[] {
  const none: Trial = { name: "nothing", of, scalars: FULL, change: { has: () => false } };
  return [...of.read.keys()].sort().map((path) => {
    const alone = aloneOf(none, path);
    return but(alone, `${path} not known yet`, { whole: [path, UNKNOWN] });
  });
}

/** Some types of which a stack has many resources, each given in another way: a network of its own for each would take long. */
export class Trials {
  private readonly first: Told;
  private readonly second: Told;

  constructor(
    private readonly typings: Typings,
    private readonly around: readonly ResourceFacts[],
    kinds: readonly Kind[],
  ) {
    const known = kinds.flatMap(knownOf);
    this.first = this.told(known);
    this.second = this.told(known.filter((one) => this.first.differs(one)).flatMap(likeOf));
  }

  /** What each property that is read of a type says. */
  rowsOf(kind: Kind): string[] {
    const unknown = this.told(unknownOf(kind));
    return [this.first, this.second, unknown].flatMap((told) => told.rowsOf(kind));
  }

  private told(asked: readonly Trial[]): Told {
    const all = [...new Set([...asked.flatMap(({ beside }) => beside ?? []), ...asked])];
    const some = all.map(({ of, scalars, change }, i) => {
      const declared = new Given(this.typings, scalars, change).object(of.shape);
      return resource(of.type, `${ID}${i}`, declared, { ...declared, id: `${ID}${i}` });
    });
    return new Told(all, new Set(asked), tellingOf(Session.networkOf([...this.around, ...some])));
  }
}

const MARK = new RegExp(`${ID}(\\d+)`, "g");

/** What a network says of each of many resources, and what of several. */
class Told {
  private readonly fields = new Map<Trial, string[]>();
  private readonly ofSeveral = new Map<Kind, string[]>();

  constructor(
    private readonly all: readonly Trial[],
    private readonly asked: ReadonlySet<Trial>,
    lines: readonly string[],
  ) {
    for (const line of lines) this.take(line);
  }

  private take(line: string): void {
    const places = new Set([...line.matchAll(MARK)].map(([, place]) => Number(place)));
    const [trial] = [...places].map((place) => this.all[place]);
    if (trial === undefined) return;
    if (places.size === 1) {
      const fields = fieldsOf(calledAsOthers(line.replace(MARK, ID), trial));
      this.fields.set(trial, [...(this.fields.get(trial) ?? []), ...fields]);
    } else {
      const told = line.replace(MARK, (_, place) => `<${this.all[place]?.name}>`);
      this.ofSeveral.set(trial.of, [...(this.ofSeveral.get(trial.of) ?? []), told]);
    }
  }

  differs(trial: Trial): boolean {
    return this.differencesOf(trial).length > 0;
  }

  private differencesOf(trial: Trial): string[] {
    const { beside } = trial;
    return beside === undefined
      ? []
      : differences(this.fields.get(beside) ?? [], this.fields.get(trial) ?? []);
  }

  /** A line of where, and then what. */
  rowsOf(kind: Kind): string[] {
    const byText = new Map<string, string[]>();
    for (const trial of this.asked) {
      const text = trial.of === kind ? this.differencesOf(trial).join("\n") : "";
      if (text !== "") push(byText, text, trial.name);
    }
    return [
      ...[...byText].flatMap(([text, names]) => {
        const lines = text.split("\n");
        return lines.length === 1 ? `${names.join(", ")} ${text}` : [`${names.join(", ")}:`, ...lines];
      }),
      ...(this.ofSeveral.get(kind) ?? []),
    ];
  }
}

/** What is said otherwise of one than of the other, a line for each kind of nouns. */
function differences(one: readonly string[], other: readonly string[]): string[] {
  const [before, after] = [new Set(one), new Set(other)];
  const gone = byKind([...before].filter((field) => !after.has(field)));
  const come = byKind([...after].filter((field) => !before.has(field)));
  return [...new Set([...gone.keys(), ...come.keys()])].map(
    (kind) => `~ ${kind}: ${changesOf(gone.get(kind) ?? [], come.get(kind) ?? []).join("; ")}`,
  );
}

function byKind(fields: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const field of fields) {
    const [kind = "", ...rest] = field.split(": ");
    push(found, kind, rest.join(": "));
  }
  return found;
}

/** `kind network → gateway` where a field says another thing, `- ` before one that is gone, `+ ` before one that has come. */
function changesOf(gone: readonly string[], come: readonly string[]): string[] {
  const left = [...come];
  const told = gone.map((field) => {
    const name = field.slice(0, field.indexOf(" ") + 1);
    const place = left.findIndex((one) => one.startsWith(name));
    const [instead] = place < 0 ? [] : left.splice(place, 1);
    return instead === undefined ? `- ${field}` : `${field} → ${instead.slice(name.length)}`;
  });
  return [...told, ...left.map((field) => `+ ${field}`)];
}

const SWITCH = /^(true|false)$/;

/** A text that is tried is called as the others are. */
function calledAsOthers(line: string, { scalars, change }: Trial): string {
  const [, value] = change.scalar ?? [];
  if (typeof value !== "string" || value === "" || SWITCH.test(value)) return line;
  const said = new RegExp(`(?<=[ "])${value.replace(/[./]/g, "\\$&")}(?=[",;}\\]]|$)`, "g");
  return line.replace(said, String(scalars[0]));
}
