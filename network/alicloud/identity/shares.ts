import { AddressSet } from "../../../algebra/addresses";
import { isSubset, unionAll } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import type { Stack } from "../../../stack/stack";
import { elements, field, flag, isGiven, text, UNKNOWN, type Value, word } from "../../../stack/value";
import { readDocument, readJson } from "../../identity/documents";
import { statementsForEveryone } from "../../identity/everyone";
import type { PublicShare } from "../../identity/share";
import { certainResource } from "../../references";
import { blockOf } from "../groups/blocks";
import { BUCKET } from "../types";

/** The attributes by which a type shares something, and what says that it is with everyone. */
const ATTRIBUTES: readonly (readonly [type: string, property: string, everyone: RegExp])[] = [
  [BUCKET, "acl", /^public-read/i],
  ["alicloud:oss/bucketAcl:BucketAcl", "acl", /^public-read/i],
  ["alicloud:oss/bucketObject:BucketObject", "acl", /^public-read/i],
  ["alicloud:cr/repo:Repo", "repoType", /^public$/i],
  ["alicloud:cs/registryEnterpriseRepo:RegistryEnterpriseRepo", "repoType", /^public$/i],
  ["alicloud:cr/chartRepository:ChartRepository", "repoType", /^public$/i],
  // Whoever knows its name writes into it, without being asked who it is:
  // https://www.alibabacloud.com/help/en/sls/developer-reference/api-sls-2020-12-30-putwebtracking
  ["alicloud:log/store:Store", "enableWebTracking", /^true$/i],
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
  ["alicloud:kms/key:Key", "policy"],
  ["alicloud:kms/secret:Secret", "policy"],
  ["alicloud:log/project:Project", "policy"],
];

/** What makes repositories as images or charts are pushed, where it says of which visibility, and whether it makes any. */
const NAMESPACES: readonly (readonly [type: string, visibility: string, makes: string])[] = [
  ["alicloud:cr/namespace:Namespace", "defaultVisibility", "autoCreate"],
  ["alicloud:cs/registryEnterpriseNamespace:RegistryEnterpriseNamespace", "defaultVisibility", "autoCreate"],
  ["alicloud:cr/chartNamespace:ChartNamespace", "defaultRepoType", "autoCreateRepo"],
];

/** Metrics that are read or written without a password, where that is said, and from where. */
const UNASKED: readonly (readonly [type: string, enable: string, policy: string])[] = [
  ["alicloud:cms/prometheusInstance:PrometheusInstance", "enableAuthFreeRead", "authFreeReadPolicy"],
  ["alicloud:cms/prometheusInstance:PrometheusInstance", "enableAuthFreeWrite", "authFreeWritePolicy"],
  ["alicloud:cms/prometheusView:PrometheusView", "enableAuthFreeRead", "authFreeReadPolicy"],
];

const ENDPOINT_SERVICE = "alicloud:privatelink/vpcEndpointService:VpcEndpointService";

/** What calls a function, and where it says how. */
const TRIGGERS: readonly (readonly [type: string, kind: string, config: string])[] = [
  ["alicloud:fc/trigger:Trigger", "type", "config"],
  ["alicloud:fc/v3Trigger:V3Trigger", "triggerType", "triggerConfig"],
];

/** What gives everyone access: an attribute, a statement of a policy without a condition that narrows it, or a door without authorization. */
export function readPublicShares(stack: Stack): PublicShare[] {
  const byAttribute = ATTRIBUTES.flatMap(([type, property, everyone]) =>
    stack.ofType(type).flatMap((resource): PublicShare[] => {
      const written = resource.getDeclared(property);
      const said = written === true ? "true" : text(written);
      const isPublic = typeof said === "string" && everyone.test(said);
      return isPublic ? [{ resource, title: `${property} ${JSON.stringify(written)}` }] : [];
    }),
  );
  const byDocument = DOCUMENTS.flatMap(([type, property]) =>
    stack.ofType(type).flatMap((resource) => {
      const policy = resource.get(property);
      if (!isGiven(policy) || policy === UNKNOWN) return [];
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
  const byNamespace = NAMESPACES.flatMap(([type, visibility, makes]) =>
    stack
      .ofType(type)
      .filter((resource) => word(resource.get(visibility)) === "public" && flag(resource.get(makes)) === true)
      .map((resource) => ({ resource, title: `${visibility} "PUBLIC"` })),
  );
  const byAddress = UNASKED.flatMap(([type, enable, policy]) =>
    stack
      .ofType(type)
      .filter((resource) => flag(resource.get(enable)) === true && isFromEverywhere(resource.get(policy)))
      .map((resource) => ({ resource, title: `${policy} 0.0.0.0/0` })),
  );
  return [...byAttribute, ...byDocument, ...byTrigger, ...byNamespace, ...byAddress, ...openServices(stack)];
}

/** https://help.aliyun.com/zh/cms/cloudmonitor-2-0/developer-reference/api-cms-2024-03-30-createprometheusinstance */
function isFromEverywhere(policy: Value): boolean {
  const blocks = elements(field(readJson(policy), "SourceIp")).flatMap((block) =>
    typeof block === "string" ? (blockOf(block.trim()) ?? []) : [],
  );
  return isSubset(AddressSet.ipv4, unionAll(blocks, AddressSet.empty));
}

/**
 * An endpoint service that takes everybody it is open to without being asked:
 * https://www.alibabacloud.com/help/en/privatelink/developer-reference/api-privatelink-2020-04-15-addusertovpcendpointservice
 */
function openServices(stack: Stack): PublicShare[] {
  const isEveryone = (user: Resource) =>
    ["userArn", "userId"].some((property) => ["*", "acs:ram:*:*"].includes(user.get(property) as string));
  const takesAll = (service: Resource | undefined) =>
    flag(service?.getDeclared("autoAcceptConnection")) === true;
  return stack
    .ofType("alicloud:privatelink/vpcEndpointServiceUser:VpcEndpointServiceUser")
    .filter(
      (user) =>
        isEveryone(user) &&
        stack.references(user, "serviceId", [ENDPOINT_SERVICE]).some((one) => takesAll(certainResource(one))),
    )
    .map((resource) => ({ resource, title: 'the user "*" of a service with autoAcceptConnection' }));
}

/** Whether a function answers whoever calls its address on the internet. */
function isOpen(trigger: Resource, property: string): boolean {
  const config = readJson(trigger.get(property));
  return (
    word(field(config, "authType")) === "anonymous" && flag(field(config, "disableURLInternet")) !== true
  );
}
