import type { Stack } from "../../../stack/stack";
import { text, UNKNOWN } from "../../../stack/value";
import type { AccessKey } from "../../identity/access-key";

/** Absent, the status is Active. https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
export function readAccessKeys(stack: Stack): AccessKey[] {
  return stack.ofType("aws:iam/accessKey:AccessKey").map((resource) => {
    const status = text(resource.get("status")) ?? "Active";
    return { resource, isActive: status === UNKNOWN ? UNKNOWN : status !== "Inactive" };
  });
}
