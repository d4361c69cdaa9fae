import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { Reference } from "../../stack/stack";
import type { Tags } from "../names/tags";

/** A machine or task that a resource launches, or describes for others to launch. */
export interface Instance {
  readonly resource: Resource;
  /** Where in the resource, such as `launchSpecifications[0]`; empty for the resource itself. */
  readonly path: string;
  /** A template launches nothing itself: what it says holds for the machines that others launch from it. */
  readonly kind: "machine" | "template" | "task";
  /**
   * Where the program says whether its interfaces get a public IPv4 address of their own. Empty where it leaves that to
   * the subnet or to a launch template; a task that leaves it out gets none.
   */
  readonly publicAddressSettings: readonly Setting[];
  /** Whether a change of these replaces the resource. */
  readonly isReplacedForPublicAddress: boolean;
  /**
   * Whether it names an instance profile, or its service gives its machines a role; "inherited" where only the template can name one that
   * it is launched from.
   */
  readonly profile: "named" | "none" | "inherited";
  /** What its machines get credentials by, such as `instance profile`. */
  readonly profileWord: string;
  /** Whether a resource of its own may give it one, so that only the whole stack tells. */
  readonly mayGetProfile: boolean;
  /** What it will be tagged with: its own tags where it has some apart from the resource's, then the resource's. */
  readonly tags: Tags;
  /** The subnets its interfaces are or may be in; empty where the program leaves that open and the cloud has not settled it. */
  readonly subnets: readonly Reference[];
}
