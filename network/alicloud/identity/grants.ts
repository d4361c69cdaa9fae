import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { elements, field, isGiven, text, UNKNOWN, type Value, word } from "../../../stack/value";
import { readDocument } from "../../identity/documents";
import type { Grant } from "../../identity/grant";

const POLICIES = [
  "alicloud:ram/policy:Policy",
  "alicloud:resourcemanager/policy:Policy",
  "alicloud:resourcemanager/policyVersion:PolicyVersion",
];
const USER_ATTACHMENT = "alicloud:ram/userPolicyAttachment:UserPolicyAttachment";
/** Whom it attaches to, it says itself. */
const PRINCIPAL_ATTACHMENT = "alicloud:resourcemanager/policyAttachment:PolicyAttachment";
const ATTACHMENTS = [
  USER_ATTACHMENT,
  PRINCIPAL_ATTACHMENT,
  "alicloud:ram/groupPolicyAttachment:GroupPolicyAttachment",
  "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
];
/** What CloudSSO gives its users in an account, as a permission set does. */
const ACCESS_CONFIGURATION = "alicloud:cloudsso/accessConfiguration:AccessConfiguration";

/** What gives permissions to users, groups and roles of RAM and to users of CloudSSO. */
export function readGrants(stack: Stack): Grant[] {
  return [
    ...stack.ofType(...POLICIES).map(ofPolicy),
    ...stack.ofType(...ATTACHMENTS).map(
      (resource): Grant => ({
        resource,
        documents: [],
        policies: [
          { path: "policyName", arn: arnOf(resource.get("policyName"), resource.get("policyType")) },
        ],
        isToUser:
          resource.type === USER_ATTACHMENT ||
          (resource.type === PRINCIPAL_ATTACHMENT && word(resource.get("principalType")) === "imsuser"),
      }),
    ),
    ...stack.ofType(ACCESS_CONFIGURATION).map(ofAccessConfiguration),
  ];
}

function ofAccessConfiguration(resource: Resource): Grant {
  const found = elements(resource.get("permissionPolicies"));
  return {
    resource,
    documents: found.flatMap((one, i) => {
      const document = field(one, "permissionPolicyDocument");
      const path = `permissionPolicies[${i}]`;
      return isGiven(document) ? [{ path, document: readDocument(document) }] : [];
    }),
    policies: found.map((one, i) => ({
      path: `permissionPolicies[${i}].permissionPolicyName`,
      arn: arnOf(field(one, "permissionPolicyName"), field(one, "permissionPolicyType")),
    })),
    isToUser: false,
  };
}

function ofPolicy(resource: Resource): Grant {
  const documents = ["policyDocument", "document", "statements"].flatMap((path) => {
    const value = path === "statements" ? ofOldStatements(resource) : resource.get(path);
    return isGiven(value) ? [{ path, document: readDocument(value) }] : [];
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
function arnOf(policyName: Value, policyType: Value): string | typeof UNKNOWN {
  const name = text(policyName);
  const type = word(policyType);
  if (name === UNKNOWN || type === UNKNOWN) return UNKNOWN;
  return `acs:ram::${type === "system" ? "system" : "custom"}:policy/${name}`;
}
