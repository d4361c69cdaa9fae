import { Components } from "./components";
import { groupBy, push } from "./multimap";
import type { Resource } from "./resource";
import type { Answer, Unknown, Value } from "./value";
import { elements, isText, UNKNOWN } from "./value";

/** What a property points at. */
export type Reference =
  /** A resource of the stack. Not certain where several could stand behind one unknown value. */
  | { readonly kind: "resource"; readonly resource: Resource; readonly certain: boolean }
  /** Something outside the stack, by the id the program gives. */
  | { readonly kind: "outside"; readonly id: string }
  /** A value computed from a resource that is not itself what the property points at, such as a VPC's default group. */
  | { readonly kind: "computed"; readonly from: Resource }
  /** An unknown value of no known origin: a look-up, a stack reference, configuration. */
  | { readonly kind: "opaque" };

/** The resources that configure another: those that name it for certain, and those that may turn out to. */
export interface About {
  readonly certain: readonly Resource[];
  readonly possible: readonly Resource[];
}

/** Where resources lie, as their cloud tells: names join only within a place. */
export interface Places {
  share(one: Resource, other: Resource): Answer;
  /** Whether a text names one thing in all places. */
  isUnique(text: string): boolean;
  /** Whether it is not known yet where a resource lies, so that it may turn out to be elsewhere. */
  isUnknown(resource: Resource): boolean;
}

const ONE_PLACE: Places = { share: () => true, isUnique: () => true, isUnknown: () => false };

/** The property by which others name a resource: its id, ARN or name, or what its type calls that, such as `bucket`. */
export type Handle = string;

const NO_TAGS: ReadonlyMap<string, string> = new Map();

/** The resources of one stack, found by type, by URN and by what other resources call them. */
export class Stack {
  /** The type of all its resources, as where one is judged alone. */
  private readonly onlyType: string | undefined;
  private components: Components | undefined;
  private types: ReadonlyMap<string, Resource[]> | undefined;
  /** By type and handle, read when a reference first asks for them. */
  private handles: Map<string, Map<string | Unknown, Resource[]>> | undefined;
  private urns: ReadonlyMap<string, Resource> | undefined;
  private defaults: ReadonlyMap<string, Resource> | undefined;

  /** @param tags those that Pulumi Cloud has for the stack */
  constructor(
    readonly resources: readonly Resource[],
    readonly tags: ReadonlyMap<string, string> = NO_TAGS,
    private readonly places: Places = ONE_PLACE,
  ) {
    const type = resources[0]?.type;
    this.onlyType = resources.every((resource) => resource.type === type) ? type : undefined;
  }

  private get byType(): ReadonlyMap<string, Resource[]> {
    this.types ??= groupBy(this.resources, ({ type }) => type);
    return this.types;
  }

  private get byUrn(): ReadonlyMap<string, Resource> {
    this.urns ??= new Map(this.resources.map((resource) => [resource.urn, resource]));
    return this.urns;
  }

  private get byDefault(): ReadonlyMap<string, Resource> {
    this.defaults ??= new Map(
      this.resources.flatMap((resource) =>
        Object.entries(resource.settled ?? {}).flatMap(([property, value]) =>
          DEFAULT_ID.test(property) && typeof value === "string" ? [[value, resource] as const] : [],
        ),
      ),
    );
    return this.defaults;
  }

  get(urn: string): Resource | undefined {
    return this.byUrn.get(urn);
  }

  ofType(...types: readonly string[]): Resource[] {
    // Of one resource alone, each policy asks for every kind of noun.
    const { onlyType } = this;
    if (onlyType !== undefined) return types.includes(onlyType) ? [...this.resources] : [];
    return types.flatMap((type) => this.byType.get(type) ?? []);
  }

  /** The resources of the types that a table has rows for, in the order of the rows, each with its row. */
  rowsOf<Row>(table: Readonly<Record<string, Row>>): (readonly [resource: Resource, row: Row])[] {
    // A resource judged alone is looked up by its type, not the whole table by its rows.
    const types = this.onlyType === undefined ? Object.keys(table) : [this.onlyType];
    const rows: (readonly [resource: Resource, row: Row])[] = [];
    for (const type of types)
      if (Object.hasOwn(table, type))
        for (const resource of this.ofType(type)) rows.push([resource, table[type] as Row]);
    return rows;
  }

  /**
   * What `value`, found somewhere in a resource's `property`, points at: one reference per element.
   * Known ids join by what resources are called; unknown ones by the resources behind the property.
   * @param types the type tokens of what the property may point at
   */
  references(
    resource: Resource,
    property: string,
    types: readonly string[],
    ...given: readonly [value?: Value, handles?: readonly Handle[]]
  ): Reference[] {
    // A value that is given and absent names nothing.
    const value: Value = given.length === 0 ? resource.get(property) : given[0];
    const handles = given[1] ?? ["id"];
    const result: Reference[] = [];
    let unknowns = 0;
    for (const element of elements(value)) {
      if (element === UNKNOWN) unknowns++;
      else if (isText(element)) result.push(...this.referencesTo(resource, element, types, handles));
    }
    if (unknowns > 0) result.push(...this.behind(resource, property, types, unknowns));
    return result;
  }

  /**
   * The resources of some types by what their `property` points at, such as the public access block of a bucket.
   * @param targets the type tokens of what the property may point at
   */
  about(
    types: readonly string[],
    property: string,
    targets: readonly string[],
    handles: readonly Handle[] = ["id"],
  ): (target: Resource) => About {
    const certain = new Map<Resource, Resource[]>();
    const possible = new Map<Resource, Resource[]>();
    const anywhere: Resource[] = [];
    for (const one of this.ofType(...types)) {
      for (const reference of this.references(one, property, targets, one.get(property), handles)) {
        if (reference.kind === "resource")
          push(reference.certain ? certain : possible, reference.resource, one);
        else if (reference.kind !== "outside") anywhere.push(one);
      }
    }
    return (target) => ({
      certain: certain.get(target) ?? [],
      possible: [
        ...(possible.get(target) ?? []),
        ...anywhere.filter((one) => this.places.share(one, target) !== false),
      ],
    });
  }

  /** Those of several resources that surely lie in the place of one, else those that may. */
  nearest(resource: Resource, candidates: readonly Resource[]): readonly Resource[] {
    const shares = candidates.map((one) => this.places.share(resource, one));
    const sure = candidates.filter((_, i) => shares[i] === true);
    return sure.length > 0 ? sure : candidates.filter((_, i) => shares[i] !== false);
  }

  /** Whether two resources may turn out to lie apart once it is known where they lie. */
  mayPart(one: Resource, other: Resource): boolean {
    return this.places.share(one, other) !== true && [one, other].some((each) => this.places.isUnknown(each));
  }

  private referencesTo(
    from: Resource,
    id: string,
    types: readonly string[],
    handles: readonly Handle[],
  ): Reference[] {
    const isUnique = this.places.isUnique(id);
    for (const type of types) {
      for (const handle of handles) {
        const named = this.handled(type, handle).get(id) ?? [];
        const near = this.nearest(from, named);
        if (isUnique) {
          const found = (near.length > 0 ? near : named).slice(-1);
          if (found.length > 0)
            return found.map((resource) => ({ kind: "resource", resource, certain: true }));
        } else if (near.length > 0) {
          const isSure = near.some((one) => this.places.share(from, one) === true);
          const found = isSure ? near : [...new Set([...near, ...this.unnamed(from, types, handles)])];
          const certain = found.length === 1 && !found.some((one) => this.mayPart(from, one));
          return found.map((resource) => ({ kind: "resource", resource, certain }));
        }
      }
    }
    const unnamed = isUnique ? [] : this.unnamed(from, types, handles);
    if (unnamed.length > 0)
      return unnamed.map((resource) => ({ kind: "resource", resource, certain: false }));
    const origin = this.byDefault.get(id);
    return [origin === undefined ? { kind: "outside", id } : { kind: "computed", from: origin }];
  }

  /** What may turn out to have any name: what lies in the place of a resource, or may, and is given a name that is not known yet. */
  private unnamed(from: Resource, types: readonly string[], handles: readonly Handle[]): Resource[] {
    const named = types.flatMap((type) =>
      handles.flatMap((handle) => this.handled(type, handle).get(UNKNOWN) ?? []),
    );
    return [...new Set(named)].filter((one) => this.places.share(from, one) !== false);
  }

  /** By what they are called; UNKNOWN where the program names them by what is not known yet. */
  private handled(type: string, handle: Handle): ReadonlyMap<string | Unknown, Resource[]> {
    const key = `${type} ${handle}`;
    this.handles ??= new Map();
    let known = this.handles.get(key);
    if (known === undefined) {
      known = new Map();
      this.handles.set(key, known);
      for (const resource of this.ofType(type)) {
        const settled = resource.getSettled(handle);
        const isSettled = typeof settled === "string" || Array.isArray(settled);
        for (const name of new Set(elements(isSettled ? settled : resource.getDeclared(handle)))) {
          if (isText(name)) push(known, name, resource);
          else if (name === UNKNOWN && resource.declared !== undefined) push(known, UNKNOWN, resource);
        }
      }
    }
    return known;
  }

  private behind(
    resource: Resource,
    property: string,
    types: readonly string[],
    unknowns: number,
  ): Reference[] {
    const urns = resource.dependencies.get(property) ?? [];
    const origins = urns.flatMap((urn) => this.byUrn.get(urn) ?? []);
    const wanted = new Set<Resource>();
    const others: Resource[] = [];
    for (const origin of origins) {
      const found = this.wanted(origin, types);
      for (const one of found) wanted.add(one);
      if (found.length === 0) others.push(origin);
    }
    const certain = wanted.size <= unknowns;
    const result: Reference[] = [...wanted].map((one) => ({ kind: "resource", resource: one, certain }));
    if (wanted.size >= unknowns) return result;
    result.push(...others.map((from): Reference => ({ kind: "computed", from })));
    if (result.length < unknowns) result.push({ kind: "opaque" });
    return result;
  }

  /** The resource itself or, where it is a component, those of its descendants that have one of the types. */
  private wanted(origin: Resource, types: readonly string[]): readonly Resource[] {
    if (types.includes(origin.type)) return [origin];
    this.components ??= new Components(this.resources);
    return this.components.within(origin, types);
  }
}

/** The properties by which a VPC names what it was made with: its default group, main route table and default ACL. */
const DEFAULT_ID = /^(default|main)[A-Z]\w*Id$/;
