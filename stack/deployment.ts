type Json = Readonly<Record<string, unknown>>;

/** The deployment of an exported stack, or of a checkpoint as a self-managed backend stores it; null for a stack without one, undefined for what is none. */
export function deploymentIn(content: Json): unknown {
  if ("deployment" in content) return content.deployment ?? ("version" in content ? null : undefined);
  if (isJson(content.checkpoint)) return content.checkpoint.latest ?? null;
  return "resources" in content || "manifest" in content ? content : undefined;
}

const versions: readonly unknown[] = [3, 4];

/** By what a deployment of version 4 says that it may hold. https://github.com/pulumi/pulumi/blob/master/pkg/resource/stack/deployment.go */
const known: readonly unknown[] = [
  ...["refreshBeforeUpdate", "views", "hooks", "taint", "replaceWith"],
  ...["snippets-prototype", "extensionParameterization", "byteString"],
];

/** What an exported stack or checkpoint is that nobody here can read; undefined of others. */
export function strangenessOf({ version, features }: Json): string | undefined {
  if (version !== undefined && !versions.includes(version))
    return `a state of version ${JSON.stringify(version)}; network-guard reads versions ${versions.join(" and ")}`;
  const unknown = (Array.isArray(features) ? features : []).filter((feature) => !known.includes(feature));
  if (unknown.length === 0) return undefined;
  return `a state that uses ${unknown.join(", ")}, which this version of network-guard does not know: take a newer one`;
}

/** Whether an entry is of what waits for its deletion, or has been deleted to be made anew. */
export function isGone({ delete: waits, pendingReplacement }: Json): boolean {
  return waits === true || pendingReplacement === true;
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
