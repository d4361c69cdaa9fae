import assert from "node:assert/strict";
import { join } from "node:path";
import { makesOthers, type Network, unreadPackageOf } from "../../network/network";
import { Session } from "../../network/session";
import type { Resource, ResourceFacts } from "../../stack/resource";
import { Stack } from "../../stack/stack";
import { UNKNOWN, type Value, type Values } from "../../stack/value";
import { type Shape, Typings } from "../../testing/typings";
import { WrittenDown } from "../harness/written-down";
import { AROUND, EMPTY, FULL, Given, ID, LATER, POINTING, resource, typesOf } from "./given";
import { type Kind, OWN, Trials } from "./property-trials";
import { folded, NOUNS, toldNouns, toldParts } from "./told-network";

const tellingOf = (network: Network) => [
  ...NOUNS.filter((kind) => kind !== "writtenTexts").flatMap((kind) => toldNouns(network, kind)),
  ...toldParts(network),
  ...network.resources.flatMap((one) => launchesOf(network, one)),
];

function launchesOf(network: Network, one: Resource): string[] {
  const machines = network.capacityOf(one);
  return machines === 1
    ? []
    : [`launches: of ${one.title}; machines ${machines === UNKNOWN ? "?" : machines}`];
}

/** What a resource is called by, and what it is besides. */
function calledIn(network: Network, { urn }: ResourceFacts): string[] {
  const one = network.resources.find((resource) => resource.urn === urn) as Resource;
  const names = network.namesOf(one).map(({ property }) => property);
  const made = makesOthers(one) ? ["makes what is not judged"] : [];
  const unread = unreadPackageOf(one) === undefined ? [] : ["taken for what no policy reads"];
  return [`called by ${names.join(", ")}`, ...made, ...unread];
}

/** The names of all properties that hold a text, at whatever depth. */
function namesOfTexts(value: unknown, name: string): string[] {
  if (typeof value === "string") return [name];
  if (Array.isArray(value)) return value.flatMap((one) => namesOfTexts(one, name));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => namesOfTexts(one, key));
}

/** What keeps texts that nobody searches for credentials. */
function keptIn(network: Network, { urn, declared }: ResourceFacts): string[] {
  const searched = network.writtenTexts.filter(({ resource }) => resource.urn === urn);
  const names = new Set(searched.map(({ path }) => path.findLast((step) => typeof step === "string")));
  const kept = namesOfTexts(declared, "").filter((name) => !names.has(name));
  return kept.length === 0 ? [] : [`not searched for credentials: ${[...new Set(kept)].sort().join(", ")}`];
}

const once = <Found>(find: () => Found): (() => Found) => {
  let found: readonly [Found] | undefined;
  return () => {
    found ??= [find()];
    return found[0];
  };
};

const batched = <One>(all: readonly One[], size: number): One[][] =>
  all.flatMap((_, i) => (i % size === 0 ? [all.slice(i, i + size)] : []));

/** What is told of a resource that has everything, what is read of it, and what it may be pointed at. */
interface Full {
  readonly told: readonly string[];
  readonly kind: Kind;
  readonly called: readonly string[];
  readonly pointed: readonly string[];
}

/** A type that is asked about. */
class Asked {
  readonly given: () => Full;

  constructor(
    typings: Typings,
    readonly type: string,
    readonly shape: Shape,
    around: readonly ResourceFacts[],
    tell: (network: Network, one: ResourceFacts, given: Given) => string[],
  ) {
    this.given = once(() => {
      const given = new Given(typings, FULL);
      const pointed = new Set<string>();
      const one = resource(type, ID, given.object(shape));
      const network = Session.networkOf([...around, one]);
      const told = notingWhatPoints(ID, pointed, () => tell(network, one, given));
      const read = new Map(given.read);
      return {
        told,
        kind: { type, shape, read },
        called: calledIn(network, one),
        pointed: [...pointed].sort(),
      };
    });
  }
}

/** Notes what the properties of a resource may be pointed at. */
function notingWhatPoints<Found>(name: string, noted: Set<string>, find: () => Found): Found {
  const { references } = Stack.prototype;
  Stack.prototype.references = function (from, property, types, ...given) {
    const by = (given[1] ?? ["id"]).join(", ");
    if (from.name === name) noted.add(`${property} points by ${by} at ${types.join(", ")}`);
    return references.call(this, from, property, types, ...given);
  };
  try {
    return find();
  } finally {
    Stack.prototype.references = references;
  }
}

/** The types that the readers of a network ask a stack for. */
function typesAskedIn(network: Network): Set<string> {
  const asked = new Set<string>();
  const { ofType, rowsOf } = Stack.prototype;
  Stack.prototype.ofType = function (...types: string[]) {
    for (const type of types) asked.add(type);
    return ofType.apply(this, types);
  };
  Stack.prototype.rowsOf = function <Row>(rows: Readonly<Record<string, Row>>) {
    for (const type of Object.keys(rows)) asked.add(type);
    return rowsOf.call(this, rows) as (readonly [Resource, Row])[];
  };
  try {
    tellingOf(network);
  } finally {
    Object.assign(Stack.prototype, { ofType, rowsOf });
  }
  return asked;
}

/** How many types are asked about property by property in one stack. */
const TOGETHER = 8;

// UPDATE_GOLDEN=1 writes the lists anew.
for (const [cloud, types] of Object.entries(AROUND)) {
  describe(`what a network reads of ${cloud}, by type`, () => {
    const typings = Typings.installed(cloud);
    const expected = new WrittenDown(join(__dirname, `every-type-of-${cloud}.txt`));
    const around = types.map((type) =>
      resource(`${cloud}:${type}`, "around", {}, { id: ID, arn: ID, name: ID }),
    );
    const without = new Set(tellingOf(Session.networkOf(around)));

    const toldIn = (network: Network, one: ResourceFacts, given?: Given): string[] => {
      const nouns = tellingOf(network).filter((line) => !without.has(line));
      const kept = given === undefined ? [] : keptIn(network, one);
      const by =
        given === undefined || given.read.size === 0
          ? []
          : [`by ${[...given.read.keys()].sort().join(", ")}`];
      return [...by, ...kept, ...nouns].flatMap(folded);
    };
    const toldOf = (one: ResourceFacts) => toldIn(Session.networkOf([...around, one]), one);

    const byProperty = new WrittenDown(join(__dirname, `every-property-of-${cloud}.txt`));
    const own = types.map((type) => resource(`${cloud}:${type}`, "around", {}, OWN));
    const all = typesOf(cloud).flatMap((type) => {
      const shape = typings.inputsOf(type);
      return shape === undefined ? [] : new Asked(typings, type, shape, around, toldIn);
    });
    const trials = batched(all, TOGETHER).map((some) =>
      once(
        () =>
          new Trials(
            typings,
            own,
            some.map(({ given }) => given().kind),
          ),
      ),
    );

    it("is asked of every type that a reader asks for", () => {
      const asked = typesAskedIn(Session.networkOf(around));
      const left = [...asked].filter((type) => typings.inputsOf(type) !== undefined);
      assert.deepEqual(
        left.filter((type) => !all.some((one) => one.type === type)),
        [],
      );
    });

    for (const [i, { type, shape, given }] of all.entries()) {
      it(`of ${type}, property by property`, () => {
        const { kind, pointed, called } = given();
        const rows = trials[Math.floor(i / TOGETHER)]?.().rowsOf(kind) ?? [];
        byProperty.holds(type, [...called, ...pointed, ...rows].flatMap(folded));
      });

      it(`of ${type}, given, given empty, not known yet in part and as a whole, pointing at others, and left out`, () => {
        const [empty, later, pointing] = [EMPTY, LATER, POINTING].map((one) =>
          resource(type, ID, new Given(typings, one).object(shape)),
        ) as [ResourceFacts, ResourceFacts, ResourceFacts];
        const dependencies = new Map([...shape.keys()].map((name) => [name, around.map(({ urn }) => urn)]));
        const unknown: Values = Object.fromEntries([...shape.keys()].map((name) => [name, UNKNOWN as Value]));
        expected.holds(type, [
          ...given().told,
          "given empty:",
          ...toldOf(empty),
          "not known yet in part:",
          ...toldOf(later),
          "pointing at what is not made yet:",
          ...toldOf({ ...pointing, dependencies }),
          "not known yet:",
          ...toldOf(resource(type, ID, unknown)),
          "left out:",
          ...toldOf(resource(type, ID, {}, { id: ID })),
        ]);
      });
    }
  });
}
