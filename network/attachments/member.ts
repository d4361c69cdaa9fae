import type { Resource } from "../../stack/resource";
import type { Answer, Unknown } from "../../stack/value";
import type { SecurityGroup } from "../groups/security-group";
import type { Tags } from "../names/tags";

/** As tags name it, or user data shows. */
export type OperatingSystem = "Linux" | "Windows";

/** A resource with interfaces on security groups: what they belong to, or a template that nothing in the stack launches. */
export interface Member {
  readonly resource: Resource;
  readonly title: string;
  /** What is launched will be tagged so, where that differs from the resource's own tags. */
  readonly tags: Tags;
  /** Whether what it is says that it is public, whatever it is called; undefined where that says nothing. */
  readonly facesInternet?: Answer;
  /** The groups that the program puts on its interfaces for certain, each once. */
  readonly groups: readonly SecurityGroup[];
  /** Undefined where nothing says, UNKNOWN where an unknown value could. */
  readonly operatingSystem: OperatingSystem | Unknown | undefined;
}
