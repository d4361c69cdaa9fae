import type { SetLike } from "./set";

/**
 * A set of names: those listed or, as nobody can list all there are, every name but those listed.
 * Iterating gives the listed names of the former, and nothing of the latter.
 */
export class Names implements SetLike<Names> {
  static readonly none = new Names(new Set(), false);
  static readonly all = new Names(new Set(), true);

  private constructor(
    private readonly listed: ReadonlySet<string>,
    /** Whether it is every name but those listed. */
    readonly isAllBut: boolean,
  ) {}

  static of(names: Iterable<string>): Names {
    return Names.made(new Set(names), false);
  }

  private static made(listed: ReadonlySet<string>, isAllBut: boolean): Names {
    if (listed.size === 0) return isAllBut ? Names.all : Names.none;
    return new Names(listed, isAllBut);
  }

  get isEmpty(): boolean {
    return this.listed.size === 0 && !this.isAllBut;
  }

  has(name: string): boolean {
    return this.listed.has(name) !== this.isAllBut;
  }

  /** Whether some name is in both. */
  meets(other: Names): boolean {
    if (this.isAllBut && other.isAllBut) return true;
    const [finite, mask] = this.isAllBut ? [other, this] : [this, other];
    for (const name of finite.listed) if (mask.has(name)) return true;
    return false;
  }

  *[Symbol.iterator](): Iterator<string> {
    if (!this.isAllBut) yield* this.listed;
  }

  union(other: Names): Names {
    if (other.isEmpty) return this;
    if (this.isEmpty) return other;
    if (this.isAllBut) return Names.made(without(this.listed, other), true);
    if (other.isAllBut) return Names.made(without(other.listed, this), true);
    return Names.made(new Set([...this.listed, ...other.listed]), false);
  }

  intersect(other: Names): Names {
    if (this.isAllBut && other.isAllBut) {
      return Names.made(new Set([...this.listed, ...other.listed]), true);
    }
    const [finite, mask] = this.isAllBut ? [other, this] : [this, other];
    return Names.made(within(finite.listed, mask), false);
  }

  subtract(other: Names): Names {
    return other.isEmpty ? this : this.intersect(new Names(other.listed, !other.isAllBut));
  }

  equals(other: Names): boolean {
    return (
      this === other ||
      (this.isAllBut === other.isAllBut &&
        this.listed.size === other.listed.size &&
        [...this.listed].every((name) => other.listed.has(name)))
    );
  }
}

function within(names: ReadonlySet<string>, mask: Names): ReadonlySet<string> {
  return new Set([...names].filter((name) => mask.has(name)));
}

function without(names: ReadonlySet<string>, mask: Names): ReadonlySet<string> {
  return new Set([...names].filter((name) => !mask.has(name)));
}
