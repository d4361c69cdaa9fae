import type { Resource } from "./resource";
import type { SecurityGroup } from "./security-group";

/** A network interface, or whatever resource makes one: anything that security groups are put on. */
export interface Interface {
  readonly resource: Resource;
  /** Where in the resource its groups are named, such as `networkInterfaces[0]`; empty for the resource itself. */
  readonly path: string;
  readonly attachments: readonly Attachment[];
  /** Whether groups could be among its unknown values that nothing points at yet. */
  readonly mayHaveMore: boolean;
}

export interface Attachment {
  readonly group: SecurityGroup;
  /** Not certain where several groups could stand behind one unknown id. */
  readonly certain: boolean;
}
