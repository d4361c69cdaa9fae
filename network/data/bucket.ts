import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { Answer } from "../../stack/value";
import { UNKNOWN } from "../../stack/value";

/** A bucket of the stack, or what the stack says of one outside it, such as an access point by its own switches. */
export interface Bucket {
  /** The bucket or, where it lies outside the stack, the resource that configures it. */
  readonly resource: Resource;
  readonly isOutside: boolean;
  /** The switches that keep the public out, each with what the bucket and its account say of it. */
  readonly publicAccess: readonly PublicAccessSwitch[];
  /** Undefined where nothing says so, which means no: this and the next two. */
  readonly versioning: Setting | undefined;
  readonly encryption: Setting | undefined;
  readonly replication: Setting | undefined;
  /** Whether it is where another bucket's objects are replicated to. */
  readonly isReplica: Answer;
}

/** One of the switches that keep the public out of a bucket. It is on where either says so, and in a new bucket where neither says anything. */
export interface PublicAccessSwitch {
  readonly name: string;
  readonly own: Setting | undefined;
  readonly account: Setting | undefined;
}

/** A resource that says of a bucket whether the public is kept out. */
export interface PublicAccessBlock {
  readonly resource: Resource;
  readonly switches: readonly Setting[];
}

/** Whether a switch is on as it takes effect; undefined where neither the bucket nor its account says anything of it. */
export function isOn({ own, account }: PublicAccessSwitch): Answer | undefined {
  const values = [own?.value, account?.value];
  if (values.includes(true)) return true;
  if (own === undefined) return account?.value === UNKNOWN ? UNKNOWN : undefined;
  return values.includes(UNKNOWN) ? UNKNOWN : false;
}

/** Whether a bucket certainly goes without something that nobody else may have given it. */
export function lacks(bucket: Bucket, aspect: "versioning" | "encryption" | "replication"): boolean {
  const setting = bucket[aspect];
  return setting === undefined ? !bucket.isOutside : setting.value === false;
}
