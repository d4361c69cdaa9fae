import type { Stack } from "../../../stack/stack";
import { text, UNKNOWN } from "../../../stack/value";
import { readDocument } from "../../identity/documents";
import { statementsForEveryone } from "../../identity/everyone";
import type { PublicShare } from "../../identity/share";
import { BUCKET } from "../types";

const ACL = "alicloud:oss/bucketAcl:BucketAcl";
const POLICY = "alicloud:oss/bucketPolicy:BucketPolicy";

/** What gives everyone access to buckets of OSS: an access list, or a statement of a policy without a condition that narrows it. */
export function readPublicShares(stack: Stack): PublicShare[] {
  const lists = stack.ofType(BUCKET, ACL).flatMap((resource): PublicShare[] => {
    const acl = text(resource.getDeclared("acl"));
    const isPublic = acl !== UNKNOWN && acl?.toLowerCase().startsWith("public-read");
    return isPublic ? [{ resource, title: `acl ${JSON.stringify(acl)}` }] : [];
  });
  const policies = stack.ofType(BUCKET, POLICY).flatMap((resource) => {
    const policy = resource.get("policy");
    if (policy === undefined || policy === "" || policy === UNKNOWN) return [];
    return statementsForEveryone(readDocument(policy)).map(({ title }) => ({
      resource,
      title: `policy ${title}`,
    }));
  });
  return [...lists, ...policies];
}
