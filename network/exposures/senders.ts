import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../../algebra/addresses";
import { isSubset, unionAll } from "../../algebra/set";

/** What public addresses are called where it does not matter which of them are meant. */
export const INTERNET = "internet";

/** What whatever lies in the VPC of a receiver is called where it is open which of it sends. */
export const INSIDE = "inside";

/** What all public addresses of a family are called. */
const NAMES: Readonly<Record<Family, string>> = { IPv4: INTERNET, IPv6: `${INTERNET} over IPv6` };

/** The most blocks that are told as missing. */
const MOST_MISSING = 3;

/** The one text of public addresses of one family, from which they can be read again: `internet`, `internet but 198.51.100.0/24` or blocks. */
export function addressesText(addresses: AddressSet, family: Family): string {
  const missing = PUBLIC_ADDRESSES.inFamily(family).subtract(addresses).blocks();
  if (missing.length === 0) return NAMES[family];
  const blocks = fewestBlocks(addresses, PRIVATE);
  const isShorter = missing.length <= MOST_MISSING && missing.length < blocks.length;
  return isShorter ? `${NAMES[family]} but ${missing.join(", ")}` : blocks.join(", ");
}

/** Reads what `addressesText` writes, and any list of blocks; undefined for anything else. */
export function parseAddresses(text: string): AddressSet | undefined {
  const [whole, over, but] = /^internet( over IPv6)?(?: but (.+))?$/.exec(text) ?? [];
  if (whole === undefined) return parseBlocks(text)?.intersect(PUBLIC_ADDRESSES);
  const all = PUBLIC_ADDRESSES.inFamily(over === undefined ? "IPv4" : "IPv6");
  const missing = but === undefined ? AddressSet.empty : parseBlocks(but);
  return missing && all.subtract(missing);
}

function parseBlocks(text: string): AddressSet | undefined {
  const sets = text.split(", ").map((block) => AddressSet.parse(block));
  return sets.includes(undefined) ? undefined : unionAll(sets as AddressSet[], AddressSet.empty);
}

const PRIVATE = AddressSet.all
  .subtract(PUBLIC_ADDRESSES)
  .blocks()
  .map((block) => AddressSet.of(block));

/** The fewest blocks for addresses where it makes no difference whether they hold some others: all of these, those between them, or none. */
function fewestBlocks(addresses: AddressSet, indifferent: readonly AddressSet[]): readonly string[] {
  const touching = (isTouched: (block: AddressSet) => boolean) =>
    unionAll([addresses, ...indifferent.filter(isTouched)], AddressSet.empty).blocks();
  const ends = endsOf(addresses);
  return [
    addresses.blocks(),
    touching(({ start, end }) => ends.has(start) && ends.has(end)),
    touching(({ start, end }) => ends.has(start) || ends.has(end)),
  ].reduce((best, blocks) => (blocks.length < best.length ? blocks : best));
}

/** Where stretches of addresses begin and end. */
function endsOf(addresses: AddressSet): ReadonlySet<bigint | undefined> {
  return new Set(
    addresses
      .blocks()
      .map((block) => AddressSet.of(block))
      .flatMap(({ start, end }) => [start, end]),
  );
}

/**
 * Public addresses that reach into a VPC, which may have public addresses of its own: these count as taken where that makes it simpler, for nobody
 * comes from them through a gateway, and a VPC gets its IPv6 block only when it is made.
 */
export function besidesOwn(addresses: AddressSet, own: AddressSet): AddressSet {
  const publicOnes = own.intersect(PUBLIC_ADDRESSES);
  if (publicOnes.isEmpty || isSubset(publicOnes, addresses)) return addresses;
  return (["IPv4", "IPv6"] as const)
    .map((family) => {
      const [those, missing] = [addresses.inFamily(family), publicOnes.inFamily(family)];
      const filled = those.union(missing);
      return filled.blocks().length < those.blocks().length ? filled : those;
    })
    .reduce((all, some) => all.union(some));
}
