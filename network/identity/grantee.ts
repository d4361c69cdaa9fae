import type { Resource } from "../../stack/resource";
import type { PolicyDocument, Statement } from "./document";

/** A user, group or role of the stack, with all that the stack says of its permissions. */
export interface Grantee {
  readonly resource: Resource;
  /** Its policies, inline and attached: where they stand, and what they say as far as it is known. */
  readonly documents: readonly HeldDocument[];
  /** The ARNs of its managed policies that lie outside the stack, as far as they are known. */
  readonly managedPolicies: readonly string[];
  /** Whether it could have policies, or policies say things, that are not known yet or not to be seen in the stack. */
  readonly mayHaveMore: boolean;
}

export interface HeldDocument {
  readonly resource: Resource;
  readonly path: string;
  readonly document: PolicyDocument;
}

export function statementsOf({ documents }: Pick<Grantee, "documents">): Statement[] {
  return documents.flatMap(({ document }) => document.statements);
}
