import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";

/** A key of the customer's own that encrypts data. */
export interface Key {
  readonly resource: Resource;
  /** Undefined where the cloud cannot rotate it: it is not symmetric, or its material lies elsewhere. UNKNOWN while that is not known. */
  readonly rotation: Setting | undefined;
}
