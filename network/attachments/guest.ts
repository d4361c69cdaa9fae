import type { Resource } from "../../stack/resource";
import type { SecurityGroup } from "../groups/security-group";
import type { Subnet } from "../routing/subnet";

/** What has interfaces in subnets and is no machine, database or balancer: a function, a file system's mount target, a VPC endpoint, a cluster. */
export interface Guest {
  readonly resource: Resource;
  readonly title: string;
  /** The groups that one of its interfaces has for certain. */
  readonly groups: readonly SecurityGroup[];
  /** Whether that may be on further groups, which are not known. */
  readonly mayHaveMoreGroups: boolean;
  /** The subnets that are named beside these groups; undefined for one that cannot be known, or lies outside the stack. */
  readonly subnets: readonly (Subnet | undefined)[];
  /** What gets to it: TCP on one port, nothing for what only sends, whatever its groups let in where this is left out. */
  readonly takes?: number | "nothing";
}
