import type { Resource } from "../../stack/resource";
import type { Stack } from "../../stack/stack";
import { STACK_TYPE } from "../../stack/urn";
import type { Answer, Value } from "../../stack/value";
import { isKnown, isObject, isText, UNKNOWN } from "../../stack/value";
import type { Interface } from "../attachments/interface";
import type { Source } from "./rule";
import type { SecurityGroup } from "./security-group";

/** A group's id, by itself or within an ARN or other text. */
const GROUP_ID = /\bsg-[0-9a-z]+/gi;

/** The property by which a rule names the group that has it. */
const OWN_GROUP = "securityGroupId";

interface Sources {
  readonly stack: Stack;
  readonly securityGroups: { readonly all: readonly SecurityGroup[] };
  readonly interfaces: readonly Interface[];
}

/** What in a stack refers to each of its groups, apart from the group's own rules. */
export class GroupUses {
  private readonly used = new Set<SecurityGroup>();
  private readonly byUrn = new Map<string, SecurityGroup>();
  private readonly byId = new Map<string, SecurityGroup>();
  /** Whether something refers, or may, to a group that is not known yet and that nothing points at. */
  private readonly isOpen: boolean;

  /** @param isPartOfGroup whether a resource is one rule of a group that it names, or lists its rules */
  constructor(
    { stack, securityGroups, interfaces }: Sources,
    private readonly isPartOfGroup: (resource: Resource) => boolean,
  ) {
    const owners = new Map<Resource, SecurityGroup>();
    for (const group of securityGroups.all) {
      if (group.resource === undefined) continue;
      this.byUrn.set(group.resource.urn, group);
      owners.set(group.resource, group);
      const id = group.resource.getSettled("id");
      if (isText(id)) this.byId.set(id, group);
      for (const { resource } of group.rules) owners.set(resource, group);
    }
    for (const { attachments } of interfaces) {
      for (const { group } of attachments) this.used.add(group);
    }
    for (const resource of stack.resources) {
      if (resource.type !== STACK_TYPE) this.readReferences(resource, owners.get(resource));
    }
    const exported = stack.ofType(STACK_TYPE).map(({ settled }) => settled);
    for (const group of exported.flatMap((values) => [...this.namedIn(values)])) this.used.add(group);
    this.isOpen =
      !exported.every(isKnown) ||
      interfaces.some(({ mayHaveMore }) => mayHaveMore) ||
      securityGroups.all.some(({ rules }) => rules.some(({ sources }) => sources.some(isUnknownGroup)));
  }

  /** Whether anything refers to the group; UNKNOWN while an export of the stack, or a group that something names, could be it. */
  isUsed(group: SecurityGroup): Answer {
    return this.used.has(group) || (this.isOpen ? UNKNOWN : false);
  }

  private readReferences(resource: Resource, owner: SecurityGroup | undefined): void {
    const counts = (property: string) => property !== OWN_GROUP || !this.isPartOfGroup(resource);
    const found: (SecurityGroup | undefined)[] = [];
    for (const [property, urns] of resource.dependencies) {
      if (counts(property)) found.push(...urns.map((urn) => this.byUrn.get(urn)));
    }
    for (const values of [resource.declared, resource.settled]) {
      for (const [property, value] of Object.entries(values ?? {})) {
        if (counts(property)) found.push(...this.namedIn(value));
      }
    }
    for (const group of found) if (group !== undefined && group !== owner) this.used.add(group);
  }

  private *namedIn(value: Value): Iterable<SecurityGroup> {
    if (typeof value === "string") {
      for (const id of [value, ...(value.match(GROUP_ID) ?? [])]) {
        const group = this.byId.get(id);
        if (group !== undefined) yield group;
      }
    } else if (Array.isArray(value)) for (const element of value) yield* this.namedIn(element as Value);
    else if (isObject(value)) for (const inner of Object.values(value)) yield* this.namedIn(inner);
  }
}

function isUnknownGroup(source: Source): boolean {
  return (source.kind === "unknown" || source.kind === "perhaps") && source.form === "group";
}
