import type { Stack } from "../../../stack/stack";
import { text, UNKNOWN } from "../../../stack/value";
import type { AccessKey } from "../../identity/access-key";

/** Active is what a key is of which nothing is said. */
export function readAccessKeys(stack: Stack): AccessKey[] {
  return stack.ofType("alicloud:ram/accessKey:AccessKey").map((resource) => {
    const status = text(resource.getDeclared("status"));
    return { resource, isActive: status === UNKNOWN ? UNKNOWN : status !== "Inactive" };
  });
}
