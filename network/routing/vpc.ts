import type { AddressSet } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";

/** A VPC of the stack, or one outside it that something points at. */
export interface Vpc {
  readonly resource: Resource | undefined;
  /** Its URN or, outside the stack, its id. */
  readonly key: string;
  readonly title: string;
  /** Its own blocks, as far as they are known. */
  readonly addresses: AddressSet;
  /** The same, block by block, as its route tables hold them. */
  readonly blocks: readonly string[];
  /** Whether an internet gateway is attached to it for certain. */
  readonly hasInternetGateway: boolean;
  /** What must be on for private names in it to lead to endpoints; empty for one outside the stack. */
  readonly dnsSettings: readonly Setting[];
  /** Whether it has a security group of its own from the start, which a stack can adopt. */
  readonly hasDefaultGroup: boolean;
  /** Whether it is the account's default VPC. */
  readonly isDefault: boolean;
}
