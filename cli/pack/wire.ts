import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { readUrn } from "../../stack/urn";
import { type Properties, reduced, withoutInternalKeys } from "../properties";
import type { RegisteredResource } from "../resource";
import { toStruct } from "../struct";

function optionsOf(resource: RegisteredResource): AnalyzerResourceOptions {
  const { create, update, delete: deletion, read } = resource.customTimeouts;
  const timeouts = new AnalyzerResourceOptions.CustomTimeouts()
    .setCreate(create)
    .setUpdate(update)
    .setDelete(deletion);
  // The oldest SDKs in range know no time for reads.
  timeouts.setRead?.(read);
  return new AnalyzerResourceOptions()
    .setProtect(resource.protect)
    .setIgnorechangesList(resource.ignoreChanges)
    .setDeletebeforereplace(resource.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(resource.deleteBeforeReplace !== undefined)
    .setAdditionalsecretoutputsList(resource.additionalSecretOutputs)
    .setAliasesList(resource.aliases)
    .setCustomtimeouts(timeouts)
    .setParent(resource.parent);
}

const shown = (properties: Properties) => toStruct(withoutInternalKeys(reduced(properties)));

function providerOf(provider: RegisteredResource | undefined): AnalyzerProviderResource | undefined {
  return (
    provider &&
    new AnalyzerProviderResource()
      .setUrn(provider.urn)
      .setType(provider.type)
      .setName(readUrn(provider.urn).name)
      .setProperties(shown(provider.inputs))
  );
}

/** One resource with its inputs. Unlike the policies that judge, those that mend see the SDK's internal keys too. */
export function analyzeRequest(
  resource: RegisteredResource,
  provider: RegisteredResource | undefined,
  { internalKeys }: { internalKeys: boolean },
): AnalyzeRequest {
  return new AnalyzeRequest()
    .setUrn(resource.urn)
    .setType(resource.type)
    .setName(readUrn(resource.urn).name)
    .setProperties(internalKeys ? toStruct(reduced(resource.inputs)) : shown(resource.inputs))
    .setOptions(optionsOf(resource))
    .setProvider(providerOf(provider));
}

/** One resource of a whole stack, with its outputs. */
export function analyzerResource(
  resource: RegisteredResource,
  provider: RegisteredResource | undefined,
): AnalyzerResource {
  const message = new AnalyzerResource()
    .setUrn(resource.urn)
    .setType(resource.type)
    .setName(readUrn(resource.urn).name)
    .setProperties(shown(resource.outputs))
    .setOptions(optionsOf(resource))
    .setProvider(providerOf(provider))
    .setParent(resource.parent)
    .setDependenciesList(resource.dependencies);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length === 0) continue;
    message.getPropertydependenciesMap().set(property, new AnalyzerPropertyDependencies().setUrnsList(urns));
  }
  return message;
}
