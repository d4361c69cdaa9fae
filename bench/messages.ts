import {
  AnalyzeRequest,
  AnalyzerPropertyDependencies,
  AnalyzerProviderResource,
  AnalyzerResource,
  AnalyzerResourceOptions,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Declared, PROVIDER, UNKNOWN } from "./mix";

/** As the engine shows a resource by itself. */
export function inputsOf(resource: Declared): AnalyzeRequest {
  return described(new AnalyzeRequest(), resource, resource.inputs);
}

/** As the engine shows it within the stack at a first preview: ids and what else the cloud computes are unknown. */
export function outputsOf(resource: Declared): AnalyzerResource {
  const message = described(new AnalyzerResource(), resource, {
    ...resource.inputs,
    id: UNKNOWN,
    arn: UNKNOWN,
  });
  message.setParent(resource.parent ?? "");
  message.setDependenciesList([...new Set(Object.values(resource.dependencies).flat())]);
  for (const [property, urns] of Object.entries(resource.dependencies))
    message
      .getPropertydependenciesMap()
      .set(property, new AnalyzerPropertyDependencies().setUrnsList([...urns]));
  return message;
}

function described<Message extends AnalyzeRequest | AnalyzerResource>(
  message: Message,
  { urn, type, name, parent = "" }: Declared,
  properties: Readonly<Record<string, unknown>>,
): Message {
  message.setUrn(urn);
  message.setType(type);
  message.setName(name);
  message.setOptions(new AnalyzerResourceOptions().setParent(parent));
  message.setProperties(Struct.fromJavaScript(properties as never));
  if (type.startsWith("aws:")) message.setProvider(provider);
  return message;
}

const provider = new AnalyzerProviderResource()
  .setUrn(PROVIDER)
  .setType("pulumi:providers:aws")
  .setName("default")
  .setProperties(Struct.fromJavaScript({ region: "eu-central-1", version: "7.48.0" }));
