import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import { isKnown } from "../../stack/value";
import { resourcesBehind } from "../references";

interface Telling {
  /** The type token of the addresses that may be told. */
  readonly types: readonly string[];
  /** Those of them whose id is known. */
  readonly ids: ReadonlyMap<string, Resource>;
  /** What of the cloud runs a program that may put an address on a machine, or keeps its id for one, and where it is told that. */
  readonly listeners: Readonly<Record<string, readonly string[]>>;
  /** What the types of the cloud itself begin with. */
  readonly cloud: string;
}

/** The addresses whose id a program is told, or a resource of another provider, such as a service of Kubernetes that asks for a balancer. */
export function toldAddresses(stack: Stack, telling: Telling): ReadonlySet<Resource> {
  const { types, listeners } = telling;
  const told = new Set<Resource>();
  if (stack.ofType(...types).length === 0) return told;
  for (const [type, properties] of Object.entries(listeners)) {
    for (const one of stack.ofType(type)) {
      for (const property of properties) {
        for (const address of resourcesBehind(stack, one, property, types)) told.add(address);
        for (const address of namedIn(one, property, telling)) told.add(address);
      }
    }
  }
  for (const one of elsewhere(stack, telling)) {
    for (const property of Object.keys(one.declared ?? one.settled ?? {})) {
      // What is known of it and no id, such as an address for a name, puts it on nothing.
      const behind = isKnown(one.get(property)) ? [] : resourcesBehind(stack, one, property, types);
      for (const address of [...behind, ...namedIn(one, property, telling)]) told.add(address);
    }
  }
  return told;
}

/** What other providers make, and no component, which has what it is made of below it. */
function elsewhere(stack: Stack, { cloud }: Telling): Resource[] {
  const parents = new Set(stack.resources.map(({ parent }) => parent));
  return stack.resources.filter(
    ({ type, urn }) => !type.startsWith(cloud) && !type.startsWith("pulumi:") && !parents.has(urn),
  );
}

/** The addresses whose id stands in a text, in base64 or not. */
function namedIn(listener: Resource, property: string, { ids }: Telling): Resource[] {
  if (ids.size === 0) return [];
  const value = listener.get(property);
  const decoded = typeof value === "string" ? Buffer.from(value, "base64").toString() : "";
  const said = `${JSON.stringify(value ?? "")} ${decoded}`;
  return [...ids].flatMap(([id, address]) => (said.includes(id) ? [address] : []));
}
