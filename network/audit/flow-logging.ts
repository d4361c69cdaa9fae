import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";
import type { Subnet } from "../routing/subnet";
import type { Vpc } from "../routing/vpc";

/** Whether what is refused at the interfaces of a VPC is recorded. */
export interface FlowLogging {
  readonly resource: Resource;
  readonly vpc: Vpc;
  /** By a flow log of the VPC itself, or by one of each of its subnets. */
  readonly isRecorded: Answer;
  /** The flow logs that record something else alone. */
  readonly others: readonly Resource[];
  /** The subnets that have a flow log of their own, and those that certainly have none. */
  readonly recorded: readonly Subnet[];
  readonly unrecorded: readonly Subnet[];
}
