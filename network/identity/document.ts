import { UNKNOWN, type Unknown } from "../../stack/value";
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
  /** Whether it is everyone, anonymous or from any account; UNKNOWN while that may be. */
  readonly areEveryone: boolean | Unknown;
  /** Whether it is everyone but some. */
  readonly areExcepted: boolean;
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
