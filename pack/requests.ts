import type * as grpc from "@grpc/grpc-js";
import { Reader } from "protobufjs/minimal";
import { remembered } from "../stack/remembered";
import type { ResourceFacts } from "../stack/resource";
import { SIGNATURE } from "../stack/signatures";
import { isUnknownMark, UNKNOWN, type Values } from "../stack/value";
import { readWire, type WireProperties, withoutNulls } from "../stack/wire";

/** The service of an analyzer that may answer in bytes what it judges and mends, and is asked in bytes what it mends. */
export function answeringInBytes(service: grpc.ServiceDefinition): grpc.ServiceDefinition {
  const { analyze, analyzeStack, remediate } = service;
  return {
    ...service,
    ...(analyze && { analyze: answeredInBytes(analyze) }),
    ...(analyzeStack && { analyzeStack: answeredInBytes(analyzeStack) }),
    ...(remediate && { remediate: { ...answeredInBytes(remediate), requestDeserialize: (bytes) => bytes } }),
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
    responseSerialize: (answer) => (Buffer.isBuffer(answer) ? answer : method.responseSerialize(answer)),
  };
}

/**
 * Reads `pulumirpc.AnalyzeRequest` as it comes off the wire, without the objects that the generated messages would make of every value.
 * Its fields have the numbers of `AnalyzerResource`: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/analyzer.proto.
 */
export function readAnalyzeRequest(bytes: Uint8Array): ResourceFacts {
  return new RequestReader(bytes).resource(bytes.length, "declared");
}

/** Reads `pulumirpc.AnalyzeStackRequest`. */
export function readAnalyzeStackRequest(bytes: Uint8Array): ResourceFacts[] {
  const reader = new RequestReader(bytes);
  const resources: ResourceFacts[] = [];
  reader.fields(bytes.length, (field) => {
    if (field === 1) resources.push(reader.resource(reader.end(), "settled"));
    return field === 1;
  });
  return resources;
}

const NO_SECRETS: WireProperties["secrets"] = [];
const NO_PROPERTIES: WireProperties = { values: {}, secrets: NO_SECRETS };

type Struct = { [key: string]: unknown };

class RequestReader {
  private readonly reader: Reader;
  /** Whether an object with a signature stands in the properties that are read. */
  private isSigned = false;
  /** The provider that came before, which most often comes again. */
  private static provider: { readonly bytes: Uint8Array; readonly inputs: Values } | undefined;

  constructor(private readonly bytes: Uint8Array) {
    this.reader = Reader.create(bytes);
  }

  /**
   * Reads a message up to its end.
   * @param read reads a field of a number, and answers whether it has; one that nobody reads is passed over
   */
  fields(end: number, read: (field: number) => boolean): void {
    const { reader } = this;
    while (reader.pos < end) {
      const tag = reader.uint32();
      if (!read(tag >>> 3)) reader.skipType(tag & 7);
    }
  }

  /** Where the message ends whose length comes next. */
  end(): number {
    return this.reader.uint32() + this.reader.pos;
  }

  /** @param properties which ones the message holds */
  resource(end: number, properties: "declared" | "settled"): ResourceFacts {
    const { reader } = this;
    let type = "";
    let urn = "";
    let name = "";
    let parent = "";
    let ofOptions = "";
    let read = NO_PROPERTIES;
    let provider: Values | undefined;
    const dependencies = new Map<string, string[]>();
    this.fields(end, (field) => {
      if (field === 1) type = oneTextOf(reader.string());
      else if (field === 2) read = this.properties();
      else if (field === 3) urn = reader.string();
      else if (field === 4) name = reader.string();
      else if (field === 5) ofOptions = this.parentIn(this.end());
      else if (field === 6) provider = this.providerIn(this.end());
      else if (field === 7) parent = reader.string();
      else if (field === 9) dependencies.set(...this.dependency());
      else return false;
      return true;
    });
    const { values, secrets } = read;
    const above = parent || ofOptions || undefined;
    // Spelt out: objects that are spread into others are of as many shapes as there are of them, and slow to read.
    return properties === "declared"
      ? { type, urn, name, parent: above, provider, dependencies, secrets, declared: values }
      : { type, urn, name, parent: above, provider, dependencies, secrets, settled: values };
  }

  /** The properties that come next. What holds no signature is read already. */
  private properties(): WireProperties {
    this.isSigned = false;
    const values = this.struct(this.end());
    return this.isSigned ? readWire(values) : { values: values as Values, secrets: NO_SECRETS };
  }

  /** The parent in a resource's options. */
  private parentIn(end: number): string {
    let parent = "";
    this.fields(end, (field) => {
      if (field === 8) parent = this.reader.string();
      return field === 8;
    });
    return parent;
  }

  /** The inputs of a provider. */
  private providerIn(end: number): Values {
    const bytes = this.bytes.subarray(this.reader.pos, end);
    const before = RequestReader.provider;
    if (before !== undefined && Buffer.compare(before.bytes, bytes) === 0) {
      this.reader.pos = end;
      return before.inputs;
    }
    let inputs: Values = {};
    this.fields(end, (field) => {
      if (field === 2) inputs = this.properties().values;
      return field === 2;
    });
    // Without the message around it.
    RequestReader.provider = { bytes: Uint8Array.from(bytes), inputs };
    return inputs;
  }

  /** One of a map of a property to `AnalyzerPropertyDependencies`. */
  private dependency(): [property: string, urns: string[]] {
    let property = "";
    const urns: string[] = [];
    const readUrn = (field: number) => {
      if (field === 1) urns.push(this.reader.string());
      return field === 1;
    };
    this.fields(this.end(), (field) => {
      if (field === 1) property = this.reader.string();
      else if (field === 2) this.fields(this.end(), readUrn);
      else return false;
      return true;
    });
    return [property, urns];
  }

  /** `google.protobuf.Struct`, a map of keys to values: https://protobuf.dev/reference/protobuf/google.protobuf/#struct. */
  private struct(end: number): Struct {
    const { reader } = this;
    const struct: Struct = {};
    let isSignature = false;
    let hasNull = false;
    while (reader.pos < end) {
      reader.uint32();
      const endOfEntry = this.end();
      let key = "";
      let value: unknown = null;
      while (reader.pos < endOfEntry) {
        if (reader.uint32() >>> 3 === 1) key = reader.string();
        else value = this.value(this.end());
      }
      // Assigned, it would become the prototype.
      if (key === "__proto__") Object.defineProperty(struct, key, { ...OWN, value });
      else struct[key] = value;
      hasNull ||= value === null;
      isSignature ||= key === SIGNATURE;
    }
    this.isSigned ||= isSignature;
    // What stands under a signature is read later.
    return hasNull && !isSignature ? withoutNulls(struct) : struct;
  }

  private value(end: number): unknown {
    const { reader } = this;
    let value: unknown = null;
    while (reader.pos < end) {
      const tag = reader.uint32();
      switch (tag >>> 3) {
        case 2:
          value = reader.double();
          break;
        case 3:
          value = reader.string();
          if (isUnknownMark(value as string)) value = UNKNOWN;
          break;
        case 4:
          value = reader.bool();
          break;
        case 5:
          value = this.struct(this.end());
          break;
        case 6:
          value = this.list(this.end());
          break;
        default:
          reader.skipType(tag & 7);
      }
    }
    return value;
  }

  private list(end: number): unknown[] {
    const list: unknown[] = [];
    while (this.reader.pos < end) {
      this.reader.uint32();
      list.push(this.value(this.end()));
    }
    return list;
  }
}

/** Tables are looked up by types again and again: one text for all resources of a type is found faster than as many. */
const oneTextOf = remembered((type) => type);

const OWN = { configurable: true, enumerable: true, writable: true };
