import { isDeepStrictEqual } from "node:util";
import * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { type Account, emptyAccount } from "./account";
import {
  answer,
  hash,
  idOf,
  isObject,
  isUnknown,
  marked,
  type Origin,
  type Properties,
  planned,
  settled,
  typingsOf,
  UNKNOWN,
  withDefaults,
  withoutTypings,
} from "./cloud";

/** The packages of a program whose providers are played here. */
const PACKAGES = ["aws", "alicloud", "aws-native"];

/** Providers that stand in for those of clouds, and the account in which they make resources. */
export interface StandIn {
  /** By package and port, as the engine's variable PULUMI_DEBUG_PROVIDERS takes them. */
  readonly addresses: string;
  stop(): void;
}

/**
 * Serves from this process what the engine would start a process for, for every provider of a program and for every operation.
 * @param others packages whose providers echo what programs say
 */
export async function standIn(others: readonly string[] = []): Promise<StandIn> {
  const account = emptyAccount();
  const servers = [...PACKAGES, ...others].map((name) => ({ name, server: new grpc.Server() }));
  const ports = servers.map(({ name, server }) => {
    server.addService(ResourceProviderService, provider(name, account));
    return new Promise<string>((listening, failed) =>
      server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) =>
        error ? failed(error) : listening(`${name}:${port}`),
      ),
    );
  });
  const addresses = (await Promise.all(ports)).join();
  return {
    addresses,
    stop: () => {
      for (const { server } of servers) server.forceShutdown();
    },
  };
}

/**
 * Accepts every input, leaves unknown at preview what the cloud would compute, and settles it at the update. Like the real one it names what has no
 * name, and merges the provider's default tags into `tagsAll`, before policies see a resource's inputs.
 */
function provider(name: string, account: Account): grpc.UntypedServiceImplementation {
  withoutTypings(name);
  return { ...toldOf(name), ...checking(), ...making(account) };
}

/** Of a package that is not installed here, resources are what programs say of them. */
const toldOf = (name: string): grpc.UntypedServiceImplementation => ({
  attach: unary(() => new Empty()),

  getPluginInfo: unary(() => {
    const response = new plugin.PluginInfo();
    response.setVersion(typingsOf(name).version);
    return response;
  }),

  getSchema: unary(() => {
    const response = new messages.GetSchemaResponse();
    response.setSchema(JSON.stringify({ name, version: typingsOf(name).version }));
    return response;
  }),

  invoke: unary((request: messages.InvokeRequest) => {
    const response = new messages.InvokeResponse();
    response.setReturn(write(answer(request.getTok(), read(request.getArgs()))));
    return response;
  }),

  cancel: unary(() => new Empty()),
});

function checking(): grpc.UntypedServiceImplementation {
  /** By the connection, of which each provider of a program has one. */
  const defaultTags = new Map<string, Properties>();
  return {
    checkConfig: unary((request: messages.CheckRequest) => checked(read(request.getNews()))),

    diffConfig: unary((request: messages.DiffRequest) => difference(request)),

    configure: unary((request: messages.ConfigureRequest, connection) => {
      const tags = request.getVariablesMap().get("aws:config:defaultTags");
      defaultTags.set(connection, tags === undefined ? {} : (JSON.parse(tags).tags ?? {}));
      const response = new messages.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),

    check: unary((request: messages.CheckRequest, connection) => {
      const origin = originOf(request.getUrn());
      const written = read(request.getNews());
      const inputs = withDefaults(origin.token, written);
      const previous = read(request.getOlds());
      if (isNamedByPulumi(origin.token, inputs))
        inputs.name = previous.name ?? `${origin.name}-${hash(origin.seed).slice(0, 7)}`;
      const { tags } = inputs;
      const isTagged = typingsOf(origin.token).outputsOf(origin.token)?.has("tagsAll");
      return checked({
        ...marked(inputs, written),
        ...(tags !== undefined && { tags }),
        ...(isTagged && { tagsAll: allTags(tags, defaultTags.get(connection) ?? {}) }),
      });
    }),

    diff: unary((request: messages.DiffRequest) => difference(request)),
  };
}

const making = (account: Account): grpc.UntypedServiceImplementation => ({
  create: unary((request: messages.CreateRequest) => {
    const origin = originOf(request.getUrn());
    const inputs = unmarked(read(request.getProperties())) as Properties;
    const response = new messages.CreateResponse();
    if (request.getPreview()) {
      response.setProperties(write(planned(origin.token, inputs)));
      return response;
    }
    const id = idOf(origin, inputs);
    account.put(id, origin.token, inputs);
    response.setId(id);
    response.setProperties(write(settled(origin, id, account.decided(origin.token, inputs))));
    return response;
  }),

  read: unary((request: messages.ReadRequest) => {
    const id = request.getId();
    const state = account.observed(id, read(request.getProperties()));
    const response = new messages.ReadResponse();
    response.setId(id);
    response.setInputs(request.getInputs());
    response.setProperties(write(settled(originOf(request.getUrn()), id, state)));
    return response;
  }),

  update: unary((request: messages.UpdateRequest) => {
    const origin = originOf(request.getUrn());
    const inputs = unmarked(read(request.getNews())) as Properties;
    if (!request.getPreview()) account.put(request.getId(), origin.token, inputs);
    const response = new messages.UpdateResponse();
    const state = read(request.getOlds());
    response.setProperties(
      write(
        request.getPreview()
          ? planned(origin.token, inputs, state)
          : settled(origin, request.getId(), inputs, state),
      ),
    );
    return response;
  }),

  delete: unary((request: messages.DeleteRequest) => {
    account.remove(request.getId());
    return new Empty();
  }),
});

function originOf(urn: string): Origin {
  const [, , type = "", name = ""] = urn.split("::");
  return { token: type.split("$").at(-1) ?? "", name, seed: urn };
}

function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (!isObject(value)) return value;
  const { __defaults, ...own } = value;
  return Object.fromEntries(Object.entries(own).map(([name, inner]) => [name, unmarked(inner)]));
}

function isNamedByPulumi(token: string, inputs: Properties): boolean {
  const name = typingsOf(token).inputsOf(token)?.get("name");
  return name?.type === "string" && name.optional && !("name" in inputs) && !("namePrefix" in inputs);
}

function allTags(tags: unknown, defaultTags: Properties): unknown {
  if (isUnknown(tags)) return UNKNOWN;
  return { ...defaultTags, ...(isObject(tags) ? tags : {}) };
}

function checked(inputs: Properties): messages.CheckResponse {
  const response = new messages.CheckResponse();
  response.setInputs(write(inputs));
  return response;
}

function difference(request: messages.DiffRequest): messages.DiffResponse {
  const before = read(request.getOldInputs());
  const after = read(request.getNews());
  const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (property) => !isDeepStrictEqual(before[property], after[property]),
  );
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const response = new messages.DiffResponse();
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList(changed);
  return response;
}

function unary<Request, Response>(
  respond: (request: Request, connection: string) => Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    try {
      callback(null, respond(call.request, call.getPeer()));
    } catch (error) {
      callback({
        code: grpc.status.INTERNAL,
        message: error instanceof Error ? (error.stack ?? "") : String(error),
      });
    }
  };
}

const read = (struct: Struct | undefined): Properties => (struct?.toJavaScript() ?? {}) as Properties;

const write = (properties: Properties): Struct =>
  Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
