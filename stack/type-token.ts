/**
 * Whether a text has the form of a resource's type token, such as `aws:ec2/instance:Instance` or `kubernetes:core/v1:Pod`. A token of
 * the AWS provider names its resource twice, so that most slips show: `aws:ec2/instnace:Instance` is none.
 */
export function isTypeToken(text: string): boolean {
  const [, provider, submodule, name] = /^([a-z][\w-]*):[\w.-]*(?:\/([\w.]+))?:([A-Z]\w*)$/.exec(text) ?? [];
  if (provider !== "aws") return name !== undefined;
  return submodule?.toLowerCase() === name?.toLowerCase();
}

/** The package that a type token names, such as `aws`. */
export function packageOf(type: string): string {
  return type.split(":")[0] ?? "";
}
