import { createUrn } from "../../stack/urn";
import { type Properties, secret, unknown } from "../properties";
import type { RegisteredResource } from "../resource";
import type { StackName } from "../stack-name";
import { type Config, valuesOf } from "./config";

export const providerPrefix = "pulumi:providers:";

/** Resources of these packages are the engine's own and have no provider. */
const builtIn = new Set(["pulumi"]);

export const noOptions = {
  external: false,
  protect: false,
  ignoreChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
  customTimeouts: { create: 0, update: 0, delete: 0, read: 0 },
};

/** The package that provides a type, if any does. */
export function providerPackageOf(type: string): string | undefined {
  const name = type.split(":")[0] ?? "";
  return type.startsWith(providerPrefix) || builtIn.has(name) ? undefined : name;
}

/** The provider that the engine makes for resources that name none: configured by the stack, in the namespace of the package. */
export function defaultProvider(
  stack: StackName,
  config: Config,
  packageName: string,
  version: string,
): RegisteredResource {
  const type = providerPrefix + packageName;
  const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
  const inputs: Properties = version ? { version } : {};
  for (const [key, value] of valuesOf(config, packageName)) {
    inputs[key] = config.secretKeys.has(`${packageName}:${key}`)
      ? secret(value.includes(unknown) ? unknown : value)
      : value;
  }
  return {
    ...noOptions,
    urn: createUrn(stack, "", type, name),
    type,
    inputs,
    outputs: inputs,
    parent: "",
    provider: "",
    dependencies: [],
    propertyDependencies: {},
  };
}
