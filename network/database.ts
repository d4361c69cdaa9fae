import type { Flag } from "./flag";
import type { Resource } from "./resource";
import type { SecurityGroup } from "./security-group";
import type { Subnet } from "./subnet";
import type { Unknown } from "./value";

/** A database, cache or data warehouse with interfaces in a VPC. */
export interface Database {
  readonly resource: Resource;
  readonly title: string;
  /** The TCP port it listens on; UNKNOWN while that is not to be known, undefined where it has none of its own to judge it by. */
  readonly port: number | Unknown | undefined;
  /** Where the program says whether it gets a public IPv4 address; undefined where it leaves that out, or cannot say. */
  readonly publicAddressFlag: Flag | undefined;
  /** The groups it has for certain: its own or its cluster's. */
  readonly groups: readonly SecurityGroup[];
  /** The group that names its subnets, its own or its cluster's; undefined where it names them itself, or it is not in the stack. */
  readonly subnetGroup: SubnetGroup | undefined;
  /** The subnets where it is or may be, as far as they are known. */
  readonly subnets: readonly Subnet[];
}

/** A named list of subnets for databases to be put in. */
export interface SubnetGroup {
  readonly resource: Resource;
  readonly title: string;
  /** Those of the stack that it names for certain. */
  readonly subnets: readonly Subnet[];
}
