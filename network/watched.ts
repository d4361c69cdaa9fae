import { Network } from "./network";

/** The network of one resource, and whether anybody has read more of it than the resource's type. */
export class Watched {
  isRead = false;
  readonly network: Network;

  constructor({ resources: [resource], stack }: Network) {
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
