import { AddressSet } from "./addresses";
import type { SetLike } from "./set";

/** Who may be at the other end: addresses, and peers known by name alone, such as security groups. */
export class Peers implements SetLike<Peers> {
  static readonly none = new Peers(AddressSet.empty, new Set());

  private constructor(
    readonly addresses: AddressSet,
    readonly names: ReadonlySet<string>,
  ) {}

  static of(addresses: AddressSet, names: Iterable<string> = []): Peers {
    return new Peers(addresses, new Set(names));
  }

  get isEmpty(): boolean {
    return this.addresses.isEmpty && this.names.size === 0;
  }

  union(other: Peers): Peers {
    return new Peers(this.addresses.union(other.addresses), new Set([...this.names, ...other.names]));
  }

  intersect(other: Peers): Peers {
    return new Peers(
      this.addresses.intersect(other.addresses),
      keep(this.names, (n) => other.names.has(n)),
    );
  }

  subtract(other: Peers): Peers {
    return new Peers(
      this.addresses.subtract(other.addresses),
      keep(this.names, (n) => !other.names.has(n)),
    );
  }

  equals(other: Peers): boolean {
    return (
      this === other ||
      (this.names.size === other.names.size &&
        keep(this.names, (n) => !other.names.has(n)).size === 0 &&
        this.addresses.equals(other.addresses))
    );
  }
}

function keep(names: ReadonlySet<string>, wanted: (name: string) => boolean): ReadonlySet<string> {
  return new Set([...names].filter(wanted));
}
