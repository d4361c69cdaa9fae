import type { Resource } from "../../stack/resource";
import type { Setting } from "../../stack/setting";

/** What keeps data: a database or cache, or files, queues and streams. */
export interface Store {
  readonly resource: Resource;
  readonly kind: "database" | "storage";
  /** Undefined where it is always on, or taken from what the store is made of. */
  readonly encryption: Setting | undefined;
  /** Whether nothing but a key, which is the program's to choose, turns its encryption on. */
  readonly isByKeyAlone?: boolean;
  /** How many days its backups are kept, or whether it has any. Undefined where they are another's affair, as a replica's. */
  readonly backup: Setting<boolean | number> | undefined;
  /** Whether another resource may say so, so that one alone decides nothing. */
  readonly isBackupSaidApart?: boolean;
}

/** The encryption of those that certainly keep data in the clear. */
export function unencrypted(stores: readonly Store[], kind: Store["kind"]): Setting[] {
  return stores.flatMap((one) =>
    one.kind === kind && one.encryption?.value === false ? one.encryption : [],
  );
}
