/** The type of the root of every stack, whose outputs are what the program exports. */
export const STACK_TYPE = "pulumi:pulumi:Stack";

/** What a URN is made of. https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
export interface Urn {
  readonly stack: string;
  readonly project: string;
  /** The types of its parents and its own, joined by `$`. */
  readonly types: string;
  readonly type: string;
  readonly name: string;
}

/** The parts of `urn:pulumi:<stack>::<project>::<types>::<name>`, where a name may hold `::` as well; "" for each that a text lacks. */
export function readUrn(urn: string): Urn {
  const [start = "", project = "", types = "", ...name] = urn.split("::");
  const type = types.slice(types.lastIndexOf("$") + 1);
  return { stack: start.slice("urn:pulumi:".length), project, types, type, name: name.join("::") };
}

/** The stack that a URN names, without reading the rest: it is asked for of every resource. */
export function stackNameIn(urn: string): string {
  const end = urn.indexOf("::");
  return urn.slice("urn:pulumi:".length, end < 0 ? undefined : end);
}

type StackName = Pick<Urn, "project" | "stack">;

/** The URN that the engine gives; `parent` is a URN or "". */
export function createUrn({ project, stack }: StackName, parent: string, type: string, name: string): string {
  const { types } = readUrn(parent);
  const own = types === "" || types === STACK_TYPE ? type : `${types}$${type}`;
  return `urn:pulumi:${stack}::${project}::${own}::${name}`;
}

export function stackUrn(stack: StackName): string {
  return createUrn(stack, "", STACK_TYPE, `${stack.project}-${stack.stack}`);
}

/** The URN in the reference to a provider: `<urn>::<id>`. */
export function providerUrn(reference: string): string {
  return reference.slice(0, Math.max(0, reference.lastIndexOf("::")));
}
