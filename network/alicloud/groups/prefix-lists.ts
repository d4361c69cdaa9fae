import { AddressSet } from "../../../algebra/addresses";
import { unionAll } from "../../../algebra/set";
import type { Resource } from "../../../stack/resource";
import type { Reference, Stack } from "../../../stack/stack";
import { elements, field, integer, isText, text, UNKNOWN, type Value } from "../../../stack/value";
import type { Problem } from "../../filters/entry";
import type { PrefixList, PrefixListEntry } from "../../groups/prefix-list";
import { ALICLOUD_NAMING } from "../names/naming";
import { PREFIX_LISTS } from "../types";
import { readBlock } from "./blocks";

/** The prefix lists of a stack, and those outside it that something points at. */
export class PrefixLists {
  private readonly lists = new Map<string, PrefixList>();
  readonly strayEntries: readonly PrefixListEntry[] = [];

  constructor(stack: Stack) {
    for (const resource of stack.ofType(...PREFIX_LISTS)) this.lists.set(resource.urn, readList(resource));
  }

  get all(): PrefixList[] {
    return [...this.lists.values()];
  }

  /** The list a reference points at; undefined where that cannot be known. */
  behind(reference: Reference): PrefixList | undefined {
    if (reference.kind === "resource") return this.lists.get(reference.resource.urn);
    return reference.kind === "outside" ? outside(reference.id) : undefined;
  }
}

function outside(key: string): PrefixList {
  return {
    resource: undefined,
    key,
    name: undefined,
    family: undefined,
    weight: 1,
    entries: [],
    addresses: AddressSet.empty,
    complete: false,
  };
}

function readList(resource: Resource): PrefixList {
  const property = resource.get("entries") === undefined ? "entrys" : "entries";
  const family = text(resource.get("addressFamily") ?? resource.get("ipVersion"));
  const entries = elements(resource.getDeclared(property)).map((entry, i) =>
    readEntry(resource, `${property}[${i}].cidr`, field(entry, "cidr")),
  );
  const most = integer(resource.getDeclared("maxEntries"));
  const [name] = ALICLOUD_NAMING.namePropertiesOf(resource.type)
    .concat("prefixListName")
    .map((one) => text(resource.get(one)))
    .filter(isText);
  return {
    resource,
    key: resource.urn,
    name: typeof name === "string" ? name : resource.name,
    family: family === "IPv4" || family === "IPv6" ? family : undefined,
    // https://www.alibabacloud.com/help/en/ecs/user-guide/prefix-list-overview: as many as it may hold, held or not.
    weight: typeof most === "number" ? most : entries.length,
    entries,
    addresses: unionAll(
      entries.flatMap(({ addresses }) => addresses ?? []),
      AddressSet.empty,
    ),
    complete: entries.every(({ addresses, problems }) => addresses !== undefined || problems.length > 0),
  };
}

function readEntry(resource: Resource, path: string, block: Value): PrefixListEntry {
  const problems: Problem[] = [];
  const addresses = block === UNKNOWN ? undefined : readBlock(path, block, undefined, problems);
  return { resource, path, addresses, block: typeof block === "string" ? block : undefined, problems };
}
