import type { AddressSet, Family } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Unknown } from "../../stack/value";
import type { SecurityGroup } from "../groups/security-group";
import type { Subnet } from "../routing/subnet";
import type { Instance } from "./instance";

/** One interface of an instance in one of the subnets where it is or may be: what a packet to the instance arrives at. */
export interface Placement {
  readonly instance: Instance;
  /** The template that it is launched from, where it names one; UNKNOWN where that cannot be known. */
  readonly template: Resource | Unknown | undefined;
  /** The resource that makes the interface: the instance's own, or a network interface attached to it. */
  readonly resource: Resource;
  readonly title: string;
  /** Undefined where it cannot be known, or lies outside the stack. */
  readonly subnet: Subnet | undefined;
  /** The groups it has for certain. */
  readonly groups: readonly SecurityGroup[];
  /** Whether it may be on further groups, which are not known; where rules may deny. */
  readonly mayHaveMoreGroups?: boolean;
  /** Where its own addresses in the VPC lie: those of its subnet, as far as that has blocks, where it names none. */
  readonly addresses: AddressSet;
  /** The public addresses it has for certain. */
  readonly publicAddresses: readonly PublicAddress[];
}

export interface PublicAddress {
  readonly family: Family;
  /** Such as `associatePublicIpAddress`, `mapPublicIpOnLaunch of Subnet web-a` or `Eip web`. */
  readonly by: string;
  /** The resource that gives it. */
  readonly resource: Resource;
}
