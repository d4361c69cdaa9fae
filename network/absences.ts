import { Stack } from "../stack/stack";

/** What stands in place of nouns that no resource of a type has. */
export const NONE: readonly never[] = [];

/** Nouns by their names, each read of a stack when it is first asked for. */
type Nouns = Readonly<Record<string, readonly unknown[]>>;

/**
 * The nouns that no resource of a type has, whatever else it says. Each is first read of a resource that is watched: where that has none,
 * and has told no more than its type, no other of the type has any.
 */
export class Absences {
  private readonly known = new Map<string, boolean>();
  private watched: Watched | undefined;

  constructor(private readonly nounsOf: (stack: Stack) => Nouns) {}

  /** @param stack of one resource of the type */
  has(noun: string, stack: Stack): boolean {
    let isAbsent = this.known.get(noun);
    if (isAbsent === undefined) {
      // One that is read already finds the nouns that whoever asked before made.
      if (this.watched?.isRead !== false) this.watched = new Watched(stack, this.nounsOf);
      isAbsent = this.watched.nouns[noun]?.length === 0 && !this.watched.isRead;
      this.known.set(noun, isAbsent);
    }
    return isAbsent;
  }
}

/** The nouns of one resource, and whether anybody has read more of it than its type. */
class Watched {
  isRead = false;
  readonly nouns: Nouns;

  constructor({ resources: [resource], tags }: Stack, nounsOf: (stack: Stack) => Nouns) {
    this.nouns = nounsOf(new Stack([this.watch(Object(resource), ["type"])], this.watch(tags)));
    // To be found by its type it is read as well.
    this.isRead = false;
  }

  private watch<Target extends object>(target: Target, unnoticed: readonly PropertyKey[] = []): Target {
    return new Proxy(target, {
      get: (_, property) => {
        this.isRead ||= !unnoticed.includes(property);
        const value = Reflect.get(target, property, target);
        return typeof value === "function" ? value.bind(target) : value;
      },
      ownKeys: () => {
        this.isRead = true;
        return Reflect.ownKeys(target);
      },
    });
  }
}
