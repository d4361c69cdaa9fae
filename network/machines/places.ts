import type { Resource } from "../../stack/resource";
import type { Value } from "../../stack/value";
import { field } from "../../stack/value";

/** Where something is described: a resource, or a part of it such as `launchSpecifications[0]`. */
export interface Place {
  readonly resource: Resource;
  /** Empty for the resource itself. */
  readonly path: string;
}

/** What the program says in a place. */
export function valueIn({ resource: { declared, settled }, path }: Place): Value {
  const steps = path.match(/[^.[\]]+/g) ?? [];
  return steps.reduce<Value>(
    (value, step) => (Array.isArray(value) ? (value[Number(step)] as Value) : field(value, step)),
    declared ?? settled,
  );
}

/** Whether a path such as `launchSpecifications[1].networkInterfaces[0]` lies within another; every one lies within the resource itself. */
export function isWithin(path: string, outer: string): boolean {
  return outer === "" || path === outer || path.startsWith(`${outer}.`);
}
