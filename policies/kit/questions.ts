import type { ResourceValidationArgs } from "@pulumi/policy";
import type { Network } from "../../network/network";

/** The network of one resource, and whether it had anything to say of what it was asked. */
export class Questions {
  hadAnswer = false;
  readonly network: Network;

  constructor(network: Network) {
    this.network = new Proxy(network, {
      get: (target, property) => {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== "function") return this.heard(value);
        return (...args: unknown[]) => this.heard(Reflect.apply(value, target, args));
      },
    });
  }

  private heard(answer: unknown): unknown {
    this.hadAnswer ||=
      Array.isArray(answer) && answer.some((noun) => noun?.resource !== undefined || noun?.urn !== undefined);
    return answer;
  }
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
