import { AddressSet, type Family, PUBLIC_ADDRESSES } from "../../../algebra/addresses";
import type { Value } from "../../../stack/value";
import { elements, field, integer } from "../../../stack/value";
import type { PublicAddress } from "../../machines/placement";
import { type Place, valueIn } from "../../machines/places";
import type { Subnet } from "../../routing/subnet";

/** The properties that give an interface IPv6 addresses by name, and by number of addresses or prefixes of its subnet's. */
const NAMED = ["ipv6Addresses", "ipv6AddressLists", "ipv6Prefixes"];
const COUNTED = ["ipv6AddressCount", "ipv6PrefixCount"];

const family: Family = "IPv6";

/**
 * What gives an interface a public IPv6 address: the first of its descriptions that says anything of one, else its subnet.
 */
export function ipv6Of(descriptions: readonly Place[], subnet: Subnet | undefined): PublicAddress[] {
  for (const place of descriptions) {
    const said = saidIn(place);
    if (said === undefined) continue;
    const isPublicOne = said.isNamed || mayBePublic(subnet);
    return said.by !== undefined && isPublicOne ? [{ family, by: said.by, resource: place.resource }] : [];
  }
  if (subnet?.givesIpv6 !== true || !mayBePublic(subnet) || subnet.resource === undefined) return [];
  return [{ family, by: `assignIpv6AddressOnCreation of ${subnet.title}`, resource: subnet.resource }];
}

interface Said {
  /** The property that gives an address for certain; undefined where none does. */
  readonly by: string | undefined;
  /** Whether it names one that is public. */
  readonly isNamed: boolean;
}

function saidIn(place: Place): Said | undefined {
  const description = valueIn(place);
  const path = (name: string) => (place.path === "" ? name : `${place.path}.${name}`);
  const named = NAMED.filter((name) => elements(field(description, name)).length > 0);
  const counts = COUNTED.map((name) => ({ name, count: integer(field(description, name)) }));
  // The provider sends no count of 0, which leaves it to what comes next; 0 is none only where the cloud settled it.
  const isLeftOut = (count: unknown) =>
    count === undefined || (count === 0 && place.resource.declared !== undefined);
  const counted = counts.filter(({ count }) => !isLeftOut(count));
  if (named.length === 0 && counted.length === 0) return undefined;
  const address = named.find((name) => elements(field(description, name)).some(isPublic));
  if (address !== undefined) return { by: path(address), isNamed: true };
  const certain = counted.find(({ count }) => typeof count === "number" && count > 0);
  return { by: certain && path(certain.name), isNamed: false };
}

function isPublic(address: Value): boolean {
  if (typeof address !== "string") return false;
  const block = AddressSet.parse(address.includes("/") ? address : `${address}/128`);
  return block !== undefined && !block.intersect(PUBLIC_ADDRESSES).isEmpty;
}

/** Unique-local blocks lead nowhere: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html */
function mayBePublic(subnet: Subnet | undefined): boolean {
  const known = (subnet?.addresses ?? AddressSet.empty).inFamily(family);
  return known.isEmpty || !known.intersect(PUBLIC_ADDRESSES).isEmpty;
}
