import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import type { Network } from "../../network/network";
import { Session } from "../../network/session";
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
  const session = Session.begin(new Map());
  for (const { urn, type, name, inputs } of resources) {
    session.networkOfResource({
      urn,
      type,
      name,
      props: inputs,
      opts: {},
    } as unknown as ResourceValidationArgs);
  }
  return session.networkOfStack({ resources: seen } as StackValidationArgs);
}
