import { join } from "node:path";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import type { ResourceFacts } from "../../stack/resource";
import { UNKNOWN, type Value, type Values } from "../../stack/value";
import { type Property, type Shape, Typings } from "../../testing/typings";
import { WrittenDown } from "../harness/written-down";
import { areAllMade } from "../trials";
import { AROUND, type Change, elementOf, FULL, Given, ID, plain, resource, typesOf } from "./given";
import { folded, NOUNS, toldNouns, toldParts } from "./told-network";

type Kind = keyof Network | "parts";

/** Ways are told elsewhere, and texts are read of whatever there is. */
const KINDS: readonly Kind[] = [...NOUNS.filter((kind) => !/Paths$|^writtenTexts$/.test(kind)), "parts"];

const tellingOf = (network: Network, kind: Kind) =>
  kind === "parts" ? toldParts(network) : toldNouns(network, kind);

/** What nouns of a kind are said to be, field by field, lists of objects element by element. */
const fieldsOf = (network: Network, kinds: readonly Kind[]): string[] =>
  kinds
    .flatMap((kind) => tellingOf(network, kind))
    .flatMap((line) => {
      const [, kind, rest = ""] = /^(\w+: )(.*)$/s.exec(line) ?? [];
      return rest.split("; ").flatMap((field) => {
        const [, name, list] = /^(\w+) \[\{(.*)\}\]$/s.exec(field) ?? [];
        const parts = list === undefined ? [field] : list.split("}, {").map((one) => `${name} {${one}}`);
        return parts.map((part) => kind + part);
      });
    });

/** How many of the values are tried that a property's documentation names. */
const MOST = 24;

/** The values that documentation quotes. */
function documentedIn(documentation: string): string[] {
  const quoted = documentation.matchAll(/(?<=[`"*])\w(?:[\w.:/-]{0,40}\w)?(?=[`"*])/g);
  return [...new Set([...quoted].map(([value]) => value))].slice(0, MOST);
}

/** What a property that is read may be instead, and how that is called. */
function changesOf(path: string, { type, documentation }: Property): [string, Change][] {
  const written = plain(type);
  const isList = written.endsWith("[]");
  const element = isList ? elementOf(written) : written;
  const scalar = (value: Value): [string, Change] => [JSON.stringify(value), { scalar: [path, value] }];
  const further: Value[] = element.startsWith("boolean")
    ? [false, "true", "false"]
    : element.startsWith("number")
      ? [0, ...documentedIn(documentation).map(Number).filter(Number.isFinite)]
      : element.startsWith("string")
        ? ["", ...documentedIn(documentation)]
        : [];
  return [
    ["left out", { has: (one) => one !== path }],
    ["not known yet", { whole: [path, UNKNOWN] }],
    ...(isList ? [["no element", { whole: [path, []] }] as [string, Change]] : []),
    ...[...new Set(further)].map(scalar),
  ];
}

const SWITCH = /^(true|false)$/;

const isWithin = (path: string, outer: string) => path === outer || path.startsWith(`${outer}.`);

/** Beside values that matter, those that only look alike. */
function alike({ scalar }: Change): [string, Change][] {
  const [path, value] = scalar ?? [];
  if (path === undefined || typeof value !== "string" || value === "") return [];
  const inOtherCase = value === value.toLowerCase() ? value.toUpperCase() : value.toLowerCase();
  return [`x${value}`, `${value}x`, inOtherCase].map((one) => [JSON.stringify(one), { scalar: [path, one] }]);
}

/** What is said of one and no more of the other, and the other way round, a line for each kind of nouns. */
function differences(one: readonly string[], other: readonly string[]): string[] {
  const [before, after] = [new Set(one), new Set(other)];
  const byKind = new Map<string, string[]>();
  const put = (sign: string, fields: Set<string>, others: Set<string>) => {
    for (const field of fields) {
      const [kind, ...rest] = field.split(": ");
      const key = `${sign} ${kind}:`;
      if (!others.has(field)) byKind.set(key, [...(byKind.get(key) ?? []), rest.join(": ")]);
    }
  };
  put("-", before, after);
  put("+", after, before);
  return [...byKind].map(([kind, fields]) => `${kind} ${fields.join("; ")}`);
}

/** What differs, and where. */
class Differences {
  private readonly byText = new Map<string, string[]>();

  /** Whether there is any. */
  add(name: string, one: readonly string[], other: readonly string[]): boolean {
    const text = differences(one, other).join("\n");
    if (text !== "") this.byText.set(text, [...(this.byText.get(text) ?? []), name]);
    return text !== "";
  }

  /** A line of where, and then what. */
  rows(): string[] {
    return [...this.byText].flatMap(([text, names]) => [`${names.join(", ")}:`, ...text.split("\n")]);
  }
}

/** A resource of a type among others, each property in turn given otherwise than the rest. */
class Trial {
  private readonly full: Given;
  private readonly kinds: readonly Kind[];
  private readonly given: readonly string[];
  private readonly nothing: readonly string[];

  constructor(
    private readonly typings: Typings,
    private readonly around: readonly ResourceFacts[],
    private readonly type: string,
    private readonly shape: Shape,
  ) {
    this.full = new Given(typings, FULL);
    const waiting = Object.fromEntries([...shape.keys()].map((name) => [name, UNKNOWN])) as Values;
    const ends = [this.full.object(shape), {}, waiting].map((declared) => this.networkWith(declared));
    const beside = Session.networkOf(around);
    this.kinds = KINDS.filter((kind) => {
      const told = new Set(fieldsOf(beside, [kind]));
      return told.size === 0 || ends.some((one) => fieldsOf(one, [kind]).some((line) => !told.has(line)));
    });
    [this.given, this.nothing] = ends.map((one) => fieldsOf(one, this.kinds)) as [string[], string[]];
  }

  /** What each property that is read says. */
  rows(): string[] {
    return [...this.full.read]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([path, property]) => this.rowsOf(path, property));
  }

  private rowsOf(path: string, property: Property): string[] {
    const found = new Differences();
    const alone = this.changed({ has: (one) => isWithin(one, path) || isWithin(path, one) });
    found.add(`only ${path}`, this.nothing, alone);
    for (const [name, change] of changesOf(path, property))
      if (found.add(`${path} ${name}`, this.given, this.changed(change)))
        for (const [like, other] of alike(change))
          found.add(`${path} ${like}`, this.given, this.changed(other));
    return found.rows();
  }

  private networkWith(declared: Values): Network {
    const one = resource(this.type, ID, declared, { ...declared, id: ID });
    return Session.networkOf([...this.around, one]);
  }

  /** What is said then, a text that is tried being called as the others are. */
  private changed(change: Change): string[] {
    const network = this.networkWith(new Given(this.typings, FULL, change).object(this.shape));
    const fields = fieldsOf(network, this.kinds);
    const [, value] = change.scalar ?? [];
    if (typeof value !== "string" || value === "" || SWITCH.test(value)) return fields;
    const said = new RegExp(`(?<=[ "])${value.replace(/[./]/g, "\\$&")}(?=[",;}\\]]|$)`, "g");
    return fields.map((field) => field.replace(said, ID));
  }
}

// UPDATE_GOLDEN=1 NETWORK_GUARD_TRIALS=all writes the lists anew.
for (const [cloud, types] of Object.entries(AROUND)) {
  describe(`what a network reads of ${cloud}, property by property`, () => {
    if (!areAllMade) {
      it("is asked at night, before a release and by NETWORK_GUARD_TRIALS=all");
      return;
    }
    const typings = Typings.installed(cloud);
    const expected = new WrittenDown(join(__dirname, `every-property-of-${cloud}.txt`));
    const around = types.map((type) =>
      resource(`${cloud}:${type}`, "around", {}, { id: ID, arn: ID, name: ID }),
    );
    for (const type of typesOf(cloud)) {
      const shape = typings.inputsOf(type);
      if (shape === undefined) continue;
      it(`of ${type}`, () => {
        expected.holds(type, new Trial(typings, around, type, shape).rows().flatMap(folded));
      });
    }
  });
}
