type Json = Readonly<Record<string, unknown>>;

/** The deployment of an exported stack, or of a checkpoint as a self-managed backend stores it; null for a stack without one, undefined for what is none. */
export function deploymentIn(content: Json): unknown {
  if ("deployment" in content) return content.deployment ?? ("version" in content ? null : undefined);
  if (isJson(content.checkpoint)) return content.checkpoint.latest ?? null;
  return "resources" in content || "manifest" in content ? content : undefined;
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
