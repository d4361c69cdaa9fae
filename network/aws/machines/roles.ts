import type { Resource } from "../../../stack/resource";
import { pathText, valuesAt } from "../../../stack/setting";
import type { Handle, Reference, Stack } from "../../../stack/stack";
import type { Unknown, Value } from "../../../stack/value";
import { elements, field, UNKNOWN } from "../../../stack/value";
import type { Statement } from "../../identity/document";
import type { Placement } from "../../machines/placement";
import type { Role } from "../../machines/role";
import { readDocument } from "../identity/documents";
import { accountOf, isUniqueId, maySharePlace } from "../places";
import { MACHINE_TYPES } from "./machine-types";
import { isWithin } from "./places";

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const INLINE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";
const HANDLES: readonly Handle[] = ["id", "name", "arn"];

/** What puts managed policies on roles, and where it names both. */
const ATTACHMENTS = [
  { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", roles: "role", policies: "policyArn" },
  { type: "aws:iam/policyAttachment:PolicyAttachment", roles: "roles", policies: "policyArn" },
  {
    type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    roles: "roleName",
    policies: "policyArns",
  },
] as const;

/** The IAM roles of a stack, and which machines have them. */
export class Roles {
  private readonly roles = new Map<string, RoleUnderConstruction>();

  constructor(private readonly stack: Stack) {
    for (const resource of stack.ofType(ROLE)) {
      const role = new RoleUnderConstruction(resource);
      this.roles.set(resource.urn, role);
      this.addManaged(role, resource, "managedPolicyArns");
      for (const policy of elements(resource.get("inlinePolicies"))) {
        // An empty one only says that there are to be no others.
        if (policy === UNKNOWN || field(policy, "policy") !== undefined) role.add(field(policy, "policy"));
      }
    }
    for (const resource of stack.ofType(INLINE_POLICY)) {
      for (const role of this.rolesAt(resource, "role")) role.add(resource.get("policy"));
    }
    for (const { type, roles, policies } of ATTACHMENTS) {
      for (const resource of stack.ofType(type)) {
        for (const role of this.rolesAt(resource, roles)) this.addManaged(role, resource, policies);
      }
    }
  }

  get all(): Role[] {
    return [...this.roles.values()];
  }

  /** The role that a placed instance has; undefined for none, UNKNOWN where it cannot be known. */
  of(placement: Pick<Placement, "instance" | "template">): Role | Unknown | undefined {
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
      return this.stack.references(instance.resource, role, [ROLE], undefined, HANDLES);
    }
    const own = this.profilesAt(instance.resource, instance.path);
    if (own.length === 0 && template === UNKNOWN) return UNKNOWN;
    const named =
      own.length > 0 || template === undefined || template === UNKNOWN ? own : this.profilesAt(template, "");
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
      return [...valuesAt(resource.get(property), rest, [property])]
        .filter(({ path, value }) => value !== undefined && isWithin(pathText(path), within))
        .flatMap(({ value }) => this.stack.references(resource, property, [PROFILE], value, HANDLES));
    });
  }

  private one(references: readonly Reference[]): Role | Unknown | undefined {
    if (references.length === 0) return undefined;
    const [resource, ...others] = new Set(references.map(certainResource));
    return resource === undefined || others.length > 0 ? UNKNOWN : (this.roles.get(resource.urn) ?? UNKNOWN);
  }

  /** The roles that a resource gives a policy for certain. Those that it may give one to could have more than is known. */
  private rolesAt(resource: Resource, property: string): RoleUnderConstruction[] {
    const references = this.stack.references(resource, property, [ROLE], resource.get(property), HANDLES);
    return references.flatMap((reference) => {
      if (reference.kind === "outside") return [];
      const role = reference.kind === "resource" ? this.roles.get(reference.resource.urn) : undefined;
      if (role !== undefined && reference.kind === "resource" && reference.certain) return [role];
      for (const one of role === undefined ? this.rolesNear(resource) : [role]) one.mayHaveMore = true;
      return [];
    });
  }

  private rolesNear(resource: Resource): RoleUnderConstruction[] {
    return [...this.roles.values()].filter((role) => maySharePlace(resource, role.resource));
  }

  private addManaged(role: RoleUnderConstruction, resource: Resource, property: string): void {
    for (const reference of this.stack.references(
      resource,
      property,
      [POLICY],
      resource.get(property),
      HANDLES,
    )) {
      const policy = certainResource(reference);
      if (policy !== undefined) role.add(policy.get("policy"));
      else if (reference.kind === "outside") role.addArn(reference.id);
      else role.mayHaveMore = true;
    }
  }
}

class RoleUnderConstruction implements Role {
  readonly managedPolicies: string[] = [];
  readonly statements: Statement[] = [];
  mayHaveMore = false;

  constructor(readonly resource: Resource) {}

  get title(): string {
    return this.resource.title;
  }

  /** A managed policy of which only the ARN is known. What a customer's own says is not to be seen. */
  addArn(arn: string): void {
    this.managedPolicies.push(arn);
    if (!/^arn:[\w-]+:iam::aws:policy\//.test(arn)) this.mayHaveMore = true;
  }

  add(document: Value): void {
    const { statements, mayHaveMore } = readDocument(document);
    this.statements.push(...statements);
    this.mayHaveMore ||= mayHaveMore;
  }
}

function certainResource(reference: Reference): Resource | undefined {
  return reference.kind === "resource" && reference.certain ? reference.resource : undefined;
}
