import type { AddressSet, Family } from "../../algebra/addresses";
import type { Resource } from "../../stack/resource";
import type { Problem } from "../filters/entry";

/** A list of blocks that rules and routes name as one. */
export interface PrefixList {
  /** The resource of the stack that declares it; without one its entries are not to be seen. */
  readonly resource: Resource | undefined;
  /** Its id where known, else its URN, else what tells it from others. */
  readonly key: string;
  readonly name: string | undefined;
  /** The family of its blocks; undefined where nothing says which. */
  readonly family: Family | undefined;
  /** As how many rules a rule with it counts at least. */
  readonly weight: number;
  readonly entries: readonly PrefixListEntry[];
  /** What its known entries hold. */
  readonly addresses: AddressSet;
  /** Whether every entry is known. Never so for a list outside the stack. */
  readonly complete: boolean;
  /** All that it may hold, where that is known though its entries are not. */
  readonly atMost?: AddressSet;
}

export interface PrefixListEntry {
  readonly resource: Resource;
  readonly path: string;
  /** Undefined where the block is unknown or malformed. */
  readonly addresses: AddressSet | undefined;
  readonly block: string | undefined;
  readonly problems: readonly Problem[];
}

/** What people call a list: its id where known, its name and, of a list of the stack, its logical name. */
export function namesOfPrefixList({ resource, key, name }: PrefixList): string[] {
  const id = resource === undefined ? key : resource.getSettled("id");
  return [id, name, resource?.name].filter((one): one is string => typeof one === "string");
}
