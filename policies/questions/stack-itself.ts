import type { Network } from "../../network/network";
import type { Resource } from "../../stack/resource";

/** The resource that stands for the stack as a whole, or its first where none does; undefined where it has none. */
export function stackItself({ resources }: Network): Resource | undefined {
  return resources.find(({ type }) => type === "pulumi:pulumi:Stack") ?? resources[0];
}
