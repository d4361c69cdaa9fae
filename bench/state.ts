import { type Declared, PROVIDER, UNKNOWN } from "./mix";

/** The stack as `pulumi stack export` writes it after an update, with an id for each resource. */
export function stateOf(resources: readonly Declared[]): string {
  const ids = new Map(
    resources.map(({ urn, name }, i) => [urn, `${name}-${i.toString(16).padStart(8, "0")}`]),
  );
  const stack = { urn: STACK, custom: false, type: "pulumi:pulumi:Stack" };
  const settings = { region: "eu-central-1", version: "7.48.0" };
  const provider = {
    ...{ urn: PROVIDER, custom: true, id: "provider-id", type: "pulumi:providers:aws" },
    ...{ inputs: settings, outputs: settings },
  };
  const entries = resources.map(({ urn, type, inputs, dependencies, parent }) => {
    const known = settledBy(ids, inputs, dependencies);
    const id = ids.get(urn);
    return {
      ...{ urn, custom: type.startsWith("aws:"), id, type, inputs: known },
      outputs: { ...known, id, arn: `arn:aws:shop:eu-central-1:123456789012:${id}` },
      ...{ parent: parent ?? STACK, propertyDependencies: dependencies },
      ...(type.startsWith("aws:") && { provider: `${PROVIDER}::provider-id` }),
      dependencies: [...new Set(Object.values(dependencies).flat())],
    };
  });
  return JSON.stringify({
    version: 3,
    deployment: { manifest: {}, resources: [stack, provider, ...entries] },
  });
}

const STACK = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod";

/** Inputs with the ids of the resources behind them in place of what is unknown. */
export function settledBy(
  ids: ReadonlyMap<string, string>,
  inputs: Declared["inputs"],
  dependencies: Declared["dependencies"],
): Record<string, unknown> {
  const settle = (value: unknown, behind: readonly string[]): unknown => {
    if (value === UNKNOWN) return ids.get(behind[0] ?? "") ?? "id-of-none";
    if (Array.isArray(value))
      return value.map((one, i) => settle(one, behind.slice(Math.min(i, behind.length - 1))));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, settle(inner, behind)]));
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([key, value]) => [key, settle(value, dependencies[key] ?? [])]),
  );
}
