import type { AddressSet, Family } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { Answer } from "../../stack/value";
import type { Tags } from "../names/tags";
import type { NetworkAcl } from "./network-acl";
import type { RouteTable } from "./route-table";
import type { Vpc } from "./vpc";

/** A subnet that something, such as an association, puts under an ACL or a table for certain. */
export interface Claim {
  readonly subnet: Resource;
  readonly by: Resource;
}

/** A subnet of the stack, or one of the default VPC that AWS made. */
export interface Subnet {
  /** Undefined for one that AWS made, of which the stack declares nothing. */
  readonly resource: Resource | undefined;
  readonly key: string;
  readonly title: string;
  /** Its blocks, as far as they are known. */
  readonly addresses: AddressSet;
  /** Whether an interface made in it gets a public IPv4 address unless its instance says otherwise. */
  readonly givesIpv4: Answer;
  /** Whether an interface made in it gets an IPv6 address. */
  readonly givesIpv6: Answer;
  /** Undefined where it cannot be known, as for the two that follow. */
  readonly vpc: Vpc | undefined;
  /** Its own table, else its VPC's main one. */
  readonly routeTable: RouteTable | undefined;
  /** Its own ACL, else its VPC's default one. */
  readonly networkAcl: NetworkAcl | undefined;
  /** Whether something keeps, or may keep, the internet out of it whatever its routes. */
  readonly isClosedToInternet: boolean;
  /** The families whose packets the cloud sends from and to public addresses whatever its routes; none where that is left out. */
  readonly unroutedFamilies?: readonly Family[];
  /** The families whose packets from the internet are sent, or may be sent, elsewhere before they come to it, such as to a firewall; none where that is left out. */
  readonly divertedFamilies?: readonly Family[];
  /** Whether it stands for several that are alike, while it is not known which of them is meant. */
  readonly isAnyOf?: true;
}

/** A subnet that the stack declares. */
export interface DeclaredSubnet extends Subnet {
  readonly resource: Resource;
  readonly tags: Tags;
  /** Where it is said whether it gives public IPv4 addresses. */
  readonly publicAddressSetting: Setting | undefined;
}
