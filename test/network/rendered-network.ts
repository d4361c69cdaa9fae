import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { networkOfResource, networkOfStack } from "../../network/engine";
import type { Network } from "../../network/network";
import type { Registered } from "../harness/program";

/** The network of resources as the engine shows them: the inputs of each, then the outputs of all. */
export function networkOf(resources: readonly Registered[]): Network {
  const seen = resources.map(
    ({ urn, type, name, outputs, dependencies }) =>
      ({
        urn,
        type,
        name,
        props: outputs,
        opts: {},
        propertyDependencies: Object.fromEntries(
          Object.entries(dependencies).map(([property, urns]) => [
            property,
            urns.map((one) => ({ urn: one })),
          ]),
        ),
      }) as unknown as PolicyResource,
  );
  for (const { urn, type, name, inputs } of resources) {
    networkOfResource({ urn, type, name, props: inputs, opts: {} } as unknown as ResourceValidationArgs);
  }
  return networkOfStack({ resources: seen } as StackValidationArgs);
}
