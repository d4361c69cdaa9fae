import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";
import type { SecurityGroup } from "../groups/security-group";
import type { Vpc } from "../routing/vpc";

/** A network interface, or whatever resource makes one: anything that security groups are put on. */
export interface Interface {
  readonly resource: Resource;
  /** Where in the resource its groups are named, such as `networkInterfaces[0]`; empty for the resource itself. */
  readonly path: string;
  readonly attachments: readonly Attachment[];
  /** Whether the resource itself names groups for it, known or not yet; else the cloud chose them, or attachments add to its choice. */
  readonly namesGroups: boolean;
  /** Whether groups could be among its unknown values that nothing points at yet. */
  readonly mayHaveMore: boolean;
}

/** A group on an interface. */
export interface Attachment {
  readonly group: SecurityGroup;
  /** Not certain where several groups could stand behind one unknown id. */
  readonly certain: boolean;
  /** Whether the program puts the group there; else the cloud settled it. UNKNOWN in an audit, which shows no program. */
  readonly isDeclared: Answer;
  /** Whose group it is among the machines of one resource, such as a cluster's masters; empty where there is but one kind. */
  readonly role: string;
}

/** An interface for which the program names no group, so that AWS puts it on its VPC's default one. */
export interface UnnamedInterface {
  /** The resource to name the group in: a launch template where there is one. */
  readonly resource: Resource;
  /** As of an Interface. */
  readonly path: string;
  readonly vpc: Vpc;
}

/** Whether an interface names any group, known or not. An empty list names none, as the provider takes it. */
export function namesGroup({ attachments, mayHaveMore }: Interface): boolean {
  return attachments.length > 0 || mayHaveMore;
}

/** The groups that the program puts on an interface for certain. */
export function declaredGroups({ attachments }: Interface): SecurityGroup[] {
  return attachments
    .filter(({ certain, isDeclared }) => certain && isDeclared !== false)
    .map(({ group }) => group);
}
