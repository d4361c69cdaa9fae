import type { ResourceValidationArgs } from "@pulumi/policy";
import { NONE } from "../../network/absences";
import { MEMBERS, type Network } from "../../network/network";

/** The network of one resource, and whether it had anything to say of what it was asked. */
export class Questions {
  hadAnswer = false;
  /** Whether all that was asked for is what no resource of its type has. */
  areOfTypeAlone = true;
  readonly network: Network;

  constructor(network: Network) {
    this.network = new Asked(network, this) as object as Network;
  }

  heard(answer: unknown, isOfType: boolean): unknown {
    if (answer === NONE) return answer;
    this.areOfTypeAlone &&= isOfType && !hasResource(answer);
    this.hadAnswer ||= hasResource(answer);
    return answer;
  }
}

/** Answers as a network does, and lets what is asked be heard. */
class Asked {
  constructor(
    private readonly target: Network,
    private readonly questions: Questions,
  ) {}

  // Not by a proxy, which takes longer than most answers.
  static {
    for (const name of MEMBERS)
      Object.defineProperty(Asked.prototype, name, {
        get(this: Asked) {
          const { target, questions } = this;
          const value = target[name] as unknown;
          if (typeof value !== "function") return questions.heard(value, name === "isWhole");
          return (...args: unknown[]) => questions.heard(value.apply(target, args), name === "resourcesOf");
        },
      });
  }
}

function hasResource(answer: unknown): boolean {
  return (
    Array.isArray(answer) && answer.some((noun) => noun?.resource !== undefined || noun?.urn !== undefined)
  );
}

/** Why a policy does not apply to resources of a type. */
export function unconcernedBy(type: string): string {
  return `It does not concern ${type}.`;
}

export function endUnconcerned({ type, notApplicable }: ResourceValidationArgs): never {
  return endWithoutStack(() => notApplicable(unconcernedBy(type)));
}

/** The SDK ends a policy by an error. Its stack, which nobody reads, would take longer than all the rest. */
export function endWithoutStack(end: () => never): never {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return end();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
