import { credentials } from "@grpc/grpc-js";
import { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import {
  type Callback,
  CallbackInvokeRequest,
  type CallbackInvokeResponse,
} from "@pulumi/pulumi/proto/callback_pb";
import {
  type RegisterResourceRequest,
  TransformInvokeRequest,
  TransformInvokeResponse,
  TransformRequest,
  TransformResourceOptions,
  TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { call, loopback } from "../grpc";
import { isObject, type Properties, type PropertyValue, signature } from "../properties";
import { fromStruct, toStruct } from "../struct";

/** Calls back the functions that the program registers, on the server that the SDK runs for them. */
export class Callbacks {
  readonly #clients = new Map<string, CallbacksClient>();

  async invoke(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
    const target = callback.getTarget();
    const client =
      this.#clients.get(target) ?? new CallbacksClient(target, credentials.createInsecure(), loopback);
    this.#clients.set(target, client);
    const message = new CallbackInvokeRequest().setToken(callback.getToken()).setRequest(request);
    const response = await call<CallbackInvokeRequest, CallbackInvokeResponse>(
      client.invoke.bind(client),
      message,
    );
    return response.getResponse_asU8();
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
  }
}

function aliasesOf(request: RegisterResourceRequest): Alias[] {
  return [...request.getAliasurnsList().map((urn) => new Alias().setUrn(urn)), ...request.getAliasesList()];
}

function optionsOf(request: RegisterResourceRequest): TransformResourceOptions {
  const options = new TransformResourceOptions()
    .setDependsOnList(request.getDependenciesList())
    .setIgnoreChangesList(request.getIgnorechangesList())
    .setReplaceOnChangesList(request.getReplaceonchangesList())
    .setVersion(request.getVersion())
    .setProvider(request.getProvider())
    .setCustomTimeouts(request.getCustomtimeouts())
    .setPluginDownloadUrl(request.getPlugindownloadurl())
    .setDeletedWith(request.getDeletedwith())
    .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList())
    .setAliasesList(aliasesOf(request))
    .setImport(request.getImportid());
  const protect = request.getProtect();
  if (protect !== undefined) options.setProtect(protect);
  if (request.getDeletebeforereplacedefined())
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  for (const [key, provider] of request.getProvidersMap().entries())
    options.getProvidersMap().set(key, provider);
  return options;
}

function applyOptions(request: RegisterResourceRequest, options: TransformResourceOptions): void {
  request
    .setDependenciesList(options.getDependsOnList())
    .setIgnorechangesList(options.getIgnoreChangesList())
    .setVersion(options.getVersion())
    .setProvider(options.getProvider())
    .setCustomtimeouts(options.getCustomTimeouts())
    .setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList())
    .setDeletebeforereplacedefined(options.hasDeleteBeforeReplace())
    .setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
  const protect = options.getProtect();
  if (protect === undefined) request.clearProtect();
  else request.setProtect(protect);
}

/** Rewrites a registration by the given transforms, in their order. */
export async function transformResource(
  request: RegisterResourceRequest,
  transforms: readonly Callback[],
  callbacks: Callbacks,
): Promise<void> {
  for (const transform of transforms) {
    const message = new TransformRequest()
      .setType(request.getType())
      .setName(request.getName())
      .setCustom(request.getCustom())
      .setParent(request.getParent())
      .setProperties(request.getObject())
      .setOptions(optionsOf(request));
    const response = TransformResponse.deserializeBinary(
      await callbacks.invoke(transform, message.serializeBinary()),
    );
    const options = response.getOptions();
    if (response.hasProperties()) request.setObject(response.getProperties());
    if (options) applyOptions(request, options);
  }
}

export async function transformInvoke(
  token: string,
  args: Properties,
  transforms: readonly Callback[],
  callbacks: Callbacks,
): Promise<Properties> {
  let current = args;
  for (const transform of transforms) {
    const message = new TransformInvokeRequest().setToken(token).setArgs(toStruct(current));
    const answer = await callbacks.invoke(transform, message.serializeBinary());
    const transformed = TransformInvokeResponse.deserializeBinary(answer).getArgs();
    if (transformed) current = fromStruct(transformed);
  }
  return current;
}

/** The URNs that output values within a property say they come from. */
export function outputDependencies(value: PropertyValue): string[] {
  if (Array.isArray(value)) return value.flatMap(outputDependencies);
  if (!isObject(value)) return [];
  const own =
    value[signature] !== undefined && Array.isArray(value.dependencies)
      ? (value.dependencies as string[])
      : [];
  return [...own, ...Object.values(value).flatMap((inner) => outputDependencies(inner as PropertyValue))];
}
