import type { Resource } from "../../stack/resource";
import { type Found, pathText } from "../../stack/setting";
import type { Reference, Stack } from "../../stack/stack";
import { elements, isObject, UNKNOWN, type Unknown, type Value } from "../../stack/value";
import type { Instance } from "../machines/instance";
import type { Placement } from "../machines/placement";
import { isWithin } from "../machines/places";
import type { Subnet } from "../routing/subnet";
import type { Database } from "../services/database";
import type { LoadBalancer } from "../services/load-balancer";
import type { Guest } from "./guest";
import { declaredGroups, type Interface } from "./interface";

interface Sources {
  readonly stack: Stack;
  readonly interfaces: readonly Interface[];
  readonly instances: readonly Instance[];
  readonly placements: readonly Placement[];
  readonly databases: { readonly all: readonly Database[] };
  readonly loadBalancers: { readonly all: readonly LoadBalancer[] };
  readonly subnets: { among(references: readonly Reference[]): readonly Subnet[] | Unknown };
}

/** How a cloud's resources name subnets, and what some of them take. */
interface Spelling {
  readonly types: readonly string[];
  /** The properties, at any depth of any resource. */
  readonly properties: RegExp;
  readonly takes: ReadonlyMap<string, NonNullable<Guest["takes"]>>;
}

/** Whatever has interfaces on groups beside names of subnets, and no other noun speaks of. */
export function readGuests(sources: Sources, { types, properties, takes }: Spelling): Guest[] {
  const { stack, instances, placements, databases, loadBalancers, subnets } = sources;
  const others = new Set(
    [instances, placements, databases.all, loadBalancers.all].flat().map(({ resource }) => resource),
  );
  return sources.interfaces.flatMap((one): Guest[] => {
    const { resource, path, mayHaveMore, attachments } = one;
    if (others.has(resource)) return [];
    const named = [...subnetsNamed(resource, properties)].filter((found) =>
      isWithin(pathText(found.path), path),
    );
    const places = named.flatMap(({ path: [property], value }): readonly (Subnet | undefined)[] => {
      const found = subnets.among(stack.references(resource, String(property), types, value));
      return found === UNKNOWN || found.length === 0 ? [undefined] : found;
    });
    const only = takes.get(resource.type);
    if (places.length === 0) return [];
    return [
      {
        resource,
        title: resource.title,
        groups: declaredGroups(one),
        mayHaveMoreGroups: mayHaveMore || attachments.some(({ certain }) => !certain),
        subnets: [...new Set(places)],
        ...(only !== undefined && { takes: only }),
      },
    ];
  });
}

function subnetsNamed({ declared, settled }: Resource, properties: RegExp): Iterable<Found> {
  return named((declared ?? settled) as Value, properties, []);
}

function* named(value: Value, properties: RegExp, path: Found["path"]): Iterable<Found> {
  if (Array.isArray(value)) {
    for (const [i, element] of (value as readonly Value[]).entries())
      yield* named(element, properties, [...path, i]);
  } else if (isObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (!properties.test(name)) yield* named(inner, properties, [...path, name]);
      else if (inner === UNKNOWN || elements(inner).some((one) => one !== ""))
        yield { path: [...path, name], value: inner };
    }
  }
}
