import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import { push } from "../../../stack/multimap";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import type { Value } from "../../../stack/value";
import { elements, field, integer, text, UNKNOWN } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import { readBlock } from "../../groups/blocks";
import type { PrefixList, PrefixListEntry } from "../../groups/prefix-list";
import { VPC_ENDPOINT } from "../types";

export const PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
const ENTRY = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";

/** The prefix lists of a stack, and those outside it that something points at. */
export class PrefixLists {
  private readonly lists = new Map<string, PrefixList>();

  /** The ids of those that AWS keeps of services with gateway endpoints, as far as endpoints tell. */
  private readonly ofServices: ReadonlySet<Value>;

  constructor(stack: Stack) {
    this.ofServices = new Set(
      stack.ofType(VPC_ENDPOINT).map((endpoint) => endpoint.getSettled("prefixListId")),
    );
    const entries = new Map<string, PrefixListEntry[]>();
    const strayEntries: PrefixListEntry[] = [];
    for (const resource of stack.ofType(ENTRY)) {
      const [list] = stack.references(resource, "prefixListId", [PREFIX_LIST]);
      const entry = readEntry(
        resource,
        "cidr",
        resource.get("cidr"),
        undefined,
        list === undefined ? [{ path: "prefixListId", message: "names no prefix list" }] : [],
      );
      const key = list?.kind === "resource" && list.certain ? list.resource.urn : undefined;
      if (key === undefined) strayEntries.push(entry);
      else push(entries, key, entry);
    }
    for (const resource of stack.ofType(PREFIX_LIST)) {
      this.lists.set(resource.urn, readList(resource, entries.get(resource.urn) ?? []));
    }
    this.strayEntries = strayEntries;
  }

  /** Entries of lists that are not in the stack. */
  readonly strayEntries: readonly PrefixListEntry[];

  get all(): PrefixList[] {
    return [...this.lists.values()];
  }

  /** All that a list outside the stack may hold, where that is known: that of a service with a gateway endpoint holds its public addresses. */
  atMost(reference: Reference): AddressSet | undefined {
    const isOfService =
      (reference.kind === "computed" && reference.from.type === VPC_ENDPOINT) ||
      (reference.kind === "outside" && this.ofServices.has(reference.id));
    return isOfService ? PUBLIC_ADDRESSES : undefined;
  }

  /** The list a reference points at; undefined where that cannot be known. */
  behind(reference: Reference): PrefixList | undefined {
    if (reference.kind === "resource") return this.lists.get(reference.resource.urn);
    if (reference.kind !== "outside") return undefined;
    const { id } = reference;
    const most = this.atMost(reference);
    return {
      ...(most !== undefined && { atMost: most }),
      resource: undefined,
      key: id,
      name: undefined,
      family: undefined,
      weight: 1,
      entries: [],
      addresses: AddressSet.empty,
      complete: false,
    };
  }
}

function readList(resource: Resource, standalone: readonly PrefixListEntry[]): PrefixList {
  const declared = resource.getDeclared("entries");
  const addressFamily = resource.get("addressFamily");
  const family = addressFamily === "IPv4" || addressFamily === "IPv6" ? addressFamily : undefined;
  const inline = elements(declared).map((entry, i) =>
    readEntry(resource, `entries[${i}].cidr`, field(entry, "cidr"), family),
  );
  const entries = [...inline, ...standalone];
  const most = integer(resource.get("maxEntries"));
  const name = text(resource.get("name"));
  return {
    resource,
    key: resource.urn,
    name: typeof name === "string" ? name : resource.name,
    family,
    // https://docs.aws.amazon.com/vpc/latest/userguide/managed-prefix-lists.html: as many as it may hold, held or not.
    weight: typeof most === "number" ? most : entries.length,
    entries,
    addresses: unionAll(
      entries.flatMap(({ addresses }) => addresses ?? []),
      AddressSet.empty,
    ),
    complete: entries.every(({ addresses, problems }) => addresses !== undefined || problems.length > 0),
  };
}

function readEntry(
  resource: Resource,
  path: string,
  block: Value,
  family: Family | undefined,
  problems: Problem[] = [],
): PrefixListEntry {
  const addresses = block === UNKNOWN ? undefined : readBlock(path, block, family, problems);
  return { resource, path, addresses, block: typeof block === "string" ? block : undefined, problems };
}
