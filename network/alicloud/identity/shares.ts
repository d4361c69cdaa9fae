import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { field, flag, text, UNKNOWN, word } from "../../../stack/value";
import { readDocument, readJson } from "../../identity/documents";
import { statementsForEveryone } from "../../identity/everyone";
import type { PublicShare } from "../../identity/share";
import { BUCKET } from "../types";

/** The attributes by which a type shares something, and what says that it is with everyone. */
const ATTRIBUTES: readonly (readonly [type: string, property: string, everyone: RegExp])[] = [
  [BUCKET, "acl", /^public-read/i],
  ["alicloud:oss/bucketAcl:BucketAcl", "acl", /^public-read/i],
  ["alicloud:oss/bucketObject:BucketObject", "acl", /^public-read/i],
  ["alicloud:cr/repo:Repo", "repoType", /^public$/i],
  ["alicloud:cs/registryEnterpriseRepo:RegistryEnterpriseRepo", "repoType", /^public$/i],
  ["alicloud:fc/v3LayerVersion:V3LayerVersion", "acl", /^1$/],
  ["alicloud:fc/v3LayerVersion:V3LayerVersion", "public", /^true$/i],
];

/** The policies that say who may use a resource. */
const DOCUMENTS: readonly (readonly [type: string, property: string])[] = [
  [BUCKET, "policy"],
  ["alicloud:oss/bucketPolicy:BucketPolicy", "policy"],
  ["alicloud:ram/role:Role", "assumeRolePolicyDocument"],
  ["alicloud:ram/role:Role", "document"],
  ["alicloud:resourcemanager/role:Role", "assumeRolePolicyDocument"],
];

/** What calls a function, and where it says how. */
const TRIGGERS: readonly (readonly [type: string, kind: string, config: string])[] = [
  ["alicloud:fc/trigger:Trigger", "type", "config"],
  ["alicloud:fc/v3Trigger:V3Trigger", "triggerType", "triggerConfig"],
];

/** What gives everyone access: an attribute, a statement of a policy without a condition that narrows it, or a door without authorization. */
export function readPublicShares(stack: Stack): PublicShare[] {
  const byAttribute = ATTRIBUTES.flatMap(([type, property, everyone]) =>
    stack.ofType(type).flatMap((resource): PublicShare[] => {
      const said = text(resource.getDeclared(property));
      const isPublic = typeof said === "string" && everyone.test(said);
      return isPublic ? [{ resource, title: `${property} ${JSON.stringify(said)}` }] : [];
    }),
  );
  const byDocument = DOCUMENTS.flatMap(([type, property]) =>
    stack.ofType(type).flatMap((resource) => {
      const policy = resource.get(property);
      if (policy === undefined || policy === "" || policy === UNKNOWN) return [];
      return statementsForEveryone(readDocument(policy)).map(({ title }) => ({
        resource,
        title: `${property} ${title}`,
      }));
    }),
  );
  const byTrigger = TRIGGERS.flatMap(([type, kind, config]) =>
    stack
      .ofType(type)
      .filter((resource) => word(resource.get(kind)) === "http" && isOpen(resource, config))
      .map((resource) => ({ resource, title: `${config} "anonymous"` })),
  );
  return [...byAttribute, ...byDocument, ...byTrigger];
}

/** Whether a function answers whoever calls its address on the internet. */
function isOpen(trigger: Resource, property: string): boolean {
  const config = readJson(trigger.get(property));
  return (
    word(field(config, "authType")) === "anonymous" && flag(field(config, "disableURLInternet")) !== true
  );
}
