import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";
import { STACK_TYPE } from "../../stack/urn";

/** The resource that stands for the stack as a whole, or its first where none does; undefined where it has none. */
export function stackItself({ resources }: Network): Resource | undefined {
  return resources.find(({ type }) => type === STACK_TYPE) ?? resources[0];
}
