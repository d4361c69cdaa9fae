import type { Resource } from "../../../stack/resource";
import type { Handle, Stack } from "../../../stack/stack";
import { elements, field, UNKNOWN, type Value } from "../../../stack/value";
import { readDocument } from "../../identity/documents";
import type { Grantee, HeldDocument } from "../../identity/grantee";
import { certainResource } from "../../references";
import { maySharePlace } from "../places";

export const ROLE = "aws:iam/role:Role";
const GROUP = "aws:iam/group:Group";
const USER = "aws:iam/user:User";
const POLICY = "aws:iam/policy:Policy";
const HANDLES: readonly Handle[] = ["id", "name", "arn"];

/** What gives grantees policies: where it names them, and where it holds a document or names managed policies. */
interface Source {
  readonly grantees: Readonly<Record<string, string>>;
  readonly document?: string;
  readonly policies?: string;
}

const SOURCES: Readonly<Record<string, Source>> = Object.fromEntries([
  [
    "aws:iam/policyAttachment:PolicyAttachment",
    { grantees: { roles: ROLE, groups: GROUP, users: USER }, policies: "policyArn" },
  ],
  ...(
    [
      ["role", "Role", ROLE],
      ["group", "Group", GROUP],
      ["user", "User", USER],
    ] as const
  ).flatMap(([name, title, type]): [string, Source][] => [
    [`aws:iam/${name}Policy:${title}Policy`, { grantees: { [name]: type }, document: "policy" }],
    [
      `aws:iam/${name}PolicyAttachment:${title}PolicyAttachment`,
      { grantees: { [name]: type }, policies: "policyArn" },
    ],
    [
      `aws:iam/${name}PolicyAttachmentsExclusive:${title}PolicyAttachmentsExclusive`,
      { grantees: { [`${name}Name`]: type }, policies: "policyArns" },
    ],
  ]),
]);

/** The users, groups and roles of a stack, each with all that gives it permissions. */
export class Grantees {
  private readonly byUrn = new Map<string, GranteeUnderConstruction>();

  constructor(private readonly stack: Stack) {
    for (const resource of stack.ofType(ROLE, GROUP, USER)) {
      const grantee = new GranteeUnderConstruction(resource);
      this.byUrn.set(resource.urn, grantee);
      if (resource.type === ROLE) this.addOwn(grantee);
    }
    for (const [resource, source] of stack.rowsOf(SOURCES)) {
      for (const grantee of this.granteesAt(resource, source)) {
        if (source.document !== undefined)
          grantee.add(resource, source.document, resource.get(source.document));
        if (source.policies !== undefined) this.addManaged(grantee, resource, source.policies);
      }
    }
  }

  get all(): Grantee[] {
    return [...this.byUrn.values()];
  }

  of(resource: Resource): Grantee | undefined {
    return this.byUrn.get(resource.urn);
  }

  /** What a role says of its policies itself. */
  private addOwn(role: GranteeUnderConstruction): void {
    const { resource } = role;
    this.addManaged(role, resource, "managedPolicyArns");
    for (const [i, policy] of elements(resource.get("inlinePolicies")).entries()) {
      const document = field(policy, "policy");
      // An empty one only says that there are to be no others.
      if (policy === UNKNOWN || document !== undefined)
        role.add(resource, `inlinePolicies[${i}].policy`, document);
    }
  }

  /** The grantees that a resource gives a policy for certain. Those that it may give one to could have more than is known. */
  private granteesAt(resource: Resource, { grantees }: Source): GranteeUnderConstruction[] {
    return Object.entries(grantees).flatMap(([property, type]) => {
      const references = this.stack.references(resource, property, [type], resource.get(property), HANDLES);
      return references.flatMap((reference) => {
        if (reference.kind === "outside") return [];
        const one = reference.kind === "resource" ? this.byUrn.get(reference.resource.urn) : undefined;
        if (one !== undefined && certainResource(reference) !== undefined) return [one];
        for (const each of one === undefined ? this.near(resource, type) : [one]) each.mayHaveMore = true;
        return [];
      });
    });
  }

  private near(resource: Resource, type: string): GranteeUnderConstruction[] {
    return [...this.byUrn.values()].filter(
      (one) => one.resource.type === type && maySharePlace(resource, one.resource),
    );
  }

  private addManaged(grantee: GranteeUnderConstruction, resource: Resource, property: string): void {
    const named = resource.get(property);
    for (const reference of this.stack.references(resource, property, [POLICY], named, HANDLES)) {
      const policy = certainResource(reference);
      if (policy !== undefined) grantee.add(policy, "policy", policy.get("policy"));
      else if (reference.kind === "outside") grantee.addArn(reference.id);
      else grantee.mayHaveMore = true;
    }
  }
}

class GranteeUnderConstruction implements Grantee {
  readonly documents: HeldDocument[] = [];
  readonly managedPolicies: string[] = [];
  mayHaveMore = false;

  constructor(readonly resource: Resource) {}

  /** A managed policy of which only the ARN is known. What a customer's own says is not to be seen, and some of AWS's take away. */
  addArn(arn: string): void {
    this.managedPolicies.push(arn);
    if (!/^arn:[\w-]+:iam::aws:policy\/(?!.*(Deny|Quarantine))/.test(arn)) this.mayHaveMore = true;
  }

  add(resource: Resource, path: string, value: Value): void {
    const document = readDocument(value);
    this.mayHaveMore ||= document.mayHaveMore;
    // A policy may be attached twice.
    if (!this.documents.some((one) => one.resource === resource && one.path === path))
      this.documents.push({ resource, path, document });
  }
}
