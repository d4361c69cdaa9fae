import type { PolicyResource, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { Secret } from "@pulumi/policy";
import { byUrn, Resource } from "../stack/resource";
import type { Value, Values } from "../stack/value";
import { UNKNOWN } from "../stack/value";
import { Network } from "./network";

/**
 * The door between the policy SDK and the network. Its proxy, which throws at an unknown value, is taken off here,
 * once; the engine's marks for unknown values become UNKNOWN.
 */

/** What the engine writes for an unknown boolean, number, string, array, asset, archive or object. */
const UNKNOWN_MARKS = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

type Raw = Readonly<Record<string, unknown>>;

/** The plain data behind the SDK's proxies: one that throws at unknown values, and in remediations one that keeps secrets. */
function withoutProxy(props: Raw): Raw {
  let data = props;
  while (data.__isSpecialProxy === true) data = data.__getSpecialProxyTarget as Raw;
  return data;
}

function readValue(raw: unknown): Value {
  if (typeof raw === "string") return UNKNOWN_MARKS.has(raw) ? UNKNOWN : raw;
  if (Array.isArray(raw)) return raw.map(readValue);
  if (raw instanceof Secret) return readValue(raw.value);
  return typeof raw === "object" && raw !== null ? readValues(raw as Raw) : (raw as Value);
}

function readValues(raw: Raw): Values {
  return Object.fromEntries(Object.entries(raw).map(([key, value]) => [key, readValue(value)]));
}

/**
 * The inputs the engine has shown, by URN, until the stack they belong to has been judged. It shows them to resource policies, in the process
 * that later gets the stack's outputs.
 */
const shown = { inputs: new Map<string, Values>(), version: 0, spent: false };

let latestOfResource: { readonly args: ResourceValidationArgs; readonly network: Network } | undefined;

/**
 * The network of the one resource that a resource policy gets. Its inputs are kept for the stack policies that follow, so
 * every policy that asks about stacks must ask here about each resource first.
 */
export function networkOfResource(args: ResourceValidationArgs): Network {
  if (latestOfResource !== undefined && !shown.spent && isSameResource(latestOfResource.args, args)) {
    return latestOfResource.network;
  }
  const resource = declaredResource(args);
  if (shown.spent) {
    shown.inputs.clear();
    shown.spent = false;
  }
  shown.inputs.set(resource.urn, resource.declared ?? {});
  shown.version++;
  const network = Network.ofResource(resource);
  latestOfResource = { args, network };
  return network;
}

/** A resource by its inputs alone. A remediation may change them afterwards: nothing of it is kept. */
export function declaredResource({
  urn,
  type,
  name,
  props,
  opts,
  provider,
}: ResourceValidationArgs): Resource {
  return new Resource({
    urn,
    type,
    name,
    parent: opts?.parent,
    declared: readValues(withoutProxy(props)),
    provider: provider && readValues(withoutProxy(provider.props)),
  });
}

interface Judged {
  readonly resources: readonly PolicyResource[];
  readonly version: number;
  readonly network: Network;
}

let latestOfStack: Judged | undefined;

/**
 * The network of the resources that a stack policy gets. The SDK hands every policy copies of its own, so the network is shared between policies
 * by the content of what they get.
 */
export function networkOfStack({ resources }: StackValidationArgs): Network {
  if (latestOfStack?.version === shown.version && isSameStack(latestOfStack.resources, resources)) {
    return latestOfStack.network;
  }
  if (shown.spent) shown.inputs.clear();
  shown.spent = true;
  // Registration order changes from run to run; findings and their words must not.
  const inOrder = [...resources].sort(byUrn);
  const network = Network.ofStack(inOrder.map(settledResource));
  latestOfStack = { resources, version: shown.version, network };
  return network;
}

function settledResource(resource: PolicyResource): Resource {
  const { urn, type, name, opts, parent, provider, propertyDependencies } = resource;
  return new Resource({
    urn,
    type,
    name,
    parent: parent?.urn ?? opts?.parent,
    declared: shown.inputs.get(urn),
    settled: readValues(withoutProxy(resource.props)),
    provider: provider && readValues(withoutProxy(provider.props)),
    dependencies: new Map(
      Object.entries(propertyDependencies).map(([property, behind]) => [
        property,
        behind.map((other) => other.urn),
      ]),
    ),
  });
}

function isSameStack(these: readonly PolicyResource[], those: readonly PolicyResource[]): boolean {
  return (
    these.length === those.length &&
    these.every((one, i) => {
      const other = those[i] as PolicyResource;
      return isSameResource(one, other) && isSame(dependencyUrns(one), dependencyUrns(other));
    })
  );
}

type ResourceArgs = Pick<PolicyResource, "urn" | "props" | "provider">;

function isSameResource(one: ResourceArgs, other: ResourceArgs): boolean {
  return (
    one.urn === other.urn &&
    isSame(withoutProxy(one.props), withoutProxy(other.props)) &&
    isSame(withoutProxy(one.provider?.props ?? {}), withoutProxy(other.provider?.props ?? {}))
  );
}

function dependencyUrns({ propertyDependencies }: PolicyResource): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(propertyDependencies).map(([property, behind]) => [
      property,
      behind.map(({ urn }) => urn),
    ]),
  );
}

/** Whether two trees of plain data are equal. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame((one as Raw)[key], (other as Raw)[key]))
  );
}
