export const stackType = "pulumi:pulumi:Stack";

export interface StackName {
  organization: string;
  project: string;
  stack: string;
}

/** The parent types and its own, joined by `$`. */
function qualifiedType(urn: string): string {
  return urn.split("::")[2] ?? "";
}

export function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The URN that the engine gives; `parent` is a URN or "". */
export function createUrn({ project, stack }: StackName, parent: string, type: string, name: string): string {
  const parentType = qualifiedType(parent);
  const types = parentType === "" || parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${types}::${name}`;
}

export function stackUrn(stack: StackName): string {
  return createUrn(stack, "", stackType, `${stack.project}-${stack.stack}`);
}

/** The stack of a URN, which does not tell the organization. */
export function stackOf(urn: string): { project: string; stack: string } {
  const [stack = "", project = ""] = urn.split("::");
  return { project, stack: stack.slice("urn:pulumi:".length) };
}
