import type { Language } from "../../algebra/language";
import { type Answer, UNKNOWN, type Unknown } from "../../stack/value";
import type { Selection } from "./selection";

/** What a policy document says, as far as it is known. */
export interface PolicyDocument {
  readonly statements: readonly Statement[];
  /** Whether it may hold statements that are not known yet. */
  readonly mayHaveMore: boolean;
}

export interface Statement {
  /** Its Sid, else its place among the statements. */
  readonly title: string;
  readonly effect: "Allow" | "Deny" | Unknown;
  /** In lower case, since IAM compares them in any. */
  readonly actions: Selection;
  readonly resources: Selection;
  readonly principals: Principals;
  /** All of them must hold; UNKNOWN where it is not known what they are. */
  readonly conditions: readonly Condition[] | Unknown;
}

/** Whom a statement of a resource's policy is about. */
export interface Principals {
  /** Whether it is everyone, anonymous or from any account, or everyone but some; UNKNOWN while that may be. */
  readonly areEveryone: Answer;
  /** Those among them who give tokens to everyone, as `sharedIssuerOf` tells. */
  readonly issuers: readonly string[];
}

/** Such as `StringEquals` `aws:SourceVpce` `vpce-1`; the key in lower case. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  /** One of them must match; UNKNOWN where not all are known. */
  readonly values: readonly string[] | Unknown;
}

/** Whether a statement holds for certain without a condition. */
export function isUnconditional({ conditions }: Statement): boolean {
  return conditions !== UNKNOWN && conditions.length === 0;
}

/** The permissions for some actions on some resources. */
export interface Permissions {
  readonly actions: Language;
  readonly resources: Language;
}

/** What is left of permissions when others are taken away, in parts. */
export function without({ actions, resources }: Permissions, taken: Permissions): Permissions[] {
  return [
    { actions: actions.subtract(taken.actions), resources },
    { actions: actions.intersect(taken.actions), resources: resources.subtract(taken.resources) },
  ].filter((left) => !left.actions.isEmpty && !left.resources.isEmpty);
}
