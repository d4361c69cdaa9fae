import { Network } from "./network";

/** The network of one resource, and whether anybody has read more of it than the resource's type. */
export class Watched {
  isRead = false;
  readonly network: Network;

  private static readonly unread = new WeakMap<Network, Watched>();

  /** A network that nobody has read more of yet: whoever asks next finds the nouns that whoever asked before made of the type alone. */
  static of(network: Network): Watched {
    const known = Watched.unread.get(network);
    if (known?.isRead === false) return known;
    const watched = new Watched(network);
    Watched.unread.set(network, watched);
    return watched;
  }

  private constructor({ resources: [resource], stack }: Network) {
    this.network = Network.ofResource(this.watch(Object(resource), ["type"]), this.watch(stack.tags));
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
