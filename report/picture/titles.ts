import { groupBy } from "../../stack/multimap";
import type { Thing, ThingKind } from "./things";

const MANY: Readonly<Record<ThingKind, string>> = {
  machine: "machines",
  database: "databases",
  balancer: "load balancers",
  service: "services",
};

const ONE: Readonly<Record<ThingKind, string>> = {
  machine: "1 machine",
  database: "1 database",
  balancer: "1 load balancer",
  service: "1 service",
};

/** So many characters of names stand for several things; longer ones are counted. */
const MOST_CHARACTERS = 30;

/** What a box of things says first: the logical name of one, else how many there are and what their names begin with, or the names. */
export function titleOfThings(things: readonly [Thing, ...Thing[]]): string {
  const [{ name, kind }] = things;
  if (things.length === 1) return wordsOf(name).title;
  const titles = things.map((thing) => wordsOf(thing.name).title);
  const stem = stemOf(titles);
  if (stem !== "") return `${things.length} × ${stem}`;
  const names = titles.join(", ");
  return names.length <= MOST_CHARACTERS ? names : `${things.length} ${MANY[kind]}`;
}

/** Such as `12 machines` and `1 database`. */
export function countsOf(things: readonly Thing[]): string[] {
  const kinds = groupBy(things, ({ kind }) => kind);
  return [...kinds].map(([kind, { length }]) => (length === 1 ? ONE[kind] : `${length} ${MANY[kind]}`));
}

/** What a box of things says of their types, and of the components around one. */
export function typesOf(things: readonly Thing[]): string {
  const types = [...new Set(things.map(({ name }) => wordsOf(name).type))];
  const [only, ...others] = things;
  const around = only !== undefined && others.length === 0 ? wordsOf(only.name).around : "";
  return [
    types.slice(0, 2).join(", ") + (types.length > 2 ? " …" : ""),
    ...(around === "" ? [] : [around]),
  ].join(" ");
}

/** `Instance web of Site eu` → type `Instance`, title `web`, around `of Site eu`. */
export function wordsOf(name: string): {
  readonly type: string;
  readonly title: string;
  readonly around: string;
} {
  const [, type = "", title = name, around = ""] = /^(\S+) (.*?)( of \S+ .*)?$/s.exec(name) ?? [];
  return { type, title, around: around.trim() };
}

/** Such as `web-a` for `Subnet web-a`; of several the first, and how many more there are. */
export function titleOfTier(names: readonly string[]): string {
  const titles = names.map((name) => wordsOf(name).title);
  const few = titles.length === MOST_TITLES + 1 ? titles : titles.slice(0, MOST_TITLES);
  const more = titles.length - few.length;
  return few.join(", ") + (more > 0 ? ` and ${more} more` : "");
}

const MOST_TITLES = 3;

/** What all names begin with, without the number or letter that tells them apart. */
function stemOf(names: readonly string[]): string {
  const [first, ...others] = names as [string, ...string[]];
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length--;
  return first.slice(0, length).replace(/[-_.\s\d]+$/, "");
}
