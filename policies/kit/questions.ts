import type { ResourceValidationArgs } from "@pulumi/policy";
import { NONE } from "../../network/absences";
import { MEMBERS, METHODS, type Network } from "../../network/network";

/** The network of one resource, and whether it had anything to say of what it was asked. */
export class Questions {
  hadAnswer = false;
  /** Whether all that was asked for is what no resource of its type has. */
  areOfTypeAlone = true;
  /** The nouns that were asked for, where no resource of the type has any of them; undefined where anything else was asked. */
  lacking: (keyof Network)[] | undefined = [];
  readonly network: Network;

  constructor(network: Network) {
    this.network = new Asked(network, this) as object as Network;
  }

  heard(name: keyof Network, answer: unknown): unknown {
    if (answer === NONE) {
      this.lacking?.push(name);
      return answer;
    }
    if (name === "isWhole") return answer;
    this.lacking = undefined;
    // Nothing more is to be learnt: 1 % of judging.
    if (this.hadAnswer && !this.areOfTypeAlone) return answer;
    const isOfResource = hasResource(answer);
    this.areOfTypeAlone &&= name === "resourcesOf" && !isOfResource;
    this.hadAnswer ||= isOfResource;
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
          return this.questions.heard(name, this.target[name]);
        },
      });
    for (const name of METHODS)
      Object.defineProperty(Asked.prototype, name, {
        value(this: Asked, ...args: never[]) {
          const ask = this.target[name] as (...args: never[]) => unknown;
          return this.questions.heard(name, ask.apply(this.target, args));
        },
      });
  }
}

function hasResource(answer: unknown): boolean {
  return (
    Array.isArray(answer) && answer.some((noun) => noun?.resource !== undefined || noun?.urn !== undefined)
  );
}

/** Ends a policy by the SDK's error, whose stack, which nobody reads, would take longer than all the rest. */
export function endUnconcerned({ notApplicable }: ResourceValidationArgs): never {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return notApplicable();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
