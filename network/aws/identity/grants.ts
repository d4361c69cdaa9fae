import type { Resource } from "../../../stack/resource";
import { type Found, pathText, valuesAt } from "../../../stack/setting";
import type { Stack } from "../../../stack/stack";
import { text, UNKNOWN } from "../../../stack/value";
import { readDocument } from "../../identity/documents";
import type { Grant } from "../../identity/grant";

/** Where a type holds policy documents, names managed policies, and names the users that get them. */
interface Row {
  readonly documents?: readonly string[];
  readonly policies?: readonly string[];
  readonly users?: readonly string[];
}

const ROWS: Readonly<Record<string, Row>> = {
  "aws:iam/policy:Policy": { documents: ["policy"] },
  "aws:iam/rolePolicy:RolePolicy": { documents: ["policy"] },
  "aws:iam/groupPolicy:GroupPolicy": { documents: ["policy"] },
  "aws:iam/userPolicy:UserPolicy": { documents: ["policy"], users: ["user"] },
  "aws:iam/role:Role": { documents: ["inlinePolicies", "policy"], policies: ["managedPolicyArns"] },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": { policies: ["policyArn"] },
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": { policies: ["policyArn"] },
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": { policies: ["policyArn"], users: ["user"] },
  "aws:iam/policyAttachment:PolicyAttachment": { policies: ["policyArn"], users: ["users"] },
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": { policies: ["policyArns"] },
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": { policies: ["policyArns"] },
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": {
    policies: ["policyArns"],
    users: ["userName"],
  },
  // Names inline policies that the user is to keep.
  "aws:iam/userPoliciesExclusive:UserPoliciesExclusive": { policies: ["policyNames"], users: ["userName"] },
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": { documents: ["inlinePolicy"] },
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": { policies: ["managedPolicyArn"] },
  "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": {
    policies: ["managedPolicyArns"],
  },
};

/** What gives permissions to users, groups, roles and permission sets. */
export function readGrants(stack: Stack): Grant[] {
  return stack.rowsOf(ROWS).map(([resource, row]) => {
    const [documents, policies] = [itemsAt(resource, row.documents), itemsAt(resource, row.policies)];
    return {
      resource,
      documents: documents.map(({ path, value }) => ({
        path: pathText(path),
        document: readDocument(value),
      })),
      policies: policies.map(({ path, value }) => ({ path: pathText(path), arn: text(value) ?? "" })),
      isToUser:
        documents.length + policies.length > 0 &&
        itemsAt(resource, row.users).some(({ value }) => value !== ""),
    };
  });
}

/** What stands at the end of `steps`, the elements of lists one by one. A list that is not known yet may be empty, and has none. */
function itemsAt(resource: Resource, steps: readonly string[] | undefined): Found[] {
  if (steps === undefined) return [];
  return valuesAt(resource.declared ?? resource.settled, steps).flatMap(({ path, value }): Found[] => {
    if (Array.isArray(value)) return value.map((element, i) => ({ path: [...path, i], value: element }));
    const isUnknownList = value === UNKNOWN && String(path.at(-1)).endsWith("s");
    return value === undefined || value === null || isUnknownList ? [] : [{ path, value }];
  });
}
