import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { isGiven, text, UNKNOWN, type Unknown, type Value } from "../../../stack/value";
import type { Grantee } from "../../identity/grantee";
import type { Placement } from "../../machines/placement";
import { certainResource } from "../../references";
import { accountOf } from "../places";
import { MACHINE_HANDLES, MACHINES_NAMED, ROLE_ATTACHMENTS } from "../types";
import { MACHINE_TYPES } from "./machine-types";

const ROLE = "alicloud:ram/role:Role";
const NAMES = ["roleName", "name", "id"];

/** The RAM roles of machines: their own, one that is attached to them, their template's. */
export class Roles {
  private readonly attached = new Map<Resource, Named>();

  constructor(private readonly stack: Stack) {
    for (const [type, machines, role] of ROLE_ATTACHMENTS) {
      for (const attachment of stack.ofType(type)) {
        const value = attachment.get(machines);
        for (const reference of stack.references(
          attachment,
          machines,
          MACHINES_NAMED,
          value,
          MACHINE_HANDLES,
        )) {
          const machine = certainResource(reference);
          if (machine !== undefined) this.attached.set(machine, named(attachment, role));
        }
      }
    }
  }

  /** The role that a placed machine has; undefined for none, UNKNOWN where it cannot be known. */
  of(placement: Placement): Grantee | Unknown | undefined {
    const named = this.nameOf(placement);
    if (named === undefined) return undefined;
    const resource = this.roleNamed(named);
    // What its policies allow is not read.
    return resource === undefined
      ? UNKNOWN
      : { resource, documents: [], managedPolicies: [], mayHaveMore: true };
  }

  keyOf(placement: Placement): string | undefined {
    const named = this.nameOf(placement);
    if (named === undefined) return undefined;
    const role = this.roleNamed(named);
    const { value } = named;
    // Names mean a role within one account.
    const account = accountOf(named.resource);
    if (role !== undefined || typeof value !== "string" || value === "" || account === UNKNOWN)
      return role?.urn;
    return `RAM ${account ?? ""} ${value}`;
  }

  private roleNamed({ resource, property, value }: Named): Resource | undefined {
    const references = this.stack.references(resource, property, [ROLE], value, NAMES);
    return references.length === 1 ? certainResource(references[0]) : undefined;
  }

  private nameOf({ instance, template }: Placement): Named | undefined {
    const attachment = this.attached.get(instance.resource);
    if (attachment !== undefined) return attachment;
    const own = namedBy(instance.resource);
    return own ?? (template === undefined || template === UNKNOWN ? undefined : namedBy(template));
  }
}

interface Named {
  readonly resource: Resource;
  readonly property: string;
  readonly value: Value;
}

function namedBy(resource: Resource): Named | undefined {
  const [property] = MACHINE_TYPES[resource.type]?.role ?? [];
  if (property === undefined) return undefined;
  return isGiven(text(resource.getDeclared(property))) ? named(resource, property) : undefined;
}

function named(resource: Resource, property: string): Named {
  return { resource, property, value: resource.get(property) };
}
