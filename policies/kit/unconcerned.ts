import type { Network } from "../../network/network";
import { Watched } from "../../network/watched";
import { Questions } from "./questions";

/**
 * The types of resources that a policy has nothing to do with. It is shown the first of each: what it decides by the type alone, having read
 * nothing else, holds for all of that type.
 */
export class Unconcerned {
  private readonly types = new Map<string, boolean>();

  /** @param ask the policy's question; answers whether it has found anything */
  constructor(private readonly ask: (alone: Network) => boolean) {}

  /** @param network of one resource */
  has(network: Network): boolean {
    const type = network.resources[0]?.type ?? "";
    let isUnconcerned = this.types.get(type);
    if (isUnconcerned === undefined) {
      const watched = Watched.of(network);
      const questions = new Questions(watched.network);
      isUnconcerned = !this.ask(questions.network) && !watched.isRead && !questions.hadAnswer;
      this.types.set(type, isUnconcerned);
    }
    return isUnconcerned;
  }
}
