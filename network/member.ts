import type { Resource } from "./resource";
import type { SecurityGroup } from "./security-group";
import type { Tags } from "./tags";
import type { Unknown } from "./value";

export type OperatingSystem = "Linux" | "Windows";

/** A resource with interfaces on security groups: what they belong to, or a template that nothing in the stack launches. */
export interface Member {
  readonly resource: Resource;
  readonly title: string;
  /** What is launched will be tagged so, where that differs from the resource's own tags. */
  readonly tags: Tags;
  /** The groups that the program puts on its interfaces for certain, each once. */
  readonly groups: readonly SecurityGroup[];
  /** Undefined where nothing says, UNKNOWN where an unknown value could. */
  readonly operatingSystem: OperatingSystem | Unknown | undefined;
}
