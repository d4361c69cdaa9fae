import type { ResourceFacts } from "../stack/resource";
import { readWire } from "../stack/wire";

/** Properties as they travel: JSON with signed objects for the special kinds. */
export type Json = { readonly [key: string]: unknown };

/** A resource as whoever shows it holds it. */
export interface Shown {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Json;
  readonly outputs: Json;
  /** A URN; "" for none. */
  readonly parent: string;
  /** The URNs behind each property. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** What a pack is told when a resource is shown by its inputs, without a message in between. */
export function shownInputs(resource: Shown, provider?: Pick<Shown, "inputs">): ResourceFacts {
  const { values, secrets } = properties(resource.inputs);
  return { ...namesOf(resource), ...providerOf(provider), declared: values, secrets };
}

/** What a pack is told of a resource when the stack is shown. */
export function shownOutputs(resource: Shown, provider?: Pick<Shown, "inputs">): ResourceFacts {
  const { values, secrets } = properties(resource.outputs);
  const behind = Object.entries(resource.dependencies).filter(([, urns]) => urns.length > 0);
  return {
    ...namesOf(resource),
    ...providerOf(provider),
    ...{ settled: values, secrets },
    dependencies: new Map(behind),
  };
}

function namesOf({ urn, type, name, parent }: Shown) {
  return { urn, type, name, parent: parent || undefined };
}

function providerOf(provider: Pick<Shown, "inputs"> | undefined): Pick<ResourceFacts, "provider"> {
  return { provider: provider && properties(provider.inputs).values };
}

/** Without the SDK's internal keys, which the engine keeps to itself. */
function properties(json: Json) {
  const entries = Object.entries(json);
  const own = entries.filter(([key]) => !key.startsWith("__"));
  return readWire(own.length === entries.length ? json : Object.fromEntries(own));
}
