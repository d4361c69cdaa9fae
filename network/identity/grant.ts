import type { Resource } from "../../stack/resource";
import type { Unknown } from "../../stack/value";
import type { PolicyDocument } from "./document";

/** What gives permissions to users, groups, roles or permission sets, or defines what they may be given. */
export interface Grant {
  readonly resource: Resource;
  /** The documents that it holds, and where. */
  readonly documents: readonly { readonly path: string; readonly document: PolicyDocument }[];
  /** The policies that it attaches by ARN or name, and where it names them. */
  readonly policies: readonly { readonly path: string; readonly arn: string | Unknown }[];
  /** Whether it gives them to a user, not to a group or role. */
  readonly isToUser: boolean;
}
