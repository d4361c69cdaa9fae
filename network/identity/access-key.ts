import type { Resource } from "../../stack/resource";
import type { Answer } from "../../stack/value";

/** A key by which a user calls the cloud, valid until somebody takes it away. */
export interface AccessKey {
  readonly resource: Resource;
  readonly isActive: Answer;
}
