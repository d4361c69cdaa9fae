import type { Resource } from "../../../stack/resource";
import { pathText, valuesAt } from "../../../stack/setting";
import type { Handle, Reference, Stack } from "../../../stack/stack";
import { UNKNOWN, type Unknown } from "../../../stack/value";
import type { Grantee } from "../../identity/grantee";
import type { Placement } from "../../machines/placement";
import { isWithin } from "../../machines/places";
import { certainResource } from "../../references";
import { type Grantees, ROLE } from "../identity/grantees";
import { accountOf, isUniqueId } from "../places";
import { MACHINE_TYPES } from "./machine-types";

const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const HANDLES: readonly Handle[] = ["id", "name", "arn"];

/** Which machines of a stack have which roles. */
export class Roles {
  constructor(
    private readonly stack: Stack,
    private readonly grantees: Grantees,
  ) {}

  /** The role that a placed instance has; undefined for none, UNKNOWN where it cannot be known. */
  of(placement: Pick<Placement, "instance" | "template">): Grantee | Unknown | undefined {
    const references = this.referencesOf(placement);
    return references === UNKNOWN ? UNKNOWN : this.one(references);
  }

  /** What tells the role of a placed instance from every other, in the stack or outside it; undefined for none, or where nothing does. */
  keyOf(placement: Pick<Placement, "instance" | "template">): string | undefined {
    const references = this.referencesOf(placement);
    const [reference, ...others] = references === UNKNOWN ? [] : references;
    if (reference === undefined || others.length > 0) return undefined;
    if (reference.kind === "resource") return certainResource(reference)?.urn;
    if (reference.kind !== "outside") return undefined;
    // Names mean a role within one account.
    const account = isUniqueId(reference.id) ? "" : accountOf(placement.instance.resource.provider);
    return account === UNKNOWN ? undefined : `${account ?? ""} ${reference.id}`;
  }

  /** Where the role of a placed instance is named or, outside the stack, its profile. */
  private referencesOf({
    instance,
    template,
  }: Pick<Placement, "instance" | "template">): readonly Reference[] | Unknown {
    const [role] = MACHINE_TYPES[instance.resource.type]?.role ?? [];
    if (role !== undefined) {
      return this.stack.references(instance.resource, role, [ROLE], instance.resource.get(role), HANDLES);
    }
    const own = this.profilesAt(instance.resource, instance.path);
    if (own.length === 0 && template === UNKNOWN) return UNKNOWN;
    const named = own.length > 0 || typeof template !== "object" ? own : this.profilesAt(template, "");
    const [profile, ...others] = new Set(named.map(certainResource));
    if (profile === undefined) return named;
    if (others.length > 0) return UNKNOWN;
    return this.stack.references(profile, "role", [ROLE], profile.get("role"), HANDLES);
  }

  private profilesAt(resource: Resource, within: string): Reference[] {
    const row = MACHINE_TYPES[resource.type];
    // What lies in one of its parts is named there.
    const parts = within === "" || typeof row?.within === "function" ? [] : (row?.within ?? []);
    return (row?.profiles ?? []).flatMap((steps) => {
      const [property = "", ...rest] = [...parts, ...steps];
      return valuesAt(resource.get(property), rest, [property])
        .filter(({ path, value }) => value !== undefined && isWithin(pathText(path), within))
        .flatMap(({ value }) => this.stack.references(resource, property, [PROFILE], value, HANDLES));
    });
  }

  private one(references: readonly Reference[]): Grantee | Unknown | undefined {
    if (references.length === 0) return undefined;
    const [resource, ...others] = new Set(references.map(certainResource));
    return resource === undefined || others.length > 0 ? UNKNOWN : (this.grantees.of(resource) ?? UNKNOWN);
  }
}
