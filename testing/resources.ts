import * as pulumi from "@pulumi/pulumi";

/** A resource without a program. */
export interface DeclaredResource {
  /** Such as `aws:ec2/securityGroup:SecurityGroup`. */
  readonly type: string;
  readonly name: string;
  /** As a program would write them; `outputOf` stands for what another resource tells. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A property of a resource that is declared before, which is known only once that is made. */
export class OutputOf {
  constructor(
    readonly name: string,
    readonly property: string,
  ) {}
}

/**
 * Stands for what a resource of the same list tells: by default its id.
 * @param name of the resource, which must come earlier in the list
 */
export function outputOf(name: string, property = "id"): OutputOf {
  return new OutputOf(name, property);
}

/**
 * Registers resources, in their order.
 * @throws Error where an output is of no earlier resource
 */
export function registerAll(resources: readonly DeclaredResource[]): void {
  const declared = new Map<string, pulumi.CustomResource>();
  const asked = outputsIn(resources);
  for (const { type, name, inputs } of resources) {
    const outputs = [...asked]
      .filter((one) => one.name === name)
      .map(({ property }) => [property, undefined]);
    const props = { ...Object.fromEntries(outputs), ...(resolved(inputs, declared) as object) };
    declared.set(name, new PlainResource(type, name, props));
  }
}

class PlainResource extends pulumi.CustomResource {}

function outputsIn(value: unknown): Set<OutputOf> {
  if (value instanceof OutputOf) return new Set([value]);
  if (typeof value !== "object" || value === null) return new Set();
  return new Set(Object.values(value).flatMap((item) => [...outputsIn(item)]));
}

function resolved(value: unknown, declared: ReadonlyMap<string, pulumi.CustomResource>): unknown {
  if (value instanceof OutputOf) return outputFrom(value, declared);
  if (Array.isArray(value)) return value.map((item) => resolved(item, declared));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, declared)]));
}

function outputFrom(
  { name, property }: OutputOf,
  declared: ReadonlyMap<string, pulumi.CustomResource>,
): unknown {
  const resource = declared.get(name);
  if (resource === undefined) throw new Error(`outputOf("${name}"): no resource of that name comes before.`);
  return (resource as unknown as Record<string, unknown>)[property];
}
