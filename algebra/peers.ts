import { AddressSet } from "./addresses";
import { Names } from "./names";
import type { SetLike } from "./set";

/** Who may be at the other end: addresses, and peers known by name alone, such as security groups. */
export class Peers implements SetLike<Peers> {
  static readonly none = new Peers(AddressSet.empty, Names.none);
  static readonly all = new Peers(AddressSet.all, Names.all);

  private constructor(
    readonly addresses: AddressSet,
    readonly names: Names,
  ) {}

  static of(addresses: AddressSet, names: Iterable<string> = Names.none): Peers {
    return new Peers(addresses, names instanceof Names ? names : Names.of(names));
  }

  get isEmpty(): boolean {
    return this.addresses.isEmpty && this.names.isEmpty;
  }

  union(other: Peers): Peers {
    return new Peers(this.addresses.union(other.addresses), this.names.union(other.names));
  }

  intersect(other: Peers): Peers {
    return new Peers(this.addresses.intersect(other.addresses), this.names.intersect(other.names));
  }

  subtract(other: Peers): Peers {
    return new Peers(this.addresses.subtract(other.addresses), this.names.subtract(other.names));
  }

  equals(other: Peers): boolean {
    return this === other || (this.names.equals(other.names) && this.addresses.equals(other.addresses));
  }
}
