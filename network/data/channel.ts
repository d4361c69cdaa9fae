import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";

/** Something that data goes through on its way. */
export interface Channel {
  readonly resource: Resource;
  /** Whether it lets nothing through but TLS of version 1.2 or newer, or a redirect to that. */
  readonly isProtected: Setting;
  /** Whether other resources may protect it, so that only the whole stack tells. */
  readonly mayBeProtected?: boolean;
  /** What leaving it out means, such as `HTTP`. */
  readonly meaning: string;
}
