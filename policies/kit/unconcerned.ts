import type { Network } from "../../network/network";
import { Questions } from "./questions";

/**
 * The types of resources that a policy has nothing to do with. It is shown the first of each: where it asks for nothing but nouns that no resource
 * of the type has, it has nothing to say of the others.
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
      const questions = new Questions(network);
      isUnconcerned = !this.ask(questions.network) && questions.areOfTypeAlone;
      this.types.set(type, isUnconcerned);
    }
    return isUnconcerned;
  }
}
