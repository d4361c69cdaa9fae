import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { elements, field, text, UNKNOWN, type Value } from "../../../stack/value";
import { readDocument } from "../../identity/documents";
import type { Grant } from "../../identity/grant";

const POLICY = "alicloud:ram/policy:Policy";
const USER_ATTACHMENT = "alicloud:ram/userPolicyAttachment:UserPolicyAttachment";
const ATTACHMENTS = [
  USER_ATTACHMENT,
  "alicloud:ram/groupPolicyAttachment:GroupPolicyAttachment",
  "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
];

/** What gives permissions to users, groups and roles of RAM. */
export function readGrants(stack: Stack): Grant[] {
  return [
    ...stack.ofType(POLICY).map(ofPolicy),
    ...stack.ofType(...ATTACHMENTS).map(
      (resource): Grant => ({
        resource,
        documents: [],
        policies: [{ path: "policyName", arn: arnOf(resource) }],
        isToUser: resource.type === USER_ATTACHMENT,
      }),
    ),
  ];
}

function ofPolicy(resource: Resource): Grant {
  const documents = ["policyDocument", "document", "statements"].flatMap((path) => {
    const value = path === "statements" ? ofOldStatements(resource) : resource.get(path);
    return value === undefined || value === "" ? [] : [{ path, document: readDocument(value) }];
  });
  return { resource, documents, policies: [], isToUser: false };
}

/** The document that older programs write statement by statement, in the words of its typings. */
function ofOldStatements(resource: Resource): Value {
  const statements = elements(resource.getDeclared("statements"));
  if (statements.length === 0) return undefined;
  return {
    Statement: statements.map((one) => ({
      Effect: field(one, "effect"),
      Action: field(one, "actions"),
      Resource: field(one, "resources"),
    })),
  };
}

/** https://www.alibabacloud.com/help/en/ram/user-guide/policy-overview: a policy is of the system or of the customer. */
function arnOf(resource: Resource): string | typeof UNKNOWN {
  const [name, type] = ["policyName", "policyType"].map((property) => text(resource.get(property)));
  if (name === UNKNOWN || type === UNKNOWN) return UNKNOWN;
  return `acs:ram::${type?.toLowerCase() === "system" ? "system" : "custom"}:policy/${name}`;
}
