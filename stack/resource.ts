import type { Value, Values } from "./value";
import { field, UNKNOWN } from "./value";

/** What the engine tells of one resource. */
export interface ResourceFacts {
  readonly urn: string;
  readonly type: string;
  /** The logical name, the last part of the URN. */
  readonly name: string;
  /** The inputs: what the program declared. Undefined where the engine did not show them. */
  readonly declared?: Values | undefined;
  /** The outputs: what the cloud settled, or at a preview what the provider expects. */
  readonly settled?: Values | undefined;
  readonly parent?: string | undefined;
  /** The URNs of the resources behind each property. */
  readonly dependencies?: ReadonlyMap<string, readonly string[]> | undefined;
  /** The inputs of its provider. */
  readonly provider?: Values | undefined;
  /** What of the properties is secret. */
  readonly secrets?: readonly (string | number)[];
  /** Whether it is of another stack, which stands beside the one that is judged. */
  readonly isContext?: boolean | undefined;
}

const NO_DEPENDENCIES: ReadonlyMap<string, readonly string[]> = new Map();

/**
 * A resource of the stack, declared and settled side by side: what a program left out and what is not known yet look alike in outputs alone.
 */
export class Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly declared: Values | undefined;
  readonly settled: Values | undefined;
  readonly parent: string | undefined;
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
  readonly provider: Values;
  /** Whether it is of another stack than the one that is judged: nothing is found on it. */
  readonly isContext: boolean;

  constructor(facts: ResourceFacts) {
    this.urn = facts.urn;
    this.type = facts.type;
    this.name = facts.name;
    this.declared = facts.declared;
    this.settled = facts.settled;
    this.parent = facts.parent;
    this.dependencies = facts.dependencies ?? NO_DEPENDENCIES;
    this.provider = facts.provider ?? {};
    this.isContext = facts.isContext ?? false;
  }

  /**
   * What the program says of a property, else what the cloud settled. Undefined where the program left it out and
   * the cloud has not settled it yet.
   */
  get(property: string): Value {
    const declared = field(this.declared, property);
    if (declared !== undefined && declared !== UNKNOWN) return declared;
    const settled = field(this.settled, property);
    if (declared === UNKNOWN) return settled === undefined ? UNKNOWN : settled;
    return settled === UNKNOWN && this.declared !== undefined ? undefined : settled;
  }

  /** What the program itself says of a property; where the engine showed no inputs, what the cloud settled. */
  getDeclared(property: string): Value {
    return field(this.declared ?? this.settled, property);
  }

  /** What the cloud settled of a property, which the program may have left to it. */
  getSettled(property: string): Value {
    return field(this.settled, property);
  }

  /** The resource as its own inputs alone show it, which is all a resource policy sees. */
  alone(): Resource {
    const { urn, type, name, parent, provider } = this;
    return new Resource({ urn, type, name, parent, provider, declared: this.declared ?? this.settled });
  }

  /** How people find it: the type's last part and the logical name. */
  get title(): string {
    return titleOf(this.type, this.name);
  }
}

/** Such as `Instance web`. */
export function titleOf(type: string, name: string): string {
  return `${type.split(":").at(-1)} ${name}`;
}

/** Sorts by URN: the one order of resources that does not change from run to run. */
export function byUrn(one: { readonly urn: string }, other: { readonly urn: string }): number {
  return one.urn < other.urn ? -1 : one.urn > other.urn ? 1 : 0;
}
