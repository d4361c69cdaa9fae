import { NONE } from "../../network/absences";
import type { Network } from "../../network/network";
import { Questions } from "./questions";

/**
 * The types of resources that a policy has nothing to do with. It is shown the first of each: where it asks for nothing but nouns that no resource
 * of the type has, it has nothing to say of the others.
 */
export class Unconcerned {
  private readonly types = new Map<string, boolean>();
  /** What it asked for of such a type: where another has none of these nouns either, it would ask and find the same. */
  private lacking: readonly (keyof Network)[] | undefined;

  /** @param ask the policy's question; answers whether it has found anything */
  constructor(private readonly ask: (alone: Network) => boolean) {}

  /** @param network of one resource */
  has(network: Network): boolean {
    const type = network.resources[0]?.type ?? "";
    let isUnconcerned = this.types.get(type);
    if (isUnconcerned === undefined) {
      isUnconcerned = this.lacking?.every((noun) => network[noun] === NONE) ?? false;
      isUnconcerned ||= this.hasNothingToSay(network);
      this.types.set(type, isUnconcerned);
    }
    return isUnconcerned;
  }

  private hasNothingToSay(network: Network): boolean {
    const questions = new Questions(network);
    const isUnconcerned = !this.ask(questions.network) && questions.areOfTypeAlone;
    if (isUnconcerned) this.lacking = questions.lacking;
    return isUnconcerned;
  }
}
