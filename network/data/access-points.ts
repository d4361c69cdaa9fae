import type { Resource } from "../../stack/resource";
import { readSwitch, type Setting, settingAt, valueAt } from "../../stack/setting";
import type { Reference, Stack } from "../../stack/stack";
import { type Answer, at, elements, UNKNOWN } from "../../stack/value";
import { type Bucket, isOn } from "./bucket";
import type { BucketKind, PublicAccessOf } from "./bucket-reader";

/** How a type of access points names its buckets and says its own switches, which are on where it leaves them out. */
export interface AccessPointType {
  readonly switches: readonly string[];
  readonly bucket: readonly [property: string, ...steps: string[]];
  /** What keeps one to a VPC, whose policy makes nothing public. */
  readonly vpc?: readonly string[];
}

/** What access points say of the buckets behind them: a switch is on where the point, its bucket or the account says so. */
export function readAccessPoints(
  stack: Stack,
  kind: Pick<BucketKind, "accessPoints" | "types" | "handles">,
  publicAccess: PublicAccessOf,
): Bucket[] {
  return stack.rowsOf(kind.accessPoints).flatMap(([resource, type]): Bucket[] => {
    if (type.vpc !== undefined && at(resource.declared ?? resource.settled, type.vpc) !== undefined)
      return [];
    const [property, ...steps] = type.bucket;
    const names = elements(valueAt(resource.getDeclared(property), steps));
    const buckets = stack.references(resource, property, kind.types, names, kind.handles);
    const switches = publicAccess(resource, { certain: [], possible: [] });
    return [
      {
        resource,
        isOutside: true,
        publicAccess: switches.map((one) => ({
          ...one,
          own: ownSwitch(
            resource,
            [...type.switches, one.name],
            buckets.map((bucket) => isOnIn(bucket, one.name, publicAccess)),
          ),
        })),
        versioning: undefined,
        encryption: undefined,
        replication: undefined,
        isReplica: false,
      },
    ];
  });
}

/** What a point says of a switch, which does not matter where each of its buckets keeps the public out. */
function ownSwitch(point: Resource, path: readonly string[], buckets: readonly Answer[]): Setting {
  const own = settingAt(point, path, readSwitch);
  if (own === undefined) return { value: true, resource: point, path, written: undefined };
  if (own.value === true || buckets.includes(false)) return own;
  return { ...own, value: buckets.includes(UNKNOWN) ? UNKNOWN : true };
}

/** A new bucket of which nothing is said keeps the public out; of one outside the stack nobody knows. */
function isOnIn(reference: Reference, name: string, publicAccess: PublicAccessOf): Answer {
  if (reference.kind === "outside") return false;
  if (reference.kind !== "resource" || !reference.certain) return UNKNOWN;
  const one = publicAccess(reference.resource).find((other) => other.name === name);
  return (one && isOn(one)) ?? true;
}
