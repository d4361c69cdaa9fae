import { join } from "node:path";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
import type { ResourceFacts } from "../../stack/resource";
import { UNKNOWN, type Value, type Values } from "../../stack/value";
import { Typings } from "../../testing/typings";
import { WrittenDown } from "../harness/written-down";
import { AROUND, EMPTY, FULL, Given, ID, LATER, POINTING, resource, typesOf } from "./given";
import { folded, NOUNS, toldNouns, toldParts } from "./told-network";

const tellingOf = (network: Network) => [
  ...NOUNS.filter((kind) => kind !== "writtenTexts").flatMap((kind) => toldNouns(network, kind)),
  ...toldParts(network),
];

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

// UPDATE_GOLDEN=1 writes the lists anew.
for (const [cloud, types] of Object.entries(AROUND)) {
  describe(`what a network reads of ${cloud}, by type`, () => {
    const typings = Typings.installed(cloud);
    const expected = new WrittenDown(join(__dirname, `every-type-of-${cloud}.txt`));
    const around = types.map((type) =>
      resource(`${cloud}:${type}`, "around", {}, { id: ID, arn: ID, name: ID }),
    );
    const without = new Set(tellingOf(Session.networkOf(around)));

    const toldOf = (one: ResourceFacts, given?: Given): string[] => {
      const network = Session.networkOf([...around, one]);
      const nouns = tellingOf(network).filter((line) => !without.has(line));
      const kept = given === undefined ? [] : keptIn(network, one);
      const by =
        given === undefined || given.read.size === 0
          ? []
          : [`by ${[...given.read.keys()].sort().join(", ")}`];
      return [...by, ...kept, ...nouns].flatMap(folded);
    };

    for (const type of typesOf(cloud)) {
      const shape = typings.inputsOf(type);
      if (shape === undefined) continue;
      it(`of ${type}, given, given empty, not known yet in part and as a whole, pointing at others, and left out`, () => {
        const given = new Given(typings, FULL);
        const [empty, later, pointing] = [EMPTY, LATER, POINTING].map((one) =>
          resource(type, ID, new Given(typings, one).object(shape)),
        ) as [ResourceFacts, ResourceFacts, ResourceFacts];
        const dependencies = new Map([...shape.keys()].map((name) => [name, around.map(({ urn }) => urn)]));
        const unknown: Values = Object.fromEntries([...shape.keys()].map((name) => [name, UNKNOWN as Value]));
        expected.holds(type, [
          ...toldOf(resource(type, ID, given.object(shape)), given),
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
