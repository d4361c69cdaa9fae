import type { Flag } from "./flag";
import type { Resource } from "./resource";
import type { Tags } from "./tags";

export interface Subnet {
  readonly resource: Resource;
  readonly tags: Tags;
  /** Whether an interface made in it gets a public IPv4 address unless its instance says otherwise. */
  readonly publicAddressFlag: Flag;
}
