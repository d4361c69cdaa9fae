import { AddressSet } from "../../algebra/addresses";
import { IntervalSet } from "../../algebra/interval-set";
import { Names } from "../../algebra/names";
import { Peers } from "../../algebra/peers";
import { portsText } from "../../algebra/ports";
import { type ServiceSet, servicesText } from "../../algebra/services";
import { Traffic } from "../../algebra/traffic";
import { Network } from "../../network/network";
import { Resource } from "../../stack/resource";
import { UNKNOWN } from "../../stack/value";

/** The names of all kinds of nouns. */
export const NOUNS = Object.getOwnPropertyNames(Object.getPrototypeOf(Network.prototype)).filter(
  (name) => name !== "constructor",
) as (keyof Network)[];

/** What a network says of the nouns of a kind, a line each. */
export function toldNouns(network: Network, kind: keyof Network): string[] {
  return toldAs(kind, network[kind] as unknown as readonly object[]);
}

/** What its groups, ACLs, tables and balancers are made of, and what launches none or several, a line each. */
export function toldParts(network: Network): string[] {
  const { securityGroups, networkAcls, routeTables, loadBalancers } = network;
  const listeners = loadBalancers.flatMap((balancer) => balancer.listeners);
  return [
    ...toldAs(
      "rule",
      securityGroups.flatMap(({ rules, defaults, possibleDenials }) => [
        ...rules,
        ...defaults,
        ...possibleDenials,
      ]),
    ),
    ...toldAs(
      "entry",
      networkAcls.flatMap(({ entries }) => entries),
    ),
    ...toldAs(
      "route",
      routeTables.flatMap(({ routes }) => routes),
    ),
    ...toldAs("listener", listeners),
    ...toldAs(
      "target",
      listeners.flatMap(({ targets }) => targets),
    ),
    ...toldAs(
      "launches",
      network.resources
        .map((resource) => ({ resource, machines: network.capacityOf(resource) }))
        .filter(({ machines }) => machines !== 1),
    ),
  ];
}

export function toldAs(kind: string, nouns: readonly object[]): string[] {
  return nouns.map((noun) => {
    const { resource, title } = noun as { resource?: Resource; title?: string };
    const fields = fieldsOf(noun, [...Object.entries(noun), ...workedOut(noun)])
      .filter(([name]) => name !== "title" || title !== resource?.title)
      .map(([name, value]) => `${name} ${told(value, 1)}`);
    return `${kind}: ${fields.join("; ")}`;
  });
}

const WIDTH = 160;

/** A text of fields in lines of some width. */
export function folded(text: string): string[] {
  const lines: string[] = [];
  for (const part of text.split(/(?<=[;,]) /)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + part.length < WIDTH) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(last === undefined ? part : `  ${part}`);
  }
  return lines;
}

/** Those that say something. What nouns keep by key to find it again is not asked. */
function fieldsOf(noun: object, fields = Object.entries(noun)): [string, unknown][] {
  return fields.filter(
    ([, value]) =>
      typeof value !== "function" &&
      value !== undefined &&
      !(value instanceof Map) &&
      !(Array.isArray(value) && value.length === 0),
  );
}

/** What the class of a noun tells of it. */
function workedOut(noun: object): [string, unknown][] {
  return gettersOf(Object.getPrototypeOf(noun)).map(([name, get]) => [name, get.call(noun)]);
}

const getters = new Map<object, readonly (readonly [name: string, get: () => unknown])[]>();

/** By their names; worked out once for all nouns of a class. */
function gettersOf(prototype: object) {
  const known = getters.get(prototype);
  if (known !== undefined) return known;
  const found = Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { get }]) =>
    get === undefined || name === "__proto__" ? [] : [[name, get] as const],
  );
  getters.set(prototype, found);
  return found;
}

function told(value: unknown, depth: number): string {
  if (value === UNKNOWN) return "?";
  if (value === "") return '""';
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Resource) return value.title;
  const set = setText(value);
  if (set !== undefined) return set;
  if (Array.isArray(value)) return `[${value.map((one) => told(one, depth + 1)).join(", ")}]`;
  if (value instanceof Set) return told([...value], depth);
  if (depth > 0 && "title" in value) return String(value.title);
  if (depth > 0 && "resource" in value && value.resource instanceof Resource && !("value" in value))
    return value.resource.title;
  if (depth > 3) return "…";
  return `{${fieldsOf(value)
    .map(([name, one]) => `${name} ${told(one, depth + 1)}`)
    .join(", ")}}`;
}

function setText(value: object): string | undefined {
  if (value instanceof AddressSet) return value.texts().join(" ") || "nobody";
  if (value instanceof Names) return `${value.isAllBut ? "all but " : ""}${[...value].join(" ")}`;
  if (value instanceof Peers) return `${told(value.addresses, 1)} ${told(value.names, 1)}`;
  if (value instanceof IntervalSet) return portsText(value as IntervalSet<number>);
  if (value instanceof Traffic) return servicesText(value as unknown as ServiceSet) || "nothing";
  return undefined;
}
