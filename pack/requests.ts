import type * as grpc from "@grpc/grpc-js";
import { Reader } from "protobufjs/minimal";
import type { ResourceFacts } from "../stack/resource";
import type { Values } from "../stack/value";
import { readWire, type WireProperties } from "../stack/wire";

/** The service of an analyzer that may answer in bytes what it judges and mends. */
export function answeringInBytes(service: grpc.ServiceDefinition): grpc.ServiceDefinition {
  const { analyze, analyzeStack, remediate } = service;
  return {
    ...service,
    ...(analyze && { analyze: answeredInBytes(analyze) }),
    ...(analyzeStack && { analyzeStack: answeredInBytes(analyzeStack) }),
    ...(remediate && { remediate: answeredInBytes(remediate) }),
  };
}

/** The same, whose requests to judge are read off the wire. */
export function withoutMessages(service: grpc.ServiceDefinition): grpc.ServiceDefinition {
  const { analyze, analyzeStack, ...others } = answeringInBytes(service);
  return {
    ...others,
    ...(analyze && { analyze: { ...analyze, requestDeserialize: readAnalyzeRequest } }),
    ...(analyzeStack && { analyzeStack: { ...analyzeStack, requestDeserialize: readAnalyzeStackRequest } }),
  };
}

type Method = grpc.MethodDefinition<unknown, unknown>;

function answeredInBytes(method: Method): Method {
  return {
    ...method,
    responseSerialize: (answer) =>
      answer instanceof Uint8Array
        ? Buffer.from(answer.buffer, answer.byteOffset, answer.length)
        : method.responseSerialize(answer),
  };
}

/**
 * Reads `pulumirpc.AnalyzeRequest` as it comes off the wire, without the objects that the generated messages would make of every value.
 * Its fields have the numbers of `AnalyzerResource`: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto.
 */
export function readAnalyzeRequest(bytes: Uint8Array): ResourceFacts {
  return resourceIn(Reader.create(bytes), bytes.length, "declared");
}

/** Reads `pulumirpc.AnalyzeStackRequest`. */
export function readAnalyzeStackRequest(bytes: Uint8Array): ResourceFacts[] {
  const reader = Reader.create(bytes);
  const resources: ResourceFacts[] = [];
  readFields(reader, bytes.length, {
    1: () => resources.push(resourceIn(reader, endOf(reader), "settled")),
  });
  return resources;
}

type Struct = { [key: string]: unknown };

/** @param properties which ones the message holds */
function resourceIn(reader: Reader, end: number, properties: "declared" | "settled"): ResourceFacts {
  const texts = { type: "", urn: "", name: "", parent: "", ofOptions: "" };
  let read: WireProperties = { values: {}, secrets: [] };
  let provider: Values | undefined;
  const dependencies = new Map<string, string[]>();
  const into = (text: keyof typeof texts) => () => {
    texts[text] = reader.string();
  };
  readFields(reader, end, {
    1: into("type"),
    2: () => {
      read = readWire(structIn(reader, endOf(reader)));
    },
    3: into("urn"),
    4: into("name"),
    5: () => readFields(reader, endOf(reader), { 8: into("ofOptions") }),
    6: () => {
      provider = providerIn(reader, endOf(reader));
    },
    7: into("parent"),
    9: () => dependencies.set(...dependencyIn(reader)),
  });
  const { type, urn, name, parent, ofOptions } = texts;
  return {
    ...{ type, urn, name, provider, dependencies },
    parent: parent || ofOptions || undefined,
    [properties]: read.values,
    secrets: read.secrets,
  };
}

/** The inputs of a provider. */
function providerIn(reader: Reader, end: number): Values {
  let inputs: Values = {};
  readFields(reader, end, {
    2: () => {
      inputs = readWire(structIn(reader, endOf(reader))).values;
    },
  });
  return inputs;
}

/** One of a map of a property to `AnalyzerPropertyDependencies`. */
function dependencyIn(reader: Reader): [property: string, urns: string[]] {
  let property = "";
  const urns: string[] = [];
  readFields(reader, endOf(reader), {
    1: () => {
      property = reader.string();
    },
    2: () => readFields(reader, endOf(reader), { 1: () => urns.push(reader.string()) }),
  });
  return [property, urns];
}

type Fields = { readonly [number: number]: () => unknown };

/** Reads a message up to its end by what is to be done with each field; one that nobody asks for is passed over. */
function readFields(reader: Reader, end: number, fields: Fields): void {
  while (reader.pos < end) {
    const tag = reader.uint32();
    const read = fields[tag >>> 3];
    if (read === undefined) reader.skipType(tag & 7);
    else read();
  }
}

/** Where the message ends whose length comes next. */
function endOf(reader: Reader): number {
  return reader.uint32() + reader.pos;
}

/** `google.protobuf.Struct`, a map of keys to values: https://protobuf.dev/reference/protobuf/google.protobuf/#struct. */
function structIn(reader: Reader, end: number): Struct {
  const entries: [string, unknown][] = [];
  while (reader.pos < end) {
    reader.uint32();
    entries.push(entryIn(reader, endOf(reader)));
  }
  return Object.fromEntries(entries);
}

function entryIn(reader: Reader, end: number): [string, unknown] {
  let key = "";
  let value: unknown = null;
  while (reader.pos < end) {
    if (reader.uint32() >>> 3 === 1) key = reader.string();
    else value = valueIn(reader, endOf(reader));
  }
  return [key, value];
}

function valueIn(reader: Reader, end: number): unknown {
  let value: unknown = null;
  while (reader.pos < end) {
    const tag = reader.uint32();
    switch (tag >>> 3) {
      case 2:
        value = reader.double();
        break;
      case 3:
        value = reader.string();
        break;
      case 4:
        value = reader.bool();
        break;
      case 5:
        value = structIn(reader, endOf(reader));
        break;
      case 6:
        value = listIn(reader, endOf(reader));
        break;
      default:
        reader.skipType(tag & 7);
    }
  }
  return value;
}

function listIn(reader: Reader, end: number): unknown[] {
  const list: unknown[] = [];
  while (reader.pos < end) {
    reader.uint32();
    list.push(valueIn(reader, endOf(reader)));
  }
  return list;
}
