import { groupBy, push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import { valuesAt } from "../../../stack/setting";
import type { Reference, Stack } from "../../../stack/stack";
import {
  type Answer,
  elements,
  field,
  integer,
  UNKNOWN,
  type Unknown,
  type Value,
} from "../../../stack/value";
import { certainResource } from "../../references";
import {
  INSTANCE,
  INSTANCE_SET,
  MACHINE_HANDLES,
  MACHINES_NAMED,
  NETWORK_INTERFACES,
  NODE_POOL,
  SCALING_CONFIGURATION,
  SCALING_GROUP,
} from "../types";
import { CLASSIC_BALANCERS, SERVER_GROUPS } from "./balancer-types";
import { FORMS, type Form } from "./server-forms";

const SERVERS = [INSTANCE, INSTANCE_SET, ...NETWORK_INTERFACES, SCALING_GROUP, NODE_POOL];
/** A server may be named by its address, one of a set by its own id, and a node pool by the scaling group that it makes. */
const HANDLES = ["id", "instanceIds", "scalingGroupId", "privateIp", "primaryIpAddress"];
const USUAL_WEIGHT = 100;
/** What puts instances that are there already into a scaling group, and so behind what this is behind. */
const JOINING = "alicloud:ess/attachment:Attachment";

/** A server that gets packets, and the port that it gets them on where that is said. */
export interface Server {
  readonly resource: Resource;
  readonly port: number | Unknown | undefined;
}

/** What is behind the balancers and in the server groups of a stack. */
export class Servers {
  private readonly behind = new Map<Resource, Server[]>();
  private readonly targets = new Set<Resource>();
  /** By scaling group, what says of which machines it is besides itself. */
  private readonly partsOf: ReadonlyMap<Resource | undefined, readonly Resource[]>;
  private mayHaveMore = false;

  constructor(private readonly stack: Stack) {
    this.partsOf = groupBy(stack.ofType(SCALING_CONFIGURATION, JOINING), (part) =>
      certainResource(stack.references(part, "scalingGroupId", [SCALING_GROUP])[0]),
    );
    for (const [type, form] of FORMS) {
      for (const resource of stack.ofType(type)) this.read(resource, form);
    }
    for (const group of this.partsOf.keys())
      if (group !== undefined && this.targets.has(group))
        for (const machine of this.machinesOf(group)) this.targets.add(machine);
  }

  /** Those that get what a server group, or a classic balancer by its default group, is given. */
  of(registry: Resource): readonly Server[] {
    return this.behind.get(registry) ?? [];
  }

  /** Whether something is behind a balancer; UNKNOWN while that may be. */
  isTarget(resource: Resource): Answer {
    return this.targets.has(resource) || (this.mayHaveMore ? UNKNOWN : false);
  }

  private read(resource: Resource, form: Form): void {
    const entries = entriesOf(resource, form);
    const alike = new Set(entries.map((entry) => textOf(gettingOf(entry, form))));
    // Ids that are not known yet are told apart by how many there are.
    if (alike.size === 1) this.readLot(resource, form, entries);
    else for (const entry of entries) this.readLot(resource, form, [entry] as readonly Value[]);
  }

  private readLot(resource: Resource, form: Form, lot: readonly Value[]): void {
    const isBalancer = /^loadbalancer/i.test(form.registry ?? "");
    const registries = this.named(
      resource,
      form,
      lot,
      form.registry,
      isBalancer ? CLASSIC_BALANCERS : SERVER_GROUPS,
    );
    if (form.registry !== undefined && registries.length === 0) return;
    const { isServed, port } = gettingOf(lot[0], form);
    for (const server of this.named(resource, form, lot, form.servers, SERVERS)) {
      if (server.kind === "resource") this.targets.add(server.resource);
      else if (server.kind !== "outside") this.mayHaveMore = true;
      const known = certainResource(server);
      if (!isServed || known === undefined) continue;
      for (const registry of registries.flatMap((one) => certainResource(one) ?? [])) {
        for (const one of this.machinesOf(known)) push(this.behind, registry, { resource: one, port });
      }
    }
  }

  /** What a property names in some entries, or for all of them: the resource itself where there is no such property. */
  private named(
    resource: Resource,
    { entries: [top] = [] }: Form,
    lot: readonly Value[],
    property: string | undefined,
    types: readonly string[],
  ): readonly Reference[] {
    if (property === undefined) return [{ kind: "resource", resource, certain: true }];
    const own: Value[] = top === undefined ? [] : lot.map((entry): Value => field(entry, property));
    const isInside = own.some((value) => value !== undefined);
    const ids: Value[] | undefined = isInside ? own.flatMap((value) => elements(value)) : undefined;
    return this.stack.references(
      resource,
      isInside && top !== undefined ? top : property,
      types,
      ids ?? resource.get(property),
      HANDLES,
    );
  }

  /** What a scaling group launches, by itself or by its configurations, and what is put into it. */
  private machinesOf(server: Resource): readonly Resource[] {
    const parts = this.partsOf.get(server) ?? [];
    return [server, ...parts.flatMap((part) => (part.type === JOINING ? this.joinedBy(part) : [part]))];
  }

  private joinedBy(joining: Resource): Resource[] {
    const property = "instanceIds";
    return this.stack
      .references(joining, property, MACHINES_NAMED, joining.get(property), MACHINE_HANDLES)
      .flatMap((one) => certainResource(one) ?? []);
  }
}

/** What its own type leaves out the cloud fills in, which is not what the program says. */
function entriesOf(resource: Resource, { entries: [top, ...steps] = [] }: Form): readonly Value[] {
  if (top === undefined) {
    const written = OWN.filter((name) => resource.getDeclared(name) !== undefined);
    return [Object.fromEntries(written.map((name) => [name, resource.get(name)]))];
  }
  return valuesAt(resource.get(top), steps).flatMap(({ value }) =>
    Array.isArray(value) ? value : value === undefined ? [] : [value],
  );
}

const OWN = ["port", "weight"];

/** Whether a server gets anything for certain, and on which port. */
interface Getting {
  readonly isServed: boolean;
  readonly port: Server["port"];
}

function textOf({ isServed, port }: Getting): string {
  return `${isServed} ${String(port)}`;
}

function gettingOf(entry: Value, { weight: usual = USUAL_WEIGHT }: Form): Getting {
  const weight = integer(field(entry, "weight")) ?? usual;
  return { isServed: weight !== UNKNOWN && weight > 0, port: integer(field(entry, "port")) };
}
