import type { AddressSet } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";
import type { Tags } from "../names/tags";
import type { NetworkAcl } from "./network-acl";
import type { RouteTable } from "./route-table";
import type { Vpc } from "./vpc";

export interface Subnet {
  readonly resource: Resource;
  readonly title: string;
  readonly tags: Tags;
  /** Its blocks, as far as they are known. */
  readonly addresses: AddressSet;
  /** Whether an interface made in it gets a public IPv4 address unless its instance says otherwise. */
  readonly publicAddressSetting: Setting | undefined;
  /** Whether an interface made in it gets an IPv6 address, all of which are public. */
  readonly ipv6AddressSetting: Setting | undefined;
  /** Undefined where it cannot be known, as for the two that follow. */
  readonly vpc: Vpc | undefined;
  /** Its own table, else its VPC's main one. */
  readonly routeTable: RouteTable | undefined;
  /** Its own ACL, else its VPC's default one. */
  readonly networkAcl: NetworkAcl | undefined;
  /** Whether something keeps, or may keep, the internet out of it whatever its routes. */
  readonly isClosedToInternet: boolean;
}
