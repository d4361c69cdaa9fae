import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";

/** A public address that the account keeps, whatever it is on. */
export interface ElasticIp {
  readonly resource: Resource;
  /** Whether it is on something; UNKNOWN where it may be, as while the stack's exports are not known. */
  readonly isAttached: Answer;
}
