import { AddressSet, type Family } from "../../algebra/addresses";
import { unionAll } from "../../algebra/set";
import { leadsAlike, type SameNat } from "./route-table";
import type { Subnet } from "./subnet";

/** Subnets of which it does not matter which is meant, such as those that a component makes for each zone. */
export class AlikeSubnets {
  /** Those that stand for several, by the keys of these. */
  private readonly joined = new Map<string, Subnet>();

  constructor(private readonly isSameNat: SameNat = () => false) {}

  isAlike(one: Subnet | undefined, other: Subnet): boolean {
    return isAlike(one, other, this.isSameNat);
  }

  /** What stands for whichever of several is meant, where all are known and alike. */
  standIn(possible: readonly (Subnet | undefined)[]): readonly Subnet[] | undefined {
    const [first] = possible;
    if (first === undefined || !possible.every((one) => this.isAlike(one, first))) return undefined;
    return [this.anyOf(possible as [Subnet, ...Subnet[]])];
  }

  /** One with an address of any of them. */
  private anyOf(some: readonly [Subnet, ...Subnet[]]): Subnet {
    const [first] = some;
    const key = some.map((one) => one.key).join(" ");
    const known = this.joined.get(key) ?? {
      ...first,
      key,
      title: `${first.title} or one like it`,
      addresses: unionAll(
        FAMILIES.flatMap((family) => {
          const parts = some.map((one) => one.addresses.inFamily(family));
          return parts.some(({ isEmpty }) => isEmpty) ? [] : parts;
        }),
        AddressSet.empty,
      ),
      isAnyOf: true,
    };
    this.joined.set(key, known);
    return known;
  }
}

const FAMILIES: readonly Family[] = ["IPv4", "IPv6"];

/** Whether the packets of two subnets get through the same. */
export function isAlike(one: Subnet | undefined, other: Subnet, isSameNat: SameNat = () => false): boolean {
  return (
    one !== undefined &&
    one.vpc === other.vpc &&
    leadsAlike(one.routeTable, other.routeTable, isSameNat) &&
    one.networkAcl === other.networkAcl &&
    one.givesIpv4 === other.givesIpv4 &&
    one.givesIpv6 === other.givesIpv6 &&
    one.isClosedToInternet === other.isClosedToInternet &&
    String(one.unroutedFamilies) === String(other.unroutedFamilies) &&
    String(one.divertedFamilies) === String(other.divertedFamilies)
  );
}
