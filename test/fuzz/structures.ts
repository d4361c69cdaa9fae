import type { Registered } from "../harness/program";
import { UNKNOWN_MARKS } from "./values";

/** A change of what surrounds a resource's values. Gives the stack anew; what is not changed stays the same object. */
export interface StructureChange {
  readonly title: string;
  alter(resources: readonly Registered[], one: Registered, other: Registered): readonly Registered[];
}

const ABSENT = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::nowhere";

const HOSTILE_NAMES = ["__proto__", "constructor", "", "::", "*", "\n", "\ud800", "n".repeat(5_000), "本番"];

function alone(title: string, alter: (one: Registered, other: Registered) => Registered): StructureChange {
  return {
    title,
    alter: (resources, one, other) => resources.map((each) => (each === one ? alter(one, other) : each)),
  };
}

const behindAll = (one: Registered, urn: string): Registered => ({
  ...one,
  dependencies: Object.fromEntries(
    Object.keys(one.inputs).map((key) => [key, [...(one.dependencies[key] ?? []), urn]]),
  ),
});

const unknownThroughout = (properties: Registered["inputs"]): Registered["inputs"] =>
  Object.fromEntries(Object.keys(properties).map((key) => [key, UNKNOWN_MARKS[2]]));

export const STRUCTURE_CHANGES: readonly StructureChange[] = [
  alone("its own parent", (one) => ({ ...one, parent: one.urn })),
  alone("an absent parent", (one) => ({ ...one, parent: ABSENT })),
  alone("no parent", (one) => ({ ...one, parent: "" })),
  alone("the other as parent", (one, other) => ({ ...one, parent: other.urn })),
  {
    title: "parents of each other",
    alter: (resources, one, other) =>
      resources.map((each) =>
        each === one ? { ...one, parent: other.urn } : each === other ? { ...other, parent: one.urn } : each,
      ),
  },
  {
    title: "dependencies of each other",
    alter: (resources, one, other) =>
      resources.map((each) =>
        each === one ? behindAll(one, other.urn) : each === other ? behindAll(other, one.urn) : each,
      ),
  },
  alone("behind each of its properties", (one) => behindAll(one, one.urn)),
  alone("an absent resource behind each property", (one) => ({
    ...one,
    dependencies: Object.fromEntries(Object.keys(one.inputs).map((key) => [key, [ABSENT]])),
  })),
  alone("the other behind each property", (one, other) => behindAll(one, other.urn)),
  alone("the other behind hostile properties", (one, other) => ({
    ...one,
    dependencies: {
      ...one.dependencies,
      constructor: [other.urn],
      toString: [other.urn],
      "": [other.urn],
    },
  })),
  alone("nothing behind its properties", (one) => ({ ...one, dependencies: {} })),
  alone("no inputs", (one) => ({ ...one, inputs: {} })),
  alone("no outputs", (one) => ({ ...one, outputs: {} })),
  alone("no outputs but its id", (one) => ({ ...one, outputs: { id: one.outputs.id ?? null } })),
  alone("neither inputs nor outputs", (one) => ({ ...one, inputs: {}, outputs: {} })),
  alone("each input and output unknown", (one) => ({
    ...one,
    inputs: unknownThroughout(one.inputs),
    outputs: unknownThroughout(one.outputs),
  })),
  alone("an absent provider", (one) => ({ ...one, provider: ABSENT })),
  alone("the other as provider", (one, other) => ({ ...one, provider: other.urn })),
  alone("the type of the other", (one, other) => ({ ...one, type: other.type })),
  ...[
    "",
    "__proto__",
    "aws:ec2/instance:Instance",
    "aws:ec2/constructor:toString",
    ":::",
    "pulumi:pulumi:Stack",
  ].map((type) => alone(`the type ${JSON.stringify(type)}`, (one) => ({ ...one, type }))),
  ...HOSTILE_NAMES.map((name) =>
    alone(`the name ${JSON.stringify(name.slice(0, 20))}`, (one) => ({
      ...one,
      name,
      urn: `${one.urn.split("::").slice(0, 3).join("::")}::${name}`,
    })),
  ),
  alone("no URN", (one) => ({ ...one, urn: "" })),
  alone("the URN of the other", (one, { urn, name }) => ({ ...one, urn, name })),
  { title: "twice", alter: (resources, one) => [...resources, { ...one }] },
  {
    title: "twice, the second time with what the other says",
    alter: (resources, one, { inputs, outputs }) => [...resources, { ...one, inputs, outputs }],
  },
  { title: "gone", alter: (resources, one) => resources.filter((each) => each !== one) },
  { title: "last", alter: (resources, one) => [...resources.filter((each) => each !== one), one] },
  { title: "in the other order", alter: (resources) => [...resources].reverse() },
];
